"""Bars: one in a table cell, 100 % bars, a whole chart of them, gauges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from learnhub.reach.charts.scale import Number
from learnhub.reach.charts.sheet import About, Palette, Sheet, longest

ROW = 26.0
WIDTH = 560.0


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


def bar_chart(
    about: About,
    rows: Sequence[tuple[str, Number | None]],
    *,
    say: Callable[[Number], str] = str,
    mirrored: bool = False,
    palette: Palette | None = None,
) -> Markup:
    """Horizontal bars from 0 with name and number, for documents; pages use `bar` in a table."""
    most = max((value for _, value in rows if value is not None), default=0)
    start = min(240.0, 14 + 7.5 * longest(name for name, _ in rows))
    room = WIDTH - start - 20 - 8.5 * longest(say(value) for _, value in rows if value is not None)
    sheet = Sheet(WIDTH, ROW * max(1, len(rows)) + 6, mirrored=mirrored, palette=palette)
    for place, (name, value) in enumerate(rows):
        y = ROW * place + 6
        sheet.words(start - 10, y + 14, name, "", "end")
        width = room * float(value / most) if value and most and value > 0 else 0.0
        if width:
            sheet.box("f1", start, y, width, 18)
        sheet.words(start + width + 8, y + 14, "–" if value is None else say(value), "b")
    sheet.line("ax", (start, 2), (start, sheet.height - 2))
    return sheet.finished(about)


def gauge(
    about: About, share: Number | None, *, mirrored: bool = False, palette: Palette | None = None
) -> Markup:
    """A share of 1 as a staff gauge with a tick at every tenth, for documents; pages use `progress`."""
    sheet = Sheet(200, 16, mirrored=mirrored, palette=palette)
    sheet.box("bg", 0, 0, 200, 10)
    if share:
        sheet.box("f1", 0, 0, 200 * min(1.0, float(share)), 10)
    for tenth in range(11):
        sheet.line("ax", (20 * tenth, 10), (20 * tenth, 16))
    return sheet.finished(about)
