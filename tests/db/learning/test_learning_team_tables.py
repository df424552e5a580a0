"""What is kept about learners for their team: times per step, the last activity, decisions, and their erasure."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from learning_commands import NOW, Learner
from sqlalchemy import insert, select

from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person, export_person
from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict
from learnhub.learning.chosen import Chosen
from learnhub.learning.hooks import titles_of
from learnhub.learning.models import Enrolment, LearnerChange
from learnhub.learning.queries import ENROLMENT, find_enrolment
from learnhub.learning.queries.choosing import condition, count_chosen
from learnhub.learning.queries.learners import learners_page
from learnhub.learning.service.deciding import Decision, excuse, give_try
from learnhub.learning.service.enrolling import enrol, leave, new_row
from learnhub.learning.service.progress import close_lesson, end_stale_sessions, visit
from tests.statements import statements


def row_of(learner: Learner) -> Enrolment:
    session = reading()
    session.expire_all()
    return session.scalars(select(Enrolment).where(Enrolment.person_id == learner.person_id)).one()


def open_step(learner: Learner, step: str, minutes: int) -> None:
    with transaction() as session:
        row = find_enrolment(session, learner.person_id, learner.course_id)
        visit(session, row=row, step=step, now=NOW + timedelta(minutes=minutes))


def test_time_goes_to_the_step_that_was_open_and_pauses_to_none(learner: Learner) -> None:
    open_step(learner, "staff-gauge", 0)
    open_step(learner, "return-periods", 12)
    open_step(learner, "staff-gauge", 20)
    open_step(learner, "staff-gauge", 90)
    assert json.loads(row_of(learner).times) == {"staff-gauge": 720, "return-periods": 480}
    with transaction() as session:
        close_lesson(
            session, person_id=learner.person_id, version=learner.version, step=learner.version.step("staff-gauge"),
            now=NOW + timedelta(minutes=95),
        )  # fmt: skip
    assert json.loads(row_of(learner).times)["staff-gauge"] == 720 + 300


def test_the_last_activity_outlives_the_session(learner: Learner) -> None:
    open_step(learner, "staff-gauge", 0)
    open_step(learner, "staff-gauge", 10)
    with transaction() as session:
        end_stale_sessions(session, now=NOW + timedelta(hours=2))
    row = row_of(learner)
    assert (row.session_seen_at, row.active_at) == (None, NOW + timedelta(minutes=10))


def test_coming_back_keeps_the_version(learner: Learner) -> None:
    before = row_of(learner).pinned_id
    with transaction() as session:
        known = {"person_id": learner.person_id, "course_id": learner.course_id}
        leave(session, **known, all_steps=learner.version.all_steps, now=NOW)
        enrol(session, **known, all_steps=0, now=NOW)
    assert (row_of(learner).pinned_id, before) == (learner.version.id, learner.version.id)


def decide(learner: Learner, by: int) -> None:
    with transaction() as session:
        row = find_enrolment(session, learner.person_id, learner.course_id)
        why = Decision(by, NOW, "Was ill in spring")
        give_try(session, row=row, version=learner.version, quiz="final", why=why)
        excuse(session, row=row, version=learner.version, step=learner.version.step("staff-gauge"), why=why)


def another(name: str) -> int:
    with transaction() as session:
        return register(session, account=NewAccount(name=name, password_hash="!"), now=NOW).id


def test_decisions_are_exported_and_their_reasons_erased(learner: Learner) -> None:
    by = another("Facilitator")
    decide(learner, by)
    told = json.loads(
        "".join(export_person(reading(), person_id=learner.person_id, titles=titles_of, now=NOW))
    )
    assert [each["reason"] for each in told["learner_change"]] == ["Was ill in spring"] * 2
    with transaction() as session:
        person = session.get(Person, learner.person_id)
        assert person is not None
        erase_person(session, person=person, now=NOW, actor="test")
    kept = reading().scalars(select(LearnerChange)).all()
    assert [(each.kind, each.reason, each.by_id) for each in kept] == [("try", "", by), ("excused", "", by)]
    assert row_of(learner).times == "{}"


def test_a_step_is_excused_once(learner: Learner) -> None:
    by = another("Facilitator")
    decide(learner, by)
    with pytest.raises(Conflict):
        decide(learner, by)


def test_a_page_of_many_learners_asks_as_often_as_one_of_few(example: Flask, learner: Learner) -> None:
    def asked() -> int:
        session = reading()
        which = condition(Chosen(state="running"), learner.course_id, learner.version.id, NOW.date())
        with statements() as seen:
            learners_page(session, learner.version, which, page=1, size=50)
            count_chosen(session, which)
        return len(seen)

    few = asked()
    people = [another(f"L{n}") for n in range(60)]
    with transaction() as session:
        session.execute(
            insert(ENROLMENT), [new_row(each, learner.course_id, learner.version.id, NOW) for each in people]
        )
    assert asked() == few == 2
