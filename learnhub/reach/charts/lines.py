"""Values over time as lines, with their names at the ends instead of a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from learnhub.reach.charts.scale import Number, ticks
from learnhub.reach.charts.sheet import About, Palette, Point, Sheet, longest

WIDTH, HEIGHT = 560.0, 250.0
TOP, BOTTOM = 22.0, 206.0
MOST_LINES = 3
MOST_LABELS, NARROW_LABELS = 13, 4
LABEL_GAP = 17.0


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name and one value for each label; None where there is none."""

    name: str
    values: Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class _Plot:
    start: float
    end: float
    count: int
    top: Number

    def at(self, place: int, value: Number) -> Point:
        across = (self.end - self.start) * place / max(1, self.count - 1)
        return self.start + across, BOTTOM - (BOTTOM - TOP) * float(value / self.top)


def line_chart(
    about: About,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    say: Callable[[Number], str] = str,
    whole: bool = True,
    mirrored: bool = False,
    palette: Palette | None = None,
) -> Markup:
    """Up to three lines over the same labels; `say` writes a value of the axis. The axis begins at 0."""
    shown = series[:MOST_LINES]
    most = max((value for each in shown for value in each.values if value is not None), default=0)
    steps = ticks(most, whole=whole)
    sheet = Sheet(WIDTH, HEIGHT, mirrored=mirrored, palette=palette)
    written = [say(step) for step in steps]
    right = 16 + 9 * longest(each.name for each in shown) if len(shown) > 1 else 24
    half = min(5 * longest(labels), 60)  # of the first label and of the last one, which stand under the ends
    start, end = max(16 + 9 * longest(written), half), WIDTH - max(min(right, 200), half)
    plot = _Plot(start, end, len(labels), steps[-1])
    _axis(sheet, plot, steps, written)
    _labels(sheet, plot, labels)
    ends = [_line(sheet, plot, number, each) for number, each in enumerate(shown, 1)]
    if len(shown) > 1:
        _names(sheet, plot, shown, ends)
    return sheet.finished(about)


def _axis(sheet: Sheet, plot: _Plot, steps: Sequence[Number], written: Sequence[str]) -> None:
    for place, (step, text) in enumerate(zip(steps, written, strict=True)):
        y = plot.at(0, step)[1]
        alt = " alt" if place % 2 and place != len(steps) - 1 else ""
        sheet.line(("gr" if place else "ax") + alt, (plot.start, y), (plot.end, y))
        sheet.words(plot.start - 8, y + 4, text, alt.strip(), "end")


def _labels(sheet: Sheet, plot: _Plot, labels: Sequence[str]) -> None:
    every = -(-len(labels) // MOST_LABELS) or 1
    narrow = -(-len(labels) // NARROW_LABELS) or 1
    for place, label in enumerate(labels):
        if place % every == 0:
            alt = "" if place % (narrow * every) == 0 else "alt"
            sheet.words(plot.at(place, 0)[0], BOTTOM + 24, label, alt, "middle")


def _line(sheet: Sheet, plot: _Plot, number: int, series: Series) -> float | None:
    """Draw one line in pieces between its gaps; gives the height of its end."""
    pieces: list[list[Point]] = [[]]
    for place, value in enumerate(series.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(plot.at(place, value))
    drawn = [piece for piece in pieces if piece]
    for piece in drawn:
        if number == 1 and len(piece) > 1:
            sheet.line("a1", *piece, (piece[-1][0], BOTTOM), (piece[0][0], BOTTOM), closed=True)
        if len(piece) > 1:
            sheet.line(f"l{number}", *piece)
        else:
            sheet.dot(f"p{number}", *piece[0], 4)
    if not drawn:
        return None
    sheet.dot(f"p{number}", *drawn[-1][-1], 5)
    return drawn[-1][-1][1]


def _names(sheet: Sheet, plot: _Plot, shown: Sequence[Series], ends: Sequence[float | None]) -> None:
    """Names at the ends of their lines, moved apart where the lines end close together."""
    placed = sorted(
        (end + 4, number, each.name)
        for number, (each, end) in enumerate(zip(shown, ends, strict=True), 1)
        if end is not None
    )
    heights = [height for height, _, _ in placed]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + LABEL_GAP)
    over = max(0.0, (heights[-1] if heights else 0) - (BOTTOM + 4))
    for height, (_, number, name) in zip(heights, placed, strict=True):
        sheet.words(plot.end + 10, height - over, name, f"k{number}")
