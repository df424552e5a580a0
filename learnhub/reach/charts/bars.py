"""Bars: one in a table cell, 100 % bars, swatches of their legends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from learnhub.reach.charts.scale import Number
from learnhub.reach.charts.sheet import Palette, Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole. `look` is its fill, f1 to f6; f6 is for what is unknown."""

    name: str
    value: Number
    look: str


def bar(value: Number, most: Number, *, look: str = "f1", palette: Palette | None = None) -> Markup:
    """A bar for a table cell beside its number; the cell's text says the number, so the bar is silent."""
    sheet = Sheet(100, 10, palette=palette)
    sheet.box("bg", 0, 0, 100, 10)
    if value and most:
        sheet.box(look, 0, 0, 100 * min(1.0, max(0.0, float(value / most))), 10)
    return sheet.cell("bar")


def share_bar(parts: Sequence[Part], spoken: str, *, palette: Palette | None = None) -> Markup:
    """A 100 % bar of these parts, in order; nothing if all of them are 0."""
    whole = sum(part.value for part in parts)
    if not whole:
        return Markup("")
    sheet = Sheet(100, 10, palette=palette)
    start = 0.0
    for part in parts:
        width = 100 * float(part.value / whole)
        if part.value:
            sheet.box(part.look, start, 0, width, 10)
        start += width
    return sheet.cell("stackbar", spoken)


def swatch(look: str, *, palette: Palette | None = None) -> Markup:
    """A small field of colour before the name of a part."""
    sheet = Sheet(10, 10, palette=palette)
    sheet.box(look, 0, 0, 10, 10)
    return sheet.cell("sw")
