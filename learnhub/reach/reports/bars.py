"""Bars inside tables: one bar for the size of a row, or the parts of a row as 100 per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import TOTAL, Observation
from learnhub.reach.publication.table import Cell, ChartKind, Ref, Table

Rows = list[tuple[str, str, tuple[Cell, ...]]]
COLOURS = 6
UNKNOWN = frozenset({"U", "UNK", "ZZ", "none"})
WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing for each row, to stand at place `after` of the row, and the colours that name the columns."""

    after: int
    cells: list[dict[str, Any]]
    colours: dict[int, int] = field(default_factory=dict)


def seen(publication: Publication, cell: Cell | None) -> Observation | None:
    """The observation that a cell shows, if it shows one."""
    return publication.at(cell.key) if isinstance(cell, Ref) else None


def row_drawings(publication: Publication, table: Table, rows: Rows, columns: Sequence[int]) -> Drawn | None:
    """What the table asks for, drawn from the figures that it shows; `columns` are those that the part has."""
    if table.chart is None or not rows:
        return None
    figures = [i for i in columns if any(isinstance(cells[i], Ref) for _, _, cells in rows)]
    named = [i for i in figures if table.columns.members[i].code in table.chart.columns] or figures
    if table.chart.kind is ChartKind.BAR and named:
        return _sizes(publication, rows, named[0], after=list(columns).index(named[0]) + 2)
    if table.chart.kind is ChartKind.SHARES:
        parts = [i for i in named if table.columns.members[i].code != TOTAL]
        return _shares(publication, table, rows, parts, after=len(columns) + 1)
    return None


def _value(publication: Publication, cell: Cell) -> Fraction | None:
    figure = seen(publication, cell)
    return Fraction(figure.value) if figure is not None and figure.value is not None else None


def _sizes(publication: Publication, rows: Rows, column: int, after: int) -> Drawn | None:
    sizes = [None if code == TOTAL else _value(publication, cells[column]) for code, _, cells in rows]
    return Drawn(after, bar_cells(sizes)) if any(sizes) else None


def bar_cells(sizes: Sequence[Fraction | None]) -> list[dict[str, Any]]:
    """Bars in thousandths of the longest; none for what is not shown."""
    longest = max((size for size in sizes if size is not None and size > 0), default=Fraction(1))
    shares = [None if size is None else max(0, int(WHOLE * size / longest)) for size in sizes]
    return [{"kind": "bar", "share": share} for share in shares]


def _shares(
    publication: Publication, table: Table, rows: Rows, columns: Sequence[int], after: int
) -> Drawn | None:
    if not 2 <= len(columns) <= COLOURS:
        return None
    codes = [table.columns.members[i].code for i in columns]
    # what is unknown is grey everywhere
    colours = {
        i: COLOURS - 1 if code in UNKNOWN else n
        for n, (i, code) in enumerate(zip(columns, codes, strict=True))
    }
    cells = []
    for _, _, row in rows:
        values = {i: _value(publication, row[i]) for i in columns}
        whole = sum((value for value in values.values() if value is not None), Fraction(0))
        known = all(value is not None for value in values.values())  # a part held back: no whole to draw
        parts = (
            [[colours[i], int(WHOLE * (value or 0) / whole)] for i, value in values.items()]
            if known and whole
            else []
        )
        cells.append({"kind": "shares", "parts": parts})
    return Drawn(after, cells, colours) if any(cell["parts"] for cell in cells) else None
