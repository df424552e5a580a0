"""Counts by country as circles on land; no boundary is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

from markupsafe import Markup

from learnhub.reach.charts.land import HEIGHT, LAND, PLACES, WIDTH
from learnhub.reach.charts.scale import round_sizes
from learnhub.reach.charts.sheet import About, Palette, Sheet

LARGEST = 16.0
LEAST = 2.4
KEY_LINE = HEIGHT - 16.0


def radius(value: int, most: int) -> float:
    """The area of a circle is the count; those too small to be seen get the smallest circle."""
    return max(LEAST, LARGEST * sqrt(value / most))


def world_map(
    about: About,
    counts: Mapping[str, int],
    *,
    say: Callable[[int], str] = str,
    palette: Palette | None = None,
) -> Markup:
    """Circles by area at the countries' places, large ones below small ones, and a key of up to three.

    Countries without a place (unknown ones) have no circle: say so beside the map.
    """
    placed = sorted(
        ((count, code) for code, count in counts.items() if count > 0 and code in PLACES),
        key=lambda each: (-each[0], each[1]),
    )
    sheet = Sheet(WIDTH, HEIGHT, palette=palette)
    sheet.outline("land", LAND)
    most = placed[0][0] if placed else 0
    for count, code in placed:
        sheet.dot("bub", *PLACES[code], radius(count, most))
    for place, size in enumerate(round_sizes(most)):
        reach, x = radius(size, most), 30 + 62.0 * place
        sheet.dot("bub", x, KEY_LINE - reach, reach)
        sheet.words(x, HEIGHT - 2.0, say(size), "", "middle")
    return sheet.finished(about, "chart wide")
