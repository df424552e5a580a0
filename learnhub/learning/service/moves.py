"""A move of many learners as work of the job process: asked for once, then done thousand by thousand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, insert, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.db import table
from learnhub.jobs.models import Job
from learnhub.jobs.service import enqueue
from learnhub.kernel.errors import N_, Conflict
from learnhub.learning.chosen import Chosen, chosen_from_json
from learnhub.learning.domain import deadline_day
from learnhub.learning.models import CourseMove
from learnhub.learning.queries import ENROLMENT
from learnhub.learning.queries.choosing import condition
from learnhub.learning.service.messaging import may_guide
from learnhub.learning.service.moving import CHUNK, move, older

JOB = "course_move"
AT_ONCE = 2_000  # so many are moved while the page waits: about a second
MOVE = table(CourseMove)


def count_older(session: Session, to: Version, which: ColumnElement[bool]) -> int:
    """How many of the chosen learners learn with an older version."""
    return session.scalar(select(func.count()).select_from(ENROLMENT).where(older(to), which)) or 0


def ask(session: Session, *, to: Version, chosen: Chosen, learners: int, by_id: int, now: datetime) -> int:
    """Have the chosen learners moved; gives the number of the move. Raises Conflict while another one runs."""
    values = {
        "course_id": to.course_id, "version_id": to.id, "by_id": by_id, "wanted": chosen.to_json(), "asked_at": now,
        "learners": learners, "moved": 0, "reopened": 0, "completed": 0, "ended": "",
    }  # fmt: skip
    try:
        with session.begin_nested():
            made = session.execute(insert(MOVE).values(**values).returning(MOVE.c.id)).scalar_one()
    except IntegrityError as twice:
        raise Conflict(
            N_("Learners of this course are being moved already. Wait until that is done.")
        ) from twice
    _put_on_the_table(session, made, now)
    return int(made)


def _put_on_the_table(session: Session, number: int, now: datetime) -> None:
    enqueue(session, name=JOB, payload={"move": number}, key=f"{JOB}:{number}", now=now)


def go_on(session: Session, *, course_id: int, now: datetime) -> None:
    """Take up a move that its worker gave up; nothing if none is open, or if it is on the table already."""
    row = last_move(session, course_id)
    if row is not None and not row.ended:
        _put_on_the_table(session, row.id, now)


def last_move(session: Session, course_id: int) -> Any:
    """The latest move of a course, with `waits`: whether it is on the table of work; None if there was none."""
    waits = select(Job.id).where(Job.key == literal(f"{JOB}:") + cast(MOVE.c.id, String)).exists()
    return session.execute(
        select(*MOVE.c, waits.label("waits"))
        .where(MOVE.c.course_id == course_id)
        .order_by(MOVE.c.id.desc())
        .limit(1)
    ).first()


def move_next(session: Session, *, number: int, now: datetime) -> bool:
    """Move the next thousand, and say so in the same transaction; False when there is nothing more to do.

    A newer version, or the loss of the right of whoever asked for it, ends the move where it is.
    """
    row = session.execute(select(MOVE).where(MOVE.c.id == number).with_for_update()).first()
    if row is None or row.ended:
        return False
    to = load_version(session, row.version_id)
    in_force = session.scalar(select(Course.version_id).where(Course.id == row.course_id))
    change = MOVE.update().where(MOVE.c.id == number)
    if in_force != to.id or not may_guide(session, row.by_id, to, now):
        ended = "newer" if in_force != to.id else "right"
        session.execute(change.values(ended=ended, ended_at=now))
        return False
    which = condition(chosen_from_json(row.wanted), to.course_id, to.id, deadline_day(row.asked_at))
    part = move(session, to=to, which=which, by_id=row.by_id, by_team=True, now=now)
    session.execute(
        change.values(
            moved=row.moved + part.learners,
            reopened=row.reopened + part.reopened,
            completed=row.completed + part.completed,
            **({} if part.learners == CHUNK else {"ended": "done", "ended_at": now}),
        )
    )
    return part.learners == CHUNK
