"""Reads of what course teams wrote, for the learners to whom they wrote. Nothing is kept of who has read what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from learnhub.db import glance, table
from learnhub.learning.models import CourseMessage, CourseMessageReader, MessageRefusal
from learnhub.learning.queries import ENROLMENT, PERSON

NEW = timedelta(days=14)
MOST = 1_000  # messages to one learner, the latest first
NEVER_SENT = -1
"""In `upto`: whoever asked for the message had lost the right to write before it was sent."""
MESSAGE, READER, REFUSAL = table(CourseMessage), table(CourseMessageReader), table(MessageRefusal)


class Heading(NamedTuple):
    """A message to a learner."""

    id: int
    asked_at: datetime

    def is_new(self, now: datetime) -> bool:
        """Whether it is marked as new: for some days, since nobody notes who has read it."""
        return now - self.asked_at < NEW


_REFUSED = exists().where(
    REFUSAL.c.person_id == ENROLMENT.c.person_id, REFUSAL.c.course_id == ENROLMENT.c.course_id
)
_NOT_GIVEN_UP = MESSAGE.c.upto != NEVER_SENT
_TO_ME = (
    select(MESSAGE.c.id, MESSAGE.c.asked_at)
    .join(READER, READER.c.message_id == MESSAGE.c.id)
    .join(ENROLMENT, ENROLMENT.c.id == READER.c.enrolment_id)
    .where(
        READER.c.person_id == bindparam("person"), ENROLMENT.c.withdrawn_at.is_(None), ~_REFUSED,
        MESSAGE.c.ended_at.is_not(None), _NOT_GIVEN_UP,
    )
    .order_by(MESSAGE.c.id.desc())
    .limit(MOST)
)  # fmt: skip


def messages_to(session: Session, person_id: int) -> list[Heading]:
    """What the teams of her courses wrote to her, by mail or not, the latest first."""
    return [Heading(*row) for row in glance(session).execute(_TO_ME, {"person": person_id})]


def texts_to(session: Session, person_id: int) -> dict[int, dict[str, Any]]:
    """All that was written to her, in every language that it was written in, for who takes her data away."""
    hers = select(READER.c.message_id).where(READER.c.person_id == person_id)
    rows = session.execute(
        select(MESSAGE.c.id, MESSAGE.c.asked_at, MESSAGE.c.texts).where(MESSAGE.c.id.in_(hers), _NOT_GIVEN_UP)
    )
    return {row.id: {"asked_at": row.asked_at.isoformat(), "texts": json.loads(row.texts)} for row in rows}


def messages_by_number(session: Session, numbers: Sequence[int]) -> Sequence[Any]:
    """Their texts, courses and senders, the latest first."""
    return session.execute(
        select(MESSAGE.c.id, MESSAGE.c.course_id, MESSAGE.c.texts, MESSAGE.c.asked_at, PERSON.c.name)
        .join(PERSON, PERSON.c.id == MESSAGE.c.sender_id)
        .where(MESSAGE.c.id.in_(numbers))
        .order_by(MESSAGE.c.id.desc())
    ).all()
