"""Works of learners: hers at an assignment, one by its key, and the marks that were given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from learnhub.db import table
from learnhub.kernel.errors import NotFound
from learnhub.learning.models.work import Work, WorkAppeal, WorkMark

WORK, WORK_MARK, WORK_APPEAL = table(Work), table(WorkMark), table(WorkAppeal)
MOST_TRIES = 100


def works_of(session: Session, enrolment_id: int, assignment: str) -> Sequence[Work]:
    """The tries of a learner at an assignment, the latest first."""
    return session.scalars(
        select(Work)
        .where(Work.enrolment_id == enrolment_id, Work.assignment == assignment)
        .order_by(Work.number.desc())
        .limit(MOST_TRIES)
    ).all()


def latest_works(session: Session, enrolment_id: int) -> dict[str, Any]:
    """The latest try of a learner at each assignment: assignment -> number, state, handed_in_at, late."""
    rows = session.execute(
        select(
            WORK.c.id, WORK.c.assignment, WORK.c.number, WORK.c.state, WORK.c.handed_in_at, WORK.c.late,
            WORK.c.version_id, WORK.c.key,
        ).where(WORK.c.enrolment_id == enrolment_id)
        .order_by(WORK.c.number)
        .limit(1_000)
    )  # fmt: skip
    return {row.assignment: row for row in rows}


def get_work(session: Session, key: str) -> Work:
    """The work with this key, as its address has it. Raises NotFound."""
    found = session.scalar(select(Work).where(Work.key == key))
    if found is None:
        raise NotFound
    return found


def is_marked(session: Session, work_id: int) -> bool:
    """Whether anybody has given marks for this work."""
    return bool(session.scalar(select(exists().where(WORK_MARK.c.work_id == work_id))))


def find_appeal(session: Session, work_id: int) -> WorkAppeal | None:
    """The appeal against the marks of a work."""
    return session.get(WorkAppeal, work_id)
