"""Gaussian elimination over the lines as equations: which suppressed cells have one solution only.

The equations say what the published numbers leave open; a cell that no solution of the homogeneous system moves is
fixed, whatever the values are.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from learnhub.reach.disclosure.lines import System

Row = dict[int, Fraction]


def fixed_cells(system: System, hidden: Collection[int]) -> frozenset[int]:
    """The cells of `hidden` that the published numbers determine."""
    pivots = reduced(equations(system, hidden))
    return frozenset(cell for cell, row in pivots.items() if len(row) == 1)


def equations(system: System, hidden: Collection[int]) -> list[Row]:
    """One equation for each line with a suppressed cell, its left side: cell -> coefficient."""
    hidden = set(hidden)
    rows: list[Row] = []
    for line in system.lines:
        row = {part: Fraction(1) for part in line.parts if part in hidden}
        if line.total in hidden:
            row[line.total] = Fraction(-1)
        if row:
            rows.append(row)
    return rows


def reduced(rows: list[Row]) -> dict[int, Row]:
    """The reduced echelon form: pivot -> its row, in which no other pivot stands."""
    pivots: dict[int, Row] = {}
    using: dict[int, set[int]] = {}
    for row in sorted(rows, key=len):
        rest = _without(row, pivots)
        if not rest:
            continue
        pivot = min(rest)
        scale = rest[pivot]
        rest = {cell: factor / scale for cell, factor in rest.items()}
        for owner in sorted(using.pop(pivot, ())):
            _subtract(pivots[owner], rest, pivots[owner][pivot])
            for cell in rest:
                _note(using, cell, owner, stands=cell in pivots[owner])
        pivots[pivot] = rest
        for cell in rest:
            if cell != pivot:
                _note(using, cell, pivot, stands=True)
    return pivots


def _without(row: Row, pivots: dict[int, Row]) -> Row:
    rest = dict(row)
    for cell in [cell for cell in row if cell in pivots]:
        _subtract(rest, pivots[cell], rest[cell])
    return rest


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    for cell, factor in other.items():
        left = row.get(cell, Fraction(0)) - times * factor
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)


def _note(using: dict[int, set[int]], cell: int, owner: int, *, stands: bool) -> None:
    if stands:
        using.setdefault(cell, set()).add(owner)
    elif cell in using:
        using[cell].discard(owner)
