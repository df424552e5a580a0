"""The rules for single figures, by kind. Each says whether a figure must be held back. Tables that add up need
`tables.py` besides."""

from __future__ import annotations

from fractions import Fraction

from learnhub.reach.disclosure.lines import K

N_MEAN = 10
"""Means, and rates, need this many persons or answers under them."""
DOMINANT = Fraction(4, 5)
"""A sum is held back if one contributor has more than this share of it."""

Number = int | Fraction


def small(count: Number, k: int = K) -> bool:
    """Rule 1: a count from 1 to k - 1 (a fractional one: above 0 and below k). 0 may be published."""
    return 0 < count < k


def rate_hidden(numerator: Number, denominator: Number, k: int = K) -> bool:
    """Rule 2 for a share: its base is below 10, or those in it or those out of it are few."""
    return denominator < N_MEAN or small(numerator, k) or small(denominator - numerator, k)


def odds_hidden(one: Number, other: Number, k: int = K) -> bool:
    """Rule 2 for one count over another, such as women over men."""
    return one + other < N_MEAN or small(one, k) or small(other, k)


def women_and_men(numerator: Number, denominator: Number, *, adjusted: bool) -> tuple[Number, Number]:
    """Women and men of a parity index. The adjusted one is 2 - M / F where women are more: 2F - M over F."""
    if adjusted and numerator > denominator > 0:
        return denominator, 2 * denominator - numerator
    return numerator, denominator


def outcome_hidden(count: Number, base: Number, k: int = K) -> bool:
    """Rules 1 and 2 for a count in an outcome table: also if nobody or everybody of a small group is in it."""
    return small(count, k) or (0 < base < N_MEAN and count in {0, base})


def overlapping_hidden(count: Number, total: Number) -> bool:
    """For outcome tables whose parts overlap: the few who are in the total and not in the part."""
    return small(count) or small(total - count)


def mean_hidden(n: int) -> bool:
    """Rule 3: a mean, gain, effect size, alpha or item statistic of fewer than 10 persons."""
    return n < N_MEAN


def sum_hidden(contributors: int, largest_share: Fraction | None = None, k: int = K) -> bool:
    """Rule 4: hours or days of fewer than k persons, or mostly of one. Nobody's 0 hours may be published."""
    return small(contributors, k) or (
        largest_share is not None and contributors > 0 and largest_share > DOMINANT
    )
