"""The rules for single figures, two releases, rounding and the sentence with its parts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.reach.disclosure.kinds import Kind, kind_of, made_of
from learnhub.reach.disclosure.phrase import phrase
from learnhub.reach.disclosure.revisions import allowed
from learnhub.reach.disclosure.rounding import rounded_count, rounded_share
from learnhub.reach.disclosure.rules import (
    mean_hidden,
    odds_hidden,
    outcome_hidden,
    overlapping_hidden,
    rate_hidden,
    small,
    sum_hidden,
)
from learnhub.reach.indicators import INDICATORS


def test_counts_from_one_to_four_are_small() -> None:
    assert [count for count in range(8) if small(count)] == [1, 2, 3, 4]
    assert small(Fraction(1, 2))
    assert not small(Fraction(5))


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [
        (5, 10, False),
        (5, 9, True),
        (4, 20, True),
        (0, 20, False),
        (20, 20, False),
        (17, 20, True),
        (0, 0, True),
    ],
)
def test_rates_need_a_base_of_ten_and_no_small_part(
    numerator: int, denominator: int, *, hidden: bool
) -> None:
    assert rate_hidden(numerator, denominator) is hidden


def test_odds_need_both_counts() -> None:
    assert odds_hidden(4, 40)
    assert odds_hidden(40, 4)
    assert not odds_hidden(5, 5)
    assert odds_hidden(0, 9)


def test_a_whole_small_group_may_not_be_told_about() -> None:
    assert outcome_hidden(0, 9)
    assert outcome_hidden(9, 9)
    assert not outcome_hidden(0, 10)
    assert not outcome_hidden(6, 9)
    assert not outcome_hidden(0, 0)
    assert overlapping_hidden(18, 20)
    assert not overlapping_hidden(15, 20)
    assert overlapping_hidden(3, 20)


def test_means_and_sums() -> None:
    assert mean_hidden(9)
    assert not mean_hidden(10)
    assert sum_hidden(4)
    assert not sum_hidden(0)
    assert not sum_hidden(5, Fraction(4, 5))
    assert sum_hidden(5, Fraction(81, 100))
    assert not sum_hidden(0, Fraction(1))


@given(st.integers(0, 40), st.integers(0, 40))
def test_two_releases_may_differ_by_few_only_between_larger_counts(before: int, after: int) -> None:
    few = 1 <= abs(before - after) <= 4
    assert allowed(before, after) is (not few or (before >= 5 and after >= 5))


def test_the_sentence_leaves_out_what_may_not_be_said() -> None:
    parts = {"F": 25, "Africa": 22, "SIDS": 9, "LDC": 14}
    assert phrase(49, parts) == "49 (F 25; Africa 22; SIDS 9; LDC 14)"
    assert phrase(49, {**parts, "F": None, "SIDS": 4}) == "49 (Africa 22; LDC 14)"
    assert phrase(49, {"F": 46}) == "49"
    assert phrase(4, {"F": 4}) == ""
    assert phrase(49, {}) == "49"


@given(st.integers(-1000, 1000))
def test_rounding_is_to_the_nearest_multiple_of_five(value: int) -> None:
    found = rounded_count(value)
    assert found % 5 == 0
    assert abs(found - value) <= 2
    assert rounded_count(-value) == -found


def test_shares_are_whole_per_cent_over_twenty() -> None:
    assert rounded_share(25, 48) == Fraction(52, 100)
    assert rounded_share(1, 19) is None
    assert rounded_share(1, 40) == Fraction(3, 100)
    assert rounded_count(Fraction(5, 2)) == 5


def test_every_indicator_has_a_kind() -> None:
    kinds = {code: kind_of(code) for code in INDICATORS}
    assert kinds["R04"] is kinds["F02"] is kinds["T05"] is Kind.COUNT
    assert kinds["H03"] is Kind.SUM
    assert kinds["U02"] is kinds["L04"] is Kind.MEAN
    assert kinds["T01"] is kinds["R08"] is Kind.FREE
    assert kind_of("Q03.LDC") is Kind.RATE
    ratios = {code for code, each in INDICATORS.items() if str(each.unit) == "ratio"}
    assert {code for code, kind in kinds.items() if kind is Kind.RATE} >= ratios - {"L06", "Q02"}


def test_a_share_of_a_group_tells_the_count_of_that_group() -> None:
    assert ("R04", {"country_group": "LDC"}) in made_of("Q03.LDC")
    assert made_of("Q05.gender") == (("R04", {"sex": "U"}),)
    assert made_of("U01") == ()
