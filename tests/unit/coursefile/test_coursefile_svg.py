"""Figures: drawings pass, everything that acts or leads out is refused."""

from __future__ import annotations

import struct

import pytest

from learnhub.coursefile.media import image_size, media_type, wrong_content
from learnhub.coursefile.svg import inspect_svg

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'<svg {NAMESPACES} viewBox="0 0 64.4 38">'


def messages(inside: str, head: str = HEAD) -> str:
    return " ".join(
        str(problem) for problem in inspect_svg("assets/a.svg", f"{head}\n{inside}</svg>".encode())[1]
    )


def test_a_drawing_passes_with_its_size() -> None:
    inside = (
        '<title>t</title><defs><linearGradient id="g"><stop offset="0"/></linearGradient>'
        '<marker id="m"/></defs><g class="a"><path d="M0 0" fill="url(#g)" marker-end="url( \'#m\')"/>'
        '<text x="1"><tspan>a</tspan></text></g><text><textPath xlink:href="#p">b</textPath></text>'
    )
    assert inspect_svg("a.svg", f"{HEAD}{inside}</svg>".encode()) == ((64, 38), [])


@pytest.mark.parametrize(
    ("inside", "part"),
    [
        ("<script>alert(1)</script>", "the element <script> is not allowed"),
        ("<foreignObject/>", "the element <foreignObject> is not allowed"),
        ("<style>a{}</style>", "the element <style> is not allowed"),
        ("<image href='a.png'/>", "the element <image> is not allowed"),
        ("<use href='#a'/>", "the element <use> is not allowed"),
        ("<a href='#x'/>", "the element <a> is not allowed"),
        ("<animate attributeName='href'/>", "the element <animate> is not allowed"),
        ("<set/>", "the element <set> is not allowed"),
        ('<b xmlns="http://www.w3.org/1999/xhtml">x</b>', "the element <b> is not allowed"),
        ("<g onclick='x()'/>", "the event attribute `onclick`"),
        ("<g ONLOAD='x()'/>", "the event attribute `ONLOAD`"),
        ("<g style='fill:red'/>", "the attribute `style` is not allowed"),
        ("<textPath href='https://x.org'/>", "leads out of the figure"),
        ("<textPath xlink:href='b.svg#a'/>", "leads out of the figure"),
        ("<g fill='url(https://x.org/a)'/>", "the reference in `fill` leads out"),
        ("<g fill='url(//x.org/a)'/>", "the reference in `fill` leads out"),
        ("<g id='javascript:alert(1)'/>", "the value of `id` is not allowed"),
        ("<g xml:base='https://x.org'/>", "the value of `base` is not allowed"),
        ("<g fill='u\\72l(x)'/>", "the value of `fill` is not allowed"),
        ("<?xml-stylesheet href='a.css'?>", "the instruction <?xml-stylesheet"),
        ("<g>", "not well-formed XML"),
        ("<g>" * 61 + "</g>" * 61, "more than 60 levels deep"),
        ("&evil;", "not well-formed XML"),
    ],
)
def test_what_is_refused(inside: str, part: str) -> None:
    assert part in messages(inside)


def test_entities_are_refused_before_they_grow() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + HEAD + "<title>&b;</title></svg>"
    size, problems = inspect_svg("assets/a.svg", bomb.encode())
    assert size is None
    assert "a document type or entity is not allowed" in problems[0].message
    assert problems[0].line == 1


@pytest.mark.parametrize(
    "head", ["<svg>", '<svg xmlns="http://www.w3.org/2000/svg">', HEAD.replace("64.4", "0")]
)
def test_the_size_must_be_told(head: str) -> None:
    assert "viewBox" in messages("", head)


def test_the_place_is_named() -> None:
    _, problems = inspect_svg("assets/a.svg", f"{HEAD}\n<g/>\n  <script/></svg>".encode())
    assert str(problems[0]).startswith("assets/a.svg:3:3: the element <script>")


def test_a_drawing_may_not_be_huge() -> None:
    data = f"{HEAD}<path d='{'M0 0' * 125_001}'/></svg>".encode()
    assert "larger than 500 kB" in str(inspect_svg("a.svg", data)[1][0])


def _jpeg(marker: int = 0xC2) -> bytes:
    comment = b"\xff\xfe\x00\x05abc"
    return (
        b"\xff\xd8"
        + comment
        + bytes([0xFF, marker])
        + b"\x00\x0b\x08"
        + struct.pack(">HH", 30, 40)
        + b"\x00" * 9
    )


def _webp(form: bytes, rest: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + form + b"\x00\x00\x00\x00" + rest


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 8 + struct.pack(">II", 40, 30), (40, 30)),
        ("a.png", b"\x89PNG\r\n\x1a\n", None),
        ("a.jpg", _jpeg(), (40, 30)),
        ("a.jpeg", _jpeg(0xC4)[:20], None),
        ("a.webp", _webp(b"VP8X", b"\x00" * 4 + b"\x27\x00\x00\x1d\x00\x00"), (40, 30)),
        ("a.webp", _webp(b"VP8L", b"\x2f" + (39 | 29 << 14).to_bytes(4, "little")), (40, 30)),
        ("a.webp", _webp(b"VP8 ", b"\x00" * 6 + struct.pack("<HH", 40, 30)), (40, 30)),
        ("a.webp", _webp(b"VP8?", b""), None),
        ("a.csv", b"a,b", None),
        ("a.exe", b"", None),
    ],
)
def test_sizes_of_pictures(name: str, data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(name, data) == size


def test_content_fits_the_name() -> None:
    assert wrong_content("a.mp3", b"\xff\xfb\x90\x00") is None
    assert wrong_content("a.webp", _webp(b"VP8 ", b"")) is None
    assert wrong_content("a.pdf", b"%PDF-1.7") is None
    assert wrong_content("a.pdf", b"<html>") == (
        "the content is not PDF; save it as PDF or correct the ending of its name"
    )
    assert wrong_content("a.csv", "\ufeffname\n".encode()) is None
    assert media_type("a.tar") is None
