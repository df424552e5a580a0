"""Tables that share cells, protected together: one system of lines for each group of tables that hang together.

Tables that are chained by their margins (region by gender, gender by age, countries within regions) are together one
network, once the lines that follow from others are left out. Then the answer about them is that of a linear program
over all of them at once. Otherwise elimination audits them jointly.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from learnhub.reach.disclosure.exact import Row, quotient, subtract
from learnhub.reach.disclosure.lines import Line, System

GROUND = -1


def split(system: System, constant: Collection[int]) -> list[tuple[System, tuple[int, ...]]]:
    """The system in independent pieces, each with the numbers that its cells had.

    Cells of `constant` are always published: they tie nothing together.
    """
    piece_of: dict[int, int] = {}
    pieces: dict[int, list[int]] = defaultdict(list)
    for number in range(len(system.lines)):
        if number not in piece_of:
            for other in _reachable(system, number, set(constant)):
                piece_of[other] = number
                pieces[number].append(other)
    return [_piece(system, sorted(numbers)) for numbers in pieces.values()]


def _reachable(system: System, start: int, constant: set[int]) -> set[int]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for cell in system.lines[waiting.popleft()].cells:
            for other in system.lines_of[cell] if cell not in constant else ():
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return seen


def _piece(system: System, numbers: Sequence[int]) -> tuple[System, tuple[int, ...]]:
    lines = [system.lines[number] for number in numbers]
    cells = tuple(sorted({cell for line in lines for cell in line.cells}))
    new = {cell: place for place, cell in enumerate(cells)}
    moved = tuple(_moved(line, new) for line in lines)
    return System(tuple(system.values[cell] for cell in cells), moved), cells


def _moved(line: Line, new: Mapping[int, int] | Sequence[int]) -> Line:
    """A line over other cell numbers."""
    return Line(
        tuple(new[cell] for cell in line.parts),
        new[line.total],
        tuple(new[cell] for cell in line.inner),
        tuple(new[cell] for cell in line.margins),
    )


def without_copies(system: System) -> tuple[System, tuple[int, ...]]:
    """The system with one cell for each number that stands in several places, and for each old cell the new one.

    A line of one part says that part and total are the same number: what is held back in one place is in the other.
    """
    first = list(range(len(system.values)))
    for line in system.lines:
        if len(line.parts) == 1 and line.total in (*line.inner, *line.margins):
            one, other = first[line.parts[0]], first[line.total]
            first = [min(one, other) if cell in {one, other} else cell for cell in first]
    lines: dict[tuple[frozenset[int], int], Line] = {}
    for line in system.lines:
        cells = [first[cell] for cell in line.cells]
        moved = _moved(line, first)
        if len(set(cells)) == len(cells):
            lines.setdefault((frozenset(moved.parts), moved.total), moved)
        elif len(cells) > 2:
            return system, tuple(
                range(len(first))
            )  # a number that stands twice in one line: leave all as it is
    return System(system.values, tuple(lines.values())), tuple(first)


def as_network(system: System, constant: Collection[int]) -> System:
    """The system with its arcs if it is a network, and as it is if not."""
    kept = _without_implied(system, set(constant))
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number in kept:
        line = system.lines[number]
        for cell, sign in [*((part, 1) for part in line.parts), (line.total, -1)]:
            if cell not in constant:
                places[cell].append((number, sign))
    if any(len(found) > 2 for found in places.values()):
        return system
    turned = _turned(kept, places)
    if turned is None:
        return system
    arcs = tuple(_arc(places.get(cell, []), turned) for cell in range(len(system.values)))
    return replace(system, arcs=arcs)


def _arc(places: Sequence[tuple[int, int]], turned: dict[int, int]) -> tuple[int, int]:
    """From the line where the cell is counted with +1 to the one where it is with -1."""
    ends = {sign * turned[number]: number for number, sign in places}
    return ends.get(1, GROUND), ends.get(-1, GROUND)


def _turned(kept: Sequence[int], places: dict[int, list[tuple[int, int]]]) -> dict[int, int] | None:
    """A sign for each line such that every cell counts once with +1 and once with -1; None if there is none."""
    neighbours: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for found in places.values():
        if len(found) == 2:
            (one, first), (other, second) = found
            neighbours[one].append((other, -first * second))
            neighbours[other].append((one, -first * second))
    turned: dict[int, int] = {}
    for start in kept:
        turned.setdefault(start, 1)
        waiting = deque([start])
        while waiting:
            number = waiting.popleft()
            for other, sign in neighbours[number]:
                if other not in turned:
                    turned[other] = turned[number] * sign
                    waiting.append(other)
                elif turned[other] != turned[number] * sign:
                    return None
    return turned


def _without_implied(system: System, constant: set[int]) -> list[int]:
    """The lines without those that follow from others and whose cells all stand in more than two lines."""
    many = {cell for cell, lines in enumerate(system.lines_of) if len(lines) > 2 or cell in constant}
    doubtful = [number for number, line in enumerate(system.lines) if many.issuperset(line.cells)]
    if not doubtful:
        return list(range(len(system.lines)))
    last = set(doubtful)
    pivots: dict[int, Row] = {}
    kept = []
    for number in sorted(range(len(system.lines)), key=lambda number: (number in last, number)):
        if _independent(_row(system.lines[number]), pivots) or number not in last:
            kept.append(number)
    return sorted(kept)


def _row(line: Line) -> Row:
    return {**dict.fromkeys(line.parts, 1), line.total: -1}


def _independent(row: Row, pivots: dict[int, Row]) -> bool:
    """Whether a row does not follow from those before it, to which it is then added."""
    while row:
        pivot = min(row)
        if pivot not in pivots:
            pivots[pivot] = row
            return True
        subtract(row, pivots[pivot], quotient(row[pivot], pivots[pivot][pivot]))
    return False
