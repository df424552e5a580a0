"""One table for itself, with its margins, protected by sdc-1.0 as docs/disclosure.md states it.

What is published is protected whole, by `apply.py`; the golden tables hold both to the same algorithm.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.sdc import suppress

TOTAL = "_T"
OTHER = "_OTHER"
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Inner counts of a table in print order. Margins are their sums. One column, named `_T`, makes it one-way.

    Raises ValueError for a ragged table or negative counts.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    inner: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if len(self.inner) != len(self.rows) or any(len(row) != len(self.columns) for row in self.inner):
            raise ValueError("a table has one count for each row and column")
        if any(count < 0 for row in self.inner for count in row):
            raise ValueError("counts are not negative")

    @property
    def one_way(self) -> bool:
        """Whether it has no columns but the total."""
        return self.columns == (TOTAL,)

    @property
    def places(self) -> tuple[Place, ...]:
        """Row and column of each cell, margins included, in print order: the cell numbers of `system`."""
        columns = self.columns if self.one_way else (*self.columns, TOTAL)
        return tuple((row, column) for row in (*self.rows, TOTAL) for column in columns)

    @property
    def values(self) -> tuple[int, ...]:
        """The count of each place."""
        rows = [*self.inner, tuple(sum(column) for column in zip(*self.inner, strict=True))]
        if self.one_way:
            return tuple(count for row in rows for count in row)
        return tuple(count for row in rows for count in (*row, sum(row)))

    def system(self) -> System:
        """Its cells and lines: rows, the total row, columns, the total column."""
        if self.one_way:
            parts = tuple(range(len(self.rows)))
            line = Line(parts, len(parts), parts)
            return System(self.values, (line,), ((0, 1),) * len(parts) + ((1, 0),))
        return System(self.values, self._lines(), self._arcs())

    def _lines(self) -> tuple[Line, ...]:
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
        return tuple(lines)

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
    """A table as it may be published: `cells` by row and column (`_T` for margins), None where suppressed.

    `collapsed` names the rows that had to be put together, under the row `_OTHER`. `audit` says in words what was
    found; `safe` whether no small count can be worked out.
    """

    table: TwoWay
    cells: Mapping[Place, int | None]
    primary: frozenset[Place]
    secondary: frozenset[Place]
    audit: tuple[str, ...] = ()
    collapsed: tuple[str, ...] = ()
    exposed: frozenset[Place] = field(default_factory=frozenset)

    @property
    def safe(self) -> bool:
        """Whether no small count can be worked out."""
        return not self.exposed

    @property
    def hidden(self) -> frozenset[Place]:
        """All suppressed places."""
        return self.primary | self.secondary


def protect(table: TwoWay, k: int = K, given: Collection[Place] = ()) -> Protected:
    """The table protected by sdc-1.0. Places of `given` are suppressed from the start and shielded like small counts.

    A category whose small count stays exposed is put together with the next smallest. A table of fewer than `k`
    persons in all is held back whole.
    """
    collapsed: tuple[str, ...] = ()
    while True:
        if 0 < table.values[-1] < k:
            return _whole(table, collapsed)
        found = _protect_once(table, k, given)
        if found.safe or len(table.rows) < 2 or given:
            return _with_collapsed(found, collapsed)
        exposed = sorted(found.exposed, key=found.table.places.index)[0][0]
        table, gone = collapse(table, exposed if exposed != TOTAL else table.rows[0])
        collapsed = (*collapsed, *(row for row in gone if row != OTHER))


def collapse(table: TwoWay, row: str) -> tuple[TwoWay, tuple[str, ...]]:
    """The table with `row` and the smallest other row that has anybody put together as last row `_OTHER`."""
    sums = {name: sum(counts) for name, counts in zip(table.rows, table.inner, strict=True) if name != row}
    partner = min(sums, key=lambda name: (name != OTHER, sums[name] == 0, sums[name]))
    gone = tuple(name for name in table.rows if name in {row, partner})
    merged = [counts for name, counts in zip(table.rows, table.inner, strict=True) if name in gone]
    left = [(name, counts) for name, counts in zip(table.rows, table.inner, strict=True) if name not in gone]
    rows = (*(name for name, _ in left), OTHER)
    inner = (*(counts for _, counts in left), tuple(map(sum, zip(*merged, strict=True))))
    return TwoWay(rows, table.columns, inner), gone


def one_way(labels: Sequence[str], counts: Sequence[int]) -> TwoWay:
    """A table of one dimension."""
    return TwoWay(tuple(labels), (TOTAL,), tuple((count,) for count in counts))


def _protect_once(table: TwoWay, k: int, given: Collection[Place]) -> Protected:
    places = table.places
    values = table.values
    numbers = {place: number for number, place in enumerate(places)}
    pattern = suppress(table.system(), k, [numbers[place] for place in given])
    hidden = pattern.hidden
    return Protected(
        table=table,
        cells={place: None if number in hidden else values[number] for place, number in numbers.items()},
        primary=frozenset(places[cell] for cell in pattern.primary),
        secondary=frozenset(places[cell] for cell in pattern.secondary),
        audit=(f"{len(pattern.primary)} primary, {len(pattern.secondary)} secondary",),
        exposed=frozenset(places[cell] for cell in pattern.exposed),
    )


def _whole(table: TwoWay, collapsed: tuple[str, ...]) -> Protected:
    small = frozenset(place for place, value in zip(table.places, table.values, strict=True) if value)
    return Protected(
        table=table,
        cells=dict.fromkeys(table.places),
        primary=small,
        secondary=frozenset(table.places) - small,
        audit=("held back whole: too few persons in all",),
        collapsed=collapsed,
    )


def _with_collapsed(found: Protected, collapsed: tuple[str, ...]) -> Protected:
    words = [f"{', '.join(collapsed)} put together"] if collapsed else []
    return Protected(
        table=found.table,
        cells=found.cells,
        primary=found.primary,
        secondary=found.secondary,
        audit=(*found.audit, *words, "safe" if found.safe else "exposed"),
        collapsed=collapsed,
        exposed=found.exposed,
    )
