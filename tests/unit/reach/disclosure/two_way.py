"""Tables of rows by columns with their margins, each protected for itself: the golden ones and those of chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.sdc import suppress

TOTAL = "_T"
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Inner counts of a table in print order. Margins are their sums."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    inner: tuple[tuple[int, ...], ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Row and column of each cell, margins included, in print order: the cell numbers of `system`."""
        return tuple((row, column) for row in (*self.rows, TOTAL) for column in (*self.columns, TOTAL))

    @property
    def values(self) -> tuple[int, ...]:
        """The count of each place."""
        rows = [*self.inner, tuple(sum(column) for column in zip(*self.inner, strict=True))]
        return tuple(count for row in rows for count in (*row, sum(row)))

    def system(self) -> System:
        """Its cells and lines: rows, the total row, columns, the total column."""
        high, wide = len(self.rows), len(self.columns)
        across = wide + 1
        lines = []
        for row in range(high + 1):
            cells = tuple(range(row * across, row * across + wide))
            total = row * across + wide
            lines.append(Line(cells, total, cells, (total,)) if row < high else Line(cells, total, (), cells))
        for column in range(across):
            cells = tuple(range(column, high * across, across))
            total = high * across + column
            lines.append(
                Line(cells, total, cells, (total,)) if column < wide else Line(cells, total, (), cells)
            )
        return System(self.values, tuple(lines), self._arcs())

    def _arcs(self) -> tuple[tuple[int, int], ...]:
        """Rows hand to columns; the total column feeds the rows, the total row gathers the columns."""
        high, wide = len(self.rows), len(self.columns)
        feeding, gathering = high + wide, high + wide + 1
        arcs = []
        for row in range(high + 1):
            for column in range(wide + 1):
                tail = row if column < wide else feeding
                head = high + column if column < wide else row
                if row == high:
                    tail, head = (high + column, gathering) if column < wide else (gathering, feeding)
                arcs.append((tail, head))
        return tuple(arcs)


@dataclass(frozen=True, slots=True)
class Protected:
    """A table as it may be published: `cells` by row and column (`_T` for margins), None where suppressed."""

    table: TwoWay
    cells: Mapping[Place, int | None]
    primary: frozenset[Place]
    secondary: frozenset[Place]


def small_counts(system: System) -> frozenset[int]:
    """The cells from 1 to K - 1."""
    return frozenset(cell for cell, value in enumerate(system.values) if 1 <= value < K)


def broken(system: System) -> list[int]:
    """Lines that do not add up."""
    values = system.values
    return [
        number
        for number, line in enumerate(system.lines)
        if sum(values[part] for part in line.parts) != values[line.total]
    ]


def protect(table: TwoWay) -> Protected:
    """The table without its small counts and what would tell them."""
    system, places = table.system(), table.places
    pattern = suppress(system, small_counts(system))
    assert not pattern.exposed
    return Protected(
        table,
        {place: None if cell in pattern.hidden else system.values[cell] for cell, place in enumerate(places)},
        frozenset(places[cell] for cell in pattern.primary),
        frozenset(places[cell] for cell in pattern.secondary),
    )
