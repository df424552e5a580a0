"""The linear program over any system, exact: how far a suppressed cell can rise and fall.

Every published number is kept and no count is negative. The program starts from the true counts, walks to a corner of
what is possible (no other start has to be found), and from corner to corner (simplex, Bland's rule). Each corner is a
set of counts that readers cannot tell from the true one; what was seen of any cell on the way is remembered.

Rows are kept in whole numbers, each with one factor for its own cell: fractions would be many times slower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from math import gcd, lcm

from learnhub.reach.disclosure.elimination import equations, reduced
from learnhub.reach.disclosure.exact import Exact, lowered, quotient
from learnhub.reach.disclosure.lines import System

Whole = dict[int, int]


class Program:
    """The suppressed cells of a system, and the least and greatest value that was seen of each."""

    def __init__(self, system: System, hidden: Collection[int]) -> None:
        self.rows: dict[int, Whole] = {}
        self.own: dict[int, int] = {}
        self.using: dict[int, set[int]] = defaultdict(set)
        for pivot, row in reduced(equations(system, hidden)).items():
            self.own[pivot] = lcm(*(factor.denominator for factor in row.values()))
            whole = {cell: int(factor * self.own[pivot]) for cell, factor in row.items() if cell != pivot}
            self.rows[pivot] = whole
            for cell in whole:
                self.using[cell].add(pivot)
        self.values: dict[int, Exact] = {cell: system.values[cell] for cell in hidden}
        self.least, self.greatest = dict(self.values), dict(self.values)
        for cell in sorted(self.values):
            if cell not in self.rows and self.values[cell]:
                self._to_the_edge(cell)

    def seen(self, cell: int) -> Exact:
        """How far apart the least and the greatest value are that were seen of a cell so far."""
        return self.greatest[cell] - self.least[cell]

    def width(self, cell: int, enough: int) -> Exact:
        """Between which bounds a cell lies, as their distance; not looked for beyond `enough`."""
        for way in (1, -1):
            while self.seen(cell) < enough and (step := self._entering(cell, way)) is not None:
                if self._enter(step) is None:
                    return enough  # without end
        return self.seen(cell)

    def _entering(self, cell: int, way: int) -> int | None:
        """The first cell outside of the basis that moves `cell` this way when it rises; None: there is none."""
        if cell not in self.rows:
            return cell if way > 0 else None
        return min((other for other, factor in self.rows[cell].items() if factor * way < 0), default=None)

    def _enter(self, cell: int) -> Exact | None:
        """Let a cell rise from nought until another one is nought; None if nothing ends it."""
        ends = [
            (quotient(self.values[basic] * self.own[basic], factor), basic)
            for basic in self.using[cell]
            if (factor := self.rows[basic][cell]) > 0
        ]
        if not ends:
            return None
        reach, leaving = min(ends)
        self._move(cell, reach)
        self._pivot(cell, leaving)
        return reach

    def _to_the_edge(self, cell: int) -> None:
        """Bring a cell that is not in the basis to nought, or another one that stands in its way."""
        ends = [
            (quotient(self.values[basic] * self.own[basic], -factor), basic)
            for basic in self.using[cell]
            if (factor := self.rows[basic][cell]) < 0
        ]
        reach, leaving = min(ends, default=(self.values[cell], -1))
        if reach < self.values[cell]:
            self._move(cell, -reach)
            self._pivot(cell, leaving)
        else:
            self._move(cell, -self.values[cell])

    def _move(self, cell: int, change: Exact) -> None:
        self._set(cell, self.values[cell] + change)
        for basic in self.using[cell]:
            step = quotient(self.rows[basic][cell] * change, self.own[basic])
            self._set(basic, self.values[basic] - step)

    def _set(self, cell: int, value: Exact) -> None:
        value = lowered(value)
        self.values[cell] = value
        self.least[cell], self.greatest[cell] = min(self.least[cell], value), max(self.greatest[cell], value)

    def _pivot(self, entering: int, leaving: int) -> None:
        row = self.rows.pop(leaving)
        for cell in row:
            self.using[cell].discard(leaving)
        own = row.pop(entering)
        row[leaving] = self.own.pop(leaving)
        if own < 0:
            own, row = -own, {cell: -factor for cell, factor in row.items()}
        for basic in sorted(self.using.pop(entering, ())):
            self._replace(basic, entering, row, own)
        self.rows[entering], self.own[entering] = row, own
        for cell in row:
            self.using[cell].add(entering)

    def _replace(self, basic: int, entering: int, new: Whole, own: int) -> None:
        """Put what a row says of the entering cell in its place."""
        row = self.rows[basic]
        times = row.pop(entering)
        if own != 1:
            self.own[basic] *= own
            row = self.rows[basic] = {cell: factor * own for cell, factor in row.items()}
        for cell, factor in new.items():
            left = row.get(cell, 0) - times * factor
            if left:
                row[cell] = left
                self.using[cell].add(basic)
            elif cell in row:
                del row[cell]
                self.using[cell].discard(basic)
        common = gcd(self.own[basic], *row.values()) if self.own[basic] != 1 else 1
        if common != 1:
            self.own[basic] //= common
            self.rows[basic] = {cell: factor // common for cell, factor in row.items()}
