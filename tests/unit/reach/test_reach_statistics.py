"""Statistics of pairs and items: worked examples, and laws that hold for any scores."""

from __future__ import annotations

import statistics as textbook
from dataclasses import dataclass
from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.reach.figures import written
from learnhub.reach.statistics import (
    NONE,
    Item,
    Moments,
    alpha,
    effect_size,
    individual_gain,
    root,
    wilson,
)


@dataclass(frozen=True)
class Pair:
    """So many pairs with these two scores, in per cent."""

    pre: Fraction
    post: Fraction
    count: int


SCORES = st.integers(0, 20).map(lambda mark: Fraction(100 * mark, 20))
PAIRS = st.lists(st.builds(Pair, SCORES, SCORES, st.integers(1, 4)), min_size=1, max_size=12)
MARKS = st.integers(1, 5).flatmap(
    lambda items: st.lists(
        st.lists(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]), min_size=items, max_size=items),
        min_size=1,
        max_size=15,
    )
)


def pairs(*scores: tuple[int, int]) -> list[Pair]:
    return [Pair(Fraction(pre), Fraction(post), 1) for pre, post in scores]


def moments_of(some: list[Pair]) -> Moments:
    found = NONE
    for pair in some:
        one = Moments(1, pair.pre, pair.post, pair.pre**2, pair.post**2, pair.pre * pair.post)
        for _ in range(pair.count):
            found += one
    return found


def gains_of(some: list[Pair]) -> tuple[Fraction, int]:
    return individual_gain((pair.pre, pair.count, pair.post * pair.count) for pair in some)


WORKED = pairs((40, 80), (20, 60), (60, 70), (50, 90))


def test_the_worked_example_of_the_methodology() -> None:
    found = effect_size(moments_of(WORKED))
    assert written(found.d) == "2.146879"
    assert written(found.g) == "1.561367"
    assert (written(found.lo), written(found.hi)) == ("0.304077", "2.818657")
    assert written(found.t) == "4.333333"
    assert written(found.r) == "0.52915"
    total, among = gains_of(WORKED)
    assert written(total / among) == "0.554167"


def test_what_nobody_can_compute_is_undefined() -> None:
    assert effect_size(moments_of(WORKED[:1])).g is None
    same = effect_size(moments_of(pairs((50, 50), (50, 50))))
    assert (same.d, same.t, same.r) == (None, None, None)
    without_spread_before = effect_size(moments_of(pairs((50, 60), (50, 80))))
    assert without_spread_before.d is not None
    assert without_spread_before.lo is None
    assert gains_of(pairs((100, 100))) == (0, 0)
    assert wilson(0, 0) is None
    assert alpha([]) is None


@given(st.fractions(min_value=0, max_value=10**6))
def test_roots_are_near_and_exact_where_they_can_be(value: Fraction) -> None:
    found = root(value)
    assert found * found <= value
    assert abs(found * found - value) <= Fraction(1, 10**30)
    assert root(value * value) == value


@given(PAIRS)
def test_moments_agree_with_the_textbook(some: list[Pair]) -> None:
    moments = moments_of(some)
    pre = [float(pair.pre) for pair in some for _ in range(pair.count)]
    post = [float(pair.post) for pair in some for _ in range(pair.count)]
    if len(pre) < 2:
        return
    assert isclose(moments.variance_x, textbook.variance(pre), abs_tol=1e-6)
    assert isclose(moments.variance_y, textbook.variance(post), abs_tol=1e-6)
    r = moments.correlation()
    if r is None:
        assert 0 in (moments.variance_x, moments.variance_y)
    else:
        assert isclose(r, textbook.correlation(pre, post), abs_tol=1e-6)
        assert abs(r) <= 1 + Fraction(1, 10**20)


@given(PAIRS)
def test_an_interval_holds_its_estimate_and_signs_turn_with_the_tests(some: list[Pair]) -> None:
    found = effect_size(moments_of(some))
    turned = effect_size(moments_of([Pair(pair.post, pair.pre, pair.count) for pair in some]))
    if found.g is not None and found.lo is not None and found.hi is not None:
        assert found.lo <= found.g <= found.hi
        assert turned.g == -found.g
    assert (found.t is None) == (turned.t is None)


@given(PAIRS)
def test_marks_of_other_scales_are_the_same_scores(some: list[Pair]) -> None:
    halves = moments_of([Pair(pair.pre / 2, pair.post / 4, pair.count) for pair in some])
    assert halves.scaled(Fraction(2), Fraction(4)) == moments_of(some)


@given(PAIRS)
def test_so_many_equal_pairs_are_as_good_as_each_alone(some: list[Pair]) -> None:
    alone = [Pair(pair.pre, pair.post, 1) for pair in some for _ in range(pair.count)]
    assert effect_size(moments_of(some)) == effect_size(moments_of(alone))
    assert gains_of(some) == gains_of(alone)


def items_of(attempts: list[list[Fraction]]) -> list[Item]:
    totals = [sum(marks, Fraction(0)) for marks in attempts]
    return [
        Item(
            len(attempts),
            sum((marks[place] for marks in attempts), Fraction(0)),
            sum((marks[place] ** 2 for marks in attempts), Fraction(0)),
            sum((marks[place] * total for marks, total in zip(attempts, totals, strict=True)), Fraction(0)),
            sum(totals, Fraction(0)),
            sum((total * total for total in totals), Fraction(0)),
        )
        for place in range(len(attempts[0]))
    ]


@given(MARKS)
def test_items_agree_with_the_textbook(attempts: list[list[Fraction]]) -> None:
    items = items_of(attempts)
    totals = [float(sum(marks)) for marks in attempts]
    found = alpha(items)
    if found is None:
        assert len(items) < 2 or len(attempts) < 2 or textbook.variance(totals) == 0
    else:
        parts = sum(
            textbook.variance([float(marks[place]) for marks in attempts]) for place in range(len(items))
        )
        expected = len(items) / (len(items) - 1) * (1 - parts / textbook.variance(totals))
        assert isclose(found[0] / found[1], expected, abs_tol=1e-6)
    own = [float(marks[0]) for marks in attempts]
    rest = [total - mark for total, mark in zip(totals, own, strict=True)]
    r = items[0].discrimination()
    if r is not None:
        assert isclose(r, textbook.correlation(own, rest), abs_tol=1e-6)


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 5), (7, 9), (3, 10), (1, 1)])
def test_intervals_of_shares_agree_with_the_formula(part: int, whole: int) -> None:
    z, p = 1.96, part / whole
    middle, margin = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    found = wilson(part, whole)
    assert found is not None
    assert isclose(found[0], (middle - margin) / (1 + z * z / whole), abs_tol=1e-9)
    assert isclose(found[1], (middle + margin) / (1 + z * z / whole), abs_tol=1e-9)
    assert -Fraction(1, 10**9) <= found[0] <= Fraction(part, whole) <= found[1]
