"""Whether suppressed cells have room: readers must be unable to bound them to an interval narrower than K - 1."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from learnhub.reach.disclosure.bounds import propagate, width
from learnhub.reach.disclosure.elimination import fixed_cells, wide_cells
from learnhub.reach.disclosure.linear import Program
from learnhub.reach.disclosure.lines import System
from learnhub.reach.disclosure.moves import Moves
from learnhub.reach.disclosure.network import Network

MOST_CELLS = 2500
"""With more suppressed cells than this in one part the linear program takes too long."""


@dataclass
class _Part:
    """Suppressed cells that hang together by lines, and what is known of them. Other cells say nothing about them."""

    cells: set[int] = field(default_factory=set)
    open: frozenset[int] | None = None
    eliminated: frozenset[int] | None = None
    program: Program | None = None


class Room:
    """The suppressed cells of a system; cells may be added.

    The answer is that of a linear program: for a network by flows, in other systems by the program itself where a short
    search finds no move. In a part of very many cells elimination stands for it, which finds room less often.
    """

    def __init__(self, system: System, hidden: Collection[int], k: int) -> None:
        self._system = system
        self._least = k - 1
        self._quick = Moves(system) if system.arcs is None else Network(system)
        self._part_of: dict[int, _Part] = {}
        self._one_of: dict[int, int] = {}
        for cell in sorted(hidden):
            self.add(cell)

    def add(self, cell: int) -> None:
        """One more suppressed cell."""
        self._quick.add(cell)
        lines = self._system.lines_of[cell]
        parts = {id(part): part for line in lines for part in self._beside(line)}
        whole = max(parts.values(), key=lambda part: len(part.cells), default=_Part())
        for part in parts.values():
            if part is not whole:
                whole.cells |= part.cells
                self._part_of |= dict.fromkeys(part.cells, whole)
        whole.cells.add(cell)
        whole.open = whole.eliminated = whole.program = None
        self._part_of[cell] = whole
        for line in lines:
            self._one_of.setdefault(line, cell)

    def has(self, cell: int) -> bool:
        """Whether a suppressed cell has room."""
        if isinstance(self._quick, Network):
            return self.seen(cell)
        part = self._part_of[cell]
        if part.program is not None and part.program.seen(cell) >= self._least:
            return True
        if self.seen(cell):
            return True
        if not self.open(cell):
            return False
        if len(part.cells) <= MOST_CELLS:
            part.program = part.program or Program(self._system, part.cells)
            return part.program.width(cell, self._least) >= self._least
        if part.eliminated is None:
            part.eliminated = wide_cells(self._system, part.cells, self._least)
        return cell in part.eliminated

    def seen(self, cell: int) -> bool:
        """Whether flows or a short search show at once that the cell has room."""
        return self._quick.wide(cell, self._least)

    def open(self, cell: int) -> bool:
        """Whether elimination does not fix a suppressed cell and propagation does not bound it too tightly."""
        part = self._part_of[cell]
        if part.open is None:
            fixed, bounds = fixed_cells(self._system, part.cells), propagate(self._system, part.cells)
            part.open = frozenset(
                cell for cell, interval in bounds.items() if cell not in fixed and not self._narrow(interval)
            )
        return cell in part.open

    def _beside(self, line: int) -> list[_Part]:
        one = self._one_of.get(line)
        return [] if one is None else [self._part_of[one]]

    def _narrow(self, interval: tuple[int, int | None]) -> bool:
        found = width(interval)
        return found is not None and found < self._least
