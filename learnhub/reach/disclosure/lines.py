"""Cells, and lines of cells that add up to a total: what everybody knows about a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

K = 5
"""A count of persons or enrolments from 1 to K - 1 is not published."""


@dataclass(frozen=True, slots=True)
class Line:
    """`parts` add up to `total`; all are cell numbers.

    `inner` are the cells that a further suppression in this line is taken from first, `margins` those that come
    next. Neither holds a grand total, which is always published.
    """

    parts: tuple[int, ...]
    total: int
    inner: tuple[int, ...]
    margins: tuple[int, ...] = ()

    @property
    def cells(self) -> tuple[int, ...]:
        """Parts and total."""
        return (*self.parts, self.total)


@dataclass(frozen=True)
class System:
    """Values of cells and the lines over them, in print order.

    `arcs`, where given, draw the system as a network: each cell flows from one node to another, and the lines say
    that at each node as much flows in as out. Tables of two dimensions, of which one may have levels, are networks.
    """

    values: tuple[int, ...]
    lines: tuple[Line, ...]
    arcs: tuple[tuple[int, int], ...] | None = None

    @cached_property
    def lines_of(self) -> tuple[tuple[int, ...], ...]:
        """For each cell the numbers of the lines that hold it."""
        found: list[list[int]] = [[] for _ in self.values]
        for number, line in enumerate(self.lines):
            for cell in line.cells:
                found[cell].append(number)
        return tuple(tuple(numbers) for numbers in found)
