"""The outsider: everything that follows from the files of one release, or of several, by a linear program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.unit.reach.disclosure.attacker import Bounds, Equation, Number, Program
from tests.unit.reach.disclosure.outsider_files import TOTAL, Figure, Figures, Key
from tests.unit.reach.disclosure.outsider_lines import Cell, Known, Line, at, place
from tests.unit.reach.disclosure.overlaps import hold, overlaps

K = 5
PROJECTS = "PROJECT"
COUNTS = ("persons", "enrolments", "participations", "certificates", "pairs")
ADDING = (*COUNTS, "hours", "days", "months", "events")
_HALF = {**dict.fromkeys(COUNTS, Fraction(2)), "hours": Fraction(5, 2), "days": Fraction(5, 2)}
SIX_PLACES = Fraction(1, 2_000_000)


@dataclass(frozen=True, slots=True)
class Release:
    """What its files show, and the relations in it, with the true values behind them."""

    shown: Figures
    known: Known
    rounded: bool


class Outsider:
    """Who holds all files. A number that is the same in two releases he takes for the same."""

    def __init__(self, releases: Sequence[Release], *, overlapping: bool = False) -> None:
        self.true: dict[str, Fraction] = {}
        self.bounds: dict[str, tuple[Fraction, Fraction]] = {}
        self.equations: dict[str, Equation] = {}
        self.counts: set[str] = set()
        for release in releases:
            names = {cell: _name(cell, value) for cell, value in release.known.cells.items()}
            for cell, name in names.items():
                self.true[name] = release.known.cells[cell]
                figure = release.shown[cell[1]]
                self._see(cell, name, figure, rounded=release.rounded)
                if _counted(cell, figure):
                    self.counts.add(name)
            for line in release.known.lines.values():
                self._line(line, names)
            if release.rounded:
                self._rounded_shares(release, names)
        if overlapping:
            self._overlaps([release.known.cells for release in releases])

    def within(self, project: Release, whole: Release, centre: str = TOTAL) -> int:
        """He knows that all of a donor project is of the network, or of a centre: how many figures that is about."""
        found = 0
        for cell, value in project.known.cells.items():
            side, key = cell
            around = (side, place(key, framework=TOTAL, target=TOTAL, centre=centre))
            if at(key, "course") == TOTAL == at(key, "event") and around in whole.known.cells and side != "d":
                most = whole.known.cells[around]
                if side == "n" or project.shown[key].unit in ADDING:
                    line = Line(((cell, 1),), around, most - value)
                    self._line(line, {cell: _name(cell, value), around: _name(around, most)})
                    found += 1
        return found

    def protected(self) -> list[str]:
        """Small counts of persons and enrolments, and the few who are in no row."""
        return sorted(name for name in self.counts if 0 < self.true[name] < K)

    def exposed(self) -> tuple[dict[str, Number], int]:
        """Small counts bounded to an interval narrower than K - 1, and how many were tried."""
        found: dict[str, Number] = {}
        tried = 0
        wanted = set(self.protected())
        for name in sorted(wanted):
            low, high = self.bounds.get(name, (0, K))
            if high - low < K - 1:
                found[name] = high - low
        for group in groups(list(self._open())):
            names = {name for row, _ in group for name in row}
            mine = sorted(names & wanted)
            if mine:
                tried += len(mine)
                bounds: dict[str, Bounds] = {name: self.bounds[name] for name in names if name in self.bounds}
                found |= Program(group, bounds).narrow(mine, K - 1)
        return found, tried

    def _open(self) -> Iterator[Equation]:
        """The equations with what is known exactly on the right side."""
        for row, constant in self.equations.values():
            left: dict[str, Number] = {}
            for name, factor in row.items():
                low, high = self.bounds.get(name, (0, 1))
                if low == high:
                    constant -= factor * low
                else:
                    left[name] = factor
            if left:
                yield left, constant

    def _see(self, cell: Cell, name: str, figure: Figure, *, rounded: bool) -> None:
        shown = figure.numbers["vnd".index(cell[0])]
        if shown is None or (cell[0] == "v" and figure.unit not in ADDING):
            return
        half = _HALF.get(figure.unit, Fraction(0)) if rounded else Fraction(0)
        if not rounded and (shown * 10**5).denominator > 1:
            half = SIX_PLACES
        low, high = max(Fraction(0), shown - half), shown + half
        before = self.bounds.get(name, (low, high))
        self.bounds[name] = max(low, before[0]), min(high, before[1])
        assert self.bounds[name][0] <= self.true[name] <= self.bounds[name][1], (name, self.bounds[name])

    def _line(self, line: Line, names: dict[Cell, str]) -> None:
        row: dict[str, Number] = defaultdict(int)
        for cell, sign in (*line.parts, (line.total, -1)):
            row[names[cell]] += sign
        label = f"rest of {' '.join(sorted(row))}"
        if line.left:
            row[label] = 1
            self.true[label] = line.left
            if all(name in self.counts for name in row if name != label):
                self.counts.add(label)
        self.equations[" ".join(f"{factor}*{name}" for name, factor in sorted(row.items()))] = (row, 0)

    def _overlaps(self, releases: Sequence[Mapping[Cell, Fraction]]) -> None:
        """No part of persons exceeds its whole, and all parts of a list have no fewer, in each release and in all."""
        latest: dict[Key, Fraction] = {}
        for cells in releases:
            mine = {key: value for (side, key), value in cells.items() if side == "v"}
            assert hold(overlaps(mine), mine)
            latest |= mine
            self._bounds(mine)
        self._bounds(latest)

    def _bounds(self, true: Mapping[Key, Fraction]) -> None:
        for each in overlaps(true):
            whole = _name(("v", each.whole), true[each.whole])
            parts = [_name(("v", part), true[part]) for part in each.parts]
            for part in parts:
                if self.true[part] <= self.true[whole] and part != whole:
                    self._at_least({whole: 1, part: -1})
            if (
                each.covers
                and sum(self.true[part] for part in parts) >= self.true[whole]
                and whole not in parts
            ):
                self._at_least({**dict.fromkeys(parts, 1), whole: -1})

    def _at_least(self, row: dict[str, Number]) -> None:
        label = " ".join(f"{factor}*{name}" for name, factor in sorted(row.items()))
        self.equations[f"at least {label}"] = ({**row, f"more: {label}": -1}, 0)

    def _rounded_shares(self, release: Release, names: dict[Cell, str]) -> None:
        """A share in whole per cent says between which multiples of its base its numerator lies."""
        for key, figure in release.shown.items():
            sides = names.get(("n", key)), names.get(("d", key))
            if figure.unit != "ratio" or figure.value is None or sides[0] is None or sides[1] is None:
                continue
            for sign in (1, -1):
                edge = figure.value - sign * Fraction(1, 200)
                slack = f"edge {sign} {sides[0]}"
                self.equations[slack] = ({sides[0]: sign * 200, sides[1]: -sign * edge * 200, slack: -1}, 0)


def groups(equations: list[Equation]) -> Iterable[list[Equation]]:
    """The equations in groups that share no unknown."""
    found: dict[int, list[Equation]] = {}
    of: dict[str, int] = {}
    for number, equation in enumerate(equations):
        found[number] = [equation]
        for other in {of[name] for name in equation[0] if name in of}:
            found[number] += found.pop(other)
        for row, _ in found[number]:
            of.update(dict.fromkeys(row, number))
    return found.values()


def _counted(cell: Cell, figure: Figure) -> bool:
    return figure.unit in COUNTS if cell[0] == "v" else figure.unit == "ratio"


def _name(cell: Cell, value: Fraction) -> str:
    """One name for a number, in whatever release it stands: a course or an event needs no centre beside it, and no
    donor project that has it."""
    side, key = cell
    if at(key, "course") != TOTAL or at(key, "event") != TOTAL:
        key = place(key, centre=TOTAL)
        key = place(key, framework=TOTAL, target=TOTAL) if at(key, "framework") == PROJECTS else key
    return "|".join((side, *key, f"{value.numerator}/{value.denominator}"))
