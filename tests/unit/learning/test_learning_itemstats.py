"""Funnel, median, facility and discrimination: by hand, and against slow formulas."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.learning.itemstats import FEWEST, Passage, Sat, Stand, correlation, funnel, item_figures, median

MASKS = (1, 2, 4)


def test_a_funnel_counts_who_passed_and_who_stopped() -> None:
    stands = [
        Stand(0b111, completed=True, quiet=True, count=5),
        Stand(0b001, completed=False, quiet=True, count=3),
        Stand(0b001, completed=False, quiet=False, count=2),
        Stand(0b101, completed=False, quiet=True, count=1),
        Stand(0b000, completed=False, quiet=True, count=4),
    ]
    assert funnel(MASKS, stands) == [Passage(11, 4), Passage(5, 4), Passage(6, 0)]


@given(
    st.lists(
        st.builds(Stand, st.integers(0, 15), st.booleans(), st.booleans(), st.integers(1, 9)), max_size=12
    )
)
def test_nobody_stops_twice(stands: list[Stand]) -> None:
    found = funnel(MASKS, stands)
    people = sum(stand.count for stand in stands)
    assert all(passage.done + passage.stopped <= people for passage in found)
    assert sum(passage.stopped for passage in found) <= sum(
        s.count for s in stands if s.quiet and not s.completed
    )


def test_the_median_is_the_middle_and_does_not_mind_the_wild() -> None:
    assert median([]) is None
    assert median([3]) == 3
    assert median([4, 1]) == Fraction(5, 2)
    assert median([1, 2, 3, 4, 1_000_000]) == 3


def sat(own: int, rest: int, of: int = 4) -> Sat:
    shares = {"a": Fraction(own), "b": Fraction(rest, of)}
    return Sat(shares, {"a": 1, "b": of}, {"a": (0 if own else 1,)})


def test_facility_is_the_mean_share_in_per_cent_and_options_are_counted() -> None:
    tries = [sat(1, 4)] * 6 + [sat(0, 1)] * 4
    first, second = item_figures(["a", "b"], tries)
    assert (first.facility, first.answered, first.chosen) == (60, 10, {0: 6, 1: 4})
    assert first.discrimination == 100, "who knows the rest knows this"
    assert second.facility == Fraction(70)


def test_a_question_of_fewer_than_ten_papers_has_no_figures() -> None:
    assert item_figures(["a"], [sat(1, 4)] * (FEWEST - 1)) == []
    assert item_figures(["c"], [sat(1, 4)] * FEWEST) == []


def test_discrimination_is_undefined_where_nobody_differs_or_nothing_is_beside() -> None:
    assert item_figures(["a"], [sat(1, n % 4) for n in range(10)])[0].discrimination is None
    alone = [Sat({"a": Fraction(n % 2)}, {"a": 1}, {}) for n in range(10)]
    assert item_figures(["a"], alone)[0].discrimination is None


@pytest.mark.parametrize(
    ("pairs", "hundredths"),
    [
        ([(0, 0), (1, 1)], 100),
        ([(0, 1), (1, 0)], -100),
        ([(0, 0), (0, 1), (1, 1), (1, 0)], 0),
        ([(1, 2), (2, 1), (3, 3)], 50),
    ],
)
def test_correlations_by_hand(pairs: list[tuple[int, int]], hundredths: int) -> None:
    assert correlation([(Fraction(x), Fraction(y)) for x, y in pairs]) == hundredths


SHARES = st.fractions(0, 1, max_denominator=6)


@given(st.lists(st.tuples(SHARES, SHARES), min_size=2, max_size=20))
def test_the_correlation_is_that_of_the_textbook(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = correlation(pairs)
    n = len(pairs)
    mean_x, mean_y = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    spread = sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs)
    if found is None:
        assert spread == 0
        return
    slow = float(sum((x - mean_x) * (y - mean_y) for x, y in pairs)) / sqrt(spread)
    assert abs(found - 100 * slow) <= 0.5 + 1e-6
    assert -100 <= found <= 100
    assert correlation([(y, x) for x, y in pairs]) == found
