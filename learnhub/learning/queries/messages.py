"""Reads of what course teams wrote, for the learners to whom they wrote. Nothing is kept of who has read what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from learnhub.db import glance, table
from learnhub.learning.chosen import Place, chosen_from_json, still_about
from learnhub.learning.models import CourseMessage, MessageRefusal
from learnhub.learning.queries import COHORT, COURSE, ENROLMENT, LAST_ACTIVE, PERSON

NEW = timedelta(days=14)
MOST = 1_000  # messages of the courses of one learner that are looked through, the latest first
NEVER_SENT = -1
"""In `upto`: whoever asked for the message had lost the right to write before it was sent."""
MESSAGE, REFUSAL = table(CourseMessage), table(MessageRefusal)


class Heading(NamedTuple):
    """A message that is about a learner."""

    id: int
    asked_at: datetime

    def is_new(self, now: datetime) -> bool:
        """Whether it is marked as new: for some days, since nobody notes who has read it."""
        return now - self.asked_at < NEW


_REFUSED = exists().where(
    REFUSAL.c.person_id == ENROLMENT.c.person_id, REFUSAL.c.course_id == ENROLMENT.c.course_id
)
_TO_ME = (
    select(
        MESSAGE.c.id, MESSAGE.c.wanted, MESSAGE.c.asked_at, ENROLMENT.c.id.label("enrolment_id"), ENROLMENT.c.cohort_id,
        ENROLMENT.c.last_step, ENROLMENT.c.done, ENROLMENT.c.completed_at, ENROLMENT.c.renewing, ENROLMENT.c.pinned_id,
        LAST_ACTIVE.label("active_at"), func.coalesce(ENROLMENT.c.due_on, COHORT.c.ends_on).label("due_on"),
        COURSE.c.version_id,
    )
    .join(ENROLMENT, ENROLMENT.c.course_id == MESSAGE.c.course_id)
    .join(COURSE, COURSE.c.id == MESSAGE.c.course_id)
    .outerjoin(COHORT, COHORT.c.id == ENROLMENT.c.cohort_id)
    .where(
        ENROLMENT.c.person_id == bindparam("person"), ENROLMENT.c.withdrawn_at.is_(None), ~_REFUSED,
        ENROLMENT.c.enrolled_at <= MESSAGE.c.asked_at, MESSAGE.c.ended_at.is_not(None), MESSAGE.c.upto != NEVER_SENT,
    )
    .order_by(MESSAGE.c.id.desc())
    .limit(MOST)
)  # fmt: skip


def messages_to(session: Session, person_id: int) -> list[Heading]:
    """What the teams of her courses wrote to her since she enrolled, by mail or not, the latest first."""
    return [
        Heading(row.id, row.asked_at)
        for row in glance(session).execute(_TO_ME, {"person": person_id})
        if still_about(chosen_from_json(row.wanted), _place(row), row.asked_at)
    ]


def _place(row: Any) -> Place:
    return Place(
        enrolment=row.enrolment_id, cohort=row.cohort_id, step=row.last_step, begun=bool(row.done),
        completed_at=None if row.renewing else row.completed_at, due_on=row.due_on, active_at=row.active_at,
        behind=row.pinned_id is not None and row.pinned_id != row.version_id,
    )  # fmt: skip


def messages_by_number(session: Session, numbers: Sequence[int]) -> Sequence[Any]:
    """Their texts, courses and senders, the latest first."""
    return session.execute(
        select(MESSAGE.c.id, MESSAGE.c.course_id, MESSAGE.c.texts, MESSAGE.c.asked_at, PERSON.c.name)
        .join(PERSON, PERSON.c.id == MESSAGE.c.sender_id)
        .where(MESSAGE.c.id.in_(numbers))
        .order_by(MESSAGE.c.id.desc())
    ).all()
