"""The attacker: a linear program over what is published, solved exactly (simplex with bounds).

It shares no code with the product. It knows all published numbers, that parts add up to totals, and that no count is
negative; a number rounded to a base it knows to within half of it.

Every corner on the way is a set of counts that fits all that is published. What was seen of a number at any corner is
remembered, so one program answers about hundreds of numbers with few steps for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction

Number = int | Fraction
Equation = tuple[Mapping[str, Number], Number]
"""Coefficients of unknowns, and the constant that they sum to."""
Bounds = tuple[Number, Number | None]
PATIENCE = 20
"""After so many steps that lead nowhere the steepest way gives way to the one that cannot go in circles (Bland)."""


class Step(Enum):
    """What came of a step."""

    DONE = "no way is better"
    MOVED = "to another corner"
    IDLE = "the same corner, with another basis"
    ENDLESS = "nothing ends the way"


class Program:
    """All solutions of some equations, at a corner of what is possible; unknowns are not negative, or within `bounds`.

    Raises ValueError if there is no solution.
    """

    def __init__(self, equations: Sequence[Equation], bounds: Mapping[str, Bounds] | None = None) -> None:
        self.names = sorted({name for row, _ in equations for name in row})
        self._number = {name: number for number, name in enumerate(self.names)}
        given = {self._number[name]: pair for name, pair in (bounds or {}).items() if name in self._number}
        self._from = {number: low for number, (low, _) in given.items()}
        self._top = {number: high - low for number, (low, high) in given.items() if high is not None}
        self._turned: set[int] = set()  # unknowns that are counted downwards from their upper bound
        self._rows: list[dict[int, Number]] = []
        self._right: list[Number] = []
        self._basis: list[int] = []
        self._at: dict[int, int] = {}
        self._using: list[set[int]] = [set() for _ in self.names]
        self._gains: dict[int, Number] = {}
        self._low: dict[int, Number] = {}
        self._high: dict[int, Number] = {}
        for row, constant in equations:
            self._add({self._number[name]: factor for name, factor in row.items() if factor}, constant)
        self._find_a_start()

    def greatest(self, goal: Mapping[str, int]) -> Number | None:
        """The greatest value of a sum of unknowns; None: without limit."""
        wanted = {self._number[name]: factor for name, factor in goal.items() if name in self._number}
        if not all(self._climb(wanted)):
            return None
        found: Number = 0
        for number, factor in wanted.items():
            found += factor * (self._value(number) + self._from.get(number, 0))
        return found

    def width(self, name: str) -> Number | None:
        """Between which bounds an unknown lies, as their distance; None: without limit."""
        high = self.greatest({name: 1})
        low = self.greatest({name: -1})
        assert low is not None
        return None if high is None else high + low

    def narrow(self, names: Iterable[str], least: Number) -> dict[str, Number]:
        """Those of the unknowns that lie in an interval narrower than `least`, and how wide it is."""
        wanted = {name: self._number[name] for name in names}
        return {
            name: self._high[number] - self._low[number]
            for name, number in wanted.items()
            if not self._is_wide(number, least)
        }

    def _is_wide(self, number: int, least: Number) -> bool:
        for way in (1, -1):
            if self._high[number] - self._low[number] >= least:
                return True
            for ended in self._climb({number: way}):
                if not ended or self._high[number] - self._low[number] >= least:
                    return True
        return self._high[number] - self._low[number] >= least

    def _add(self, row: dict[int, Number], constant: Number) -> None:
        """An equation, with a helper of its own that has to come to nought."""
        for number, factor in row.items():
            constant -= factor * self._from.get(number, 0)
        if constant < 0:
            row, constant = {number: -factor for number, factor in row.items()}, -constant
        place = len(self._rows)
        for number in row:
            self._using[number].add(place)
        self._rows.append(row)
        self._right.append(constant)
        self._basis.append(-1 - place)

    def _find_a_start(self) -> None:
        for row in self._rows:
            for number, factor in row.items():
                self._gains[number] = self._gains.get(number, 0) + factor
        idle = 0
        while (step := self._step(careful=idle > PATIENCE)) is not Step.DONE:
            idle = idle + 1 if step is Step.IDLE else 0
        if any(number < 0 and right for number, right in zip(self._basis, self._right, strict=True)):
            raise ValueError("the published numbers contradict one another")
        for place, row in enumerate(self._rows):
            if self._basis[place] < 0 and row:
                self._pivot(place, min(row))
        self._low = {number: self._value(number) for number in range(len(self.names))}
        self._high = dict(self._low)

    def _value(self, number: int) -> Number:
        """What an unknown is at this corner, counted from its lower bound."""
        value = self._right[self._at[number]] if number in self._at else 0
        return self._top[number] - value if number in self._turned else value

    def _climb(self, goal: Mapping[int, int]) -> Iterator[bool]:
        """Step by step to the corner where a sum is greatest; False if nothing ends the way."""
        gains: dict[int, Number] = {}
        for number, factor in goal.items():
            sign = -factor if number in self._turned else factor
            if number not in self._at:
                gains[number] = gains.get(number, 0) + sign
                continue
            for other, each in self._rows[self._at[number]].items():
                gains[other] = gains.get(other, 0) - sign * each
        self._gains = gains
        idle = 0
        while (step := self._step(careful=idle > PATIENCE)) is not Step.DONE:
            yield step is not Step.ENDLESS
            if step is Step.ENDLESS:
                return
            idle = idle + 1 if step is Step.IDLE else 0

    def _step(self, *, careful: bool) -> Step:
        """To a neighbouring corner where the goal is greater; `careful`: by Bland's rule."""
        rising = [number for number, gain in self._gains.items() if gain > 0]
        if not rising:
            return Step.DONE
        entering = min(rising) if careful else max(rising, key=lambda number: (self._gains[number], -number))
        reach, place = self._reach(entering)
        if reach is None:
            return Step.ENDLESS
        touched = [entering, *(self._basis[each] for each in self._using[entering])]
        if place is None:
            self._turn(entering)
        else:
            if self._rows[place][entering] < 0:
                self._turn_basic(place)
            self._pivot(place, entering)
        for number in touched if self._low else ():
            value = self._value(number)
            self._low[number] = min(self._low[number], value)
            self._high[number] = max(self._high[number], value)
        return Step.MOVED if reach else Step.IDLE

    def _reach(self, entering: int) -> tuple[Number | None, int | None]:
        """How far an unknown can rise, and the row that ends it; without a row its own bound does."""
        reach, first, ends = self._top.get(entering), entering, None
        for place in self._using[entering]:
            factor, number = self._rows[place][entering], self._basis[place]
            left = self._right[place]
            if factor < 0:
                if number not in self._top:
                    continue
                left, factor = self._top[number] - left, -factor
            here = over(left, factor)
            if reach is None or (here, number) < (reach, first):
                reach, first, ends = here, number, place
        return reach, ends

    def _turn(self, number: int) -> None:
        """Count an unknown outside of the basis from its other bound."""
        self._turned ^= {number}
        for place in self._using[number]:
            factor = self._rows[place][number]
            self._right[place] = plain(self._right[place] - factor * self._top[number])
            self._rows[place][number] = -factor
        if number in self._gains:
            self._gains[number] = -self._gains[number]

    def _turn_basic(self, place: int) -> None:
        number = self._basis[place]
        self._turned ^= {number}
        self._right[place] = plain(self._top[number] - self._right[place])
        self._rows[place] = {other: -factor for other, factor in self._rows[place].items()}

    def _pivot(self, place: int, entering: int) -> None:
        row, leaving = self._rows[place], self._basis[place]
        scale = row.pop(entering)
        self._rows[place] = row = {number: over(factor, scale) for number, factor in row.items()}
        if leaving >= 0:
            row[leaving] = over(1, scale)
            self._using[leaving] = {place}
            del self._at[leaving]
        self._right[place] = over(self._right[place], scale)
        self._basis[place] = entering
        self._at[entering] = place
        others, self._using[entering] = self._using[entering] - {place}, set()
        for other in others:
            times = self._rows[other].pop(entering)
            self._right[other] = plain(self._right[other] - times * self._right[place])
            for number in subtract(self._rows[other], row, times):
                self._using[number] ^= {other}
        if gain := self._gains.pop(entering, 0):
            subtract(self._gains, row, gain)


def over(one: Number, other: Number) -> Number:
    """One number divided by another; whole numbers stay so, as they are much faster."""
    return plain(Fraction(one, 1) / other) if one % other else int(one // other)


def plain(value: Number) -> Number:
    """The same number, as an integer if it is one."""
    return value.numerator if value.denominator == 1 else value


def subtract(row: dict[int, Number], other: Mapping[int, Number], times: Number) -> list[int]:
    """Take a row so many times from another one; which unknowns came in or went out."""
    changed = []
    for number, factor in other.items():
        before = row.get(number, 0)
        left = plain(before - times * factor)
        if left:
            row[number] = left
        else:
            row.pop(number, None)
        if bool(before) != bool(left):
            changed.append(number)
    return changed


def additive(parts: Sequence[str], total: str, known: Mapping[str, int]) -> Equation:
    """Parts add up to their total; what is published moves to the right side."""
    row: dict[str, Number] = {}
    constant = 0
    for name, sign in [*((part, 1) for part in parts), (total, -1)]:
        if name in known:
            constant -= sign * known[name]
        else:
            row[name] = row.get(name, 0) + sign
    return row, constant
