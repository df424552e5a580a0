"""Why figures differ: each ledger entry has one cause, and touches what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from learnhub.ledger.records import EnrolmentRecord, ErasureRecord, PersonRecord, Record, SessionRecord
from learnhub.reach.asked import Period
from learnhub.reach.publication.observation import DIMENSIONS
from learnhub.reach.publication.parameters import View
from learnhub.reach.releases.diff import Key, Told, Why, revisions
from learnhub.reach.releases.reasons import Cause, Change, Touched, cause_of, properties_of

UNTIL = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC)
BEFORE, AFTER = datetime(2024, 5, 1, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
PERSON = PersonRecord(person_id="p1", valid_from=date(2024, 1, 1), account_type="learner", status="confirmed")
UNIT = EnrolmentRecord(enrolment_id="n1", person_id="p1", course_id="k1", enrolled_at=BEFORE)


def session(start: datetime) -> SessionRecord:
    return SessionRecord(session_id="s1", enrolment_id="n1", started_at=start, ended_at=start)


@pytest.mark.parametrize(
    ("record", "before", "cause"),
    [
        (PERSON, None, Cause.LATE),
        (replace(PERSON, merged_into="p2"), PERSON, Cause.MERGE),
        (PERSON, replace(PERSON, merged_into="p2"), Cause.UNMERGE),
        (PERSON, replace(PERSON, status="unconfirmed"), Cause.CONFIRM),
        (replace(PERSON, status="erased"), PERSON, Cause.ERASURE),
        (replace(PERSON, gender="F"), PERSON, Cause.CORRECT),
        (UNIT, None, Cause.LATE),
        (replace(UNIT, enrolled_at=AFTER), None, Cause.LONGER),
        (replace(UNIT, completed_at=BEFORE), UNIT, Cause.LATE),
        (replace(UNIT, completed_at=AFTER), UNIT, Cause.LONGER),
        (replace(UNIT, progress_pct=50), UNIT, Cause.LONGER),
        (UNIT, replace(UNIT, progress_pct=50), Cause.CORRECT),
        (UNIT, replace(UNIT, completed_at=BEFORE), Cause.CORRECT),
        (replace(UNIT, void=True), UNIT, Cause.VOID),
        (session(BEFORE), None, Cause.LATE),
        (session(AFTER), None, Cause.LONGER),
        (ErasureRecord(entry_id=1, line="x"), None, Cause.ERASURE),
    ],
)
def test_the_cause_is_found_in_the_record(record: Record, before: Record | None, cause: Cause) -> None:
    assert cause_of(Change("IMPORT", record, before), UNTIL) is cause


def test_a_reason_that_was_written_down_wins() -> None:
    assert cause_of(Change("VOID", PERSON, PERSON), UNTIL) is Cause.VOID
    assert cause_of(Change("REVOKE", UNIT, UNIT), UNTIL) is Cause.CORRECT


def test_an_erasure_touches_ages_alone() -> None:
    erased = Change("IMPORT", replace(PERSON, status="erased"), replace(PERSON, birth_year=1990))
    assert properties_of(erased) == frozenset({"age"})
    assert properties_of(Change("IMPORT", replace(PERSON, gender="F"), PERSON)) == frozenset({"sex"})
    assert properties_of(Change("IMPORT", replace(PERSON, merged_into="p2"), PERSON)) is None
    assert properties_of(Change("IMPORT", UNIT, None)) is None
    touched = Touched()
    touched.add({}, properties_of(erased))
    assert touched.reaches("R04", {"age": "25-34"})
    assert touched.reaches("Q04", {})
    assert not touched.reaches("R04", {})
    assert not touched.reaches("R04", {"sex": "F"})


def test_what_is_touched_is_what_the_entries_name() -> None:
    touched = Touched()
    touched.add({"course": {"k1"}, "centre": {"c1"}, "ref_area": {"KE"}, "event": ()})
    assert touched.reaches("E01", {})
    assert touched.reaches("E01", {"course": "k1", "ref_area": "KE"})
    assert not touched.reaches("E01", {"course": "k2"})
    assert not touched.reaches("T02", {"event": "v1"})
    assert touched.reaches("E01", {"theme": "water"}), "nobody named the theme: it may be any"
    touched.add({})
    assert touched.reaches("E01", {"course": "k2"}), "an entry that names nothing may be about anything"
    assert touched.count == 2


def key(indicator: str, **codes: str) -> Key:
    return (indicator, "2024-01-01", "2024-12-31", *(codes.get(name, "_T") for name in DIMENSIONS))


def told(value: int | None, status: str = "A", unit: str = "persons") -> Told:
    return Told(None if value is None else Fraction(value), status, unit)


def test_every_difference_that_both_show_is_listed_and_no_other() -> None:
    before = {
        key("R04"): told(49),
        key("R04", sex="F"): told(25),
        key("R04", sex="M"): told(None, "Q"),
        key("R04", sex="X"): told(5),
        key("E01", course="k1"): told(3, unit="enrolments"),
        key("C03", course="k1"): told(None, "M", "ratio"),
        key("T01"): told(2, unit="events"),
    }
    after = {
        key("R04"): told(50),
        key("R04", sex="F"): told(25),
        key("R04", sex="M"): told(22),
        key("R04", sex="X"): told(None, "Q"),
        key("E01", course="k2"): told(1, unit="enrolments"),
        key("C03", course="k1"): told(1, unit="ratio"),
        key("R05"): told(7),
    }
    why = Why({Cause.LATE: Touched(), Cause.LONGER: Touched()})
    found = revisions(before, after, why, view=View.INTERNAL, period=YEAR, previous_release="2024-F1")
    assert [(each.indicator, each.filters, each.previous, each.new) for each in found] == [
        ("C03", "course=k1", None, 1),
        ("E01", "course=k1", 3, 0),
        ("E01", "course=k2", 0, 1),
        ("R04", "", 49, 50),
    ]
    assert {each.indicator: each.reasons for each in found}["R04"] == ("LATE",), "LONGER is for cohorts"
    assert {each.previous_release for each in found} == {"2024-F1"}


def test_a_period_inside_the_year_is_named() -> None:
    quarter = ("R04", "2024-04-01", "2024-06-30", *("_T" for _ in DIMENSIONS))
    found = revisions(
        {quarter: told(6)},
        {quarter: told(7)},
        Why({}),
        view=View.PUBLIC,
        period=YEAR,
        previous_release="2024-F1",
    )
    assert [each.filters for each in found] == ["period=2024-Q2"]
    assert found[0].reasons == ("LONGER",)


@pytest.mark.parametrize(("view", "listed"), [(View.INTERNAL, 2), (View.PARTNER, 0), (View.PUBLIC, 0)])
def test_a_country_that_one_release_does_not_name_had_few_learners_or_none(view: View, listed: int) -> None:
    """`0` before would be a guess: outside the staff nobody is told whether it was 0 or 4."""
    before = {key("R04", ref_area="KE"): told(20), key("R04", ref_area="NP"): told(9)}
    after = {key("R04", ref_area="KE"): told(20), key("R04", ref_area="EG"): told(9)}
    found = revisions(before, after, Why({}), view=view, period=YEAR, previous_release="2024-F1")
    assert len(found) == listed
    unknown = {key("R04", ref_area="ZZ"): told(6), **before}
    found = revisions(before, unknown, Why({}), view=view, period=YEAR, previous_release="2024-F1")
    assert [(each.filters, each.previous, each.new) for each in found] == [("ref_area=ZZ", 0, 6)]


def test_method_and_lists_are_reasons_of_their_own() -> None:
    why = Why({}, method=True, lists=True)
    assert why.codes("R04", {"region": "AFR"}) == ("METHOD", "LIST")
    assert why.codes("R04", {"sex": "F"}) == ("METHOD",)
