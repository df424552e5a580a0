"""Estimates with their intervals: a dot for the value, a line for what it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from learnhub.reach.charts.scale import Number, span
from learnhub.reach.charts.sheet import About, Palette, Sheet

WIDTH = 560.0
ROW, FIRST = 44.0, 10.0
MARGIN = 24.0
MOST_SIGNS = 40  # of a name; the table beside the drawing has it whole


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its bounds, what it is of, and how both are said."""

    name: str
    low: Number
    value: Number
    high: Number
    said: str


def interval_plot(
    about: About,
    rows: Sequence[Interval],
    *,
    say: Callable[[Number], str] = str,
    mirrored: bool = False,
    palette: Palette | None = None,
) -> Markup:
    """One line for each row over a common axis that holds 0; names and numbers above the lines.

    On a narrow screen the numbers drop out: the table beside it has them.
    """
    steps = span(min([0, *(row.low for row in rows)]), max([0, *(row.high for row in rows)]))
    sheet = Sheet(WIDTH, FIRST + ROW * max(1, len(rows)) + 26, mirrored=mirrored, palette=palette)
    foot = sheet.height - 24

    def x(value: Number) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * float((value - steps[0]) / (steps[-1] - steps[0]))

    for step in steps:
        sheet.line("ax" if step == 0 else "gr", (x(step), 0), (x(step), foot))
        sheet.words(x(step), foot + 18, say(step), "", "middle")
    for place, row in enumerate(rows):
        y = FIRST + ROW * place
        name = row.name if len(row.name) <= MOST_SIGNS else row.name[: MOST_SIGNS - 1].rstrip() + "…"
        sheet.words(0, y + 8, name)
        sheet.words(WIDTH, y + 8, row.said, "b alt", "end")
        sheet.line("iv", (x(row.low), y + 22), (x(row.high), y + 22))
        for end in (row.low, row.high):
            sheet.line("iv", (x(end), y + 16), (x(end), y + 28))
        sheet.dot("p1", x(row.value), y + 22, 5)
    return sheet.finished(about)
