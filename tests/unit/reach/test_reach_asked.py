"""Periods by name, moments by day, and the names of files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.asked import (
    LARGE_LEDGER,
    Period,
    as_of_from,
    file_name,
    named_period,
    offered_quarters,
    offered_years,
    present_as_of,
)

NOW = datetime(2026, 11, 22, 9, 41, 7, tzinfo=UTC)
TODAY = NOW.date()
YEARS = st.integers(1900, 2999)
DAYS = st.dates()
LONG_AGO = date(1, 1, 1)


@given(YEARS)
def test_quarters_fill_the_year(year: int) -> None:
    quarters = [named_period(f"{year}-Q{number}", LONG_AGO) for number in range(1, 5)]
    whole = named_period(str(year), LONG_AGO)
    assert (
        (quarters[0].start, quarters[3].end)
        == (whole.start, whole.end)
        == (date(year, 1, 1), date(year, 12, 31))
    )
    for before, after in pairwise(quarters):
        assert before.end + timedelta(days=1) == after.start
        assert after.start.day == 1


@given(YEARS, st.integers(1, 4))
def test_a_whole_period_has_its_name_in_files(year: int, number: int) -> None:
    assert named_period(str(year), LONG_AGO).in_files == str(year)
    assert named_period(f"{year}-Q{number}", LONG_AGO).in_files == f"{year}-Q{number}"


@given(DAYS, DAYS)
def test_a_file_names_its_days(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    name = period.in_files
    assert name[:4] == period.start.isoformat()[:4]
    assert len(name) in {4, 7, 17}


def test_the_present_year_and_quarter_end_today() -> None:
    assert named_period("2026", TODAY) == Period(date(2026, 1, 1), TODAY)
    assert named_period("2026-Q4", TODAY) == Period(date(2026, 10, 1), TODAY)
    assert named_period("2026-Q3", TODAY) == Period(date(2026, 7, 1), date(2026, 9, 30))
    assert named_period("2027", TODAY) == Period(date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "name", ["", "26", "0000", "1899", "9999-Q4", "2026-Q0", "2026-Q5", "2026-q1", "٢٠٢٦", "2026-01", "2026 "]
)
def test_other_names_are_no_period(name: str) -> None:
    with pytest.raises(Unacceptable):
        named_period(name, TODAY)


@given(st.dates(date(1905, 1, 1), date(2999, 12, 31)))
def test_what_is_offered_is_a_period_with_its_days(today: date) -> None:
    years, quarters = offered_years(today), offered_quarters(today)
    assert len(set(years)) == len(set(quarters)) == 4
    for name in (years[0], quarters[0]):
        period = named_period(name, today)
        assert period.start <= today
        assert period.end == today


def test_a_day_is_recorded_up_to_its_end_but_never_later_than_now() -> None:
    assert as_of_from("2025-06-30", NOW) == datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
    assert as_of_from("2026-11-22", NOW) == NOW
    assert as_of_from("2026-11-23", NOW) > NOW
    assert as_of_from("2025-06-30T12:00+02:00", NOW) == datetime(2025, 6, 30, 10, tzinfo=UTC)
    for nonsense in ("30.6.2025", "2025-06-31", "2025-06-30T12:00", "", "now"):
        with pytest.raises(Unacceptable):
            as_of_from(nonsense, NOW)


def test_a_large_ledger_is_read_up_to_the_full_hour() -> None:
    assert present_as_of(NOW, LARGE_LEDGER) == NOW
    assert present_as_of(NOW, LARGE_LEDGER + 1) == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_a_file_name_is_plain() -> None:
    named = file_name("c-../ÉTÉ 1", Period(date(2024, 1, 1), date(2024, 12, 31)), NOW)
    assert named == "learnhub_reach_c--t-1_2024_P_20261122T094107Z_internal.csv"
