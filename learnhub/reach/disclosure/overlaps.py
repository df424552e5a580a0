"""Counts of persons that overlap, beside those that add up: more is held back where both together tell too much.

Who learned in a theme is within the learners of a region, and those of all its themes are at least its learners. Where
nearly everybody learns in one theme only, such bounds are close: a theme that shields a few persons elsewhere may be
known almost exactly. What adds up is protected first, as if nothing overlapped. Then a bound becomes a line as well,
with the persons in between as an unknown part, and whatever has no room any more is shielded further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import gcd

from learnhub.reach.disclosure.editions import Bound, Joint
from learnhub.reach.disclosure.groups import shielding_with_groups
from learnhub.reach.disclosure.joined import split
from learnhub.reach.disclosure.lines import Line, System
from learnhub.reach.disclosure.room import MOST_CELLS, Room
from learnhub.reach.disclosure.sdc import suppress
from learnhub.reach.disclosure.swaps import Swaps

STEPS, LONGER = 150, 500
"""How many mendings are tried for one move: of every cell, and of those for which none was found."""


def shielding_with_overlaps(joint: Joint, k: int) -> tuple[set[int], bool]:
    """The cells to hold back, so that no count below `k` can be worked out, or bounded too tightly by what overlaps.

    What follows whatever this release holds back is left; grand totals are held back last. Where all releases together
    are too much for a linear program, what overlaps in each of them is looked at alone; whether it was not is said too.
    """
    hidden = shielding_with_groups(joint, k)
    unknown = hidden | joint.unknown | joint.protected
    may = {*joint.numbers.values()} - joint.known - unknown
    free = {cell for cell in may if joint.system.values[cell] > 0}
    for bounds in (joint.overlaps, tuple(each for each in joint.overlaps if each.own)):
        exposed = set(joint.protected)
        for open_ones in (free - joint.grand, free):
            wider = _wider(joint, bounds, open_ones - unknown, unknown)
            loose = unknown | wider.between
            exposed = _exposed(wider.system, loose, exposed, k)
            exposed -= _exposed(joint.system, unknown, exposed, k)
            if not exposed:
                break
            more = _shields(wider.system, loose, exposed, open_ones - unknown, k)
            hidden |= more
            unknown |= more
        if not _too_large(wider.system, unknown | wider.between):
            return hidden, bounds is joint.overlaps
    return hidden, False


def _shields(
    system: System, unknown: Collection[int], exposed: Collection[int], open_ones: Collection[int], k: int
) -> set[int]:
    """What is held back besides, so that these cells have room."""
    found: set[int] = set()
    for piece, cells, least in _pieces(system, {*unknown, *open_ones}, k):
        given = [place for place, cell in enumerate(cells) if cell in exposed]
        if given:
            loose = {place for place, cell in enumerate(cells) if cell in unknown}
            free = {place for place, cell in enumerate(cells) if cell in open_ones}
            found |= {cells[place] for place in _shields_of(piece, given, loose, free, least)}
    return found


def _shields_of(
    system: System, exposed: Sequence[int], unknown: Collection[int], free: Collection[int], k: int
) -> set[int]:
    """Cell by cell the few that a move needs; where none is found though there is room, as sdc-1.0 holds back."""
    swaps = Swaps(system, unknown, free)
    left = _held(swaps, exposed, k, STEPS)
    if left:
        room = Room(system, {*unknown, *free}, k)
        left = _held(swaps, [cell for cell in left if room.has(cell)], k, LONGER)
    if left:
        pattern = suppress(system, left, k, unknown=swaps.hidden - set(left))
        swaps.hold(pattern.secondary)
    return swaps.hidden - set(unknown)


def _held(swaps: Swaps, exposed: Sequence[int], k: int, steps: int) -> list[int]:
    """Hold back what moves need, one after the other; the cells for which none was found."""
    left = []
    for cell in exposed:
        more = swaps.shields(cell, k - 1, steps)
        if more is None:
            left.append(cell)
        else:
            swaps.hold(more)
    return left


def _exposed(system: System, unknown: Collection[int], among: Collection[int], k: int) -> set[int]:
    """Small counts without room where only these cells are unknown."""
    found: set[int] = set()
    for piece, cells, least in _pieces(system, unknown, k):
        small = [place for place, cell in enumerate(cells) if cell in among]
        if small:
            hidden = {place for place, cell in enumerate(cells) if cell in unknown}
            room = Room(piece, hidden, least)
            found |= {cells[place] for place in small if not room.has(place)}
    return found


def _pieces(
    system: System, unknown: Collection[int], k: int
) -> Iterator[tuple[System, tuple[int, ...], int]]:
    """What hangs together by cells that are not known, with its own `k`: persons need not be told in fractions.

    Pieces for which a linear program takes too long are left out.
    """
    constant = _constant(system, unknown)
    for piece, cells in split(system, constant):
        if _many(cells, constant):
            continue
        whole = gcd(k, *piece.values)
        yield replace(piece, values=tuple(value // whole for value in piece.values)), cells, k // whole


def _too_large(system: System, unknown: Collection[int]) -> bool:
    constant = _constant(system, unknown)
    return any(_many(cells, constant) for _, cells in split(system, constant))


def _many(cells: Sequence[int], constant: set[int]) -> bool:
    return len(cells) - len(constant.intersection(cells)) > MOST_CELLS


def _constant(system: System, unknown: Collection[int]) -> set[int]:
    return set(range(len(system.values))).difference(unknown)


@dataclass
class _Wider:
    """A system with bounds as lines. `between`: the cells of those between a part and its whole, in no table."""

    values: list[int]
    lines: list[Line]
    between: set[int] = field(default_factory=set)
    seen: set[tuple[int, int]] = field(default_factory=set)

    @cached_property
    def system(self) -> System:
        return System(tuple(self.values), tuple(self.lines))

    def add(self, bound: Bound, open_ones: Collection[int]) -> None:
        for part in bound.parts:
            if part != bound.whole and (part, bound.whole) not in self.seen:
                self.seen.add((part, bound.whole))
                rest = self._cell(self.values[bound.whole] - self.values[part])
                self.lines.append(_line((part, rest), bound.whole, open_ones))

    def cover(self, bound: Bound, open_ones: Collection[int]) -> None:
        """All parts together are the whole, and besides that those who are in several parts."""
        apart = len({*bound.parts, bound.whole}) > len(bound.parts)
        if bound.covering and apart:
            together = self._cell(sum(self.values[part] for part in bound.parts))
            again = self._cell(self.values[together] - self.values[bound.whole])
            self.lines.append(_line(bound.parts, together, open_ones))
            self.lines.append(_line((bound.whole, again), together, open_ones))

    def _cell(self, value: int) -> int:
        self.values.append(value)
        self.between.add(len(self.values) - 1)
        return len(self.values) - 1


def _wider(joint: Joint, overlaps: Sequence[Bound], open_ones: set[int], unknown: Collection[int]) -> _Wider:
    lines = [_open(line, open_ones) for line in joint.system.lines]
    found = _Wider(list(joint.system.values), lines)
    loose = {*open_ones, *unknown}
    bounds = [each for each in overlaps if not loose.isdisjoint((*each.parts, each.whole))]
    for each in bounds:
        found.cover(each, open_ones)
    for each in bounds:
        if each.inside:
            found.add(each, open_ones)
    return found


def _line(parts: Sequence[int], total: int, open_ones: Collection[int]) -> Line:
    inner = tuple(part for part in parts if part in open_ones)
    return Line(tuple(parts), total, inner, (total,) if total in open_ones else ())


def _open(line: Line, open_ones: Collection[int]) -> Line:
    """The line with the cells that may be held back in it, grand totals last."""
    inner = tuple(cell for cell in line.inner if cell in open_ones)
    return replace(
        line,
        inner=inner,
        margins=tuple(cell for cell in line.cells if cell in open_ones and cell not in inner),
    )
