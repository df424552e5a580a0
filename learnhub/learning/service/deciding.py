"""What a course team decides about its learners: cohorts, later deadlines, more tries, excused steps. Each decision is
kept with who made it, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version
from learnhub.db import rows_changed, table
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.learning.domain import (
    NO_ALLOWANCE,
    Allowance,
    allowances_from_json,
    allowances_to_json,
    deadline_day,
    deadline_end,
)
from learnhub.learning.models import LearnerChange
from learnhub.learning.queries import COHORT, ENROLMENT, find_enrolment
from learnhub.learning.queries.work import WORK
from learnhub.learning.service.enrolling import lock_learner
from learnhub.learning.service.progress import credit

SAME_NAME = N_("This course has a cohort of this name already.")
_CHANGE = table(LearnerChange)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, when, and why."""

    by_id: int
    now: datetime
    reason: str


def _locked(session: Session, row: Any) -> Any:
    """The enrolment as it is now, while nobody else changes it."""
    lock_learner(session, row.person_id)
    again = find_enrolment(session, row.person_id, row.course_id)
    if again is None:
        raise NotFound
    return again


def _write(session: Session, row: Any, kind: str, subject: str, why: Decision, **values: Any) -> None:
    session.execute(update(ENROLMENT).where(ENROLMENT.c.id == row.id).values(**values))
    session.execute(
        insert(_CHANGE).values(
            enrolment_id=row.id, person_id=row.person_id, kind=kind, subject=subject, reason=why.reason,
            by_id=why.by_id, at=why.now,
        )
    )  # fmt: skip


def give_try(session: Session, *, row: Any, version: Version, quiz: str, why: Decision) -> None:
    """One try more at a quiz. Raises Conflict for a quiz that can be taken as often as one likes, or is not there."""
    if quiz not in version.quizzes or version.quizzes[quiz].attempts == 0:
        raise Conflict(N_("This quiz can be taken as often as one likes."))
    row = _locked(session, row)
    allowances = allowances_from_json(row.extra_tries)
    before = allowances.get(quiz, NO_ALLOWANCE)
    text = allowances_to_json({**allowances, quiz: Allowance(before.extra + 1, before.before)})
    _write(session, row, "try", quiz, why, extra_tries=text)


def set_due(session: Session, *, row: Any, day: date | None, why: Decision) -> None:
    """A deadline of her own; None: that of her cohort again. Raises Unacceptable for a day that is over."""
    if day and day < deadline_day(why.now):
        raise Unacceptable(N_("This day is over. Give today or a later one."))
    row = _locked(session, row)
    _write(session, row, "due", day.isoformat() if day else "", why, due_on=day)
    if day:
        _in_time_after_all(session, ENROLMENT.c.id == row.id, day)


def _in_time_after_all(session: Session, which: ColumnElement[bool], day: date) -> None:
    """What these learners handed in before the end of their new deadline is late no more."""
    hers = select(ENROLMENT.c.id).where(which)
    session.execute(
        update(WORK)
        .where(WORK.c.enrolment_id.in_(hers), WORK.c.late, WORK.c.handed_in_at < deadline_end(day))
        .values(late=False)
    )


def excuse(session: Session, *, row: Any, version: Version, step: StepInfo, why: Decision) -> bool:
    """Let her leave a step out: it counts as done, and a quiz is not asked for. True if that completed the course.

    Raises Conflict if she has done it already or was excused before.
    """
    row = _locked(session, row)
    closed = row.done & step.mask and step.kind != "quiz"  # a quiz that was handed in need not be passed yet
    if row.excused & step.mask or closed:
        raise Conflict(N_("This step is done, or she is excused from it already."))
    excused = row.excused | step.mask
    _write(session, row, "excused", step.id, why, excused=excused)
    return credit(session, row=row, version=version, mask=step.mask, now=why.now)


def add_cohort(
    session: Session, *, course_id: int, name: str, starts_on: date, ends_on: date, now: datetime
) -> int:
    """A cohort with its dates. Raises Unacceptable if the name is taken or it ends before it starts."""
    _check_cohort(session, course_id, name, starts_on, ends_on, but=0)
    values = {
        "course_id": course_id,
        "name": name,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "created_at": now,
    }
    try:
        with session.begin_nested():
            return int(session.execute(insert(COHORT).values(**values).returning(COHORT.c.id)).scalar_one())
    except IntegrityError as twice:  # the same button twice, or somebody else at the same moment
        raise Unacceptable(SAME_NAME) from twice


def change_cohort(session: Session, *, cohort: Any, name: str, starts_on: date, ends_on: date) -> None:
    """Other dates or another name; the deadline of its learners follows."""
    _check_cohort(session, cohort.course_id, name, starts_on, ends_on, but=cohort.id)
    session.execute(
        update(COHORT).where(COHORT.c.id == cohort.id).values(name=name, starts_on=starts_on, ends_on=ends_on)
    )
    _in_time_after_all(session, (ENROLMENT.c.cohort_id == cohort.id) & ENROLMENT.c.due_on.is_(None), ends_on)


def _check_cohort(
    session: Session, course_id: int, name: str, starts_on: date, ends_on: date, *, but: int
) -> None:
    if ends_on < starts_on:
        raise Unacceptable(N_("A cohort ends on the day it starts, or later."))
    same = select(COHORT.c.id).where(
        COHORT.c.course_id == course_id, COHORT.c.name == name, COHORT.c.id != but
    )
    if session.scalar(same) is not None:
        raise Unacceptable(SAME_NAME)


def put_in_cohort(session: Session, *, which: ColumnElement[bool], cohort: Any | None, why: Decision) -> int:
    """Put the chosen learners in a cohort, or in none; gives how many changed."""
    to = cohort.id if cohort is not None else None
    changing = which & ENROLMENT.c.cohort_id.is_distinct_from(to)
    chosen = select(
        ENROLMENT.c.id, ENROLMENT.c.person_id, literal("cohort"), literal(cohort.name if cohort else ""),
        literal(why.reason), literal(why.by_id), literal(why.now),
    ).where(changing)  # fmt: skip
    columns = ["enrolment_id", "person_id", "kind", "subject", "reason", "by_id", "at"]
    session.execute(insert(_CHANGE).from_select(columns, chosen))
    done = session.execute(update(ENROLMENT).where(changing).values(cohort_id=to))
    return rows_changed(done)
