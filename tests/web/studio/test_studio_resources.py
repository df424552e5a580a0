"""The pages of cases, sites and terms: written by one centre, read by everybody, changed by nobody else."""

from __future__ import annotations

import re

import pytest
from author_support import staff
from flask import Flask
from resource_pages import ASK, CASE, TITLE, begin, publish, put_out

from learnhub.access.identity import Role
from tests.web.client import PageClient


def version_in(text: str) -> str:
    found = re.search(r"\d{4}-\d\d-\d\d(\.\d+)?", text)
    assert found
    return found[0]


def test_what_is_unfinished_is_kept_and_each_gap_has_its_words(site: Flask) -> None:
    author = staff(site)
    page = begin(author).send("Save and show", {"problem": "High water.", "cost": ""})
    assert "Saved." in page.response.get_data(as_text=True)
    assert page.values(ASK)["problem"] == "High water."
    page = page.send(ASK, {"place": "Nagano"}, status=422)
    assert page.problems[0] == "Write when it was; a year is enough"  # in the order of the page
    assert page.problems[-1] == "Write where this is from, as it is to be cited"
    assert "Write what it cost, or that it is not known" in page.problems
    assert not any("hazard" in each or "where it was" in each for each in page.problems)
    assert page.values(ASK)["place"] == "Nagano"
    page = page.send(ASK, {**CASE, "source_url": "javascript:alert(1)"}, status=422)
    assert page.problems == ["Write a web address that begins with https:// and has no spaces"]
    page = page.send(ASK, {"source_url": "https://example.org/a"})
    assert "It waits for a second person" in page.response.get_data(as_text=True)


def test_everybody_reads_what_is_published_and_nothing_else(site: Flask, visitor: PageClient) -> None:
    author = staff(site)
    begin(author, title="Not ready")
    assert "Nothing is published here yet." in author.get("/en/cases").text
    visitor.get("/en/cases/not-ready", 404)
    page = publish(author)
    listing = visitor.get("/en/cases?q=nagano")
    assert listing.links()[TITLE] == "/en/cases/the-dike-at-the-bend"
    assert TITLE not in visitor.get("/en/cases?q=sahara").links()
    assert TITLE not in visitor.get("/en/cases?language=fr").links()
    read = listing.click(TITLE)
    for words in (*CASE.values(), "Nobody died.", "No published course uses it yet."):
        assert words.split("\r")[0] in read.text
    first = version_in(read.text)
    put_out(page, cost="Two million yen.")
    assert "Two million yen." in author.get("/en/cases/the-dike-at-the-bend").text
    old = visitor.get(f"/en/cases/the-dike-at-the-bend/{first}")
    assert "Two million" not in old.text
    assert f"Read the version of {first}.2" in old.links()
    visitor.get("/en/cases/the-dike-at-the-bend/1999-01-01", 404)
    visitor.get("/en/sites/the-dike-at-the-bend", 404)


@pytest.mark.parametrize("lang", ["ar", "fr", "zh"])
@pytest.mark.parametrize("folder", ["cases", "sites", "terms"])
def test_lists_and_pages_are_in_order_in_every_language(site: Flask, lang: str, folder: str) -> None:
    visitor, author = PageClient(site), staff(site)
    publish(author)
    visitor.get(f"/{lang}/{folder}")
    visitor.get(f"/{lang}/cases/the-dike-at-the-bend")
    author.get(f"/{lang}/studio/resources")
    author.get(f"/{lang}/studio/resources/new")


def test_nobody_elses_centre_changes_it(site: Flask) -> None:
    author, other, reviewer = staff(site), staff(site, Role.AUTHOR, "irtces"), staff(site, Role.REVIEWER)
    page = publish(author)
    assert TITLE not in other.get("/en/studio/resources").links()
    other.get(page.address, 403)
    typed = other.get("/en/studio/resources/new").values("Begin to write")
    mine = {**CASE, "title": "Mine", "rev": "2", "do": "publish"}
    other.post(page.address, {**mine, "csrf_token": typed["csrf_token"]}, status=403)
    seen = reviewer.get(page.address)
    assert "As readers will see it" in seen.text
    assert ASK not in seen.text
    token = next(each for each in seen.tree.all("input") if each.get("name") == "csrf_token").get("value")
    reviewer.post(page.address, {**mine, "csrf_token": token}, status=403)
    PageClient(site).get("/en/studio/resources", 200)  # the sign-in page
    staff(site, Role.LEARNER).get("/en/studio/resources", 403)
    other.post("/en/studio/resources/new", {**typed, "title": "Theirs", "centre": "icharm"}, status=422)


def test_two_authors_who_save_at_once(site: Flask) -> None:
    one, two = staff(site), staff(site)
    page = begin(one)
    late = two.get(page.address)
    page.send("Save and show", {"cost": "One"})
    late = late.send("Save and show", {"cost": "Two"}, status=409)
    assert "Somebody else has saved this meanwhile." in late.response.get_data(as_text=True)
    assert late.values("Save and show")["cost"] == "Two"
    assert late.send("Save and show").values("Save and show")["cost"] == "Two"


def test_an_address_is_taken_once(site: Flask) -> None:
    author = staff(site)
    begin(author)
    page = author.get("/en/studio/resources/new").send("Begin to write", {"title": TITLE}, status=422)
    assert page.problems == ["This address is taken. Choose another one."]
    page = page.send("Begin to write", {"title": "堤防"}, status=422)
    assert "Write an address" in page.problems[0]
    assert begin(author, "site").title == TITLE  # another kind has its own addresses


def test_a_term_is_one_line(site: Flask, visitor: PageClient) -> None:
    assert "Terms" not in visitor.get("/en/courses").links()
    page = begin(staff(site), "term", title="Return period")
    page = put_out(page, definition="The time\r\nbetween floods.", source="WMO (2008).")
    site.extensions["learnhub.edge"].pages.look_again()
    assert visitor.get("/en/courses").click("Terms").title == "Terms"
    assert "The time between floods." in visitor.get("/en/terms/return-period").text
