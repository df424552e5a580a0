"""Which further cells to hold back so that one cell has room: the few that some move needs.

As `moves.py` looks for a second set of counts among suppressed cells, this looks for one among those and cells that
may be suppressed yet: with one of them, with two, and so on. Whatever the move changes is held back; then readers
cannot tell the second set from the true one, whichever other relations they know.
"""

from __future__ import annotations

from collections.abc import Collection

from learnhub.reach.disclosure.lines import System

MOST_CELLS = 40
"""How many cells one move may have."""
STEPS_IN_ALL = 30_000
"""How many mendings are tried altogether; then nothing is found any more."""
FURTHER = (1, 2, 3, 4, 6, 9, 14)


class Swaps:
    """The suppressed cells of a system, and those that may be (`free`)."""

    def __init__(self, system: System, hidden: Collection[int], free: Collection[int] = ()) -> None:
        self._system = system
        self.hidden = set(hidden)
        self._free = set(free) - self.hidden
        self._ways = [
            [cell for cell in line.cells if cell in self.hidden or cell in self._free]
            for line in system.lines
        ]
        for ways in self._ways:
            ways.sort(key=self._cost)
        self._signs = [{**dict.fromkeys(line.parts, 1), line.total: -1} for line in system.lines]
        self._move: dict[int, int] = {}
        self._steps = self._left = self._most = self._spent = 0

    def shields(self, cell: int, least: int, steps: int) -> set[int] | None:
        """The further cells, few and small ones, of a move that gives a cell this much room; None: none was found.

        `steps`: how many mendings are tried for each push and number of further cells.
        """
        down = min(least, self._system.values[cell])
        ways = [(least,), *([(-down, least - down)] if down else [])]
        self._steps = steps
        for most in (0, *FURTHER):
            self._most = most
            for changes in ways:
                found: set[int] | None = set()
                for change in changes:
                    if change:
                        more = self._found(cell, change)
                        found = None if more is None or found is None else found | more
                if found is not None:
                    return found
        return None

    def hold(self, cells: Collection[int]) -> None:
        """Suppress these cells."""
        self.hidden |= set(cells)
        self._free -= set(cells)
        for number in {line for cell in cells for line in self._system.lines_of[cell]}:
            self._ways[number].sort(key=self._cost)

    def _cost(self, cell: int) -> tuple[bool, int, int]:
        """Suppressed cells first, those in the fewest lines; then the smallest."""
        if cell in self._free:
            return True, self._system.values[cell], cell
        return False, len(self._system.lines_of[cell]), cell

    def _found(self, cell: int, change: int) -> set[int] | None:
        self._move, self._left = {}, self._steps
        excess: dict[int, int] = {}
        self._push(excess, cell, change)
        found = self._spent < STEPS_IN_ALL and self._mended(excess)
        self._spent += self._steps - self._left
        return self._free & self._move.keys() if found else None

    def _push(self, excess: dict[int, int], cell: int, change: int) -> None:
        if cell in self._move:
            del self._move[cell]
        else:
            self._move[cell] = change
        for number in self._system.lines_of[cell]:
            excess[number] = excess.get(number, 0) + self._signs[number][cell] * change
            if not excess[number]:
                del excess[number]

    def _mended(self, excess: dict[int, int]) -> bool:
        """Whether the move can be completed: mended where there are fewest ways to do it."""
        if not excess:
            return True
        if self._left <= 0 or len(self._move) >= MOST_CELLS:
            return False
        full = len(self._free & self._move.keys()) >= self._most
        number = min(excess, key=lambda line: (len(self._ways[line]), line))
        for cell in self._ways[number]:
            if cell in self._move or (full and cell in self._free):
                continue
            change = -excess[number] * self._signs[number][cell]
            if self._system.values[cell] + change < 0:
                continue
            self._left -= 1
            self._push(excess, cell, change)
            if self._mended(excess):
                return True
            self._push(excess, cell, -change)
            if self._left <= 0:
                return False
        return False
