"""What readers of a publication know besides its numbers: which figures add up. Written apart from the product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction
from itertools import combinations

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Observation
from tests.unit.reach.disclosure.attacker import Equation, Number, Program

PERSON = ("sex", "age", "ref_area", "region")
OBJECT = ("centre", "course", "theme")
ADDS_OVER: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R09", "F01"), PERSON),
    **dict.fromkeys(("E01", "E02", "E03", "E05", "C01", "S01", "S02", "H01", "H04"), PERSON + OBJECT),
    **dict.fromkeys(("H02", "H05", "T02"), (*PERSON, "event")),
    "H03": PERSON,
    "F02": (*PERSON, "target"),
}
LADDER = [f"E05.{rung}" for rung in ("certified", "completed", "explored", "viewed", "no_show")]


class Readers:
    """The relations between the figures of a publication, in exact numbers."""

    def __init__(self, exact: Publication, regions: Mapping[str, str]) -> None:
        self.exact = exact
        self.regions = {**regions, "ZZ": "UNK"}
        self.sums: list[tuple[list[Key], Key]] = []
        self._dimensions()
        self._others()

    def hold(self) -> bool:
        """Whether all relations are true: the attacker makes no mistakes."""
        return all(sum(map(self._value, parts)) == self._value(total) for parts, total in self.sums)

    def programs(self, shown: Collection[Publication]) -> list[tuple[Program, set[str]]]:
        """A linear program for each group of unknown figures that hang together, and the names in it."""
        known: dict[Key, int | Fraction] = {}
        for publication in shown:
            known |= {
                each.key: self._value(each.key) for each in publication.observations if not each.suppressed
            }
        equations = [self._equation(parts, total, known) for parts, total in self.sums]
        return [
            (Program(group), {name for row, _ in group for name in row})
            for group in _groups([equation for equation in equations if equation[0]])
        ]

    def _value(self, key: Key) -> int | Fraction:
        return self.exact.by_key[key].value or 0

    def _equation(self, parts: list[Key], total: Key, known: Mapping[Key, int | Fraction]) -> Equation:
        row: dict[str, Number] = defaultdict(int)
        constant = Fraction(0)
        for key, sign in [*((part, 1) for part in parts), (total, -1)]:
            if key in known:
                constant -= sign * known[key]
            else:
                row["|".join(key)] += sign
        return {name: factor for name, factor in row.items() if factor}, constant

    def _dimensions(self) -> None:
        for code, dimensions in ADDS_OVER.items():
            own = [each for each in self.exact.observations if each.indicator.partition(".")[0] == code]
            if "target" in dimensions:
                self._targets(own)
            for dimension in dimensions:
                bundles: dict[Key, list[Key]] = defaultdict(list)
                for each in own:
                    if dimension != "target" and getattr(each, dimension) != TOTAL and each.value is not None:
                        for whole in self._wholes(each, dimension):
                            bundles[whole].append(each.key)
                self.sums += [
                    (parts, whole) for whole, parts in bundles.items() if whole in self.exact.by_key
                ]

    def _targets(self, own: list[Observation]) -> None:
        """The targets of one framework, with what is mapped to none of them."""
        bundles: dict[tuple[str, Key], list[Key]] = defaultdict(list)
        for each in own:
            if each.target != TOTAL:
                whole = _key(each, each.indicator, {"framework": TOTAL, "target": TOTAL})
                bundles[each.framework, whole].append(each.key)
        self.sums += [(parts, whole) for (_, whole), parts in bundles.items() if whole in self.exact.by_key]

    def _wholes(self, each: Observation, dimension: str) -> list[Key]:
        codes = {dimension: TOTAL}
        found = [_key(each, each.indicator, codes)]
        if dimension == "ref_area":
            found.append(_key(each, each.indicator, {**codes, "region": self.regions[each.ref_area]}))
        return found

    def _others(self) -> None:
        at = self.exact.by_key
        for each in self.exact.observations:
            if each.indicator == "E01":
                self._add([_key(each, rung, {}) for rung in LADDER], each.key)
                self._add([_key(each, "E03", {}), _key(each, LADDER[-1], {})], each.key)
            if each.indicator == "R04":
                self._add([_key(each, code, {}) for code in ("R05", "R06")], each.key)
            if each.country_group == "UNK":
                self._add([each.key], _key(each, each.indicator, {"country_group": TOTAL, "region": "UNK"}))
        quarters: dict[tuple[int, str, Key], list[Key]] = defaultdict(list)
        for each in at.values():
            if (each.period_start.month, each.period_end.month) != (1, 12):
                quarters[each.period_start.year, each.indicator, each.key[3:]].append(each.key)
        for each in at.values():
            if each.indicator in {"E01", "C01", "H01", "T01", "R05", "S01"}:
                parts = quarters[each.period_start.year, each.indicator, each.key[3:]]
                self._add([part for part in parts if each.key not in parts], each.key)

    def _add(self, parts: list[Key], total: Key) -> None:
        if parts and total in self.exact.by_key and all(part in self.exact.by_key for part in parts):
            self.sums.append((parts, total))


def _key(each: Observation, indicator: str, codes: Mapping[str, str]) -> Key:
    return (indicator, *each.key[1:3], *(codes.get(name, getattr(each, name)) for name in DIMENSIONS))


def _groups(equations: list[Equation]) -> list[list[Equation]]:
    found: list[tuple[set[str], list[Equation]]] = []
    for equation in equations:
        names, members = set(equation[0]), [equation]
        apart = []
        for others, lines in found:
            if others & names:
                names |= others
                members += lines
            else:
                apart.append((others, lines))
        found = [*apart, (names, members)]
    assert not any(one & other for (one, _), (other, _) in combinations(found, 2))
    return [members for _, members in found]
