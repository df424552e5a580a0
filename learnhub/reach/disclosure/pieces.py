"""The pattern that shields a system of many tables, piece by piece, beside what earlier releases show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from math import gcd

from learnhub.reach.disclosure.editions import Joint
from learnhub.reach.disclosure.joined import as_network, split
from learnhub.reach.disclosure.lines import Line, System
from learnhub.reach.disclosure.room import Room
from learnhub.reach.disclosure.sdc import Pattern, suppress

_Task = tuple[tuple[int, ...], tuple[Line, ...], frozenset[int]]
"""What decides the pattern of a piece within one system: its cells, its lines, which cells are constant."""


def shielding(joint: Joint, k: int) -> set[int]:
    """The cells to hold back, so that no count below `k` can be worked out.

    Grand totals are published. Only where a small count could be worked out in spite of everything else being held
    back, as when little has changed since an earlier release, those over it are held back as well.
    """
    opened: set[int] = set()
    known: dict[_Task, Pattern] = {}
    while True:
        found, exposed = _patterns(joint, opened, k, known)
        more = {cell for piece in exposed for cell in piece & joint.grand} - opened
        if not more:
            return found
        opened |= more


def _patterns(
    joint: Joint, opened: Collection[int], k: int, known: dict[_Task, Pattern]
) -> tuple[set[int], list[set[int]]]:
    """What is held back, and the pieces in which something stays exposed. `known` are answers, which it adds to."""
    system = replace(joint.system, lines=tuple(_opened(line, opened) for line in joint.system.lines))
    open_ones = {cell for line in system.lines for cell in (*line.inner, *line.margins)}
    hidden = open_ones | joint.protected | joint.unknown
    constant = {cell for cell in range(len(system.values)) if cell not in hidden}
    mine = {*joint.numbers.values()} - constant | joint.grand
    found: set[int] = set()
    exposed = []
    for piece, cells in split(system, constant):
        if mine.isdisjoint(cells):
            continue  # earlier releases among themselves: nothing of it can be held back any more
        task = (cells, piece.lines, frozenset(constant.intersection(cells)))
        pattern = known.get(task) or _pattern(joint, piece, cells, constant, k)
        known[task] = pattern
        found |= {cells[place] for place in pattern.hidden}
        if pattern.exposed:
            exposed.append(set(cells))
    return found, exposed


def _pattern(
    joint: Joint, piece: System, cells: tuple[int, ...], constant: Collection[int], k: int
) -> Pattern:
    places = {
        name: {place for place, cell in enumerate(cells) if cell in those}
        for name, those in (
            ("protected", joint.protected), ("older", joint.older), ("unknown", joint.unknown), ("constant", constant),
            ("grand", joint.grand),
        )
    }  # fmt: skip
    if not places["protected"]:
        return Pattern(frozenset(), frozenset(), frozenset())
    whole = gcd(k, *piece.values)
    values = tuple(value // whole for value in piece.values)
    network = as_network(replace(piece, values=values), places["constant"])
    if places["older"]:
        # What earlier releases tell among themselves cannot be mended any more, whatever this one holds back.
        everything = (set(range(len(values))) - places["constant"]) | places["grand"]
        room = Room(replace(network, arcs=None), everything, k // whole)
        places["protected"] -= {cell for cell in places["older"] if not room.open(cell)}
    return suppress(network, places["protected"], k // whole, unknown=places["unknown"])


def _opened(line: Line, grand: Collection[int]) -> Line:
    more = tuple(cell for cell in line.cells if cell in grand and cell not in (*line.inner, *line.margins))
    return replace(line, margins=(*line.margins, *more)) if more else line
