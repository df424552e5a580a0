"""Addresses without the language: they lead to the reader's, and nowhere else."""

from __future__ import annotations

import pytest

from tests.web.client import PageClient

SHORT = [
    "/courses", "/courses?q=river%20level&page=2", "/courses/reading-the-river", "/me", "/me?a=%26b", "/sign-in",
    "/sign-in?next=%2Fen%2Fcourses", "/register", "/help", "/centres", "/impact", "/studio", "/courses/no-such-course",
]  # fmt: skip
NOWHERE = [
    "/nothing", "/nothing/", "/de/courses", "/en/nothing", "/xx/", "/me%00", "/courses%09", "/static/nothing.css",
    "/api/nothing", "/.env", "/wp-login.php",
]  # fmt: skip


@pytest.mark.parametrize("address", SHORT)
def test_a_short_address_leads_to_the_readers_language(visitor: PageClient, address: str) -> None:
    for asked, given in {"fr-CA,fr;q=0.9": "fr", "ar": "ar", "de": "en"}.items():
        answer = visitor.fetch(address, Accept_Language=asked)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/{given}{address}"
        assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_nowhere_in_any_language_is_not_found(visitor: PageClient, address: str) -> None:
    assert visitor.client.get(address).status_code == 404


def test_it_is_for_reading_alone(visitor: PageClient) -> None:
    assert visitor.client.head("/courses").status_code == 302
    for method in ("POST", "PUT", "DELETE"):
        assert visitor.client.open("/sign-in", method=method).status_code in {400, 404}


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/courses", "/\\evil.example", "//courses"])
def test_it_never_leads_to_another_site(visitor: PageClient, path: str) -> None:
    answer = visitor.client.get("/", environ_overrides={"PATH_INFO": path})
    place = (answer.location or "").removeprefix("http://localhost")
    assert answer.status_code in {302, 308, 404}
    assert not place.startswith(("//", "http"))


def test_a_page_that_needs_no_language_keeps_its_address(visitor: PageClient) -> None:
    assert visitor.client.get("/c").status_code == 200
    assert visitor.client.get("/healthz").status_code == 200
