"""Rule 5: which countries a protected publication names, and what is left where one is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from learnhub.reach.disclosure.apply import hidden_figures, protected, shielded
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import PROJECTS, TOTAL, Confidential, Observation
from learnhub.reach.publication.parameters import View
from learnhub.reach.publication.table import Axis, Member, Ref, Table
from tests.unit.reach.disclosure.test_reach_disclosure_small import figure, publication

OUTSIDE = [View.PARTNER, View.PUBLIC]
LEARNERS = {"KE": 20, "TZ": 12, "BR": 6, "NG": 3, "IT": 2, "FR": 1, "EG": 0, "ZZ": 7}
ENROLMENTS = {"KE": 30, "TZ": 14, "BR": 9, "NG": 12, "IT": 0, "FR": 1, "EG": 8, "ZZ": 9}


def by_country(indicator: str, counts: dict[str, int]) -> list[Observation]:
    whole = figure(indicator, sum(counts.values()))
    return [whole, *(figure(indicator, count, ref_area=code) for code, count in counts.items())]


def table(name: str, *figures: Observation) -> Table:
    return Table(
        id=name, sheet="By_country", title=name,
        rows=Axis("country", "Country", tuple(Member(each.ref_area, each.ref_area) for each in figures)),
        columns=Axis("figure", "Figure", (Member(figures[0].indicator, name),)),
        cells=tuple((Ref(each.key),) for each in figures),
    )  # fmt: skip


@pytest.fixture
def exact() -> Publication:
    learners, enrolments = by_country("R04", LEARNERS), by_country("E01", ENROLMENTS)
    made = publication(*learners, *enrolments, over=("ref_area",))
    lists = (
        *(Code("ref_area", code, code) for code in LEARNERS),
        Code("country_group", "LDC", "Least developed", "TZ NG"),
        Code("course", "k1", "Rivers", "c1 water"),
    )
    return Publication(
        parameters=made.parameters, observations=made.observations, definitions=made.definitions, code_lists=lists,
        tables=(table("reached", *learners), table("enrolled", *enrolments)),
    )  # fmt: skip


@pytest.mark.parametrize("view", OUTSIDE)
def test_a_country_is_named_where_the_number_of_its_learners_is_shown(exact: Publication, view: View) -> None:
    shown = protected(exact, view)
    assert {each.ref_area for each in shown.observations} == {"KE", "TZ", "BR", "ZZ", TOTAL}
    for each in shown.tables:
        assert {member.code for member in each.rows.members} == {"KE", "TZ", "BR", "ZZ", TOTAL}
        assert len(each.cells) == 5


@pytest.mark.parametrize("view", OUTSIDE)
def test_nobody_one_and_four_learners_look_the_same(view: View) -> None:
    """Whether anybody of Egypt learned is told by no row, table, list or code: its absence says 0 to 4."""
    made = []
    for learners in (0, 4):
        figures = by_country("R04", {"KE": 20, "TZ": 12, "NG": 3, "IT": 4 - learners, "EG": learners})
        lists = tuple(Code("ref_area", code, code) for code in ("KE", "TZ", "NG", "IT", "EG"))
        whole = publication(*figures, over=("ref_area",))
        shown = protected(
            Publication(
                parameters=whole.parameters, observations=whole.observations, definitions=whole.definitions,
                code_lists=lists, tables=(table("reached", *figures),),
            ),
            view,
        )  # fmt: skip
        made.append((shown.observations, shown.code_lists, shown.tables, shown.parameters))
    assert made[0] == made[1]


@pytest.mark.parametrize("view", OUTSIDE)
def test_a_country_held_back_for_others_is_not_named_either(view: View) -> None:
    """Its row without a number would say that it has five learners or more, and so that the others have fewer."""
    exact = publication(*by_country("R04", {"KE": 20, "BR": 6, "NG": 3}), over=("ref_area",))
    assert {each.ref_area for each in shielded(exact, view).observations if each.suppressed} == {"BR", "NG"}
    assert {each.ref_area for each in protected(exact, view).observations} == {"KE", TOTAL}


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"centre": "c1"}, {"centre": "c1"}),
        ({"project": "flood"}, {"framework": PROJECTS, "target": "flood"}),
    ],
    ids=["a centre", "a donor project"],
)
def test_the_learners_of_its_own_scope_decide(filters: dict[str, str], codes: dict[str, Any]) -> None:
    figures = [replace(each, **codes) for each in by_country("R04", LEARNERS)]
    made = publication(*figures, over=("ref_area",))
    own = replace(made, parameters=replace(made.parameters, filters=filters))
    shown = protected(own, View.PARTNER)
    assert {each.ref_area for each in shown.observations} == {"KE", "TZ", "BR", "ZZ", TOTAL}


def test_tables_say_how_many_others_there_are(exact: Publication) -> None:
    reached, enrolled = protected(exact, View.PARTNER).tables
    assert reached.unnamed == sum(0 < count < 5 for count in LEARNERS.values()) == 3
    assert enrolled.unnamed == 3  # of Nigeria, France and Egypt; nobody of Italy is enrolled
    assert [each.unnamed for each in protected(exact, View.INTERNAL).tables] == [0, 0]


def test_lists_of_codes_name_no_others(exact: Publication) -> None:
    lists = protected(exact, View.PARTNER).code_lists
    assert {each.code for each in lists if each.code_list == "ref_area"} == {"KE", "TZ", "BR", "ZZ"}
    assert [(each.code, each.note) for each in lists if each.code_list != "ref_area"] == [
        ("LDC", "TZ"), ("k1", "c1 water"),
    ]  # fmt: skip


def test_what_is_left_is_as_it_was(exact: Publication) -> None:
    """Nothing but rows is taken away, so what an outsider can work out is no more than with them."""
    hidden = hidden_figures(exact)
    before, after = (make(exact, View.PARTNER, hidden=hidden) for make in (shielded, protected))
    assert set(after.observations) < set(before.observations)
    assert after.parameters == before.parameters
    assert before.parameters.disclosure.primary + before.parameters.disclosure.secondary == len(hidden)


def test_the_staff_see_everything_and_what_of_it_is_held_back(exact: Publication) -> None:
    hidden = hidden_figures(exact)
    shown = protected(exact, View.INTERNAL, hidden=hidden)
    assert [each.value for each in shown.observations] == [each.value for each in exact.observations]
    assert {each.key for each in shown.observations if each.conf_status is not Confidential.FREE} == set(
        hidden
    )
    assert shown.tables == exact.tables
    assert shown.code_lists == exact.code_lists
