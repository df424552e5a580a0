"""Signs of study: a page opened, a lesson closed, a session over; and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, select, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version
from learnhub.db import rows_changed
from learnhub.kernel.errors import NotFound
from learnhub.kernel.ids import opaque_id
from learnhub.learning.domain import (
    NO_ALLOWANCE,
    SESSION_GAP,
    Best,
    StudySession,
    Touched,
    allowances_from_json,
    completion_holds,
    is_complete,
    results_from_json,
    touch,
    tries_left,
    with_time,
)
from learnhub.learning.queries import ENROLMENT, find_enrolment
from learnhub.learning.service.certificates import issue
from learnhub.learning.service.enrolling import certificate_dates, enrolment_record, lock_learner
from learnhub.ledger.records import Record, SessionRecord
from learnhub.ledger.service import record

MOST_ENDED = 2_000  # sessions at once
_CHANGE = update(ENROLMENT).where(ENROLMENT.c.id == bindparam("enrolment"))


def session_of(row: Any) -> StudySession | None:
    """The study session that an enrolment row carries."""
    if row.session_started_at is None or row.session_seen_at is None:
        return None
    return StudySession(row.session_started_at, row.session_seen_at)


def session_values(row: Any, touched: Touched) -> dict[str, Any]:
    """The columns of a touched session; `row` as it stands while they are written."""
    values: dict[str, Any] = {"session_started_at": touched.now.started, "session_seen_at": touched.now.seen}
    if touched.ended is not None:
        values["studied"] = row.studied + touched.ended.seconds
    return values


def session_record(key: str, ended: StudySession) -> SessionRecord:
    """A study session that is over."""
    return SessionRecord(
        session_id=opaque_id("s"), enrolment_id=key, started_at=ended.started, ended_at=ended.seen
    )


def visit(session: Session, *, row: Any, step: str, now: datetime) -> None:
    """A learner opened a step. Call it only if `visit_matters`."""
    touched = touch(session_of(row), now)
    change = update(ENROLMENT).where(ENROLMENT.c.id == row.id)
    if touched is None:
        session.execute(change.values(last_step=step))
        return
    # the row was read before this transaction: whoever else opened a step since, or ended the session, has recorded it
    times = with_time(row.times, row.last_step, session_of(row), now)
    as_read = and_(
        ENROLMENT.c.session_started_at.is_not_distinct_from(row.session_started_at),
        ENROLMENT.c.session_seen_at.is_not_distinct_from(row.session_seen_at),
    )
    done = session.execute(
        change.where(as_read).values(last_step=step, times=times, **session_values(row, touched))
    )
    if touched.ended is not None and rows_changed(done):
        record(
            session, [session_record(row.key, touched.ended)], now=now, actor=row.ledger_id, reason="FIRST"
        )


def visit_matters(row: Any, step: str, now: datetime) -> bool:
    """Whether opening this step changes anything that is kept."""
    return row.last_step != step or touch(session_of(row), now) is not None


def asked_mask(version: Version) -> int:
    """The bits of what must be done: all lessons, and the assignments that the course asks for."""
    asked = version.document.metadata.completion_assignments or ()
    return sum(step.mask for step in version.steps if step.kind == "lesson" or step.id in asked)


def wanted_quizzes(version: Version, excused: int) -> list[str]:
    """The quizzes that a learner must pass to complete: all that the course asks for but those she is excused from."""
    return [
        quiz for quiz in version.document.metadata.completion_quizzes if not version.step(quiz).mask & excused
    ]


def needed_mask(version: Version, excused: int) -> int:
    """The bits of all that completion asks of a learner: what must be done, and the quizzes that must be passed."""
    return asked_mask(version) | sum(version.step(quiz).mask for quiz in wanted_quizzes(version, excused))


def unpassed_quizzes(version: Version, row: Any) -> dict[str, int | None]:
    """The quizzes that completion asks for and that were taken but not passed, each with the tries that are left. `row`
    is an enrolment. The record says of such a quiz that it is done; pages and files that people read do not."""
    taken = [quiz for quiz in wanted_quizzes(version, row.excused) if version.step(quiz).mask & row.done]
    if not taken:
        return {}
    results, allowances = results_from_json(row.results), allowances_from_json(row.extra_tries)
    return {
        quiz: tries_left(
            version.quizzes[quiz].attempts, results[quiz].tries, allowances.get(quiz, NO_ALLOWANCE).extra
        )
        for quiz in taken
        if quiz in results and results[quiz].passed is False
    }


def advance(
    session: Session,
    *,
    row: Any,
    version: Version,
    step: StepInfo,
    results: Mapping[str, Best],
    results_text: str | None,
    now: datetime,
    also: list[Record],
) -> bool:
    """A step was done: write progress, completion, certificate and ledger rows; True if it completed the course.

    `also` are ledger rows of the same act, so that everything goes in one statement.
    """
    done = row.done | step.mask
    values: dict[str, Any] = {"done": done, "last_step": step.id}
    touched = touch(session_of(row), now)
    rows: list[Record] = list(also)
    if touched is not None:
        values |= session_values(row, touched)
        values["times"] = with_time(row.times, step.id, session_of(row), now)
        if touched.ended is not None:
            rows.append(session_record(row.key, touched.ended))
    if results_text is not None:
        values["results"] = results_text
    complete = not completion_holds(row) and is_complete(
        done=done,
        asked_mask=asked_mask(version),
        wanted_quizzes=wanted_quizzes(version, row.excused),
        results=results,
    )
    facts: dict[str, Any] = {**row._mapping, "done": done}
    if complete and row.completed_at is None:
        values["completed_at"] = facts["completed_at"] = now
        facts["certificate_at"] = now
    elif complete:  # it was counted when she completed the earlier edition
        values["renewing"] = False
    if done != row.done or complete:
        facts = {**certificate_dates(session, row), **facts}
        values["ledger_rev"] = rev = row.ledger_rev + 1
        code, whole = version.code, version.all_steps
        rows.append(enrolment_record(facts, rev=rev, ledger_id=row.ledger_id, code=code, all_steps=whole))
    session.connection().execute(_CHANGE, {"enrolment": row.id, **values})
    if complete:
        issue(session, row=row, version=version, results=results, now=now)
    if rows:
        record(session, rows, now=now, actor=row.ledger_id, reason="PROGRESS")
    return complete


def settle(
    session: Session, *, row: Any, version: Version, now: datetime, earned: datetime | None = None
) -> bool:
    """Complete the course for a learner of whom nothing more is asked: the team excused her from the rest, a newer
    version asks for less, or her tries were marked anew, and she had `earned` it by then already. True if it did; her
    study session is left as it is."""
    results = results_from_json(row.results)
    if completion_holds(row) or not is_complete(
        done=row.done,
        asked_mask=asked_mask(version),
        wanted_quizzes=wanted_quizzes(version, row.excused),
        results=results,
    ):
        return False
    first = row.completed_at or earned or now
    values = {"completed_at": first, "renewing": False, "ledger_rev": row.ledger_rev + 1}
    session.connection().execute(_CHANGE, {"enrolment": row.id, **values})
    issue(session, row=row, version=version, results=results, now=now, completed_at=earned)
    facts = {**row._mapping, "completed_at": first, "certificate_at": first}
    fact = enrolment_record(
        facts, rev=row.ledger_rev + 1, ledger_id=row.ledger_id, code=version.code, all_steps=version.all_steps
    )
    record(session, [fact], now=now, actor="course-team", reason="CORRECT" if earned else "PROGRESS")
    return True


def credit(session: Session, *, row: Any, version: Version, mask: int, now: datetime) -> bool:
    """Count steps as done for which the learner did nothing just now: the team excused her, or a person marked her
    work. True if that completed the course; her study session is left as it is."""
    session.connection().execute(_CHANGE, {"enrolment": row.id, "done": row.done | mask})
    row = find_enrolment(session, row.person_id, row.course_id)
    if settle(session, row=row, version=version, now=now):
        return True
    facts = {**row._mapping, **certificate_dates(session, row)}
    rev = row.ledger_rev + 1
    session.connection().execute(_CHANGE, {"enrolment": row.id, "ledger_rev": rev})
    fact = enrolment_record(
        facts, rev=rev, ledger_id=row.ledger_id, code=version.code, all_steps=version.all_steps
    )
    record(session, [fact], now=now, actor="course-team", reason="PROGRESS")
    return False


def close_lesson(
    session: Session, *, person_id: int, version: Version, step: StepInfo, now: datetime
) -> bool:
    """The learner is done with a lesson; True if this completed the course. Raises NotFound if not enrolled, or for
    a quiz, which is done by handing it in."""
    lock_learner(session, person_id)
    row = find_enrolment(session, person_id, version.course_id)
    if step.kind != "lesson" or row is None or row.withdrawn_at is not None:
        raise NotFound
    if row.done & step.mask:
        return False
    results = results_from_json(row.results)
    return advance(
        session, row=row, version=version, step=step, results=results, results_text=None, now=now, also=[]
    )


def end_stale_sessions(session: Session, *, now: datetime) -> int:
    """Record study sessions that have been quiet for half an hour; gives how many. Called once a minute."""
    rows = session.execute(
        select(ENROLMENT.c.id, ENROLMENT.c.key, ENROLMENT.c.session_started_at, ENROLMENT.c.session_seen_at)
        .where(ENROLMENT.c.session_seen_at < now - SESSION_GAP)
        .order_by(ENROLMENT.c.session_seen_at)
        .limit(MOST_ENDED)
        .with_for_update(skip_locked=True)
    ).all()
    ended = [
        session_record(row.key, StudySession(row.session_started_at, row.session_seen_at))
        for row in rows
        if row.session_seen_at > row.session_started_at
    ]
    if ended:
        record(session, ended, now=now, actor="system", reason="FIRST")
    if rows:
        session.connection().execute(
            update(ENROLMENT)
            .where(ENROLMENT.c.id == bindparam("row"))
            .values(
                session_started_at=None,
                session_seen_at=None,
                active_at=ENROLMENT.c.session_seen_at,
                studied=ENROLMENT.c.studied + bindparam("more", type_=Integer),
            ),
            [
                {"row": row.id, "more": StudySession(row.session_started_at, row.session_seen_at).seconds}
                for row in rows
            ],
        )
    return len(rows)
