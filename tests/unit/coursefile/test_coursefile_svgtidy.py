"""Drawings of programs become figures; what could act stays and is refused."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile import limits
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


SVGLITE = """<defs><style type='text/css'><![CDATA[
  .svglite line, .svglite circle { fill: none; stroke: #000000; }  /* as R writes it */
  .svglite text { white-space: pre; } #deep.two circle { stroke: #444444 !important; }
]]></style></defs><g class='svglite'><rect width='100%' height='100%' style='stroke: none; fill: #FFFFFF;'/>
<circle r='2' style='stroke-width: 0.75;'/><g id='deep' class='one two'><circle r='3' style='fill: #123456'/></g>
<text style='font: italic bold 12px "Liberation Sans"'>Stage</text></g>"""

CAIRO = """<defs><g><symbol overflow="visible" id="g0-1"><path d="M 4 -1 L 1 0 Z"/></symbol></g></defs>
<g fill="rgb(0%,0%,0%)"><use xlink:href="#g0-1" x="86" y="450"/><use href="#g0-1" transform="scale(2)"/></g>
<defs><rect id="box" width="3" height="4"/></defs><clipPath id="clip"><use href="#box" x="1"/></clipPath>"""


def test_stylesheets_of_r_and_matplotlib_become_attributes() -> None:
    tidy = tidy_svg(svg(SVGLITE))
    assert inspect_svg("a.svg", tidy) == ((10, 10), [])
    first, second = tidy.decode().split("<circle ")[1:]
    assert first.startswith('r="2" fill="none" stroke="#000000" stroke-width="0.75"')
    assert second.startswith('r="3" fill="#123456" stroke="#444444"')
    assert (
        '<text font-size="12px" font-family="&quot;Liberation Sans&quot;" font-style="italic" font-weight="bold"'
        in (tidy.decode())
    )
    assert tidy_svg(tidy) == tidy


def test_letters_that_are_used_again_are_written_out() -> None:
    data = svg(CAIRO).replace(b"<svg ", b'<svg xmlns:xlink="http://www.w3.org/1999/xlink" ')
    tidy = tidy_svg(data)
    assert inspect_svg("a.svg", tidy) == ((10, 10), [])
    letter = '<g><path d="M 4 -1 L 1 0 Z" /></g></g>'
    assert f'<g transform="translate(86 450)">{letter}<g transform="scale(2)">{letter}' in tidy.decode()
    # a clip holds shapes alone
    assert (
        '<clipPath id="clip"><rect width="3" height="4" transform="translate(1 0)" /></clipPath>'
        in tidy.decode()
    )


def test_uses_that_grow_and_sheets_without_end_stay_and_are_refused() -> None:
    tens = "".join(
        f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>"
        if n
        else '<g id="g0"><path d="M0 0"/></g>'
        for n in range(9)
    )
    assert inspect_svg("a.svg", tidy_svg(svg(tens)))[1] != []
    many = f'<g id="a">{"<path/>" * 1_000}</g>' + '<use href="#a"/>' * 100
    assert inspect_svg("a.svg", tidy_svg(svg(many)))[1] != []
    sheet = f"<style>{'.a .b{fill:red}' * 400}</style>" + '<g class="b"/>' * 5_000
    assert inspect_svg("a.svg", tidy_svg(svg(sheet)))[1] != []


@pytest.mark.parametrize(
    "inside",
    [
        f"<style>x{' ' * 300_000}y</style>",
        f"<style>{'/*x' * 100_000}</style>",
        f"<style>*{{{''.join(f'a{n}:b;' for n in range(20_000))}}}</style>{'<g/>' * 20_000}",
        f"<style>*{{fill:{'x' * 200_000}}}</style>{'<g/>' * 20_000}",
        f'<path id="a" d="{"1 " * 100_000}"/>' + '<use href="#a"/>' * 10_000,
    ],
    ids=["blanks", "comments", "properties", "a long value", "a long path"],
)
def test_a_small_drawing_never_becomes_a_giant(inside: str) -> None:
    data = svg(inside)
    assert len(data) <= limits.SVG_FILE
    began = process_time()
    assert len(tidy_svg(data)) < 4 * limits.SVG_FILE
    assert process_time() - began < 5, "it was minutes, or gigabytes"


def test_a_drawing_that_is_nested_beyond_measure_is_refused() -> None:
    data = svg("<g>" * 3_000 + "</g>" * 3_000)
    assert tidy_svg(data) == data
    assert inspect_svg("a.svg", data)[1] != []


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
        "<style>g > path{fill:red}</style>",
        "<style>path{fill:url(https://example.org/x)}</style><path/>",
        '<use href="https://example.org/a.svg#b"/>',
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
