"""A publication is whole, and numbers are written one way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.figures import written
from learnhub.reach.publication.manifest import period_name, stem
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import change, data_text, paper_text, places_apart, rounded, shown
from learnhub.reach.publication.observation import Confidential
from learnhub.reach.publication.table import Ref, Table
from learnhub.reach.publication.tidy import data_number
from tests.unit.reach.publication.sample_publication import (
    BEFORE,
    MEN,
    OBSERVATIONS,
    PARAMETERS,
    REACHED,
    SHARE,
    axis,
    by_sex,
    sample,
    seen,
)

numbers = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


def test_two_figures_may_not_say_the_same_thing() -> None:
    with pytest.raises(Unacceptable, match="same thing"):
        Publication(parameters=PARAMETERS, observations=(REACHED, replace(REACHED, value=50)))


def test_a_table_shows_only_what_the_publication_has() -> None:
    with pytest.raises(Unacceptable) as caught:
        Publication(parameters=PARAMETERS, observations=(REACHED,), tables=(by_sex(),))
    assert len(caught.value.problems) == 2


def test_a_unit_must_be_known() -> None:
    with pytest.raises(Unacceptable, match="unit") as caught:
        Publication(parameters=PARAMETERS, observations=(replace(REACHED, unit="furlongs"),))
    assert caught.value.problems == ("furlongs",)


@pytest.mark.parametrize(
    ("sheet", "name", "cells"),
    [
        ("By_centre", "t1x", ((Ref(REACHED.key),),)),
        ("Elsewhere", "t1x", ((Ref(REACHED.key),), (Ref(REACHED.key),))),
        ("By_centre", "A 1", ((Ref(REACHED.key),), (Ref(REACHED.key),))),
    ],
    ids=["one row too few", "no such sheet", "no name for a range"],
)
def test_a_table_must_fit_together(sheet: str, name: str, cells: tuple[tuple[Ref, ...], ...]) -> None:
    with pytest.raises(Unacceptable):
        Table(id=name, sheet=sheet, title="", rows=axis("x", "a", "b"), columns=axis("y", "c"), cells=cells)


def test_a_change_of_an_observation_is_a_change_of_every_table() -> None:
    hidden = [each.without_value() if each.key == REACHED.key else each for each in OBSERVATIONS]
    changed = sample().with_observations(tuple(hidden))
    cell = changed.tables[0].cells[2][0]
    assert isinstance(cell, Ref)
    assert shown(changed.at(cell.key)) == "c"


def test_what_is_held_back_leaves_nothing_to_rebuild_it_from() -> None:
    hidden = replace(SHARE, contributors=48, largest_share=Fraction(1, 2)).without_value(Confidential.PRIMARY)
    assert (hidden.value, hidden.numerator, hidden.denominator) == (None, None, None)
    assert (hidden.contributors, hidden.largest_share) == (None, None)
    assert hidden.conf_status is Confidential.PRIMARY
    assert hidden.key == SHARE.key


def test_totals_are_uncut_and_of_the_period() -> None:
    totals = sample().totals
    assert {code: each.value for code, each in totals.items()} == {
        "R04": 49,
        "E01": 46,
        "Q01": Fraction(25, 48),
        "L04.g": Fraction(1022808, 1000000),
    }


def test_what_the_publication_is_confined_to_is_no_cut() -> None:
    parameters = replace(PARAMETERS, filters={"centre": "c01", "gender": "F"})
    mine = seen("R04", 7, centre="c01", sex="F")
    publication = Publication(
        parameters=parameters, observations=(mine, seen("R04", 9, centre="c02", sex="F"))
    )
    assert publication.totals == {"R04": mine}
    assert publication.cut(seen("R04", 9, centre="c02", sex="F")) == {"centre"}


@given(numbers, st.integers(0, 6))
def test_rounding_is_half_away_from_zero(value: Fraction, places: int) -> None:
    found = rounded(value, places)
    distance = abs(Fraction(found)) - abs(value)
    half = Fraction(1, 2 * 10**places)
    assert -half < distance <= half
    assert found.as_tuple().exponent == -places


@given(numbers)
def test_data_files_write_as_the_engine_does(value: Fraction) -> None:
    assert data_text(value) == written(value) == f"{data_number(value):f}"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (49, "persons", "49"),
        (1234567, "enrolments", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
        (Fraction(25, 48), "ratio", "52.1"),
        (Fraction(107, 10), "enrolments", "10.7"),
        (Fraction(20, 3), "enrolments", "6.7"),
        (Fraction(1, 1), "ratio", "100.0"),
        (Fraction(5, 100), "hours", "0.1"),
        (Fraction(-5, 100), "points", "-0.1"),
        (Fraction(-1, 1000), "points", "0.0"),
        (Fraction(1022808, 10**6), "number", "1.02"),
        (None, "ratio", "–"),
    ],
)
def test_paper_writes_by_unit(value: Fraction | None, unit: str, text: str) -> None:
    assert paper_text(value, unit) == text


def test_paper_writes_in_other_languages() -> None:
    assert paper_text(Fraction(12345, 10), "hours", ",", ".") == "1.234,5"


def test_held_back_is_not_undefined() -> None:
    assert shown(MEN) == "c"
    assert shown(seen("Q01", None)) == "–"
    assert shown(seen("R04", 0)) == "0"


def test_what_was_rounded_for_everybody_has_no_empty_decimals() -> None:
    share = replace(seen("Q01", Fraction(22, 100)), unit="ratio", denominator=None)
    assert (shown(share), shown(replace(share, denominator=50))) == ("22", "22.0")
    hours = replace(seen("R04", 4655), unit="hours")
    assert (shown(replace(hours, rounded_to=5)), shown(hours)) == (
        "4\N{NO-BREAK SPACE}655",
        "4\N{NO-BREAK SPACE}655.0",
    )


def test_two_numbers_that_differ_are_seen_to() -> None:
    one, other = Fraction(35411, 100000), Fraction(35443, 100000)
    places = places_apart(one, other, "ratio")
    assert [paper_text(each, "ratio", places=places) for each in (one, other)] == ["35.41", "35.44"]
    assert places_apart(one, one, "ratio") is None
    assert places_apart(49, 50, "persons") is None


def test_a_change_is_told_in_the_unit_of_what_moved() -> None:
    share, later = (replace(SHARE, value=Fraction(value, 10)) for value in (5, 4))
    assert change(later, share) == (-10, "percentage points")
    gain, better = (replace(REACHED, value=value, unit="percentage points") for value in (20, 25))
    assert change(better, gain) == (5, "percentage points")
    assert change(REACHED, replace(REACHED, value=4)) is None, "more than tenfold: there was little before"


def test_a_change_needs_two_numbers() -> None:
    assert change(REACHED, BEFORE) == (Fraction(33, 16), "ratio")
    assert change(REACHED, None) is None
    assert change(REACHED, BEFORE.without_value()) is None
    assert change(REACHED, replace(BEFORE, value=0)) is None


def test_a_number_that_spreadsheets_cannot_hold_is_refused() -> None:
    assert data_number(Fraction(10**15 - 1)) == Decimal(10**15 - 1)
    with pytest.raises(Unacceptable, match="digits"):
        data_number(Fraction(10**9) + Fraction(1, 10**6))


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-07-01", "2024-09-30", "2024-Q3"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-02-01", "2024-02-28", "20240201-20240228"),
        ("2024-02-01", "2024-04-30", "20240201-20240430"),
        ("2023-01-01", "2024-12-31", "20230101-20241231"),
    ],
)
def test_a_period_has_a_short_name(start: str, end: str, name: str) -> None:
    assert period_name(date.fromisoformat(start), date.fromisoformat(end)) == name


def test_files_are_named_by_what_they_are() -> None:
    assert stem(PARAMETERS) == "learnhub_reach_net_2024_2024-F1_20250131T235959Z_partner"
