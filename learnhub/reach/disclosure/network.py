"""The exact answer of a linear program for tables that are networks, by flows.

In a table with margins each cell can be drawn as a flow between two nodes (`System.arcs`). Values that fit the
published numbers are then flows along suppressed cells, and how far one cell can rise or fall is a greatest flow
around it (max-flow min-cut): whole numbers, and exactly what a linear program would answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from learnhub.reach.disclosure.lines import System

Step = tuple[int, int]
"""A cell and +1 (it rises) or -1 (it falls)."""


class Network:
    """The suppressed cells of a system as a network; cells may be added."""

    def __init__(self, system: System) -> None:
        if system.arcs is None:
            raise ValueError("this system has no network")
        self._arcs = system.arcs
        self._values = system.values
        self._leaving: dict[int, list[int]] = {}
        self._entering: dict[int, list[int]] = {}

    def add(self, cell: int) -> None:
        """One more suppressed cell."""
        tail, head = self._arcs[cell]
        self._leaving.setdefault(tail, []).append(cell)
        self._entering.setdefault(head, []).append(cell)

    def wide(self, cell: int, least: int) -> bool:
        """Whether a linear program leaves the cell an interval of at least this width."""
        tail, head = self._arcs[cell]
        up = self._flow(head, tail, cell, least)
        return up >= least or up + self._flow(tail, head, cell, min(least - up, self._values[cell])) >= least

    def _flow(self, source: int, sink: int, without: int, most: int) -> int:
        """The greatest flow from source to sink past the cell `without`, but not looked for beyond `most`."""
        if source == sink:
            return most
        moved: dict[int, int] = {}
        total = 0
        while total < most:
            path = self._path(source, sink, without, moved)
            if path is None:
                break
            falls = [self._values[cell] + moved.get(cell, 0) for cell, way in path if way < 0]
            amount = min([*falls, most - total])
            for cell, way in path:
                moved[cell] = moved.get(cell, 0) + way * amount
            total += amount
        return total

    def _path(self, source: int, sink: int, without: int, moved: dict[int, int]) -> list[Step] | None:
        """A way from source to sink over cells that can still rise or fall, short if there is one."""
        last = {node: step for node, step in self._before(sink, moved) if step[0] != without}
        came: dict[int, tuple[int, Step]] = {source: (source, (without, 0))}
        if source in last:
            return [last[source]]
        waiting = deque([source])
        while waiting:
            node = waiting.popleft()
            for step, other in self._after(node, moved):
                if other in came or step[0] == without:
                    continue
                came[other] = (node, step)
                if other in last:
                    return [last[other], *_back(came, source, other)]
                waiting.append(other)
        return None

    def _after(self, node: int, moved: dict[int, int]) -> Iterator[tuple[Step, int]]:
        for cell in self._leaving.get(node, ()):
            yield (cell, 1), self._arcs[cell][1]
        for cell in self._entering.get(node, ()):
            if self._values[cell] + moved.get(cell, 0) > 0:
                yield (cell, -1), self._arcs[cell][0]

    def _before(self, node: int, moved: dict[int, int]) -> Iterator[tuple[int, Step]]:
        for cell in self._entering.get(node, ()):
            yield self._arcs[cell][0], (cell, 1)
        for cell in self._leaving.get(node, ()):
            if self._values[cell] + moved.get(cell, 0) > 0:
                yield self._arcs[cell][1], (cell, -1)


def _back(came: dict[int, tuple[int, Step]], source: int, node: int) -> list[Step]:
    path = []
    while node != source:
        node, step = came[node]
        path.append(step)
    return path
