"""A picture that the lesson editor sends: taken with its words, or refused with reasons; never half taken."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from author_support import EXAMPLE, draft_of, staff
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from learnhub.access.identity import Role
from learnhub.db import reading
from learnhub.studio.queries.drafts import parts_of
from tests.web.client import PageClient

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0"/></svg>'
ABOUT = {"title": "The river", "words": "It stands [high].", "credit": "Anna Lake", "licence": "CC-BY-4.0"}


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def send(
    browser: PageClient, draft: str, name: str, data: bytes, copies: tuple[bytes, ...] = (), **more: str
) -> tuple[int, Any]:
    """What the script of the editor does; gives the status and the answer."""
    page = f"/en/studio/courses/{draft}"
    token = next(e for e in browser.get(page).tree.all("input") if e.get("name") == "csrf_token")
    values = {"csrf_token": token.get("value"), **ABOUT, **more, "file": FileStorage(BytesIO(data), name)}
    fields: MultiDict[str, Any] = MultiDict(values)
    for copy in copies:
        fields.add("copies", FileStorage(BytesIO(copy), name))
    boundary, body = encode_multipart(fields)
    answer = browser.client.post(
        f"{page}/pasted/picture", data=body, content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Accept": "application/json"}, environ_overrides=browser.environ,
    )  # fmt: skip
    return answer.status_code, answer.get_json(silent=True)


def assets(site: Flask, draft: str) -> set[str]:
    with site.app_context():
        return {path for path in parts_of(reading(), draft) if path.startswith("assets/")}


def test_a_pasted_picture_is_in_library_and_draft_with_its_words(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    before = assets(site, draft)
    assert send(author, draft, "image.svg", SVG) == (
        200, {"text": '![It stands (high).](assets/image.svg "The river. Anna Lake, CC-BY-4.0")'},
    )  # fmt: skip
    assert assets(site, draft) - before == {"assets/image.svg"}
    assert "The river" in author.get("/en/studio/media").text
    _status, again = send(author, draft, "other.svg", SVG, words="Another view.", title="Again")
    assert again == {"text": '![Another view.](assets/image.svg "Again. Anna Lake, CC-BY-4.0")'}
    assert "Again" not in author.get("/en/studio/media").text


def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    before = assets(site, draft)
    for name, data, more, said in (
        (
            "image.svg",
            SVG,
            {"words": " "},
            "Describe the picture in words; a picture without them is not taken",
        ),
        ("image.svg", SVG, {"title": ""}, "Write what it shows, in a few words"),
        ("image.png", b"<html>", {}, "This is no PNG file"),
        ("image.svg", SVG.replace(b"<path", b"<script/><path"), {}, "“script” may not stand in a figure"),
        ("data.csv", b"a,b\n1,2\n", {}, "Choose a picture"),
    ):
        status, answer = send(author, draft, name, data, **more)
        assert status == 422
        assert any(said in problem for problem in answer["problems"])
    assert assets(site, draft) == before
    assert "The river" not in author.get("/en/studio/media").text


def test_only_who_writes_in_the_draft_adds_pictures(site: Flask) -> None:
    draft = draft_of(site)
    assert send(staff(site, Role.REVIEWER), draft, "image.svg", SVG)[0] == 403


def test_narrower_copies_go_where_the_picture_goes(site: Flask) -> None:
    author, draft, other = staff(site), draft_of(site), draft_of_its_own(site)
    before = assets(site, draft)
    _status, answer = send(author, draft, "image.png", png(1200, 600), (png(960, 480), png(480, 240)))
    assert answer["text"].startswith("![It stands (high).](assets/image.png ")
    names = {"assets/image.png", "assets/image-w480.png", "assets/image-w960.png"}
    assert assets(site, draft) - before == names
    page = author.get(f"/en/studio/courses/{draft}/media")
    assert "assets/image.png" in page.text
    assert "image-w480" not in page.text
    editor = author.get(f"/en/studio/courses/{draft}/lessons/staff-gauge")
    offered = {option.get("value") for option in editor.main.all("option")}
    assert {each for each in offered if "image" in str(each)} == {"assets/image.png"}
    author.get(f"/en/studio/courses/{other}/media?q=river").send("Use in this draft: The river")
    assert names <= assets(site, other)
    page.send("Take out: assets/image.png")
    assert assets(site, draft) == before


def test_a_copy_of_something_else_is_refused_with_all(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    before = assets(site, draft)
    for copy in (png(480, 480), png(1200, 600), b"<html>", SVG):
        assert send(author, draft, "image.png", png(1200, 600), (copy,))[0] == 422
    assert assets(site, draft) == before


def test_a_picture_that_the_library_has_gets_its_copies_later(site: Flask) -> None:
    author, draft, other = staff(site), draft_of(site), draft_of_its_own(site)
    send(author, draft, "image.png", png(1200, 600))
    send(author, other, "image.png", png(1200, 600), (png(480, 240),))
    assert "assets/image-w480.png" in assets(site, other)


def draft_of_its_own(site: Flask) -> str:
    """A second draft of the centre."""
    course = (EXAMPLE / "course.yaml").read_bytes().replace(b"code: reading-the-river", b"code: second-draft")
    return str(draft_of(site, {"course.yaml": course}))
