"""What a course team learns from its learners' figures, as exact functions of values: where people stop, how long a
step takes, how hard a question is and whether it tells those who know from those who do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, lcm

FEWEST = 10
"""Figures of fewer people are not shown: they would speak of single learners."""


@dataclass(frozen=True, slots=True)
class Stand:
    """So many learners with the same steps done; `quiet`: without a sign of study for two weeks."""

    done: int
    completed: bool
    quiet: bool
    count: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A step in the funnel: who has done it, and who stopped before it (her first open step, and she is quiet)."""

    done: int
    stopped: int


def funnel(masks: Sequence[int], stands: Iterable[Stand]) -> list[Passage]:
    """For each step, in reading order and given by its bit, who passed it and who stopped there.

    Whoever completed the course stopped nowhere.
    """
    done, stopped = [0] * len(masks), [0] * len(masks)
    for stand in stands:
        first = next((n for n, mask in enumerate(masks) if not stand.done & mask), None)
        for n, mask in enumerate(masks):
            if stand.done & mask:
                done[n] += stand.count
        if first is not None and stand.quiet and not stand.completed:
            stopped[first] += stand.count
    return [Passage(*pair) for pair in zip(done, stopped, strict=True)]


def median(values: Sequence[int]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; None without any.

    It stands for a typical time better than the mean: half of the values may be wild, a page left open or skimmed,
    before it is wild itself (its breakdown point is one half; Huber, Robust Statistics, 1981, section 1.3).
    """
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return Fraction(ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2))


@dataclass(frozen=True, slots=True)
class Sat:
    """A try: for each question of its paper the share of its marks that was earned (0 to 1), how many marks it has,
    and the options that were chosen."""

    shares: Mapping[str, Fraction]
    marks: Mapping[str, int]
    chosen: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """A question: `facility` in per cent; `discrimination` in hundredths from -100 to 100, None if it is undefined;
    how often each option was chosen."""

    question: str
    answered: int
    facility: Fraction
    discrimination: int | None
    chosen: Mapping[int, int]


def item_figures(questions: Sequence[str], tries: Sequence[Sat]) -> list[ItemFigures]:
    """The figures of each question that at least `FEWEST` papers have; one try of each person.

    Facility index: the mean share of its marks, in per cent (Moodle, "Quiz statistics calculations": F = 100 mean(x) /
    max). Discrimination: the correlation of what a question gave with what the rest of the same paper gave, so that a
    question does not vouch for itself (Henrysson 1963, Psychometrika 28, 211-218; Crocker and Algina 1986, chapter 14).
    Papers with different questions are compared by shares of marks.
    """
    found = []
    whole = [_marks_of(sat) for sat in tries]
    for question in questions:
        papers = [
            (sat, earned, most)
            for sat, (earned, most) in zip(tries, whole, strict=True)
            if question in sat.shares
        ]
        if len(papers) < FEWEST:
            continue
        own = sum((sat.shares[question] for sat, _earned, _most in papers), Fraction(0))
        pairs = [_beside(*paper, question) for paper in papers if paper[2] > paper[0].marks[question]]
        counts = Counter(option for sat, _earned, _most in papers for option in sat.chosen.get(question, ()))
        found.append(
            ItemFigures(question, len(papers), 100 * own / len(papers), correlation(pairs), dict(counts))
        )
    return found


def _marks_of(sat: Sat) -> tuple[Fraction, int]:
    """What a paper earned, and the most that it could."""
    earned = sum((share * sat.marks[question] for question, share in sat.shares.items()), Fraction(0))
    return earned, sum(sat.marks[question] for question in sat.shares)


def _beside(sat: Sat, earned: Fraction, most: int, question: str) -> tuple[Fraction, Fraction]:
    """The share of a question, and the share of all the others of its paper."""
    share, marks = sat.shares[question], sat.marks[question]
    return share, (earned - share * marks) / (most - marks)


def correlation(pairs: Sequence[tuple[Fraction, Fraction]]) -> int | None:
    """The product-moment correlation in hundredths, rounded half away from zero; None if either side never differs.

    Exact: the square of it is a fraction, and the root is taken of whole numbers.
    """
    n = len(pairs)
    xs, ys = _whole([x for x, _ in pairs]), _whole([y for _, y in pairs])
    both = n * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys)
    spread = (n * sum(x * x for x in xs) - sum(xs) ** 2) * (n * sum(y * y for y in ys) - sum(ys) ** 2)
    if not spread:
        return None
    doubled = isqrt(40_000 * both * both // spread)  # twice the hundredths, rounded down
    hundredths = (doubled + 1) // 2
    return hundredths if both > 0 else -hundredths


def _whole(values: Sequence[Fraction]) -> list[int]:
    """The same values in a unit of which all are multiples: a correlation does not mind the unit."""
    unit = lcm(*(value.denominator for value in values))
    return [value.numerator * (unit // value.denominator) for value in values]
