"""Round steps for axes, and steps of shade for matrices."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

Number = int | Fraction
SHADES = 6
MOST_STEPS = 5


def ticks(most: Number, *, whole: bool = True) -> list[Fraction]:
    """0 and a few further round values, the last one not below `most`; whole numbers for counts."""
    size = Fraction(1) if whole else Fraction(1, 1000)
    while True:
        for factor in (1, 2, 5):
            step = size * factor
            if step * MOST_STEPS >= most:
                count = max(1, -(-Fraction(most) // step))
                return [step * each for each in range(count + 1)]
        size *= 10


def span(low: Number, high: Number) -> list[Fraction]:
    """Round values from at or below `low` to at or above `high`; 0 is among them if it lies between."""
    size = Fraction(1, 1000)
    while True:
        for factor in (1, 2, 5):
            step = size * factor
            first, last = Fraction(low) // step, -(-Fraction(high) // step)
            if last - first <= MOST_STEPS:
                return [step * each for each in range(first, max(last, first + 1) + 1)]
        size *= 10


def round_sizes(most: int) -> list[int]:
    """Up to three round numbers for the key of a map: about a tenth, a third and all of `most`."""
    found = {_round_down(part) for part in (most, most // 3, most // 10) if part > 0}
    return sorted(found)


def shade(value: Number | None, most: Number) -> int:
    """Step of shade from 1 (little) to 6 (most), by the square root so that small ones differ; 0 for nothing."""
    if not value or value <= 0 or most <= 0:
        return 0
    share = Fraction(value) / most
    root = isqrt(int(share * SHADES * SHADES * 10_000))  # 100 times the root of the share, times SHADES
    return min(SHADES, -(-root // 100) or 1)


def _round_down(value: int) -> int:
    size = int(10 ** (len(str(value)) - 1))
    return next(step * size for step in (5, 2, 1) if step * size <= value)
