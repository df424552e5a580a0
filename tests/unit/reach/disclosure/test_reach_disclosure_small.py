"""Small publications made by hand: what a list leaves out, sums, overlapping outcomes, totals that are few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from learnhub.reach.disclosure.apply import hidden_figures, protected, shielded
from learnhub.reach.publication.model import Definition, Publication
from learnhub.reach.publication.observation import Confidential, Observation
from learnhub.reach.publication.parameters import View
from tests.unit.reach.disclosure.golden_publication import parameters

OBJECTS = ("centre", "course", "theme", "sex")


def figure(
    indicator: str, value: int | Fraction | None, unit: str = "enrolments", **more: Any
) -> Observation:
    """A figure of 2024."""
    return Observation(
        indicator=indicator, name=indicator, unit=unit, period_start=date(2024, 1, 1),
        period_end=date(2024, 12, 31), value=value, **more,
    )  # fmt: skip


def publication(*figures: Observation, over: tuple[str, ...] = OBJECTS) -> Publication:
    """These figures, whose indicators add up over some dimensions."""
    codes = sorted({each.indicator.partition(".")[0] for each in figures})
    definitions = tuple(
        Definition(code=code, name=code, definition="", unit="enrolments", additive_over=over)
        for code in codes
    )
    return Publication(parameters=parameters(), observations=figures, definitions=definitions)


def shown(exact: Publication, view: View = View.PARTNER) -> list[int | Fraction | None]:
    """The values as published."""
    return [each.value for each in protected(exact, view).observations]


def by_course(indicator: str, total: int, *counts: int, **more: Any) -> list[Observation]:
    """A total and its courses."""
    parts = [figure(indicator, count, course=f"K{n}", **more) for n, count in enumerate(counts)]
    return [figure(indicator, total, **more), *parts]


def test_few_who_are_in_no_row_are_shielded() -> None:
    # 40 of 43 stand in a course: the three others may not be told, so a course is held back.
    assert shown(publication(*by_course("E01", 43, 30, 10))) == [43, 30, None]
    assert shown(publication(*by_course("E01", 50, 30, 10))) == [50, 30, 10]
    assert shown(publication(*by_course("E01", 40, 30, 10))) == [40, 30, 10]


def test_rows_that_overlap_say_nothing_about_one_another() -> None:
    assert shown(publication(*by_course("E01", 32, 30, 10))) == [32, 30, 10]
    assert shown(publication(*by_course("C01", 32, 30, 10), over=())) == [32, None, 10]
    assert shown(publication(*by_course("R01", 32, 30, 10), over=())) == [32, 30, 10]


def test_a_total_of_few_is_held_back_with_its_parts() -> None:
    assert shown(publication(*by_course("E01", 3, 3, 0))) == [None, None, 0]


def test_hours_of_few_persons_are_shielded_by_others() -> None:
    few = [
        figure("H01", Fraction(91, 2), "hours", contributors=30),
        figure("H01", Fraction(3, 2), "hours", contributors=3, course="K1"),
        figure("H01", 20, "hours", contributors=12, course="K2"),
        figure("H01", 24, "hours", contributors=15, course="K3"),
    ]
    assert shown(publication(*few)) == [Fraction(91, 2), None, None, 24]
    assert shown(publication(*few), View.PUBLIC) == [45, None, None, 25]
    one = replace(few[3], largest_share=Fraction(9, 10))
    assert shown(publication(*few[:3], one))[3] is None


def test_numerators_of_rates_add_up_too() -> None:
    rates = [
        figure("C03", Fraction(43, 100), "ratio", numerator=43, denominator=100),
        figure("C03", Fraction(3, 50), "ratio", numerator=3, denominator=50, course="K1"),
        figure("C03", Fraction(4, 5), "ratio", numerator=24, denominator=30, course="K2"),
        figure("C03", Fraction(4, 5), "ratio", numerator=16, denominator=20, course="K3"),
    ]
    assert shown(publication(*rates)) == [Fraction(43, 100), None, Fraction(4, 5), None]
    assert shown(publication(*rates), View.PUBLIC)[:3] == [Fraction(43, 100), None, Fraction(4, 5)]


def test_both_odds_are_counts_of_their_own() -> None:
    odds = figure("Q02.raw", Fraction(30, 26), "number", numerator=30, denominator=26)
    assert shown(publication(odds)) == [Fraction(30, 26)]
    assert shown(publication(odds), View.PUBLIC) == [Fraction(12, 10)]
    assert shown(publication(replace(odds, denominator=3))) == [None]
    with_all = publication(odds, figure("R04", 58, "persons"))
    assert shown(with_all) == [None, 58]  # the two who are neither


def test_shares_over_few_stay_out_of_open_files() -> None:
    share = figure("U01", Fraction(1, 2), "ratio", numerator=8, denominator=16)
    assert shown(publication(share)) == [Fraction(1, 2)]
    assert shown(publication(share), View.PUBLIC) == [None]


def test_events_and_countries_are_free() -> None:
    free = publication(figure("T01", 2, "events"), figure("R08", 3, "countries"))
    assert shown(free, View.PUBLIC) == [2, 3]


def test_quarters_shield_one_another() -> None:
    ends = ((3, 31), (6, 30), (9, 30), (12, 31))
    quarters = [
        replace(
            figure("E01", count), period_start=date(2024, month - 2, 1), period_end=date(2024, month, day)
        )
        for count, (month, day) in zip((3, 9, 14, 20), ends, strict=True)
    ]
    assert shown(publication(figure("E01", 46), *quarters)) == [46, None, None, 14, 20]
    assert shown(publication(figure("E01", 47), *quarters)) == [47, None, 9, 14, 20]


def test_new_and_returning_learners_are_all() -> None:
    found = publication(
        figure("R04", 49, "persons"), figure("R05", 46, "persons"), figure("R06", 3, "persons")
    )
    assert shown(found) == [49, None, None]
    assert set(hidden_figures(found).values()) == {Confidential.PRIMARY, Confidential.SECONDARY}


def test_the_gender_of_the_few_of_a_country_is_not_told_by_zeros() -> None:
    def of(country: str, **counts: int) -> list[Observation]:
        cells = [figure("R04", count, "persons", ref_area=country, sex=sex) for sex, count in counts.items()]
        return [figure("R04", sum(counts.values()), "persons", ref_area=country), *cells]

    exact = publication(
        figure("R04", 40, "persons"), *of("KE", F=20, M=10, X=0), *of("KG", F=0, M=0, X=3),
        *of("LR", F=7, M=0, X=0), over=("sex", "ref_area"),
    )  # fmt: skip
    found = {(each.ref_area, each.sex): each.value for each in shielded(exact, View.PUBLIC).observations}
    assert [found["KG", sex] for sex in ("_T", "F", "M", "X")] == [None] * 4
    assert found["KE", "X"] == 0


def test_a_part_that_no_table_prints_is_guarded() -> None:
    assert shown(publication(figure("R04", 357, "persons"), figure("R05", 353, "persons"))) == [357, None]
    assert shown(publication(figure("R04", 357, "persons"), figure("R05", 352, "persons"))) == [357, 352]


def test_a_phrase_needs_its_total() -> None:
    exact = publication(figure("E01", 46))
    assert protected(replace(exact, phrase="46 (F 20)"), View.PARTNER).phrase == ""
