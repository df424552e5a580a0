"""The file of all that is held about a person: whole, readable, and about nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from learning_commands import NOW, Learner
from sqlalchemy import insert

from learnhub.accounts.models import Person, SignInSession
from learnhub.accounts.privacy import export_person
from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.learning.hooks import titles_of
from learnhub.learning.queries import find_enrolment
from learnhub.learning.service.deciding import Decision, give_try
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.progress import close_lesson, end_stale_sessions, visit
from learnhub.ledger.records import AttendanceRecord, EventRecord, PersonRecord, SurveyRecord
from learnhub.ledger.service import record


def told(person_id: int) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        "".join(export_person(reading(), person_id=person_id, titles=titles_of, now=NOW))
    )
    assert data["complete"] is True
    return data


def someone(name: str) -> Person:
    with transaction() as session:
        person = register(session, account=NewAccount(name=name, password_hash="!"), now=NOW)
        session.flush()
        session.expunge(person)
    return person


def study(learner: Learner, person_id: int) -> None:
    """Ten minutes in a lesson, which is then closed."""
    with transaction() as session:
        row = find_enrolment(session, person_id, learner.course_id)
        visit(session, row=row, step="staff-gauge", now=NOW)
    with transaction() as session:
        close_lesson(
            session, person_id=person_id, version=learner.version, step=learner.version.step("staff-gauge"),
            now=NOW + timedelta(minutes=10),
        )  # fmt: skip
    with transaction() as session:
        end_stale_sessions(session, now=NOW + timedelta(hours=2))


def train(person: str, *, row: str) -> None:
    """A day at an event, and what was said of it."""
    with transaction() as session:
        record(
            session,
            [
                AttendanceRecord(attendance_id=f"t{row}", event_id="v-1", person_id=person, status="present"),
                SurveyRecord(
                    response_id=f"r{row}", person_id=person, object_id="v-1", kind="L1", invited_at=NOW,
                    satisfaction=4,
                ),
            ],
            now=NOW,
            actor="test",
            reason="FIRST",
        )  # fmt: skip


def test_what_only_the_ledger_holds_is_told(learner: Learner) -> None:
    other = someone("Somebody Else")
    with transaction() as session:
        enrol(
            session, person_id=other.id, course_id=learner.course_id, all_steps=learner.version.all_steps, now=NOW
        )  # fmt: skip
        event = EventRecord(
            event_id="v-1", centre_id="c-1", title="A day at the gauge", theme="", kind="training", mode="",
            status="held", start_date=NOW.date(), end_date=NOW.date(), scheduled_hours=None,
        )  # fmt: skip
        record(session, [event], now=NOW, actor="test", reason="FIRST")
    surrogate = told(learner.person_id)["account"]["ledger_id"]
    study(learner, learner.person_id)
    study(learner, other.id)
    train(surrogate, row="1")
    train(other.ledger_id, row="2")
    held = told(learner.person_id)["ledger"]
    kinds = {row["record"] for row in held}
    assert kinds == {"persons", "enrolments", "sessions", "attendance", "surveys"}
    assert {row["person_id"] for row in held if "person_id" in row} == {surrogate}
    assert len([row for row in held if row["record"] == "sessions"]) == 1
    titles = {row["record"]: row.get("title") for row in held}
    assert titles["sessions"] == learner.version.title
    assert titles["attendance"] == titles["surveys"] == "A day at the gauge"


def test_a_row_says_what_it_is_about_and_who_decided_it(learner: Learner) -> None:
    study(learner, learner.person_id)
    by = someone("Facilitator Unnamed")
    with transaction() as session:
        row = find_enrolment(session, learner.person_id, learner.course_id)
        why = Decision(by.id, NOW, "Was ill")
        give_try(session, row=row, version=learner.version, quiz="final", why=why)
    data = told(learner.person_id)
    (enrolment,) = data["enrolment"]
    gauge = learner.version.step("staff-gauge").title
    assert (enrolment["course"], enrolment["done"]) == (learner.version.title, [gauge])
    assert (enrolment["last_step_title"], enrolment["extra_tries"]) == (gauge, {"final": [1, 0]})
    assert enrolment["times"] == {"staff-gauge": 600}
    (change,) = data["learner_change"]
    assert change["subject_title"] == learner.version.step("final").title
    assert (change["by_id"], change["person_id"]) == ("somebody else", "you")
    assert "Unnamed" not in json.dumps(data)
    assert data["purposes"]["enrolment"]["results"]


def test_what_was_recorded_under_another_number_of_hers_is_told(learner: Learner) -> None:
    surrogate = told(learner.person_id)["account"]["ledger_id"]
    with transaction() as session:
        versions = [
            PersonRecord(
                person_id=person, valid_from=NOW.date(), account_type="learner", status="confirmed", rev=rev,
                merged_into=into,
            )
            for person, rev, into in (("p-first", 1, ""), ("p-apart", 1, surrogate), ("p-apart", 2, ""))
        ]  # fmt: skip
        record(session, versions, now=NOW, actor="test", reason="FIRST")
    train("p-first", row="1")
    train("p-apart", row="2")
    with transaction() as session:
        given = replace(versions[0], rev=2, merged_into=surrogate)
        record(session, [given], now=NOW, actor="test", reason="MERGE")
    held = told(learner.person_id)["ledger"]
    assert {row["person_id"] for row in held} == {surrogate, "p-first"}
    assert [row["attendance_id"] for row in held if row["record"] == "attendance"] == ["t1"]


def test_nothing_is_left_out_of_much(learner: Learner) -> None:
    values = {"person_id": learner.person_id, "created_at": NOW, "expires_at": NOW, "device": "Firefox"}
    with transaction() as session:
        session.execute(insert(SignInSession), [{**values, "token_hash": str(n)} for n in range(10_050)])
    assert len(told(learner.person_id)["sign_in_session"]) == 10_050
