"""Whether suppressed cells have room: readers must be unable to bound them to an interval narrower than K - 1."""

from __future__ import annotations

from collections.abc import Collection

from learnhub.reach.disclosure.bounds import propagate, width
from learnhub.reach.disclosure.elimination import fixed_cells, wide_cells
from learnhub.reach.disclosure.linear import Program
from learnhub.reach.disclosure.lines import System
from learnhub.reach.disclosure.moves import Moves
from learnhub.reach.disclosure.network import Network

MOST_CELLS = 1500
"""With more suppressed cells than this the linear program takes too long."""


class Room:
    """The suppressed cells of a system; cells may be added.

    The answer is that of a linear program: for a network by flows, in other systems by the program itself where a short
    search finds no move. In a system of very many cells elimination stands for it, which finds room less often.
    """

    def __init__(self, system: System, hidden: Collection[int], k: int) -> None:
        self._system = system
        self._hidden = set(hidden)
        self._least = k - 1
        self._network = Network(system, hidden) if system.arcs is not None else None
        self._moves = Moves(system, hidden) if system.arcs is None else None
        self._open: frozenset[int] | None = None
        self._eliminated: frozenset[int] | None = None
        self._program: Program | None = None

    def add(self, cell: int) -> None:
        """One more suppressed cell."""
        self._hidden.add(cell)
        self._open = self._eliminated = self._program = None
        if self._network is not None:
            self._network.add(cell)
        if self._moves is not None:
            self._moves.add(cell)

    def has(self, cell: int) -> bool:
        """Whether a suppressed cell has room."""
        if self._network is not None:
            return self._network.wide(cell, self._least)
        if cell not in self.open_ones():
            return False
        if self._moves is not None and self._moves.wide(cell, self._least):
            return True
        if len(self._hidden) <= MOST_CELLS:
            self._program = self._program or Program(self._system, self._hidden)
            return self._program.width(cell, self._least) >= self._least
        if self._eliminated is None:
            self._eliminated = wide_cells(self._system, self._hidden, self._least)
        return cell in self._eliminated

    def in_network(self, cell: int) -> bool:
        """Whether the system is a network in which the cell has room."""
        return self._network is not None and self._network.wide(cell, self._least)

    def open_ones(self) -> frozenset[int]:
        """The cells that elimination does not fix and propagation does not bound too tightly."""
        if self._open is None:
            fixed, bounds = fixed_cells(self._system, self._hidden), propagate(self._system, self._hidden)
            self._open = frozenset(
                cell for cell, interval in bounds.items() if cell not in fixed and not self._narrow(interval)
            )
        return self._open

    def _narrow(self, interval: tuple[int, int | None]) -> bool:
        found = width(interval)
        return found is not None and found < self._least
