"""Files of drafts and libraries: for those who may see these, and for everybody once they are published."""

from __future__ import annotations

from hashlib import sha256

from author_support import EXAMPLE, draft_of, staff, store, upload
from flask import Flask
from review_support import ask, at

from learnhub.access.identity import Role
from learnhub.coursefile.svgtidy import tidy_svg
from tests.web.client import PageClient

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>'
"""Not a file of the example course, which is published."""


def get(browser: PageClient, data: bytes, name: str = "gauge.svg") -> tuple[int, str]:
    """Status, and who may keep the answer."""
    address = f"/files/{sha256(data).hexdigest()}/{name}"
    answer = browser.client.get(address, environ_overrides=browser.environ)
    answer.close()
    return answer.status_code, answer.headers.get("Cache-Control", "")


def test_a_file_of_a_draft_is_for_those_who_may_see_the_draft(site: Flask) -> None:
    draft_of(site, {"assets/gauge.svg": SVG})
    author, other = staff(site), staff(site, Role.AUTHOR, "irtces")
    assert get(author, SVG) == (200, "private, no-cache")
    for stranger in (other, staff(site, Role.LEARNER), PageClient(site)):
        assert get(stranger, SVG)[0] == 404


def test_who_is_asked_to_review_sees_the_files_of_that_draft(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site, {"assets/gauge.svg": SVG})
    team["coordinator"].get(at(draft_id, "review")).send("Make it a course of the whole network")
    assert get(team["outsider"], SVG)[0] == 404
    ask(team["author"], draft_id, "reviewer of irtces, IRTCES")
    assert get(team["outsider"], SVG)[0] == 200


def test_a_published_file_is_for_everybody_for_ever(site: Flask) -> None:
    public = (EXAMPLE / "assets" / "gauge.svg").read_bytes()
    assert get(PageClient(site), public) == (200, "public, max-age=31536000, immutable")


def test_a_file_of_a_library_is_for_its_centre(site: Flask) -> None:
    author = staff(site)
    about = {
        "title": "A bridge",
        "words": "A bridge over a river.",
        "credit": "Anna Lake",
        "licence": "CC-BY-4.0",
    }
    values = author.get("/en/studio/media").values("Add the file")
    upload(author, "/en/studio/media", {**values, **about, "file": (SVG, "bridge.svg")})
    kept = tidy_svg(SVG)
    assert get(author, kept)[0] == 200
    assert get(PageClient(site), kept)[0] == 404


def test_whoever_writes_for_two_centres_sees_both_libraries_and_chooses_where_a_file_goes(
    site: Flask,
) -> None:
    author = staff(site)
    about = {"title": "A bridge", "words": "A bridge.", "credit": "Anna Lake", "licence": "CC-BY-4.0"}
    values = author.get("/en/studio/media").values("Add the file")
    upload(author, "/en/studio/media", {**values, **about, "file": (SVG, "bridge.svg")})
    page = staff(site, Role.AUTHOR, "icharm", "irtces").get("/en/studio/media?centre=icharm")
    assert "A bridge" in page.text
    chosen = [each.get("name") for each in page.tree.all("select")]
    assert chosen.count("centre") == 2, "one to look for files, one for the file to be added"


def test_bytes_that_nothing_holds_are_for_nobody(site: Flask) -> None:
    store(site).put(SVG)
    assert get(staff(site), SVG)[0] == 404
    assert get(PageClient(site), SVG)[0] == 404
