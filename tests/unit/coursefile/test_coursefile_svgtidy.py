"""Drawings of programs become figures; what could act stays and is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.svg import inspect_svg
from learnhub.coursefile.svgtidy import tidy_svg

INKSCAPE = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg width="120mm" height="80mm" version="1.1" inkscape:version="1.2" sodipodi:docname="river.svg"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns="http://www.w3.org/2000/svg"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <sodipodi:namedview id="base"/>
  <metadata><rdf:RDF>Anna River</rdf:RDF></metadata>
  <g inkscape:label="Layer 1" class="top" style="fill:#123456; stroke : none;-inkscape-font-specification:Sans">
    <path d="M 0,0 H 10"/><text x="5" y="5">Peak<tspan>s</tspan> rise</text>
  </g>
</svg>"""


def svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{inside}</svg>'.encode()


def test_a_drawing_of_a_program_becomes_a_figure() -> None:
    assert inspect_svg("a.svg", INKSCAPE)[1] != []
    tidy = tidy_svg(INKSCAPE)
    assert inspect_svg("a.svg", tidy) == ((120, 80), [])
    for gone in (b"inkscape", b"Anna River", b"style", b"class", b"DOCTYPE", b"Created"):
        assert gone not in tidy
    assert b'fill="#123456"' in tidy
    assert b">Peak<tspan>s</tspan> rise</text>" in tidy
    assert tidy_svg(tidy) == tidy


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onclick="alert(1)"/>',
        '<a href="https://example.org"><text>x</text></a>',
        '<image href="https://example.org/a.png"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<rect fill="url(https://example.org/x)"/>',
        '<g style="fill:url(https://example.org/x)"><path d="M0 0"/></g>',
        "<style>@import 'x'</style>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_what_could_act_is_refused_not_cut_away(inside: str) -> None:
    assert inspect_svg("a.svg", tidy_svg(svg(inside)))[1] != []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"\x89PNG",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg [<!ELEMENT a ANY>]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_cannot_be_read_is_left_for_the_gate(data: bytes) -> None:
    assert tidy_svg(data) == data
    assert inspect_svg("a.svg", data)[1] != []


def test_no_size_no_view_box() -> None:
    tidy = tidy_svg(b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="5"/>')
    assert b"viewBox" not in tidy


@given(st.text(max_size=200))
def test_nothing_gets_past_the_gate_by_being_tidied(inside: str) -> None:
    tidy = tidy_svg(svg(inside))
    if inspect_svg("a.svg", tidy)[1] == []:
        assert b"<script" not in tidy.lower()
    assert tidy_svg(tidy) == tidy
