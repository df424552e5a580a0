"""Gaussian elimination over the lines as equations: which suppressed cells have one solution only.

The equations say what the published numbers leave open; a cell that no solution of the homogeneous system moves is
fixed, whatever the values are.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

from learnhub.reach.disclosure.exact import Exact, Row, divided, quotient, subtract
from learnhub.reach.disclosure.lines import System

MOST_PAIRED = 40
"""With more open cells than this, moves are not put together: pairs grow with the square."""


def fixed_cells(system: System, hidden: Collection[int]) -> frozenset[int]:
    """The cells of `hidden` that the published numbers determine."""
    pivots = reduced(equations(system, hidden))
    return frozenset(cell for cell, row in pivots.items() if len(row) == 1)


def wide_cells(system: System, hidden: Collection[int], least: int) -> frozenset[int]:
    """Cells of `hidden` that can be seen to have room: some move of several cells, that all published numbers allow,
    shifts them over a range of at least `least`. What is not among them may still have it.
    """
    moves = _moves(reduced(equations(system, hidden)), hidden)
    if len(moves) <= MOST_PAIRED:
        moves += [
            _sum(one, other, sign)
            for one, other in combinations(moves, 2)
            for sign in (1, -1)
            if one.keys() & other
        ]
    found: set[int] = set()
    for move in moves:
        reach = _reach(system, move)
        found |= {
            cell for cell, factor in move.items() if reach is None or max(factor, -factor) * reach >= least
        }
    return frozenset(found)


def _moves(pivots: dict[int, Row], hidden: Collection[int]) -> list[Row]:
    """How the other cells follow when one that is left open moves by one."""
    moves: dict[int, Row] = {cell: {cell: 1} for cell in sorted(hidden) if cell not in pivots}
    for pivot, row in pivots.items():
        for cell, factor in row.items():
            if cell != pivot:
                moves[cell][pivot] = -factor
    return list(moves.values())


def _sum(one: Row, other: Row, sign: int) -> Row:
    cells = {**dict.fromkeys(one), **dict.fromkeys(other)}
    both = {cell: one.get(cell, 0) + sign * other.get(cell, 0) for cell in cells}
    return {cell: factor for cell, factor in both.items() if factor}


def _reach(system: System, move: Row) -> Exact | None:
    """How far a move goes in both directions together before a count would be negative; None: without end."""
    back = [quotient(system.values[cell], factor) for cell, factor in move.items() if factor > 0]
    forth = [quotient(system.values[cell], -factor) for cell, factor in move.items() if factor < 0]
    return min(back) + min(forth) if back and forth else None


def equations(system: System, hidden: Collection[int]) -> list[Row]:
    """One equation for each line with a suppressed cell, its left side: cell -> coefficient."""
    hidden = set(hidden)
    rows: list[Row] = []
    for number in sorted({number for cell in hidden for number in system.lines_of[cell]}):
        line = system.lines[number]
        row: Row = dict.fromkeys((part for part in line.parts if part in hidden), 1)
        if line.total in hidden:
            row[line.total] = -1
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
        rest = divided(rest, rest[pivot])
        for owner in sorted(using.pop(pivot, ())):
            subtract(pivots[owner], rest, pivots[owner][pivot])
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
        subtract(rest, pivots[cell], rest[cell])
    return rest


def _note(using: dict[int, set[int]], cell: int, owner: int, *, stands: bool) -> None:
    if stands:
        using.setdefault(cell, set()).add(owner)
    elif cell in using:
        using[cell].discard(owner)
