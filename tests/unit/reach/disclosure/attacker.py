"""The attacker: a linear program over what is published, solved exactly with fractions (simplex, Bland's rule).

It shares no code with the product. It knows all published numbers, that parts add up to totals, and that no count is
negative; a number rounded to a base it knows to within half of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

Equation = tuple[Mapping[str, int], int | Fraction]
"""Coefficients of unknowns, and the constant that they sum to."""


class Program:
    """All solutions x >= 0 of some equations, in a basis that is feasible. Raises ValueError if there is none."""

    def __init__(self, equations: Sequence[Equation]) -> None:
        self.names = sorted({name for row, _ in equations for name in row})
        numbers = {name: number for number, name in enumerate(self.names)}
        width, height = len(self.names), len(equations)
        self.rows: list[list[Fraction]] = []
        for place, (row, constant) in enumerate(equations):
            sign = -1 if constant < 0 else 1
            line = [Fraction(0)] * (width + height + 1)
            for name, factor in row.items():
                line[numbers[name]] = Fraction(sign * factor)
            line[width + place] = Fraction(1)
            line[-1] = Fraction(sign * constant)
            self.rows.append(line)
        self.basis = [width + place for place in range(height)]
        self._find_a_start(width, height)

    def greatest(self, goal: Mapping[str, int]) -> Fraction | None:
        """The greatest value of a sum of unknowns; None: without limit."""
        costs = [Fraction(goal.get(name, 0)) for name in self.names]
        return self._climb(costs)

    def width(self, name: str) -> Fraction | None:
        """Between which bounds an unknown lies, as their distance; None: without limit."""
        high = self.greatest({name: 1})
        low = self.greatest({name: -1})
        assert low is not None
        return None if high is None else high + low

    def _find_a_start(self, width: int, height: int) -> None:
        costs = [Fraction(0)] * width + [Fraction(-1)] * height
        if self._climb(costs):
            raise ValueError("the published numbers contradict one another")
        for place in range(len(self.rows)):
            if self.basis[place] >= width:
                entering = next((number for number in range(width) if self.rows[place][number]), None)
                if entering is not None:
                    self._pivot(place, entering)
        kept = [place for place in range(len(self.rows)) if self.basis[place] < width]
        self.rows = [[*self.rows[place][:width], self.rows[place][-1]] for place in kept]
        self.basis = [self.basis[place] for place in kept]

    def _climb(self, costs: list[Fraction]) -> Fraction | None:
        gains = [*costs, Fraction(0)]
        for place, number in enumerate(self.basis):
            self._clear(gains, place, number)
        while True:
            entering = next((number for number, gain in enumerate(gains[:-1]) if gain > 0), None)
            if entering is None:
                return -gains[-1]
            ratios = [
                (line[-1] / line[entering], self.basis[place], place)
                for place, line in enumerate(self.rows)
                if line[entering] > 0
            ]
            if not ratios:
                return None
            place = min(ratios)[2]
            self._pivot(place, entering)
            self._clear(gains, place, entering)

    def _clear(self, line: list[Fraction], place: int, number: int) -> None:
        factor = line[number]
        if factor:
            for column, value in enumerate(self.rows[place]):
                if value:
                    line[column] -= factor * value

    def _pivot(self, place: int, entering: int) -> None:
        scale = self.rows[place][entering]
        self.rows[place] = [value / scale if value else value for value in self.rows[place]]
        for other in range(len(self.rows)):
            if other != place:
                self._clear(self.rows[other], place, entering)
        self.basis[place] = entering


def additive(parts: Sequence[str], total: str, known: Mapping[str, int]) -> Equation:
    """Parts add up to their total; what is published moves to the right side."""
    row: dict[str, int] = {}
    constant = 0
    for name, sign in [*((part, 1) for part in parts), (total, -1)]:
        if name in known:
            constant -= sign * known[name]
        else:
            row[name] = row.get(name, 0) + sign
    return row, constant


def within(name: str, low: int, high: int) -> list[Equation]:
    """The unknown lies between two bounds (slack variables of its own)."""
    return [({name: 1, f"{name} above": -1}, low), ({name: 1, f"{name} below": 1}, high)]
