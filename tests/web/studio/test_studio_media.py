"""The media library and the files of a draft, by hand."""

from __future__ import annotations

from hashlib import sha256

from author_support import EXAMPLE, draft_of, staff, store, upload
from flask import Flask

from learnhub.access.identity import Role
from learnhub.coursefile.sources import from_folder
from learnhub.coursefile.svgtidy import tidy_svg
from learnhub.db import reading
from learnhub.studio.queries.drafts import parts_of
from tests.web.client import Page, PageClient

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0"/></svg>'
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 30
WORDS = "The river stands high under the bridge."
ABOUT = {"title": "The river", "words": WORDS, "credit": "Anna Lake", "licence": "CC-BY-4.0"}


def send(browser: PageClient, address: str, name: str, data: bytes, status: int = 303, **more: str) -> Page:
    """Send a file as a browser does, from the form of the page at this address."""
    values = browser.get(address).values("Add the file")
    return upload(browser, address, {**values, **ABOUT, **more, "file": (data, name)}, status)


def test_a_picture_goes_into_the_library_once(site: Flask) -> None:
    author = staff(site)
    page = send(author, "/en/studio/media", "Río alto.svg", SVG)
    assert page.title == "The river"
    assert "“The river” is in the library." in page.response.get_data(as_text=True)
    assert "rio-alto.svg" in page.links()
    assert "No course uses it." in page.text
    again = send(author, "/en/studio/media", "other.svg", SVG, title="Another name")
    assert again.address == page.address
    assert "has this file already" in again.response.get_data(as_text=True)
    listing = author.get("/en/studio/media?q=bridge&kind=picture")
    assert "One file" in listing.text
    assert "in no draft" in listing.text
    assert "No file here" in author.get("/en/studio/media?kind=audio").text


def test_files_that_are_not_taken(site: Flask) -> None:
    author = staff(site)
    for name, data, words in (
        ("a.png", b"<html></html>", "This is no PNG file (1 KB)"),
        (
            "a.svg",
            SVG.replace(b"<path", b"<script/><path"),
            "“script” may not stand in a figure",
        ),
        ("a.svg", SVG + b" " * 600_000, "The file has 600 KB"),
        ("a.exe", b"MZ", "of a kind that courses do not carry"),
        ("", b"", "Choose a file"),
    ):
        page = send(author, "/en/studio/media", name, data, 422)
        assert words in page.text
        assert any(words in problem for problem in page.problems)
        assert ABOUT["words"] in page.text  # what was typed is still there
    assert "No file here" in author.get("/en/studio/media").text


def test_what_each_kind_needs(site: Flask) -> None:
    author = staff(site)
    assert send(author, "/en/studio/media", "a.svg", SVG, 422, words=" ").problems == [
        "Describe the picture in words; a picture without them is not taken"
    ]
    page = send(author, "/en/studio/media", "a.mp4", MP4, 422, words="")
    assert len(page.problems) == 3
    film = {
        "words": "Look at the dike.",
        "minutes": "2",
        "captions": "WEBVTT\n\n00:01.000 --> 00:02.000\nLook.",
    }
    assert send(author, "/en/studio/media", "a.mp4", MP4, **film).title == "The river"
    assert send(author, "/en/studio/media", "a.csv", b"a,b\n", words="").title == "The river"


def test_a_request_that_is_too_large_says_its_size(site: Flask) -> None:
    author = staff(site)
    values = author.get("/en/studio/media").values("Add the file")
    large = {**values, **ABOUT, "file": (b"x" * 17_000_000, "a.pdf")}
    page = upload(author, "/en/studio/media", large, 413)
    assert "You sent 17.0 MB; at most 16.0 MB are taken at once." in page.text


def test_a_file_in_a_draft(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    address = f"/en/studio/courses/{draft}/media"
    page = send(author, address, "river.svg", SVG)
    assert "assets/river.svg" in page.text
    assert "No lesson or quiz of this draft uses it yet." in page.text
    assert "![The river stands high under the bridge.](assets/river.svg" in page.text
    assert "Used in lessons/staff-gauge.md" in page.text
    with site.app_context():
        part = parts_of(reading(), draft)["assets/river.svg"].asset
    kept = tidy_svg(SVG)
    assert (part.sha256, part.width, part.height) == (sha256(kept).hexdigest(), 40, 30)
    assert store(site).get(part.sha256) == kept
    item = author.get(page.links()["assets/river.svg"])
    assert "Reading the river" in item.links()


def test_a_file_of_the_library_in_another_draft_and_out_again(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    film = {
        "words": "Look at the dike.",
        "minutes": "2",
        "captions": "WEBVTT\n\n00:01.000 --> 00:02.000\nLook.",
    }
    item = send(author, "/en/studio/media", "walk.mp4", MP4, **film)
    address = f"/en/studio/courses/{draft}/media"
    page = author.get(address).send("Use in this draft: The river")
    assert {"assets/walk.mp4", "assets/walk.vtt", "assets/walk-text.md"} <= set(page.text.split())
    assert "captions: assets/walk.vtt" in page.text
    assert "Take it out of the library" not in author.get(item.address).text
    author.post(f"{item.address}/remove", {"csrf_token": page.values("Add the file")["csrf_token"]}, 409)
    for name in ("walk.mp4", "walk.vtt", "walk-text.md"):
        page = page.send(f"Take out: assets/{name}")
    assert "assets/walk.mp4" not in page.text
    gone = author.get(item.address).send("Take it out of the library")
    assert gone.title == "Media library"
    author.get(item.address, 404)


def test_what_is_said_of_a_file_can_be_changed(site: Flask) -> None:
    author = staff(site)
    item = send(author, "/en/studio/media", "river.svg", SVG)
    assert item.send("Save", {"title": ""}, 422).problems == ["Write what it shows, in a few words"]
    changed = item.send("Save", {"title": "High water", "words": "Water at the second mark."})
    assert changed.title == "High water"
    assert changed.values("Save")["words"] == "Water at the second mark."


def test_who_sees_and_who_writes(site: Flask) -> None:
    author = staff(site)
    item = send(author, "/en/studio/media", "river.svg", SVG)
    token = item.values("Save")["csrf_token"]
    reviewer = staff(site, Role.REVIEWER)
    seen = reviewer.get(item.address)
    assert "What is said of it" not in seen.text
    assert "Add a file" not in reviewer.get("/en/studio/media").text
    reviewer.post(item.address, {"csrf_token": token}, 400)
    stranger = staff(site, centre="icwc")
    stranger.get(item.address, 403)
    assert "No file here" in stranger.get("/en/studio/media").text
    draft = draft_of(site)
    stranger.get(f"/en/studio/courses/{draft}/media", 403)
    other = draft_of(site, {"course.yaml": _other_code()}, centre="icwc")
    values = stranger.get(f"/en/studio/courses/{other}/media").values("Add the file")
    use = {"csrf_token": values["csrf_token"], "name": item.address.rsplit("/", 1)[1]}
    stranger.post(f"/en/studio/courses/{other}/media/use", use, 409)
    staff(site, Role.FACILITATOR).get("/en/studio/media", 403)


def _other_code() -> bytes:
    files, _unread = from_folder(EXAMPLE)
    return files["course.yaml"].replace(b"code: reading-the-river", b"code: other-draft")


def test_every_language(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    send(author, f"/en/studio/courses/{draft}/media", "river.svg", SVG)
    for language in ("ar", "es", "fr", "ru", "zh"):
        author.get(f"/{language}/studio/media")
        author.get(f"/{language}/studio/courses/{draft}/media")


def test_a_long_library_is_paged(site: Flask) -> None:
    author = staff(site)
    for number in range(26):
        send(
            author,
            "/en/studio/media",
            f"r{number}.svg",
            SVG.replace(b"M0 0", b"M0 %d" % number),
            title=f"River {number}",
        )
    pages = [author.get(f"/en/studio/media?page={number}") for number in (1, 2)]
    assert "26 files" in pages[0].text
    shown = [[words for words in page.links() if words.startswith("River ")] for page in pages]
    assert [len(words) for words in shown] == [24, 2]
    assert {*shown[0], *shown[1]} == {f"River {number}" for number in range(26)}
