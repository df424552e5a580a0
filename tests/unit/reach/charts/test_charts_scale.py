"""Axes have round steps that hold the values; shades rise with the value."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from learnhub.reach.charts.scale import MOST_STEPS, SHADES, round_sizes, shade, span, ticks

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


def is_round(step: Fraction) -> bool:
    text = str(int(step * 1000)).rstrip("0")
    return text in {"1", "2", "5"}


@given(st.integers(0, 10**9))
def test_an_axis_of_counts_has_whole_round_steps(most: int) -> None:
    found = ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= MOST_STEPS + 1
    assert all(each.denominator == 1 for each in found)
    assert is_round(found[1])
    assert len(found) == 2 or found[-2] < most


def test_a_small_share_has_small_steps() -> None:
    assert ticks(Fraction(3, 10), whole=False) == [0, *(Fraction(n, 10) for n in (1, 2, 3))]
    assert ticks(3) == [0, 1, 2, 3]


@given(NUMBERS, NUMBERS)
def test_a_span_holds_both_ends(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    found = span(low, high)
    assert found[0] <= low
    assert high <= found[-1]
    assert 2 <= len(found) <= MOST_STEPS + 1
    assert len({b - a for a, b in pairwise(found)}) == 1
    if low < 0 < high:
        assert 0 in found


@given(st.integers(1, 10**7))
def test_the_key_of_a_map_is_round_and_not_above_the_largest(most: int) -> None:
    found = round_sizes(most)
    assert 1 <= len(found) <= 3
    assert found == sorted(set(found))
    assert found[-1] <= most < found[-1] * 3
    assert all(str(each).rstrip("0") in {"1", "2", "5"} for each in found)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_is_never_shaded_less(one: int, other: int) -> None:
    most = max(one, other)
    low, high = sorted((one, other))
    assert shade(low, most) <= shade(high, most)
    assert shade(most, most) == (SHADES if most else 0)
    assert (shade(low, most) == 0) == (low == 0)


def test_nothing_has_no_shade() -> None:
    assert shade(None, 10) == 0
    assert shade(0, 10) == 0
    assert shade(5, 0) == 0
    assert shade(1, 10**6) == 1
