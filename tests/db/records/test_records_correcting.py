"""Corrections, confirmations, voids: a further version with officer and reason, undone where it can be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from records_support import (
    LATER,
    NOW,
    enrolled,
    enrolment_versions,
    make,
    officer,
    person,
    the_course,
    versions,
)  # fmt: skip
from sqlalchemy import select

from learnhub.accounts.queries import residences
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, NotFound, Unacceptable
from learnhub.learning.models import Certificate, Enrolment
from learnhub.learning.queries import my_enrolments
from learnhub.learning.service.certificates import issue
from learnhub.learning.service.enrolling import enrol
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import AttendanceRecord, EventRecord
from learnhub.ledger.service import record
from learnhub.records.domain import Because
from learnhub.records.queries.history import changes_of_person, history
from learnhub.records.service.correcting import (
    Counted,
    confirm_account,
    correct_person,
    restore_attendance,
    restore_enrolment,
    void_attendance,
    void_enrolment,
    withdraw_certificate,
)
from learnhub.records.service.deciding import Why
from learnhub.records.service.merging import merge

pytestmark = pytest.mark.usefixtures("example")
SAID, TWICE = Why(Because.SAID), Why(Because.TWICE)


def test_a_correction_is_a_version_from_its_day_on() -> None:
    amina, rosa = make(), officer()
    move = Counted("X", 1991, "NA", date(2026, 3, 1))
    with transaction() as session:
        correct_person(session, person_id=amina.id, counted=move, officer=rosa, why=SAID, now=LATER)
    reason, actor, version = versions(amina)[-1]
    assert (reason, actor) == ("CORRECT", rosa.ledger_id)
    assert (version.gender, version.birth_year, version.residence) == ("X", 1991, "NA")
    written = [each.valid_from for reason, _, each in versions(amina) if reason == "CORRECT"]
    assert written == [date(2026, 3, 1), NOW.date()], "what was said to hold from a later day gives way"
    assert [each.country for each in residences(reading(), amina.id)] == ["NA"]
    (line,) = changes_of_person(reading(), None, amina.id)
    assert (line.object_key, line.because) == ("gender birth_year country", "said")
    with pytest.raises(Conflict, match="Nothing differs"), transaction() as session:
        correct_person(session, person_id=amina.id, counted=move, officer=rosa, why=SAID, now=LATER)


def test_an_account_that_gave_way_is_not_corrected_which_would_undo_the_merge() -> None:
    kept, given, rosa = make(), make(confirmed_person=False), officer()
    with transaction() as session:
        merge(session, kept_id=kept.id, given_id=given.id, officer=rosa, why=SAID, now=NOW)
    with pytest.raises(Conflict, match="given way"), transaction() as session:
        correct_person(
            session, person_id=given.id, counted=Counted("M", 1990, "KE"), officer=rosa, why=SAID, now=NOW
        )
    with pytest.raises(Conflict, match="given way"), transaction() as session:
        confirm_account(session, person_id=given.id, officer=rosa, why=SAID, now=NOW)
    assert versions(given)[-1][2].merged_into == kept.ledger_id


def test_a_confirmed_account_counts_from_then_on() -> None:
    amina, rosa = make(confirmed_person=False, home="icharm"), officer("icharm")
    with transaction() as session:
        confirm_account(session, person_id=amina.id, officer=rosa, why=SAID, now=LATER)
    reason, actor, version = versions(amina)[-1]
    assert (reason, actor, version.status) == ("CONFIRM", rosa.ledger_id, "confirmed")
    assert person(amina).status == "confirmed"
    with pytest.raises(Conflict), transaction() as session:
        confirm_account(session, person_id=amina.id, officer=rosa, why=SAID, now=LATER)


def test_a_void_enrolment_leaves_every_count_and_the_list_of_the_learner_and_comes_back() -> None:
    amina, rosa = make(), officer("icharm")
    enrolled(amina)
    key = reading().scalars(select(Enrolment.key)).one()
    with transaction() as session:
        change = void_enrolment(session, key=key, officer=rosa, why=TWICE, now=LATER).id
    reason, last = enrolment_versions(key)[-1]
    assert (reason, last.void, last.withdrawn_at, last.rev) == ("VOID", True, LATER, 2)
    assert my_enrolments(reading(), amina.id)[0].withdrawn_at == LATER
    with pytest.raises(Conflict), transaction() as session:
        void_enrolment(session, key=key, officer=rosa, why=TWICE, now=LATER)
    with transaction() as session:
        restore_enrolment(session, change_id=change, officer=rosa, now=LATER)
    reason, last = enrolment_versions(key)[-1]
    assert (reason, last.void, last.withdrawn_at, last.rev) == ("CORRECT", False, None, 3)
    reading().expire_all()
    assert my_enrolments(reading(), amina.id)[0].withdrawn_at is None


def test_whoever_enrols_again_counts_again_and_the_void_is_not_undone_twice() -> None:
    amina, rosa, version = make(), officer(), the_course()
    enrolled(amina)
    key = reading().scalars(select(Enrolment.key)).one()
    with transaction() as session:
        change = void_enrolment(session, key=key, officer=rosa, why=TWICE, now=NOW).id
    with transaction() as session:
        enrol(
            session, person_id=amina.id, course_id=version.course_id, all_steps=version.all_steps, now=LATER
        )
    assert not enrolment_versions(key)[-1][1].void
    with pytest.raises(Conflict, match="enrolled again"), transaction() as session:
        restore_enrolment(session, change_id=change, officer=rosa, now=LATER)


def test_an_enrolment_with_a_certificate_in_force_is_not_void_before_that_is_withdrawn() -> None:
    amina, rosa, version = make(), officer("icharm"), the_course()
    enrolled(amina)
    with transaction() as session:
        row = session.scalars(select(Enrolment)).one()
        row.completed_at = NOW
        holder = type("Row", (), {"id": row.id, "person_id": amina.id, "name": "Amina Yusuf"})
        serial = issue(session, row=holder, version=version, results={}, now=NOW).serial
        key = row.key
    with pytest.raises(Conflict, match="certificate"), transaction() as session:
        void_enrolment(session, key=key, officer=rosa, why=TWICE, now=LATER)
    with transaction() as session:
        withdraw_certificate(
            session, serial=serial, officer=rosa, why=Why(Because.TEST), reason="a test", now=LATER
        )
        void_enrolment(session, key=key, officer=rosa, why=TWICE, now=LATER)
    assert reading().scalars(select(Certificate)).one().reason == "a test"
    assert [reason for reason, _ in enrolment_versions(key)] == ["FIRST", "REVOKE", "VOID"]


def test_a_centre_voids_only_what_belongs_to_its_courses() -> None:
    amina, elsewhere = make(home="irck"), officer("irck")
    enrolled(amina)
    key = reading().scalars(select(Enrolment.key)).one()
    with pytest.raises(NotFound), transaction() as session:
        void_enrolment(session, key=key, officer=elsewhere, why=TWICE, now=LATER)
    with transaction() as session:
        void_enrolment(session, key=key, officer=officer("icharm"), why=TWICE, now=LATER)
    assert history(reading(), frozenset({"irck"}), page=1, size=9) == ([], 0), (
        "where she learns is not theirs"
    )


def attendance(person_id: str) -> None:
    event = EventRecord(
        event_id="v1", centre_id="icharm", co_centres=("arce",), title="Sediment", theme="", kind="training",
        mode="in_person", status="held", start_date=date(2026, 5, 4), end_date=date(2026, 5, 5),
        scheduled_hours=Decimal(12),
    )  # fmt: skip
    day = AttendanceRecord(
        attendance_id="t1", event_id="v1", person_id=person_id, date=date(2026, 5, 4), status="present"
    )
    with transaction() as session:
        record(session, [event, day], now=NOW, actor="tests", reason="FIRST")


@pytest.mark.parametrize("known", [True, False])
def test_a_day_of_attendance_is_voided_and_comes_back(known: bool) -> None:
    amina, rosa = make(home="irck"), officer("arce")
    attendance(amina.ledger_id if known else "pnobody")
    with transaction() as session:
        change = void_attendance(session, key="t1", officer=rosa, why=TWICE, now=LATER).id
    assert last_attendance() == ("VOID", rosa.ledger_id, True)
    (line,), _total = history(reading(), frozenset({"icharm"}), page=1, size=9)
    assert (line.person_id, line.whole) == (amina.id if known else None, True)
    with transaction() as session:
        restore_attendance(session, change_id=change, officer=rosa, now=LATER)
    assert last_attendance() == ("CORRECT", rosa.ledger_id, False)
    for stranger in (officer("irck"), officer("irck")):
        with pytest.raises(NotFound), transaction() as session:
            void_attendance(session, key="t1", officer=stranger, why=TWICE, now=LATER)


def last_attendance() -> tuple[str, str, bool]:
    last = entries_of(reading(), "attendance", ["t1"])[-1]
    return last.reason, last.actor, AttendanceRecord.from_line(last.body).void


def test_a_reason_must_fit_and_other_needs_a_word() -> None:
    amina, rosa = make(), officer()
    for why in (Why(Because.TWICE), Why(Because.OTHER, "  ")):
        with pytest.raises(Unacceptable), transaction() as session:
            correct_person(
                session, person_id=amina.id, counted=Counted("M", 1990, "KE"), officer=rosa, why=why, now=NOW
            )
    assert len(versions(amina)) == 1
