"""The attacker who holds several releases and knows what overlaps in them, besides what adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction

from learnhub.reach.disclosure.kinds import Kind, kind_of
from tests.unit.reach.disclosure.attacker import Equation, Number, Program
from tests.unit.reach.disclosure.joint_readers import Attack, K, Out, groups, name_of
from tests.unit.reach.disclosure.overlaps import Key, hold, overlaps

Named = Mapping[Key, tuple[Fraction, str]]


class Overlapping(Attack):
    """What follows from several releases together, if parts are within their whole and cover it."""

    def __init__(
        self, releases: Collection[Out], regions: Mapping[str, str], courses: Mapping[str, tuple[str, str]]
    ) -> None:
        super().__init__(releases, regions, courses)
        self.bounds: dict[str, Equation] = {}
        latest: dict[Key, tuple[Fraction, str]] = {}
        for release in releases:
            mine: dict[Key, tuple[Fraction, str]] = {
                each.key: (Fraction(each.value), name_of(each))
                for each in release.exact.observations
                if each.value is not None
            }
            assert hold(overlaps(_values(mine)), _values(mine))
            self._overlaps(mine)
            latest |= mine
        self._overlaps(latest)

    def exposed(self) -> tuple[dict[str, Number], int]:
        """Small counts that a linear program bounds to an interval narrower than k - 1, and how many it tried."""
        found: dict[str, Number] = {}
        tried = 0
        lines = [self._equation(parts, total) for parts, total in sorted(self.lines)]
        for group in groups([*lines, *self.bounds.values()]):
            small = [
                name
                for name in sorted({name for row, _ in group for name in row} & self.values.keys())
                if kind_of(name.partition("|")[0]) is Kind.COUNT and 1 <= self.values[name] < K
            ]
            tried += len(small)
            found |= Program(group).narrow(small, K - 1)
        return found, tried

    def _overlaps(self, figures: Named) -> None:
        true = _values(figures)
        for each in overlaps(true):
            whole = figures[each.whole][1]
            for part in each.parts:
                if true[part] <= true[each.whole] and figures[part][1] != whole:
                    self._at_least({whole: 1, figures[part][1]: -1})
            if each.covers and sum(true[part] for part in each.parts) >= true[each.whole]:
                row: dict[str, int] = defaultdict(int, {whole: -1})
                for part in each.parts:
                    row[figures[part][1]] += 1
                self._at_least(row)

    def _at_least(self, row: Mapping[str, int]) -> None:
        """A sum that is nought or more: what it is more is an unknown of its own."""
        constant = Fraction(0)
        left: dict[str, Number] = {}
        for name, factor in row.items():
            if name in self.known:
                constant -= factor * self.values[name]
            elif factor:
                left[name] = factor
        if left:
            label = " ".join(f"{factor}*{name}" for name, factor in sorted(row.items()))
            self.bounds[label] = ({**left, f"more: {label}": -1}, constant)


def _values(figures: Named) -> dict[Key, Fraction]:
    return {key: value for key, (value, _) in figures.items()}
