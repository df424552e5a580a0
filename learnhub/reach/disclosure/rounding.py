"""The rounding of the open cube: counts to multiples of 5, shares to whole per cent over a base of 20 or more."""

from __future__ import annotations

from fractions import Fraction

BASE = 5
SHARE_BASE = 20

Number = int | Fraction


def rounded_count(value: Number, base: int = BASE) -> int:
    """The nearest multiple of `base`; halves away from zero. Each count is rounded on its own."""
    exact = Fraction(value) / base
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return base * (whole if exact >= 0 else -whole)


def rounded_share(numerator: Number, denominator: Number) -> Fraction | None:
    """The share of unrounded numbers as a whole per cent (0.52); None where its base is below 20."""
    if denominator < SHARE_BASE:
        return None
    return Fraction(rounded_count(Fraction(numerator) * 100 / Fraction(denominator), 1), 100)
