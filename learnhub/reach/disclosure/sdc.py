"""The algorithm sdc-1.0: which cells of a system are held back. Deterministic; the rules are in docs/disclosure.md.

Lines are scanned in print order. A line is weak if it has exactly one suppressed cell, or suppressed cells that sum
to less than K, or a primary cell that the published numbers fix or bound to an interval narrower than K - 1. In the
first weak line the smallest published cell is suppressed too, and the scan starts again.

A suppression can only widen what is open about the other cells. So a primary cell that was found safe stays so, and
the scan need not go back further than to the lines of the cell just suppressed: the result is that of a scan from the
start, in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.room import Room

ALGORITHM = "sdc-1.0"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is suppressed: small counts (`primary`), what shields them (`secondary`), and cells that stay exposed."""

    primary: frozenset[int]
    secondary: frozenset[int]
    exposed: frozenset[int]

    @property
    def hidden(self) -> frozenset[int]:
        """All suppressed cells."""
        return self.primary | self.secondary


def suppress(system: System, small: Collection[int], k: int = K, *, unknown: Collection[int] = ()) -> Pattern:
    """The pattern of sdc-1.0 that shields these cells. Zeros are a last resort, and in the end all but grand totals.

    Cells of `unknown` are not published either, but need no shield.
    """
    protected = frozenset(small)
    search = _Search(system, k, protected, frozenset(unknown) - protected)
    search.shield()
    search.hold_back_more()
    return Pattern(
        search.primary, frozenset(search.hidden - search.primary - search.unknown), search.exposed()
    )


class _Search:
    def __init__(self, system: System, k: int, primary: frozenset[int], unknown: frozenset[int]) -> None:
        self.system = system
        self.k = k
        self.primary = primary
        self.unknown = unknown
        self.hidden: set[int] = set()
        self._safe: set[int] = set()
        self._wide: set[int] = set()
        self._room = Room(system, (), k)
        self._counts = [0] * len(system.lines)
        self._sums = [0] * len(system.lines)
        for cell in sorted(primary | unknown):
            self._hide(cell)

    def shield(self) -> None:
        """Suppress until no weak line can be improved, and until no linear program tells more than that."""
        self._scan(0)
        while moved := self._shield_exposed():
            self._scan(min(self.system.lines_of[moved]))

    def hold_back_more(self) -> None:
        """Suppress zeros in the lines of exposed cells, then every cell of them that may be, until none is left."""
        while exposed := self.exposed():
            lines = [self.system.lines[number] for cell in exposed for number in self.system.lines_of[cell]]
            more = {cell for line in lines for cell in (*line.inner, *line.margins)} - self.hidden
            if not more:
                more = {
                    cell for line in self.system.lines for cell in (*line.inner, *line.margins)
                } - self.hidden
            if not more:
                return
            for cell in sorted(more):
                self._hide(cell)
            self.shield()

    def exposed(self) -> frozenset[int]:
        """Primary cells that are not safe."""
        return frozenset(cell for cell in sorted(self.primary) if self._is_exposed(cell))

    def _is_exposed(self, cell: int) -> bool:
        if cell not in self._wide and self._room.has(cell):
            self._wide.add(cell)
        return cell not in self._wide

    def _scan(self, start: int) -> None:
        number = start
        while number < len(self.system.lines):
            found = self._candidate(self.system.lines[number])
            if found is not None and self._weak(number):
                self._hide(found)
                number = min(self.system.lines_of[found])
            else:
                number += 1

    def _shield_exposed(self) -> int | None:
        for cell in sorted(self.primary - self._wide):
            lines = [self.system.lines[number] for number in self.system.lines_of[cell]]
            found = next((other for line in lines if (other := self._candidate(line)) is not None), None)
            if found is not None and self._is_exposed(cell):
                self._hide(found)
                return found
        return None

    def _hide(self, cell: int) -> None:
        self.hidden.add(cell)
        self._room.add(cell)
        for number in self.system.lines_of[cell]:
            self._counts[number] += 1
            self._sums[number] += self.system.values[cell]

    def _candidate(self, line: Line) -> int | None:
        """The smallest published cell that is not 0; the first of equals; inner cells before margins."""
        for cells in (line.inner, line.margins):
            open_ones = [cell for cell in cells if cell not in self.hidden and self.system.values[cell] > 0]
            if open_ones:
                return min(open_ones, key=self.system.values.__getitem__)
        return None

    def _weak(self, number: int) -> bool:
        cells = self.system.lines[number].cells
        if self._counts[number] == 0 or not any(
            cell in self.hidden and cell not in self.unknown for cell in cells
        ):
            return False
        if self._counts[number] == 1 or self._sums[number] < self.k:
            return True
        return any(cell in self.primary and not self._is_safe(cell) for cell in cells)

    def _is_safe(self, cell: int) -> bool:
        if cell not in self._safe:
            if self._room.seen(cell):
                self._wide.add(cell)
                self._safe.add(cell)
            elif self._room.open(cell):
                self._safe.add(cell)
        return cell in self._safe
