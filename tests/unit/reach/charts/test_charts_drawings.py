"""Drawings: well formed, escaped, the same every time; numbers become the right lengths, areas and places."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import isclose, pi
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from learnhub.reach.charts.bars import Part, bar, share_bar, swatch
from learnhub.reach.charts.intervals import Interval, interval_plot
from learnhub.reach.charts.land import HEIGHT, LAND, PLACES, WIDTH
from learnhub.reach.charts.lines import Series, line_chart
from learnhub.reach.charts.sheet import PRINT, About, Palette, Sheet, short
from learnhub.reach.charts.worldmap import LARGEST, LEAST, radius, world_map

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("a & b")</script>'
Draw = Callable[..., Markup]


def about(ident: str = "a") -> About:
    return About(ident, NASTY, f"{NASTY} rises")


def a_line(**settings: object) -> Markup:
    series = [Series(NASTY, [1, None, 5, 2]), Series("Two", [None, 3, 4, 5]), Series("Three", [None] * 4)]
    return line_chart(about(), [NASTY, "b", "c", "d"], series, **settings)  # type: ignore[arg-type]


def a_map(**settings: object) -> Markup:
    settings.pop("mirrored", None)
    return world_map(about(), {"KE": 10, "TV": 1, "ZZ": 4}, say=lambda n: f"{n}&", **settings)  # type: ignore[arg-type]


def some_intervals(**settings: object) -> Markup:
    rows = [Interval(NASTY, Fraction(-1, 2), Fraction(1, 4), 1, NASTY)]
    return interval_plot(about(), rows, **settings)  # type: ignore[arg-type]


DRAWINGS = pytest.mark.parametrize("draw", [a_line, a_map, some_intervals])


def parsed(drawing: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawing))  # noqa: S314 - our own drawing


def found(drawing: Markup, name: str, look: str = "") -> list[ElementTree.Element]:
    return [each for each in parsed(drawing).iter(SVG + name) if not look or each.get("class") == look]


def number(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name, "0"))


@DRAWINGS
@pytest.mark.parametrize("palette", [None, PRINT])
@pytest.mark.parametrize("mirrored", [False, True])
def test_they_are_well_formed_and_escaped(draw: Draw, palette: Palette | None, mirrored: bool) -> None:
    drawing = draw(palette=palette, mirrored=mirrored)
    tree = parsed(drawing)
    assert "<script" not in drawing
    assert tree.get("role") == "img"
    spoken = [each.text for each in tree.iter() if each.get("id") in tree.get("aria-labelledby", "").split()]
    assert spoken == [NASTY, f"{NASTY} rises"]
    assert draw(palette=palette, mirrored=mirrored) == drawing


@DRAWINGS
def test_colours_come_from_the_stylesheet_or_from_the_palette_never_from_both(draw: Draw) -> None:
    plain, painted = draw(), draw(palette=PRINT)
    assert '="#' not in plain
    assert " style=" not in plain
    assert " style=" not in painted
    assert 'class="' not in painted
    shapes = [
        each
        for each in parsed(painted).iter()
        if each.tag.removeprefix(SVG) in {"path", "rect", "circle", "text"}
    ]
    assert all(each.get("fill") for each in shapes), [each.attrib for each in shapes if not each.get("fill")]


@pytest.mark.parametrize("draw", [a_line, some_intervals])
def test_a_mirrored_drawing_has_every_text_on_the_other_side(draw: Draw) -> None:
    width = number(ElementTree.Element("x", {"w": parsed(draw()).get("viewBox", "").split()[2]}), "w")
    other = {"start": "end", "end": "start", "middle": "middle"}

    def texts(*, mirrored: bool) -> list[tuple[float, str]]:
        return [
            (number(each, "x"), each.get("text-anchor", "start"))
            for each in found(draw(mirrored=mirrored), "text")
        ]

    for (x, anchor), (turned, other_anchor) in zip(texts(mirrored=False), texts(mirrored=True), strict=True):
        assert turned == pytest.approx(width - x, abs=0.11)
        assert other_anchor == other[anchor]


def test_a_line_breaks_where_there_is_no_value() -> None:
    drawing = line_chart(about(), list("abcde"), [Series("s", [1, 2, None, 3, 4])])
    assert len(found(drawing, "path", "l1")) == 2
    alone = line_chart(about(), list("abc"), [Series("s", [None, 2, None])])
    assert found(alone, "path", "l1") == []
    assert len(found(alone, "circle", "p1")) == 2


def test_the_labels_under_both_ends_of_a_line_are_whole() -> None:
    quarters = [f"2025-Q{number}" for number in range(1, 5)]
    drawing = line_chart(about(), quarters, [Series("s", [6, 6, 8, 5])])
    places = [number(each, "x") for each in parsed(drawing).iter(f"{SVG}text") if each.text in quarters]
    width = float(parsed(drawing).get("viewBox", "").split()[2])
    assert len(places) == 4
    assert min(places) >= 35
    assert max(places) <= width - 35


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=24))
def test_heights_of_a_line_are_in_proportion(values: list[int]) -> None:
    drawing = line_chart(about(), [str(place) for place in range(len(values))], [Series("s", values)])
    (line,) = found(drawing, "path", "l1")
    steps = [float(each) for each in re.findall(r"-?[\d.]+", line.get("d", ""))]
    heights = [206 - y for y in steps[1::2]]
    top = max(heights)
    for value, height in zip(values, heights, strict=True):
        assert isclose(height, top * value / max(*values, 1), abs_tol=0.21)
    across = steps[::2]
    assert across == sorted(across)


def test_lines_that_end_together_have_names_apart() -> None:
    drawing = line_chart(about(), ["a", "b"], [Series(name, [1, 9]) for name in ("x", "y", "z")])
    heights = sorted(
        number(each, "y") for look in ("k1", "k2", "k3") for each in found(drawing, "text", look)
    )
    assert len(heights) == 3
    assert min(b - a for a, b in pairwise(heights)) >= 16


def test_without_any_value_there_is_an_empty_axis() -> None:
    for series in ([], [Series("s", [])], [Series("s", [None, None])], [Series("s", [0, 0])]):
        assert found(line_chart(about(), ["a", "b"], series), "path", "ax")
    assert found(interval_plot(about(), []), "path", "ax")
    assert found(world_map(about(), {}), "circle") == []


@given(st.dictionaries(st.sampled_from(sorted(PLACES)), st.integers(1, 10**6), min_size=1, max_size=40))
def test_the_area_of_a_circle_is_the_count(counts: dict[str, int]) -> None:
    most = max(counts.values())
    drawn = {
        (number(each, "cx"), number(each, "cy")): number(each, "r")
        for each in found(world_map(about(), counts), "circle", "bub")
    }
    for code, count in counts.items():
        reach = drawn[PLACES[code]]
        if reach > LEAST:
            assert isclose(pi * reach**2, pi * LARGEST**2 * count / most, rel_tol=0.09)
    assert radius(most, most) == LARGEST


def test_large_circles_lie_below_small_ones_and_unknown_countries_have_none() -> None:
    drawing = world_map(about(), {"KE": 5, "UG": 50, "ZZ": 100, "FR": 0}, say=str)
    circles = found(drawing, "circle", "bub")
    at = [(number(each, "cx"), number(each, "cy")) for each in circles[:2]]
    assert at == [PLACES["UG"], PLACES["KE"]]
    assert [each.text for each in found(drawing, "text")] == ["5", "10", "50"]


def test_every_place_lies_on_the_sheet_and_the_land_has_no_seam() -> None:
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in PLACES.values())
    assert len(PLACES) >= 249
    assert PLACES["NZ"][0] > PLACES["AU"][0] > PLACES["KE"][0] > PLACES["BR"][0] > PLACES["US"][0]
    assert PLACES["NO"][1] < PLACES["DZ"][1] < PLACES["ZA"][1]
    # on both sides of 180°: Russia is north of China, Fiji east of New Caledonia
    assert PLACES["FI"][0] < PLACES["RU"][0] < PLACES["JP"][0]
    assert PLACES["RU"][1] < PLACES["MN"][1]
    assert PLACES["NC"][0] < PLACES["FJ"][0] < PLACES["TO"][0]
    # a polygon torn at the edge of the map would step right across it
    steps = [int(each) for each in re.findall(r"-?\d+", re.sub(r"M-?\d+ -?\d+", "", LAND))]
    assert max(abs(step) for step in steps) < WIDTH / 4


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_bar_is_its_share_of_the_largest(value: int, most: int) -> None:
    widths = [number(each, "width") for each in found(bar(value, most), "rect", "f1")]
    assert widths == ([pytest.approx(min(100.0, 100 * value / most), abs=0.051)] if value else [])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_parts_fill_the_whole(values: list[int]) -> None:
    drawing = share_bar([Part("p", value, f"f{place}") for place, value in enumerate(values, 1)], NASTY)
    if not sum(values):
        assert drawing == ""
        return
    widths = [number(each, "width") for each in found(drawing, "rect")]
    assert sum(widths) == pytest.approx(100, abs=0.35)
    assert parsed(drawing).get("aria-label") == NASTY


def test_an_interval_reaches_from_its_lower_to_its_upper_bound() -> None:
    rows = [Interval("a", Fraction(-1), Fraction(0), Fraction(1), ""), Interval("b", 0, 1, 2, "")]
    drawing = interval_plot(about(), rows)
    across = [
        [float(each) for each in re.findall(r"[\d.]+", path.get("d", ""))[::2]]
        for path in found(drawing, "path", "iv")
    ]
    (first, _, _, second, _, _) = across
    middle = [number(each, "cx") for each in found(drawing, "circle", "p1")]
    assert first[1] - first[0] == pytest.approx(second[1] - second[0], abs=0.2)
    assert middle[0] == pytest.approx(sum(first) / 2, abs=0.2)
    assert second[0] == pytest.approx(middle[0], abs=0.2)


def test_a_swatch_is_silent() -> None:
    assert parsed(swatch("f6")).get("aria-hidden") == "true"


@pytest.mark.parametrize(
    ("value", "text"), [(0.04, "0"), (-0.04, "0"), (3, "3"), (2.25, "2.2"), (-1.5, "-1.5")]
)
def test_coordinates_are_short(value: float, text: str) -> None:
    assert short(value) == text


def test_a_sheet_without_mirror_keeps_its_points() -> None:
    sheet = Sheet(10, 10)
    sheet.box("f1", 1, 2, 3, 4)
    assert 'x="1" y="2" width="3" height="4"' in sheet.cell("bar")
    turned = Sheet(10, 10, mirrored=True)
    turned.box("f1", 1, 2, 3, 4)
    assert 'x="6" y="2" width="3" height="4"' in turned.cell("bar")
