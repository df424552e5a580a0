"""What the engine gives back: exact values with their numerators, and how a value is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from learnhub.reach.caution import Caution
from learnhub.reach.statistics import wilson

if TYPE_CHECKING:
    from learnhub.reach.query import Query

PLACES = 6
TOTAL = "*"


@dataclass(frozen=True, slots=True)
class Value:
    """An exact value. A count has no denominator; `n` is how many persons, units or answers are behind it.

    `largest_share` is the largest contributor's share of a sum of hours or days, where it was asked for.
    """

    numerator: int | Fraction
    denominator: int | Fraction | None
    n: int
    largest_share: Fraction | None = None

    @property
    def value(self) -> int | Fraction | None:
        """Numerator over denominator; None where that is undefined (0/0)."""
        if self.denominator is None:
            return self.numerator
        return Fraction(self.numerator) / self.denominator if self.denominator else None

    @property
    def text(self) -> str:
        """The value as data files carry it."""
        return written(self.value)


NOTHING = Value(0, None, 0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many persons (or units) behind a figure an attribute is known."""

    total: int
    gender: int
    country: int
    age: int

    def share(self, attribute: str) -> Fraction | None:
        """The known share of `gender`, `country` or `age`; None if nobody is counted."""
        known: int = getattr(self, attribute)
        return Fraction(known, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything that a reader needs to judge it.

    `beside` is the rate that must be told with it: the response rate of answers (U01, U02, U04), the matched
    share of pairs (L01 to L04).
    """

    query: Query
    measured: Value
    coverage: Coverage | None
    warnings: tuple[Caution, ...]
    beside: Value | None = None

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The 95 % interval of a share (Wilson), for a figure that is a part of a whole; else None."""
        part, whole = self.measured.numerator, self.measured.denominator
        if not isinstance(part, int) or not isinstance(whole, int) or not 0 <= part <= whole:
            return None
        return wilson(part, whole)

    @property
    def value(self) -> int | Fraction | None:
        """The number itself; None: undefined."""
        return self.measured.value

    @property
    def text(self) -> str:
        """The number as data files carry it."""
        return self.measured.text


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown. `axes` lists the categories of each dimension in order, unknown last.

    Totals are counted, not summed: a person who learns at two centres is in both rows and once in the total.
    """

    query: Query
    axes: tuple[tuple[str, ...], ...]
    cells: Mapping[tuple[str, ...], Value]
    coverage: Coverage | None
    warnings: tuple[str, ...]
    empty: Value = NOTHING

    def at(self, *labels: str) -> Value:
        """The value of a cell; `TOTAL` in a place means all of that dimension. What is not there is `empty`."""
        return self.cells.get(labels, self.empty)


def written(value: int | Fraction | None) -> str:
    """`3`, `0.833333`, or nothing for undefined: rounded half up to six places, no trailing zeros."""
    if value is None:
        return ""
    scaled = abs(Fraction(value)) * 10**PLACES
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, part = divmod(digits, 10**PLACES)
    sign = "-" if value < 0 and digits else ""
    return sign + f"{whole}.{part:0{PLACES}d}".rstrip("0").rstrip(".")
