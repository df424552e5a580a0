"""What a visitor learns from the home page before she reads anything else."""

from __future__ import annotations

from tests.web.client import PageClient


def test_the_home_page_says_what_stands_at_the_end(visitor: PageClient) -> None:
    home = visitor.get("/en/")
    assert "A certificate at the end" in home.text
    assert home.click("Check a certificate").title == "Check a certificate"


def test_the_home_page_tells_centres_how_to_take_part(visitor: PageClient) -> None:
    home = visitor.get("/en/")
    place = home.links()["How a centre takes part"].partition("#")[2]
    answer = home.click("How a centre takes part")
    assert [each.text for each in answer.main.all("h2") if each.get("id") == place] == [
        "How does my centre take part?"
    ]


def test_help_says_what_an_assignment_needs(visitor: PageClient) -> None:
    text = visitor.get("/en/help").text
    assert "pass the assignments that the course page names" in text
    assert "a person of the course team marks" in text
