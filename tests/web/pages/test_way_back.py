"""Who signs in from a page of a course comes back to that page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.client import PageClient

Another = Callable[..., PageClient]
COURSE = "/en/courses/reading-the-river"
PASSWORD = "river stone cloud"


def lessons(client: PageClient) -> list[str]:
    """Addresses of two pages below the course."""
    found = [address for address in client.get(COURSE).links().values() if address.startswith(COURSE + "/")]
    return [address for address in dict.fromkeys(found) if "?" not in address and "#" not in address][:2]


def sign_in_link(client: PageClient, address: str) -> str:
    """The link in the head of the page."""
    head = client.get(address).tree.all("header")[0]
    return next(link.get("href") for link in head.all("a") if link.text == "Sign in")


def test_from_a_course_or_a_lesson_one_comes_back(visitor: PageClient, another: Another) -> None:
    visitor.get("/en/register").send(
        "Create account", {"name": "Zainab Okonkwo", "email": "back@example.org", "password": PASSWORD}
    )
    pages = [COURSE, *lessons(another())]
    assert len(pages) == 3
    for address in pages:
        device = another()
        form = device.get(address).click("Sign in")
        page = form.send("Sign in", {"login": "back@example.org", "password": PASSWORD})
        assert (page.address, page.person) == (address, "Zainab Okonkwo")


def test_a_kept_page_is_the_same_for_everybody(visitor: PageClient, another: Another) -> None:
    for address in [COURSE, *lessons(visitor)]:
        first = visitor.fetch(address).data
        assert first == another().fetch(address, Referer="http://localhost/en/help").data
        assert f'href="/en/sign-in?next={address}"'.encode() in first


def test_the_way_back_names_no_query(visitor: PageClient) -> None:
    assert sign_in_link(visitor, f"{COURSE}?a=1&next=//evil.example") == f"/en/sign-in?next={COURSE}"


@pytest.mark.parametrize("address", ["/en/", "/en/courses", "/en/help", "/en/sign-in", "/en/c"])
def test_from_elsewhere_one_goes_on_to_ones_own_things(visitor: PageClient, address: str) -> None:
    assert sign_in_link(visitor, address) == "/en/sign-in"


def test_signs_with_a_meaning_in_addresses_are_part_of_the_path(visitor: PageClient) -> None:
    page = visitor.client.get("/en/courses/a%26next%22%3e").text
    assert 'href="/en/sign-in?next=/en/courses/a%26next%22%3E"' in page


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/fr/recover/code", "/fr/recover"),
        ("/en/me/security/sessions/5", "/en/me/security"),
        (f"{COURSE}/staff-gauge/done", f"{COURSE}/staff-gauge"),
    ],
)
def test_the_address_of_a_form_leads_to_its_page(visitor: PageClient, address: str, page: str) -> None:
    """It is opened as a page by whoever changes the language of what the form answered with."""
    assert page in visitor.get(address, 405).links().values()


def test_where_no_page_stands_above_there_is_no_link(visitor: PageClient) -> None:
    assert "To the page" not in visitor.get("/en/sign-out", 405).text
