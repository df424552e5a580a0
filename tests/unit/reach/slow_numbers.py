"""Exact arithmetic of the slow way: how numbers are written, means, covariance, correlation."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

Number = int | Fraction | None


def text_of(value: Number) -> str:
    """As golden files write numbers."""
    if value is None:
        return ""
    exact = Fraction(value)
    with localcontext() as context:
        context.prec = 60
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        written = format(number.quantize(Decimal("0.000001"), ROUND_HALF_UP), "f")
    written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def ratio(part: int | Fraction, whole: int | Fraction) -> Number:
    return Fraction(part) / Fraction(whole) if whole else None


def square_root(value: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def covariance(left: list[Fraction], right: list[Fraction]) -> Fraction:
    a, b = mean(left), mean(right)
    return sum(((x - a) * (y - b) for x, y in zip(left, right, strict=True)), Fraction(0)) / (len(left) - 1)


def correlation(left: list[Fraction], right: list[Fraction]) -> Fraction | None:
    if len(left) < 2:
        return None
    spread = covariance(left, left) * covariance(right, right)
    return covariance(left, right) / square_root(spread) if spread else None
