"""Acts of one learner at the same instant, from several devices: each counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from learning_commands import NOW, Learner
from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.privacy import erase_person
from learnhub.accounts.queries import get_person
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import CourseVersion
from learnhub.catalogue.publishing import publish
from learnhub.coursefile.document import Assignment, Criterion
from learnhub.coursefile.jsonform import from_json
from learnhub.credentials.service import reissue
from learnhub.db import reading, transaction
from learnhub.kernel.errors import NotFound
from learnhub.learning.domain import results_from_json
from learnhub.learning.models import Attempt, Certificate, Enrolment
from learnhub.learning.models.work import Work
from learnhub.learning.queries import find_enrolment
from learnhub.learning.service.attempts import save_answers, submit
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.progress import close_lesson, end_stale_sessions, visit
from learnhub.learning.service.rekeying import ask, next_piece, right_key
from learnhub.learning.service.work import open_work
from learnhub.ledger.models import LedgerEntry
from tests.at_once import AT_ONCE, together

RIGHT = {"q.q1": ["0"], "q.q2": ["0", "1"], "q.q3": ["false"], "q.q4": ["25 m³"], "q.q5": ["gauge"]}


def keys(kind: str) -> Counter[str]:
    return Counter(reading().scalars(select(LedgerEntry.key).where(LedgerEntry.kind == kind)))


def handing_in(
    learner: Learner, answers: dict[str, list[str]], now: datetime = NOW
) -> Callable[[Session], Any]:
    step = learner.version.step("final")
    return lambda session: submit(
        session,
        person_id=learner.person_id,
        version=learner.version,
        step=step,
        number=1,
        form=answers,
        now=now,
    )


def saving(learner: Learner, answers: dict[str, list[str]]) -> Callable[[Session], Any]:
    step = learner.version.step("final")
    return lambda session: save_answers(
        session,
        person_id=learner.person_id,
        version=learner.version,
        step=step,
        number=1,
        form=answers,
        now=NOW,
    )


def test_one_try_is_handed_in_once(example: Flask, learner: Learner) -> None:
    became = together(example, *[handing_in(learner, RIGHT)] * AT_ONCE)
    assert became == {"done": 1, "handed-in": AT_ONCE - 1}
    assert list(keys("quiz_attempts").values()) == [1]
    results = reading().scalars(select(Enrolment.results)).one()
    assert results_from_json(results)["final"].tries == 1


def test_a_save_never_changes_what_was_handed_in(example: Flask, learner: Learner) -> None:
    together(example, saving(learner, {"q.q1": ["1"]}))
    together(example, handing_in(learner, RIGHT), *[saving(learner, {"q.q1": ["2"]})] * (AT_ONCE - 1))
    attempt = reading().scalars(select(Attempt)).one()
    assert '"q1":{"chosen":[0]}' in attempt.answers
    assert attempt.marks == "6"


def test_answers_from_two_devices_are_both_kept(example: Flask, learner: Learner) -> None:
    given = [{"q.q1": ["0"]}, {"q.q3": ["false"]}, {"q.q4": ["25"]}, {"q.q5": ["gauge"]}]
    assert together(example, *[saving(learner, each) for each in given]) == {"done": 4}
    attempt = reading().scalars(select(Attempt)).one()
    assert all(f'"{question}"' in attempt.answers for question in ("q1", "q3", "q4", "q5"))


def test_lessons_closed_at_once_are_all_kept_and_complete_once(example: Flask, learner: Learner) -> None:
    with transaction() as session:
        submit(
            session, person_id=learner.person_id, version=learner.version, step=learner.version.step("final"),
            number=1, form=RIGHT, now=NOW,
        )  # fmt: skip

    def closing(lesson: str) -> Callable[[Session], Any]:
        return lambda session: close_lesson(
            session,
            person_id=learner.person_id,
            version=learner.version,
            step=learner.version.step(lesson),
            now=NOW,
        )

    acts = [closing(lesson) for lesson in ("staff-gauge", "return-periods") for _ in range(2)]
    assert together(example, *acts) == {"done": 4}
    row = reading().scalars(select(Enrolment)).one()
    assert row.completed_at == NOW
    assert len(reading().scalars(select(Certificate)).all()) == 1
    revisions = reading().scalars(select(LedgerEntry.rev).where(LedgerEntry.kind == "enrolments"))
    assert sorted(revisions) == [1, 2, 3, 4]


def test_a_name_put_right_twice_at_once_makes_one_certificate(example: Flask, learner: Learner) -> None:
    together(example, handing_in(learner, RIGHT))
    for lesson in ("staff-gauge", "return-periods"):
        with transaction() as session:
            step = learner.version.step(lesson)
            close_lesson(session, person_id=learner.person_id, version=learner.version, step=step, now=NOW)
    with transaction() as session:
        old = session.scalars(select(Certificate.serial)).one()
        get_person(session, learner.person_id).name = "Amina Diallo"

    def act(session: Session) -> str:
        return reissue(session, serial=old, person_id=learner.person_id, now=NOW)

    assert together(example, *[act] * AT_ONCE) == {"done": AT_ONCE}
    rows = reading().execute(select(Certificate.name, Certificate.revoked_at).order_by(Certificate.id)).all()
    assert [tuple(row) for row in rows] == [("Amina", NOW), ("Amina Diallo", None)]


def test_nothing_that_is_sent_while_she_erases_her_account_outlives_it(
    example: Flask, learner: Learner
) -> None:
    """Another page sends answers and works by itself; a certificate may be on its way under another name."""
    task = Assignment("plan", "A plan", 60, ("read",), "Write.", "text", (Criterion("a", "A", 4),), 2)

    def erasing(session: Session) -> None:
        erase_person(session, person=get_person(session, learner.person_id), now=NOW, actor="tests")

    def writing(session: Session) -> None:
        work = open_work(
            session, person_id=learner.person_id, version=learner.version, assignment=task, now=NOW
        )
        work.text = "My plan."

    def unless_gone(act: Callable[[Session], Any]) -> Callable[[Session], Any]:
        def acting(session: Session) -> None:
            with suppress(NotFound):
                act(session)

        return acting

    acts = [saving(learner, RIGHT), erasing, writing, saving(learner, RIGHT)]
    together(example, *[unless_gone(act) for act in acts])
    assert reading().scalars(select(Attempt.id)).all() == []
    assert reading().scalars(select(Work.id)).all() == []


def test_enrolling_from_two_tabs_is_one_enrolment(example: Flask, version: Version) -> None:
    with transaction() as session:
        person_id = register(session, account=NewAccount(name="Kofi", password_hash="!"), now=NOW).id

    def act(session: Session) -> bool:
        return enrol(
            session, person_id=person_id, course_id=version.course_id, all_steps=version.all_steps, now=NOW
        )

    assert together(example, *[act] * AT_ONCE) == {"done": AT_ONCE}
    assert list(keys("enrolments").values()) == [1]


def test_a_study_session_is_recorded_once(example: Flask, learner: Learner) -> None:
    def row() -> Any:
        session = reading()
        session.rollback()
        return find_enrolment(reading(), learner.person_id, learner.course_id)

    for minute in (0, 10):
        with transaction() as session:
            visit(
                session, row=row_in(session, learner), step="staff-gauge", now=NOW + timedelta(minutes=minute)
            )
    before, later = row(), NOW + timedelta(hours=2)
    reading().rollback()

    def seen(session: Session) -> None:
        visit(session, row=before, step="return-periods", now=later)

    together(example, seen, seen, seen, lambda session: end_stale_sessions(session, now=later))
    lines = reading().scalars(select(LedgerEntry.body).where(LedgerEntry.kind == "sessions")).all()
    assert len(lines) == 1
    assert "2026-11-20T10:00:00Z,2026-11-20T10:10:00Z" in lines[0]


def row_in(session: Session, learner: Learner) -> Any:
    return find_enrolment(session, learner.person_id, learner.course_id)


def test_who_hands_in_while_a_quiz_is_marked_anew_is_marked_by_the_right_key(
    example: Flask, learner: Learner
) -> None:
    """Whichever comes first: the other one knows of it."""
    with transaction() as session:
        other = register(session, account=NewAccount(name="Binta", password_hash="!"), now=NOW).id
        course, steps = learner.course_id, learner.version.all_steps
        enrol(session, person_id=other, course_id=course, all_steps=steps, now=NOW)
    true = {**RIGHT, "q.q3": ["true"]}  # what the wrong key calls wrong
    together(example, handing_in(Learner(other, learner.version), true))
    session = reading()
    stored = session.scalars(select(CourseVersion.document)).one()
    document = from_json(stored.replace('"answer":false', '"answer":true'))
    with transaction() as session:
        files = FileStore(example.config["SETTINGS"].instance)
        to = publish(session, document=document, files=files, now=NOW, actor="test").version_id
    with transaction() as session:
        right = right_key(load_version(session, to), "final")
        change = ask(session, right, reason="The key was wrong.", by_id=None, now=NOW).id
    together(
        example,
        handing_in(learner, true),
        lambda session: next_piece(session, number=change, now=NOW),
    )
    more = True
    while more:
        with transaction() as session:
            more = next_piece(session, number=change, now=NOW).more
    reading().rollback()
    assert reading().scalars(select(Attempt.marks)).all() == ["6", "6"]
