"""The attacker who holds several releases at once. Written apart from the product.

He takes every number that two releases have under one name for the same number, unless he sees that it changed. He
knows which course is of which centre, that centres add up to the network and quarters to their year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from learnhub.reach.disclosure.kinds import Kind, kind_of
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Observation
from tests.unit.reach.disclosure.attacker import Equation, Number, Program
from tests.unit.reach.disclosure.readers import Readers

K = 5
OVER_CENTRES = ("E01", "E03", "E05", "C01", "S01", "S02", "H01", "H04")
ELSE = [name for name in DIMENSIONS if name not in {"centre", "course", "theme"}]
OVER_TIME = ("E01", "C01", "H01", "T01", "R05", "S01")


@dataclass(frozen=True, slots=True)
class Out:
    """A release: what is true, and what it shows."""

    exact: Publication
    shown: Publication


def name_of(each: Observation) -> str:
    """One name for a number, in whatever release it stands: a course or event needs no centre beside it."""
    places = dict(zip(DIMENSIONS, each.key[3:], strict=True))
    if places["course"] != TOTAL or places["event"] != TOTAL:
        places["centre"] = TOTAL
    value = Fraction(each.value or 0)
    return "|".join((*each.key[:3], *places.values(), f"{value.numerator}/{value.denominator}"))


class Attack:
    """What follows from several releases together."""

    def __init__(
        self,
        releases: Collection[Out],
        regions: Mapping[str, str],
        courses: Mapping[str, tuple[str, str]],
    ) -> None:
        self.values: dict[str, Fraction] = {}
        self.known: set[str] = set()
        self.lines: set[tuple[tuple[str, ...], str]] = set()
        self.by_name: dict[str, Observation] = {}
        for release in releases:
            self._read(release, Readers(release.exact, regions))
        self._between()
        self._courses(courses)

    def exposed(self) -> tuple[dict[str, Number], int]:
        """Small counts that a linear program bounds to an interval narrower than k - 1, and how many it tried."""
        found: dict[str, Number] = {}
        tried = 0
        for group in groups([self._equation(parts, total) for parts, total in sorted(self.lines)]):
            names = {name for row, _ in group for name in row}
            small = [
                name
                for name in sorted(names)
                if kind_of(name.partition("|")[0]) is Kind.COUNT and 1 <= self.values[name] < K
            ]
            tried += len(small)
            found |= Program(group).narrow(small, K - 1)
        return found, tried

    def _read(self, release: Out, readers: Readers) -> None:
        assert readers.hold()
        names = {each.key: name_of(each) for each in release.exact.observations}
        for each in release.exact.observations:
            self.values[names[each.key]] = Fraction(each.value or 0)
            self.by_name[names[each.key]] = each
        self.known |= {names[each.key] for each in release.shown.observations if not each.suppressed}
        for parts, total in readers.sums:
            self.lines.add((tuple(sorted(names[key] for key in parts)), names[total]))

    def _between(self) -> None:
        """Sums over centres and over quarters that hold, whoever released which part."""
        for dimension, codes in (("centre", OVER_CENTRES), ("time", OVER_TIME)):
            bundles: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
            for name, each in self.by_name.items():
                if each.indicator.partition(".")[0] in codes:
                    self._part(bundles, dimension, name, each)
            for name, each in self.by_name.items():
                place = _place(each, dimension)
                parts = sorted(bundles[place].values()) if place in bundles else []
                whole = each.centre == TOTAL if dimension == "centre" else _is_year(each)
                complete = len(parts) == 4 if dimension == "time" else bool(parts)
                if whole and complete and sum(self.values[part] for part in parts) == self.values[name]:
                    self.lines.add((tuple(parts), name))

    def _courses(self, courses: Mapping[str, tuple[str, str]]) -> None:
        """All courses of a centre, or of a theme, are what the centre or theme has."""
        for name, whole in self.by_name.items():
            cut = ("centre", "theme")
            places = {each: getattr(whole, each) for each in cut if getattr(whole, each) != TOTAL}
            added = whole.indicator.partition(".")[0] in OVER_CENTRES
            if not added or len(places) != 1 or whole.course != TOTAL:
                continue
            parts = sorted(
                part
                for part, each in self.by_name.items()
                if each.course in courses
                and (each.indicator, each.key[1:3]) == (whole.indicator, whole.key[1:3])
                and places.items() <= dict(zip(cut, courses[each.course], strict=True)).items()
                and all(getattr(each, name) == getattr(whole, name) for name in ELSE)
            )
            if parts and sum(self.values[part] for part in parts) == self.values[name]:
                self.lines.add((tuple(parts), name))

    def _part(
        self, bundles: dict[tuple[str, ...], dict[str, str]], dimension: str, name: str, each: Observation
    ) -> None:
        if dimension == "centre" and each.centre != TOTAL and each.course == each.event == TOTAL:
            bundles[_place(each, dimension)][each.centre] = name
        if dimension == "time" and not _is_year(each):
            bundles[_place(each, dimension)][each.period_start.isoformat()] = name

    def _equation(self, parts: tuple[str, ...], total: str) -> Equation:
        row: dict[str, Number] = defaultdict(int)
        constant = Fraction(0)
        for name, sign in [*((part, 1) for part in parts), (total, -1)]:
            if name in self.known:
                constant -= sign * self.values[name]
            else:
                row[name] += sign
        return {name: factor for name, factor in row.items() if factor}, constant


def _is_year(each: Observation) -> bool:
    return each.period_start.month == 1 and each.period_end.month == 12


def _place(each: Observation, dimension: str) -> tuple[str, ...]:
    places = [TOTAL if name == dimension else getattr(each, name) for name in DIMENSIONS]
    days = (str(each.period_start.year),) if dimension == "time" else each.key[1:3]
    return (each.indicator, *days, *places)


def groups(equations: list[Equation]) -> list[list[Equation]]:
    """Equations that share unknowns, together."""
    group_of: dict[str, int] = {}
    groups: dict[int, list[Equation]] = {}
    for number, equation in enumerate(each for each in equations if each[0]):
        groups[number] = [equation]
        for other in {group_of[name] for name in equation[0] if name in group_of}:
            groups[number] += groups.pop(other)
        for row, _ in groups[number]:
            group_of.update(dict.fromkeys(row, number))
    return list(groups.values())
