"""A picture that the lesson editor sends: taken with its words, or refused with reasons; never half taken."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from author_support import draft_of, staff
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from learnhub.access.identity import Role
from learnhub.db import reading
from learnhub.studio.queries.drafts import parts_of
from tests.web.client import PageClient

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0"/></svg>'
ABOUT = {"title": "The river", "words": "It stands [high].", "credit": "Anna Lake", "licence": "CC-BY-4.0"}


def send(browser: PageClient, draft: str, name: str, data: bytes, **more: str) -> tuple[int, Any]:
    """What the script of the editor does; gives the status and the answer."""
    page = f"/en/studio/courses/{draft}"
    token = next(e for e in browser.get(page).tree.all("input") if e.get("name") == "csrf_token")
    fields = {"csrf_token": token.get("value"), **ABOUT, **more, "file": FileStorage(BytesIO(data), name)}
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
        ("image.svg", SVG.replace(b"<path", b"<script/><path"), {}, "<script>"),
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
