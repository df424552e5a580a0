"""Narrower copies of pictures: found by their names, checked against their pixels, offered to browsers."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from learnhub.coursefile.compile.text import compile_lesson
from learnhub.coursefile.reader import ReadResult, read_files
from learnhub.coursefile.sources import from_folder
from learnhub.coursefile.variants import copies_of, copy_path, wrong_copy

EXAMPLE = Path(__file__).parents[2] / "courses" / "example"
LESSON = "lessons/return-periods.md"


def png(width: int, height: int) -> bytes:
    """As much of a PNG file as says how large it is."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)


def course(**pictures: bytes) -> ReadResult:
    """The example course with a photo in a lesson; further files by their names without folder and ending."""
    files, _problems = from_folder(EXAMPLE)
    figure = b'\n\n![A bridge](assets/photo.png "The bridge")\n'
    files[LESSON] = files[LESSON].rstrip() + figure
    files["assets/photo.png"] = png(1600, 900)
    return read_files(
        files | {f"assets/{name.replace('_', '-')}.png": data for name, data in pictures.items()}
    )


def test_copies_are_offered_from_narrow_to_wide() -> None:
    result = course(photo_w960=png(960, 540), photo_w480=png(480, 270))
    assert result.problems == ()
    assert result.document is not None
    html = compile_lesson(result.document, "return-periods", lambda path: f"/f/{path[7:]}").html
    offered = "/f/photo-w480.png 480w, /f/photo-w960.png 960w, /f/photo.png 1600w"
    assert f'<img src="/f/photo.png" srcset="{offered}" sizes="(min-width: 46rem) 42rem, 100vw"' in html
    assert 'width="1600" height="900"' in html


def test_a_picture_without_copies_is_shown_as_before() -> None:
    document = course().document
    assert document is not None
    assert "srcset" not in compile_lesson(document, "return-periods", str).html


def test_a_picture_that_nothing_uses_is_told_once_with_its_copies() -> None:
    unused = course(other=png(1600, 900), other_w480=png(480, 270), other_w960=png(960, 540)).problems
    assert [problem.file for problem in unused] == ["assets/other.png"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("photo_w480", png(500, 281), "the name says 480 pixels, the picture is 500 pixels wide"),
        ("photo_w480", png(480, 480), "this copy has other proportions than the picture itself"),
        ("photo_w1600", png(1600, 900), "this copy is not narrower than the picture itself"),
        ("photo_w480", b"\x89PNG\r\n\x1a\n", "the size of this picture cannot be read"),
        ("other_w480", png(480, 270), "no lesson or quiz uses this file"),
    ],
)
def test_a_copy_that_is_none_is_a_problem(name: str, data: bytes, said: str) -> None:
    problems = [
        problem for problem in course(**{name: data}).problems if name.replace("_", "-") in problem.file
    ]
    assert len(problems) == 1
    assert problems[0].message.startswith(said)


def test_names_of_copies() -> None:
    assert copy_path("assets/photo.jpg", 480, "webp") == "assets/photo-w480.webp"
    paths = [
        "assets/photo-w960.jpg",
        "assets/photo-w480.webp",
        "assets/photo-w.webp",
        "assets/other-w480.webp",
    ]
    assert copies_of("assets/photo.jpg", paths) == [
        (480, "assets/photo-w480.webp"), (960, "assets/photo-w960.jpg"),
    ]  # fmt: skip
    assert copies_of("assets/drawing.svg", ["assets/drawing-w480.png"]) == []


@pytest.mark.parametrize(("height", "fine"), [(337, True), (338, True), (336, False), (339, False)])
def test_a_height_may_be_rounded_either_way(height: int, fine: bool) -> None:
    assert (wrong_copy(480, (480, height), (1600, 1125)) is None) is fine
