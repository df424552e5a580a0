"""Numbers that are asked for together: those that look at the same rows share one statement.

A page asks fifty questions, and most of them cost more to be read and planned than to be answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from learnhub.reach.answers import Ask, Rows
from learnhub.reach.figures import Value
from learnhub.reach.finish import exact, finished
from learnhub.reach.measure import Lump, Measure, Statement


@dataclass(slots=True)
class Shared:
    """A statement in the making, with the measures that it answers by their place in the list."""

    source: str
    by: str
    values: dict[str, Any] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    parts: list[tuple[int, Measure, Lump]] = field(default_factory=list)

    def takes(self, lump: Lump, values: dict[str, Any]) -> bool:
        """Whether a measure looks at the same rows, and means the same by each name of a value."""
        return (self.source, self.by) == (lump.source, lump.by) and all(
            self.values.get(name, value) == value for name, value in values.items()
        )

    def take(self, place: int, measure: Measure, lump: Lump, values: dict[str, Any]) -> None:
        """Answer this measure as well."""
        self.values |= values
        self.columns = list(dict.fromkeys([*self.columns, *lump.columns]))
        self.parts.append((place, measure, lump))

    def statement(self) -> Statement:
        """All columns at once."""
        return Statement(_whole(self.parts[0][1], self.columns, self.source, self.by).sql, self.values)


def values_of(ask: Ask, measures: Sequence[Measure]) -> list[Value | None]:
    """The value of the whole of each measure; None of those that need a statement of their own."""
    found: list[Value | None] = [None] * len(measures)
    for shared in _shared(measures):
        rows = ask(shared.statement())
        for place, measure, lump in shared.parts:
            found[place] = _value(measure, [shared.columns.index(each) for each in lump.columns], rows)
    return found


def _shared(measures: Sequence[Measure]) -> list[Shared]:
    found: list[Shared] = []
    for place, measure in enumerate(measures):
        lump = measure.lump()
        if lump is None:
            continue
        values = _whole(measure, lump.columns, lump.source, lump.by).values
        fitting = next((each for each in found if each.takes(lump, values)), None)
        if fitting is None:
            fitting = Shared(lump.source, lump.by)
            found.append(fitting)
        fitting.take(place, measure, lump, values)
    return found


def _whole(measure: Measure, columns: Sequence[str], source: str, by: str) -> Statement:
    keys, ending = ([by], f"GROUP BY {by}") if by else ([], "")
    return measure.statement(f"SELECT {', '.join([*columns, *keys])} {source} {ending}")


def _value(measure: Measure, places: Sequence[int], rows: Rows) -> Value:
    finish, arguments = measure.shape.finish, measure.indicator.chosen(measure.query.filters)
    if len(places) == 1:  # of hours: (of what it is a part, sum), without those that have none of it
        sums = [(row[-1], row[places[0]]) for row in rows if row[places[0]] is not None]
        return finished(finish, (0, 0, 0), sums, arguments)
    numerator, denominator, n = (rows[0][place] for place in places)
    return finished(finish, (exact(numerator), exact(denominator), int(n or 0)), (), arguments)
