"""Files of the library as values: what is taken, under which name, and how a lesson uses it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.markup import parse_lesson
from learnhub.coursefile.media import ASSET_PATH
from learnhub.studio.library import (
    MOST_BYTES,
    Kind,
    MediaItem,
    Refused,
    accept,
    companions,
    free_path,
    kind_of,
    snippet,
    tidy_name,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30" class="x"><path d="M0 0"/></svg>'
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 30


def item(kind: Kind = Kind.PICTURE, **changes: object) -> MediaItem:
    values: dict[str, object] = {
        "id": "m1", "centre_id": "icharm", "kind": kind, "name": "river.svg", "media_type": "image/svg+xml", "size": 9,
        "sha256": "0" * 64, "width": 40, "height": 30, "title": "The river",
        "words": "It [rises]\nfast.", "captions": "WEBVTT",
        "minutes": 3, "credit": 'A "B"', "licence": "CC-BY-4.0",
        "created_by": None, "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return MediaItem(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.SVG", Kind.PICTURE),
        ("a.pdf", Kind.DOCUMENT),
        ("a.csv", Kind.DATA),
        ("a.mp3", Kind.AUDIO),
        ("a.webm", Kind.VIDEO),
    ],
)
def test_kinds_by_ending(name: str, kind: Kind) -> None:
    assert kind_of(name)[0] is kind


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("slides.pptx", b"PK", "kind"),
        ("walk.vtt", b"WEBVTT", "kind"),
        ("png", b"x", "kind"),
        ("a.png", b"", "empty"),
        ("a.png", b"<html>no picture</html>", "content"),
        ("a.png", b"\x89PNG\r\n\x1a\n cut", "picture"),
        ("a.csv", b"\xff\xfe\x00a", "content"),
        ("a.svg", SVG.replace(b"<path", b"<script/><path"), "drawing"),
        ("a.svg", b"<svg>" + b" " * 600_000, "large"),
        ("a.csv", b"1" * (MOST_BYTES[Kind.DATA] + 1), "large"),
    ],
)
def test_what_is_refused_says_why(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        accept(name, data)
    assert refused.value.code == code
    if code not in ("kind", "empty"):
        assert refused.value.values["size"] == len(data)


def test_what_is_taken() -> None:
    drawing = accept("Río Alto (2).SVG", SVG)
    assert (drawing.name, drawing.kind, drawing.width, drawing.height) == (
        "rio-alto-2.svg",
        Kind.PICTURE,
        40,
        30,
    )
    assert b"class" not in drawing.data
    film = accept("walk.mp4", MP4)
    assert (film.kind, film.data, film.media_type) == (Kind.VIDEO, MP4, "video/mp4")


@given(st.text(max_size=300), st.sampled_from(["svg", "PNG", "csv"]))
def test_every_name_becomes_one_that_a_course_may_have(stem: str, ending: str) -> None:
    name = tidy_name(f"{stem}.{ending}")
    assert ASSET_PATH.fullmatch(f"assets/{name}")
    assert len(name) <= 80


def test_a_taken_name_gets_a_number() -> None:
    assert free_path("river.svg", {"assets/lake.svg"}) == "assets/river.svg"
    assert free_path("river.svg", {"assets/River.png", "assets/river-2.svg"}) == "assets/river-3.svg"
    assert free_path("walk.mp4", {"assets/walk-text.md"}) == "assets/walk-2.mp4"


def test_a_picture_in_a_lesson() -> None:
    block = parse_lesson(snippet(item(), "assets/river.svg"))[0]
    assert block.token.type == "figure"
    assert block.token.content == "It (rises) fast."
    assert block.token.meta == {"src": "assets/river.svg", "caption": "The river. A ”B”, CC-BY-4.0"}


@pytest.mark.parametrize("kind", [Kind.AUDIO, Kind.VIDEO])
def test_sound_and_film_bring_what_they_need(kind: Kind) -> None:
    path = "assets/walk.mp4"
    (block,) = parse_lesson(snippet(item(kind), path))
    meta = block.token.meta
    assert (meta["kind"], meta["path"], meta["title"], meta["strange"]) == (kind, path, "The river", [])
    files = companions(item(kind), path)
    assert set(files) == {value for key, value in meta["fields"].items() if key != "minutes"}
    assert files["assets/walk-text.md"] == b"It [rises]\nfast."


def test_a_document_is_a_link() -> None:
    assert snippet(item(Kind.DOCUMENT, title="Plan [1]"), "assets/plan.pdf") == "[Plan (1)](assets/plan.pdf)"
    assert companions(item(Kind.DATA), "assets/a.csv") == {}
