"""The reader of ratios: what numerator, denominator and value of a share tell of counts that are held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.disclosure.apply import hidden_figures, protected
from learnhub.reach.disclosure.kinds import Kind, kind_of
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import Observation
from learnhub.reach.publication.parameters import Quality, View
from tests.unit.reach.disclosure.golden_publication import parameters
from tests.unit.reach.disclosure.told import earlier_of

VIEWS = (View.PARTNER, View.PUBLIC)
K = 5
Number = int | Fraction
LADDER: Mapping[str, Number] = {
    "E01": 25, "E05.certified": 12, "E05.completed": 0, "E05.explored": 7, "E05.viewed": 4, "E05.no_show": 2,
}  # fmt: skip
"""The ladder as the head of a release prints it of the year before."""


def figure(indicator: str, value: Number, of: Number | None = None, **codes: Any) -> Observation:
    """A count, or a ratio of two numbers."""
    unit = "persons" if of is None else "number" if indicator.startswith("Q02") else "ratio"
    return Observation(
        indicator=indicator, name="", unit=unit, period_start=date(2024, 1, 1),
        period_end=date(2024, 12, 31), value=value if of is None else Fraction(value) / of,
        numerator=None if of is None else value, denominator=of, contributors=int(of or value), **codes,
    )  # fmt: skip


def published(*figures: Observation) -> Publication:
    codes = {each.indicator.partition(".")[0] for each in figures}
    return Publication(parameters=parameters(), observations=figures, definitions=definitions_of(codes))


def numbers_of(shown: Publication) -> dict[str, tuple[Number | None, Number | None, Number | None]]:
    return {each.indicator: (each.value, each.numerator, each.denominator) for each in shown.observations}


@pytest.mark.parametrize(("women", "men", "unknown"), [(7, 4, 0), (4, 7, 0), (12, 10, 3), (9, 3, 0)])
@pytest.mark.parametrize("variant", ["raw", "adjusted"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_parity_index_does_not_tell_few_of_one_gender(
    women: int, men: int, unknown: int, variant: str, view: View
) -> None:
    turned = variant == "adjusted" and women > men
    pair = (2 * women - men, women) if turned else (women, men)
    everybody = women + men + unknown
    shown = protected(
        published(
            figure("R04", everybody),
            figure(f"Q02.{variant}", *pair),
            figure("Q05.gender", women + men, everybody),
        ),
        view,
    )
    # By the value alone, beside all learners: how many women can there be, if all genders are known?
    value = shown.observations[1].value
    fitting = [
        (one, everybody - one)
        for one in range(1, everybody)
        if value is not None and abs(_parity(one, everybody - one, variant) - value) <= Fraction(1, 20)
    ]
    assert fitting == []
    assert numbers_of(shown)[f"Q02.{variant}"] == (None, None, None)


def _parity(women: int, men: int, variant: str) -> Fraction:
    return 2 - Fraction(men, women) if variant == "adjusted" and women > men else Fraction(women, men)


@pytest.mark.parametrize("view", VIEWS)
def test_a_parity_index_without_a_value_does_not_tell_few_women(view: View) -> None:
    undefined = replace(figure("Q02.raw", 3, 1), value=None, denominator=0)
    shown = protected(published(figure("R04", 3), undefined), view)
    assert numbers_of(shown)["Q02.raw"] == (None, None, None)


def test_a_parity_index_of_many_of_both_is_shown() -> None:
    shown = protected(published(figure("R04", 31), figure("Q02.adjusted", 22, 16)), View.PARTNER)
    assert numbers_of(shown)["Q02.adjusted"] == (Fraction(11, 8), 22, 16)


def test_two_indices_together_do_not_tell_a_third_gender() -> None:
    """25 learners, 22 of known gender, 19 women or men: each alone would be free."""
    shares = (figure("Q01", 10, 24), figure("Q02.raw", 10, 11))
    alone = [protected(published(figure("R04", 30), each), View.PARTNER) for each in shares]
    assert all(each.observations[1].value is not None for each in alone)
    both = protected(published(figure("R04", 30), *shares), View.PARTNER)
    assert [each.value is None for each in both.observations] == [False, False, True]


def ladder(**ratios: tuple[int, int]) -> Publication:
    names = {name.replace("_", "."): pair for name, pair in ratios.items()}
    return published(
        *(figure(name, value) for name, value in LADDER.items()),
        *(figure(name, *pair) for name, pair in names.items()),
    )


def never_came(shown: Publication) -> set[Number]:
    """What a reader makes of the numbers of one file: enrolments less those that were active."""
    seen = numbers_of(shown)
    everybody = {seen["E01"][0], *(seen[name][2] for name in ("Q05.sdg", "C03", "E04") if name in seen)}
    active = {seen[name][2] for name in ("C04", "C05", "S03") if name in seen}
    active |= {seen["E04"][1]} if "E04" in seen else set()
    found = {
        all_ - some for all_, some in product(everybody, active) if all_ is not None and some is not None
    }
    rung = seen["E05.no_show"][0]
    return found if rung is None else found | {rung}


RATIOS: dict[str, tuple[int, int]] = {
    "Q05_sdg": (25, 25), "C04": (12, 23), "S03": (12, 23), "C03": (12, 25), "C05": (6, 23), "E04": (23, 25),
}  # fmt: skip


@pytest.mark.parametrize(
    "held",
    [("Q05_sdg", "C04", "S03"), ("C03", "C04"), ("Q05_sdg", "C05"), ("E04",), tuple(RATIOS)],
    ids=" ".join,
)
def test_a_rung_of_the_ladder_does_not_follow_from_ratios(held: tuple[str, ...]) -> None:
    exact = ladder(**{name: RATIOS[name] for name in held})
    assert never_came(exact) == {2}
    shown = protected(exact, View.PARTNER)
    assert never_came(shown) == set()
    assert any(each.value is not None for each in shown.observations)


def test_what_an_earlier_release_tells_by_ratios_is_known() -> None:
    """After the active ones are out as the base of a rate, no other release shows the enrolments."""
    first = ladder(C04=(12, 23))
    out = earlier_of(first, protected(first, View.PARTNER))
    assert not out.hidden & {each.key for each in first.observations if each.indicator == "C04"}
    second = ladder(Q05_sdg=(25, 25), E04=(23, 25))
    shown = protected(second, View.PARTNER, earlier=[out])
    both = replace(shown, observations=(*shown.observations, figure("C04", 12, 23)))
    assert never_came(both) == set()


def test_registrants_do_not_tell_who_took_part() -> None:
    """Registrants less those who never came are the participations, which are held back beside those of all."""
    events, absent = {"A": 12, "B": 3, "C": 20}, {"A": 30, "B": 5, "C": 6}
    exact = published(
        figure("T02", 35),
        *(figure("T02", took, event=event) for event, took in events.items()),
        figure("T04", 41, 76),
        *(figure("T04", never, never + events[event], event=event) for event, never in absent.items()),
    )
    shown = protected(exact, View.PARTNER)
    counts = {each.event: each.value for each in shown.observations if each.indicator == "T02"}
    rates = {each.event: each for each in shown.observations if each.indicator == "T04"}
    for event, each in rates.items():
        if each.numerator is not None and each.denominator is not None:
            assert counts[event] == each.denominator - each.numerator
    open_ones = [event for event, value in counts.items() if value is None]
    assert "B" in open_ones
    assert len(open_ones) > 1


@pytest.mark.parametrize(("known", "shown_at_all"), [(22, False), (17, True)])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("printed", [True, False])
def test_coverage_of_the_quality_box_is_that_of_the_figures(
    known: int, shown_at_all: bool, view: View, printed: bool
) -> None:
    """25 learners and 88 % of known gender: three unknown. Without a figure of coverage, as the counts tell it."""
    figures = [figure("R04", 25), figure("R04", 25 - known, sex="U"), figure("R04", known, sex="F")]
    figures += [figure("Q05.gender", known, 25)] if printed else []
    exact = published(*figures)
    quality = Quality(coverage={"gender": Fraction(known, 25), "age": None})
    asked = replace(exact, parameters=replace(exact.parameters, quality=quality))
    told = protected(asked, view).parameters.quality.coverage
    assert (told["gender"] is not None) is shown_at_all
    assert told["age"] is None


def test_no_ratio_is_held_back_where_nothing_is_hidden() -> None:
    counts = {
        "E01": 60,
        "E03": 50,
        "E05.certified": 20,
        "E05.completed": 10,
        "E05.explored": 12,
        "E05.viewed": 8,
    }
    exact = published(
        *(figure(name, value) for name, value in counts.items()), figure("E05.no_show", 10),
        figure("C03", 30, 60), figure("C04", 30, 50), figure("S03", 20, 50), figure("E04", 50, 60),
        figure("Q05.sdg", 50, 60),
    )  # fmt: skip
    assert hidden_figures(exact) == {}
    assert {kind_of(each.indicator) for each in exact.observations} == {Kind.COUNT, Kind.RATE}
