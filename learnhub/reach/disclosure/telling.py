"""Ratios beside the counts that they tell: a ratio is held back where more than the counts tell would follow from it.

A completion rate says how many were active; beside a hidden number of those who never came, that tells the enrolments.
Counts are protected first, as if there were no ratios. Then each ratio is published if nothing more follows from its
two numbers, those before it, and all that is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import gcd

from learnhub.reach.disclosure.editions import Joint, joint_system
from learnhub.reach.disclosure.joined import split, without_copies
from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.ratios import sums_of_ratios, told_by, with_told
from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.disclosure.room import Room
from learnhub.reach.disclosure.single import few
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import Key


@dataclass(frozen=True, slots=True)
class _Audit:
    """What readers know besides ratios, and the cells that each ratio adds to that.

    `unknown` are all cells that counts alone do not tell.
    """

    system: System
    protected: frozenset[int]
    unknown: frozenset[int]
    ratios: Mapping[Key, frozenset[int]] = field(default_factory=dict)


def ratios_that_tell(
    publication: Publication, hidden: Collection[Key], earlier: Sequence[Earlier], k: int = K
) -> set[Key]:
    """The ratios, of those not held back, that have to be held back for what follows from them with all else."""
    found: set[Key] = set()
    audit, scale = _audit(publication, hidden, earlier, k)
    if not audit.ratios:
        return found
    for piece, cells in split(audit.system, set(range(len(audit.system.values))) - audit.unknown):
        ratios = {key: told.intersection(cells) for key, told in audit.ratios.items()}
        ratios = {key: told for key, told in ratios.items() if told}
        if ratios and not audit.protected.isdisjoint(cells):
            found |= _of_piece(audit, piece, cells, ratios, k * scale)
    return found


def _of_piece(
    audit: _Audit, piece: System, cells: Sequence[int], ratios: Mapping[Key, frozenset[int]], k: int
) -> set[Key]:
    whole = gcd(k, *piece.values)
    piece = replace(piece, values=tuple(value // whole for value in piece.values))
    place = {cell: number for number, cell in enumerate(cells)}
    loose = {place[cell] for cell in audit.unknown.intersection(cells)}
    told = {key: {place[cell] for cell in mine} for key, mine in ratios.items()}
    small = sorted(place[cell] for cell in audit.protected.intersection(cells))
    every = set[int]().union(*told.values())
    doubtful = _exposed(piece, loose - every, small, k // whole)
    before = _exposed(piece, loose, [cell for cell in doubtful if cell not in every], k // whole)
    doubtful = [cell for cell in doubtful if cell not in before]
    found: set[Key] = set()
    for key, mine in told.items() if doubtful else ():
        if _exposed(piece, loose - mine, doubtful, k // whole):
            found.add(key)
        else:
            loose -= mine
    return found


def _exposed(system: System, unknown: Collection[int], among: Sequence[int], k: int) -> list[int]:
    room = Room(system, unknown, k)
    return [cell for cell in among if cell not in unknown or not room.has(cell)]


def _audit(
    publication: Publication, hidden: Collection[Key], earlier: Sequence[Earlier], k: int
) -> tuple[_Audit, int]:
    whole, told = with_told(publication, hidden)
    keys = {
        each.key: (each.key, *(key for key, _ in told_by(each)))
        for each in publication.observations
        if each.value is not None and each.numerator is not None and each.key not in hidden
    }
    small = {key for key in few(whole, k) if key not in keys}
    joint = joint_system(whole, small, [key for key in hidden if key not in small], earlier, k)
    joint = _with_ratios(joint, whole, told, k)
    system, first = without_copies(joint.system)
    joint = joint.moved(system, first)
    numbers = joint.numbers
    printed = {
        numbers[each.key]
        for each in publication.observations
        if each.key in numbers and each.key not in hidden and each.key not in keys
    }
    ratios = {
        key: frozenset(numbers[each] for each in told if each in numbers) - printed - joint.known
        for key, told in keys.items()
    }
    every = frozenset[int]().union(*ratios.values())
    held = {numbers[key] for key in hidden if key in numbers}
    rests = _rests(joint, every)
    unknown = (every | held | rests | joint.unknown | joint.protected) - joint.known - printed
    return _Audit(system, joint.protected & unknown, frozenset(unknown), ratios), joint.scale


def _with_ratios(joint: Joint, publication: Publication, told: Collection[Key], k: int) -> Joint:
    """The same with the relations of ratios as lines; what is left over in one is unknown."""
    values, lines = list(joint.system.values), list(joint.system.lines)
    unknown, small = set(joint.unknown), set(joint.protected)
    for line in sums_of_ratios(publication, told):
        if not joint.numbers.keys() >= {*line.parts, line.total}:
            continue
        parts, total = [joint.numbers[key] for key in line.parts], joint.numbers[line.total]
        rest = values[total] - sum(values[part] for part in parts)
        if rest > 0:
            parts.append(len(values))
            values.append(rest)
            (small if rest < k * joint.scale else unknown).add(parts[-1])
        lines.append(Line(tuple(parts), total, ()))
    system = System(tuple(values), tuple(lines))
    return replace(joint, system=system, unknown=frozenset(unknown), protected=frozenset(small))


def _rests(joint: Joint, told: frozenset[int]) -> set[int]:
    """What is left over in lines of which a ratio tells something: no table prints it."""
    printed = {*joint.numbers.values()} | joint.known
    lines = (line for line in joint.system.lines if not told.isdisjoint(line.cells))
    return {cell for line in lines for cell in line.cells if cell not in printed}
