"""Whole numbers and fractions in equations: one answer, whichever form a number has."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.reach.disclosure.exact import divided, lowered, quotient, subtract

WHOLE = st.integers(-50, 50)
NUMBERS = st.one_of(WHOLE, st.fractions(-9, 9, max_denominator=6).map(lowered))
ROWS = st.dictionaries(st.integers(0, 5), NUMBERS.filter(bool))


@given(NUMBERS, NUMBERS.filter(bool))
def test_a_quotient_is_exact_and_whole_where_it_can_be(one, other):
    found = quotient(one, other)
    assert found == Fraction(one) / Fraction(other)
    assert isinstance(found, int) is (Fraction(found).denominator == 1)


def test_nothing_is_divided_by_nought():
    with pytest.raises(ZeroDivisionError):
        quotient(1, 0)


@given(ROWS, ROWS, NUMBERS)
def test_rows_are_subtracted_cell_by_cell_and_keep_no_noughts(row, other, times):
    expected = {
        cell: left
        for cell in row.keys() | other.keys()
        if (left := Fraction(row.get(cell, 0)) - Fraction(times) * other.get(cell, 0))
    }
    subtract(row, other, times)
    assert row == expected


@given(ROWS, NUMBERS.filter(bool))
def test_a_row_times_what_it_was_divided_by_is_the_row(row, by):
    assert {cell: factor * by for cell, factor in divided(row, by).items()} == row
