"""Whether a cell of any system has room, by looking for a move that all published numbers allow.

A cell is pushed up or down; each line that does not add up any more is mended by another suppressed cell of it, until
all lines do. Whole numbers, so a move that is found is a second set of counts that readers cannot tell from the true
one. None found says nothing: the search ends after so many steps.
"""

from __future__ import annotations

from learnhub.reach.disclosure.lines import System

MOST_STEPS = 150
MOST_CELLS = 24
"""How many mendings are tried for one push, and how many cells one move may have."""


class Moves:
    """The suppressed cells of a system; cells may be added."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._hidden: list[list[int]] = [[] for _ in system.lines]
        self._signs: list[dict[int, int]] = [
            {**dict.fromkeys(line.parts, 1), line.total: -1} for line in system.lines
        ]
        self._steps = 0
        self._used: dict[int, int] = {}

    def add(self, cell: int) -> None:
        """One more suppressed cell."""
        for number in self._system.lines_of[cell]:
            if cell not in self._hidden[number]:
                self._hidden[number].append(cell)
                self._hidden[number].sort(key=lambda each: (len(self._system.lines_of[each]), each))

    def wide(self, cell: int, least: int) -> bool:
        """Whether a move is found that leaves the cell an interval of at least this width."""
        if self._can(cell, least):
            return True
        down = min(least, self._system.values[cell])
        return down > 0 and self._can(cell, -down) and (down == least or self._can(cell, least - down))

    def _can(self, cell: int, change: int) -> bool:
        self._steps, self._used = MOST_STEPS, {}
        move: dict[int, int] = {}
        excess: dict[int, int] = {}
        self._push(move, excess, cell, change)
        return self._mended(move, excess)

    def _push(self, move: dict[int, int], excess: dict[int, int], cell: int, change: int) -> None:
        before = move.get(cell, 0)
        move[cell] = before + change
        if not move[cell]:
            del move[cell]
        more = (cell in move) - bool(before)
        for number in self._system.lines_of[cell]:
            self._used[number] = self._used.get(number, 0) + more
            left = excess.get(number, 0) + self._signs[number][cell] * change
            if left:
                excess[number] = left
            else:
                excess.pop(number, None)

    def _mended(self, move: dict[int, int], excess: dict[int, int]) -> bool:
        """Whether the move can be completed: mended where there are fewest ways to do it."""
        if not excess:
            return True
        if self._steps <= 0 or len(move) >= MOST_CELLS:
            return False
        number = min((len(self._hidden[number]) - self._used[number], number) for number in excess)[1]
        for cell in self._hidden[number]:
            change = -excess[number] * self._signs[number][cell]
            if cell in move or self._system.values[cell] + change < 0:
                continue
            self._steps -= 1
            self._push(move, excess, cell, change)
            if self._mended(move, excess):
                return True
            self._push(move, excess, cell, -change)
            if self._steps <= 0:
                return False
        return False
