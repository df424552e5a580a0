"""Reads of the marking queue: works that wait for somebody of a course team, and the marks that were given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.catalogue.models import Course, CourseCentre
from learnhub.centres.snapshot import reference
from learnhub.db import table
from learnhub.kernel.errors import NotFound
from learnhub.learning.marking import Act, Given, Stage
from learnhub.learning.queries import PERSON
from learnhub.learning.queries.work import WORK, WORK_APPEAL, WORK_MARK

_COURSE, _CENTRE = table(Course), table(CourseCentre)
MOST_TASKS = 200  # of the list to choose from; the queue itself is paged
MOST_COUNTED = 100
MOST_EARLIER = 20

_HANDED = WORK.c.state == "handed_in"
_OPEN = WORK_APPEAL.alias("open_appeal")
_APPEALED = exists().where(_OPEN.c.work_id == WORK.c.id, _OPEN.c.answered_at.is_(None)).correlate(WORK)
_STAGES: dict[str, ColumnElement[bool]] = {
    "": or_(_HANDED, _APPEALED),
    Stage.FIRST: and_(_HANDED, WORK.c.second_asked_at.is_(None)),
    Stage.SECOND: and_(_HANDED, WORK.c.second_asked_at.is_not(None)),
    Stage.APPEAL: _APPEALED,
    Stage.DONE: and_(WORK.c.state.in_(["passed", "revise"]), not_(_APPEALED)),
}
STAGES = tuple(_STAGES)
_SINCE = func.coalesce(WORK_APPEAL.c.asked_at, WORK.c.second_asked_at, WORK.c.handed_in_at)
_ROW = (
    select(
        *WORK.c, _COURSE.c.code, PERSON.c.name, WORK_APPEAL.c.reason, WORK_APPEAL.c.asked_at, WORK_APPEAL.c.answered_at,
        _SINCE.label("since"),
    )
    .join(PERSON, PERSON.c.id == WORK.c.person_id)
    .join(_COURSE, _COURSE.c.id == WORK.c.course_id)
    .outerjoin(WORK_APPEAL, WORK_APPEAL.c.work_id == WORK.c.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Queue:
    """Which works a page is about: of one course, of one of its assignments, of one stage; "" for all that wait."""

    course: str = ""
    assignment: str = ""
    stage: str = ""

    @property
    def of(self) -> str:
        """The assignment, as an address names it."""
        return f"{self.course}:{self.assignment}" if self.course else ""

    @property
    def as_query(self) -> dict[str, Any]:
        """What an address says of it."""
        said = {"of": self.of, "stage": self.stage}
        return {name: value for name, value in said.items() if value}


def visible_works(session: Session, identity: Identity) -> ColumnElement[bool]:
    """The row filter: works that were handed in, of courses whose learners this person guides, but for her own."""
    centres = reference(session).permitted_centres(identity, Permission.GUIDE_LEARNERS)
    courses = select(_CENTRE.c.course_id).where(_CENTRE.c.centre_id.in_(sorted(centres)))
    return and_(
        WORK.c.course_id.in_(courses), WORK.c.state != "draft", WORK.c.person_id != (identity.person_id or 0)
    )


def marks_somewhere(session: Session, identity: Identity) -> bool:
    """Whether there is a centre whose works this person marks."""
    return bool(reference(session).permitted_centres(identity, Permission.GUIDE_LEARNERS))


def _wanted(session: Session, identity: Identity, queue: Queue) -> ColumnElement[bool]:
    conditions = [visible_works(session, identity), _STAGES[queue.stage]]
    if queue.course:
        course = select(_COURSE.c.id).where(_COURSE.c.code == queue.course).scalar_subquery()
        conditions.append(WORK.c.course_id == course)
    if queue.assignment:
        conditions.append(WORK.c.assignment == queue.assignment)
    return and_(*conditions)


def queue_page(
    session: Session, identity: Identity, queue: Queue, *, page: int, size: int
) -> tuple[Sequence[Any], int]:
    """One page of the queue, what waits longest first, and how many there are; decided works, the latest first."""
    wanted = _wanted(session, identity, queue)
    total = session.scalar(select(func.count()).select_from(WORK).where(wanted)) or 0
    order = [WORK.c.id.desc()] if queue.stage == Stage.DONE else [_SINCE, WORK.c.id]
    rows = session.execute(_ROW.where(wanted).order_by(*order).limit(size).offset((page - 1) * size)).all()
    return rows, total


def tasks_of_queue(session: Session, identity: Identity) -> Sequence[Any]:
    """The assignments of which works were handed in, with the code of the course and its version in force."""
    return session.execute(
        select(_COURSE.c.code, _COURSE.c.version_id, WORK.c.assignment)
        .join(_COURSE, _COURSE.c.id == WORK.c.course_id)
        .where(visible_works(session, identity))
        .distinct()
        .order_by(_COURSE.c.code, WORK.c.assignment)
        .limit(MOST_TASKS)
    ).all()


def _not_marked_by(person_id: int) -> ColumnElement[bool]:
    return not_(exists().where(WORK_MARK.c.work_id == WORK.c.id, WORK_MARK.c.marker_id == person_id))


def next_work(session: Session, identity: Identity, queue: Queue, *, but: str = "") -> str | None:
    """The key of the work of the queue that waits longest and that this person may mark, other than `but`."""
    mine = and_(_wanted(session, identity, queue), _STAGES[""], _not_marked_by(identity.person_id or 0))
    wanted = and_(mine, WORK.c.key != but)
    row = session.execute(_ROW.where(wanted).order_by(_SINCE, WORK.c.id).limit(1)).first()
    return str(row.key) if row else None


def count_waiting(session: Session, identity: Identity) -> int:
    """How many works this person could mark now; counting ends at `MOST_COUNTED`."""
    wanted = and_(_wanted(session, identity, Queue()), _not_marked_by(identity.person_id or 0))
    some = select(WORK.c.id).where(wanted).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def get_handed_work(session: Session, key: str) -> Any:
    """A work with its course, its learner and her appeal, whoever asks. Raises NotFound."""
    row = session.execute(_ROW.where(WORK.c.key == key)).first()
    if row is None:
        raise NotFound
    return row


def resource_of_work(session: Session, row: Any) -> Resource:
    """The course of a work as policies see it, also when it is retired."""
    centres = (
        select(_CENTRE.c.centre_id).where(_CENTRE.c.course_id == row.course_id).order_by(_CENTRE.c.position)
    )
    return reference(session).centre_resource(*session.scalars(centres))


def marks_of(session: Session, work_id: int) -> list[Given]:
    """All marks of a work, the first ones first; the last hold."""
    rows = session.execute(
        select(WORK_MARK).where(WORK_MARK.c.work_id == work_id).order_by(WORK_MARK.c.number)
    )
    return [
        Given(
            row.marker_id, Act(row.act), json.loads(row.points), json.loads(row.remarks), row.remark, row.outcome,
            row.at,
        )
        for row in rows
    ]  # fmt: skip


def earlier_tries(session: Session, row: Any) -> Sequence[Any]:
    """What the same learner handed in for this assignment before, the latest first: key, number, state, when."""
    return session.execute(
        select(WORK.c.key, WORK.c.number, WORK.c.state, WORK.c.handed_in_at)
        .where(
            WORK.c.enrolment_id == row.enrolment_id, WORK.c.assignment == row.assignment, WORK.c.number < row.number,
            WORK.c.state != "draft",
        )
        .order_by(WORK.c.number.desc())
        .limit(MOST_EARLIER)
    ).all()  # fmt: skip
