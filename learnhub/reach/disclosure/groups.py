"""Totals of country groups beside the countries in them: a total is held back where it would tell too much.

Which countries are in a group is public. So the learners of Priority Africa less those of the region Africa are
those of a few countries elsewhere. Tables by country and region are protected first, as if there were no groups; a
group's total is published if nothing more follows from it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from learnhub.reach.disclosure.editions import Joint
from learnhub.reach.disclosure.joined import split
from learnhub.reach.disclosure.lines import Line, System
from learnhub.reach.disclosure.pieces import shielding
from learnhub.reach.disclosure.room import Room


def shielding_with_groups(joint: Joint, k: int) -> set[int]:
    """The cells to hold back, so that no count below `k` can be worked out; of a group's line only the total is one."""
    groups = [line for line in joint.system.lines if not line.inner and line.margins == (line.total,)]
    if not groups:
        return shielding(joint, k)
    others = [line for line in joint.system.lines if line not in groups]
    hidden = shielding(replace(joint, system=replace(joint.system, lines=tuple(others))), k)
    doubtful = _exposed(joint, [*others, *groups], groups, hidden, k)
    doubtful -= _exposed(joint, others, groups, hidden, k, doubtful)
    if not doubtful:
        return hidden
    known = list(others)
    for line in groups:
        if line.total not in hidden and _exposed(joint, [*known, line], groups, hidden, k, doubtful):
            hidden.add(line.total)
        known.append(line)
    return shielding(joint, k) if _exposed(joint, known, groups, hidden, k, doubtful) else hidden


def _exposed(
    joint: Joint,
    lines: Sequence[Line],
    groups: Sequence[Line],
    hidden: set[int],
    k: int,
    among: Collection[int] | None = None,
) -> set[int]:
    """Small counts without room, among those that hang together with the countries of groups.

    Who has room beside all lines has it beside fewer: then it is enough to look `among` those who have not.
    """
    system = System(joint.system.values, tuple(lines))
    unknown = hidden | joint.unknown | joint.protected
    touched = {cell for line in groups for cell in line.cells}
    wanted = joint.protected if among is None else among
    found: set[int] = set()
    for piece, cells in split(system, {cell for cell in range(len(system.values)) if cell not in unknown}):
        small = [place for place, cell in enumerate(cells) if cell in wanted]
        if small and not touched.isdisjoint(cells):
            room = Room(piece, {place for place, cell in enumerate(cells) if cell in unknown}, k)
            found |= {cells[place] for place in small if not room.has(place)}
    return found
