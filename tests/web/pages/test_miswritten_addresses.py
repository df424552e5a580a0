"""Addresses with a slash too many or with capitals lead to the page that was meant, and to no other."""

from __future__ import annotations

import pytest

from tests.web.client import PageClient

MEANT = {
    "/en/courses/": "/en/courses",
    "/en/courses//": "/en/courses",
    "/EN/courses": "/en/courses",
    "/Fr/Courses/": "/fr/courses",
    "/EN": "/en/",
    "/AR/": "/ar/",
    "/en/Courses/Reading-The-River": "/en/courses/reading-the-river",
    "/en/courses/READING-THE-RIVER/": "/en/courses/reading-the-river",
    "/en/courses/reading-the-river/Staff-Gauge": "/en/courses/reading-the-river/staff-gauge",
    "/en/centres/ICHARM": "/en/centres/icharm",
    "/EN/Themes/WATER/": "/en/themes/WATER",
    "/en/themes/water-law": "/en/themes/WATER-LAW",
    "/en/About": "/en/about",
    "/en/ME": "/en/me",
    "/C": "/c",
    "/en/courses/?q=river%20level&q=%2F%2Fevil": "/en/courses?q=river%20level&q=%2F%2Fevil",
}
NOWHERE = [
    "/en/nothing/", "/EN/nothing", "/en/courses/Nowhere", "/en/courses/nowhere/", "/EN/courses/Reading-the-River/No",
    "/en/themes/NOWHERE", "/de/Courses", "/XX/", "/en/Courses%09", "/en/courses/READING-THE-RIVER%00",
    "/static/NOTHING.css", "/API/v1/nothing", "/en/courses/İ",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_the_page_that_was_meant(visitor: PageClient, typed: str, meant: str) -> None:
    for answer in (visitor.fetch(typed), visitor.client.head(typed)):
        assert (answer.status_code, answer.headers["Location"]) == (308, meant)
    assert visitor.fetch(meant).status_code in {200, 303}


@pytest.mark.parametrize(
    ("typed", "meant"),
    {
        "/courses/": "/courses",
        "/Courses?q=a%26b": "/courses?q=a%26b",
        "/Help//": "/help",
        "/Me": "/me",
    }.items(),
)
def test_the_language_may_lack_as_well(visitor: PageClient, typed: str, meant: str) -> None:
    answer = visitor.fetch(typed, Accept_Language="fr-CA,fr;q=0.9")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/fr{meant}")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("typed", NOWHERE)
def test_what_is_not_there_is_not_found(visitor: PageClient, typed: str) -> None:
    answer = visitor.fetch(typed)
    if answer.status_code == 308:  # in the one right writing it is not there either, and leads nowhere
        answer = visitor.fetch(answer.headers["Location"])
    assert answer.status_code == 404


def test_a_name_with_capitals_stays_where_it_was_looked_for(visitor: PageClient) -> None:
    """It may be there tomorrow, and browsers keep such an answer for ever."""
    for address in ("/en/reach/releases/net-2031-F1", "/en/reach/indicators/R99", "/en/themes/LATER"):
        assert visitor.fetch(address).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//EVIL.example",
        "/\\EVIL.example/",
        "//en/Courses/",
        "/en//Courses/",
        "/en/\tcourses/",
    ],
)
def test_it_never_leads_to_another_site(visitor: PageClient, path: str) -> None:
    answer = visitor.client.get("/", environ_overrides={"PATH_INFO": path})
    place = (answer.location or "").removeprefix("http://localhost")
    assert answer.status_code in {302, 308, 404}
    assert not place.startswith(("//", "http", "/\\"))


def test_it_is_for_pages_that_are_read(visitor: PageClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert visitor.client.open("/EN/sign-in/", method=method).status_code in {400, 404, 405}
    assert visitor.fetch("/api/v1/reach/Indicators").status_code == 404
    assert visitor.fetch("/api/v1/reach/indicators/").status_code == 404
    assert visitor.fetch("/").status_code == 302


def test_who_is_signed_in_is_led_to_her_own_pages(visitor: PageClient) -> None:
    typed = {"name": "Zainab Okonkwo", "password": "river stone cloud"}
    visitor.get("/en/register").send("Create account", typed)
    assert visitor.redirect("/en/ME/Data/") == "/en/me/data"
    page = visitor.get("/en/nowhere/Nothing", 404)
    assert page.person == "Zainab Okonkwo"
    assert page.tree.all("html")[0].get("lang") == "en"
