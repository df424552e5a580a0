"""A donor's report: targets against what was reached, in the reader's language, beside a period of equal length."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from report_samples import Maker, publication

from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import before_of
from learnhub.reach.publication.model import Publication
from learnhub.reach.reports import Product
from learnhub.reach.reports.contents import document
from learnhub.reach.reports.headlines import before_note
from learnhub.reach.reports.words import words_of

EN = words_of("en")
DAYS = {"start": date(2023, 4, 1), "end": date(2024, 5, 15)}


def donor_rows(made: Publication, language: str) -> tuple[list[list[str]], str]:
    """The table of targets, and what stands above it."""
    part = document(made, Product.DONOR, language)["sections"][0]["parts"][0]
    rows = [[cell["text"].replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in part["rows"]]
    return rows, part["title"]


def test_figures_of_donors_stand_against_their_targets() -> None:
    (row, *_others), title = donor_rows(publication("en"), "en")
    assert row == ["OI-7 Officials trained", "R04 Learners reached", "9,000", "12,000", "14,905", "124.2 %"]
    assert title == "abc"


def test_our_indicator_is_named_in_the_language_of_the_document() -> None:
    french = publication("fr")
    (row, *_others), _title = donor_rows(french, "fr")
    label = next(each.label for each in french.key_figures if each.current[0] == "R04")
    assert row[1] == f"R04 {label}" != "R04 Learners reached"


def test_lines_of_several_donors_name_theirs() -> None:
    made = publication("en")
    second = replace(made.aliases[0], donor="def")
    rows, title = donor_rows(replace(made, aliases=(*made.aliases, second)), "en")
    assert [row[0] for row in rows] == ["OI-7 abc", "OI-7 def"]
    assert title == ""


def test_days_before_stand_before_their_figure() -> None:
    maker = Maker("en")
    now, before, same = (
        maker.observations[maker.ref(code, 120 - fewer, **days).key]
        for code, fewer, days in (("R04", 0, {}), ("R04", 20, DAYS), ("E01", 120, DAYS))
    )
    said = before_note(now, before, EN).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "1 April 2023 to 15 May 2024: 100, +20.0 %"
    assert before_note(now, same, EN) == "1 April 2023 to 15 May 2024: 0"
    hidden = maker.observations[maker.ref("C01", 3, hidden=True, **DAYS).key]
    assert before_note(now, hidden, EN) == "1 April 2023 to 15 May 2024: hidden to protect people"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_the_period_before_has_no_day_of_the_period(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    before = before_of(period)
    assert before.end < period.start
    assert before.start.year - before.end.year == period.start.year - period.end.year
    years = period.start.year - before.start.year
    assert years == 1 or length >= 364 * (years - 1)


def test_the_year_before_a_year_and_the_quarter_before_a_quarter() -> None:
    assert before_of(Period(date(2024, 1, 1), date(2024, 12, 31))) == Period(
        date(2023, 1, 1), date(2023, 12, 31)
    )
    assert before_of(Period(date(2024, 1, 1), date(2024, 2, 29))) == Period(
        date(2023, 1, 1), date(2023, 2, 28)
    )
    assert before_of(Period(date(2024, 11, 22), date(2026, 11, 20))) == Period(
        date(2022, 11, 22), date(2024, 11, 20)
    )
