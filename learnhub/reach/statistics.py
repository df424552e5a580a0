"""Exact statistics of pairs and items (methodology 1.0.0, series L and U).

Everything is a Fraction; a square root is the one thing that can't be, and is cut off far behind the last
decimal that anybody writes. None means undefined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

ROOT_SCALE = 10**40
NORMAL_95 = Fraction(196, 100)


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over n pairs of x and y, from which means, variances and the correlation follow."""

    n: int
    x: Fraction
    y: Fraction
    xx: Fraction
    yy: Fraction
    xy: Fraction

    def __add__(self, other: Moments) -> Moments:
        """Both together."""
        return Moments(
            self.n + other.n,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.yy + other.yy,
            self.xy + other.xy,
        )

    def scaled(self, x: Fraction, y: Fraction) -> Moments:
        """The same with each x and each y multiplied."""
        return Moments(self.n, self.x * x, self.y * y, self.xx * x * x, self.yy * y * y, self.xy * x * y)

    @property
    def variance_x(self) -> Fraction:
        """n - 1 in the denominator. Needs n > 1."""
        return (self.xx - self.x * self.x / self.n) / (self.n - 1)

    @property
    def variance_y(self) -> Fraction:
        """n - 1 in the denominator. Needs n > 1."""
        return (self.yy - self.y * self.y / self.n) / (self.n - 1)

    @property
    def covariance(self) -> Fraction:
        """n - 1 in the denominator. Needs n > 1."""
        return (self.xy - self.x * self.y / self.n) / (self.n - 1)

    def correlation(self) -> Fraction | None:
        """Pearson's r; undefined for fewer than two values, or where one of the two never varies."""
        return _correlation(self.variance_x, self.variance_y, self.covariance) if self.n > 1 else None


NONE = Moments(0, Fraction(0), Fraction(0), Fraction(0), Fraction(0), Fraction(0))


def _correlation(x: Fraction, y: Fraction, both: Fraction) -> Fraction | None:
    spread = x * y
    return both / root(spread) if spread else None


def root(value: Fraction) -> Fraction:
    """The square root, cut off after 40 decimals; of squares of fractions it is exact."""
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    scale = ROOT_SCALE * value.denominator
    return Fraction(isqrt(value.numerator * value.denominator * ROOT_SCALE * ROOT_SCALE), scale)


def individual_gain(groups: Iterable[tuple[Fraction, int, Fraction]]) -> tuple[Fraction, int]:
    """Sum of (post - pre) / (100 - pre) over pairs with a pre-test below 100, and how many these are.

    Each group is a pre-test score in per cent, how many pairs have it, and the sum of their post-test scores.
    """
    gains, among = Fraction(0), 0
    for pre, count, posts in groups:
        if pre < 100:
            gains += (posts - pre * count) / (100 - pre)
            among += count
    return gains, among


@dataclass(frozen=True, slots=True)
class Effect:
    """Effect size of paired scores after Borenstein: d, g with its 95 % interval, paired t, correlation."""

    d: Fraction | None = None
    g: Fraction | None = None
    lo: Fraction | None = None
    hi: Fraction | None = None
    t: Fraction | None = None
    r: Fraction | None = None


def effect_size(moments: Moments) -> Effect:
    """Of scores before (x) and after (y); s is the root of the mean of both variances, J corrects for small n.

    Undefined for n < 2, and where a variance that it needs is 0.
    """
    n = moments.n
    if n < 2:
        return Effect()
    gain = (moments.y - moments.x) / n
    x, y, both = moments.variance_x, moments.variance_y, moments.covariance
    r = _correlation(x, y, both)
    spread = x + y - 2 * both
    t = gain / root(spread / n) if spread else None
    average = (x + y) / 2
    if not average:
        return Effect(t=t, r=r)
    d = gain / root(average)
    correction = 1 - Fraction(3, 4 * (n - 1) - 1)
    g = correction * d
    if r is None:
        return Effect(d, g, t=t)
    variance = (Fraction(1, n) + d * d / (2 * n)) * 2 * (1 - r)
    margin = NORMAL_95 * correction * root(variance)
    return Effect(d, g, g - margin, g + margin, t, r)


@dataclass(frozen=True, slots=True)
class Item:
    """One item over n attempts: sums of the mark, its square, mark times total, the total, its square."""

    n: int
    mark: Fraction
    mark_mark: Fraction
    mark_total: Fraction
    total: Fraction
    total_total: Fraction

    def discrimination(self) -> Fraction | None:
        """Correlation of the item with the rest of the quiz."""
        rest = self.total - self.mark
        rest_rest = self.total_total - 2 * self.mark_total + self.mark_mark
        with_rest = self.mark_total - self.mark_mark
        return Moments(self.n, self.mark, rest, self.mark_mark, rest_rest, with_rest).correlation()


def alpha(items: Sequence[Item]) -> tuple[Fraction, Fraction] | None:
    """Cronbach's alpha (KR-20 for marks of 0 and 1) as numerator and denominator.

    Undefined for fewer than two items or attempts, or where the totals never vary.
    """
    p = len(items)
    if p < 2 or items[0].n < 2:
        return None
    first = items[0]
    totals = Moments(
        first.n, first.total, Fraction(0), first.total_total, Fraction(0), Fraction(0)
    ).variance_x
    if not totals:
        return None
    parts = sum(
        (
            Moments(item.n, item.mark, Fraction(0), item.mark_mark, Fraction(0), Fraction(0)).variance_x
            for item in items
        ),
        Fraction(0),
    )
    return Fraction(p, p - 1) * (totals - parts), totals


def wilson(successes: int, n: int) -> tuple[Fraction, Fraction] | None:
    """The 95 % interval of a share after Wilson (1927); None of nothing."""
    if not n:
        return None
    z, share = NORMAL_95, Fraction(successes, n)
    middle = share + z * z / (2 * n)
    margin = z * root(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return (middle - margin) / whole, (middle + margin) / whole
