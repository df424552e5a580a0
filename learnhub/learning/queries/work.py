"""Works of learners: hers at an assignment, one by its key, and the marks that were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import load_version
from learnhub.db import table
from learnhub.learning.models.work import Work, WorkAppeal, WorkMark

WORK, WORK_MARK, WORK_APPEAL = table(Work), table(WorkMark), table(WorkAppeal)
MOST_TRIES = 100


@dataclass(frozen=True, slots=True)
class WorkState:
    """Where a work stands that was handed in: `state` is waiting, another_look, revise or passed. `total` are the
    points that hold, in a work of this version of the course; None while nothing is decided."""

    state: str
    total: int | None
    version_id: int
    late: bool

    @property
    def waits(self) -> bool:
        """Whether it is somebody else's turn."""
        return self.state in {"waiting", "another_look"}


def works_of(session: Session, enrolment_id: int, assignment: str) -> Sequence[Work]:
    """The tries of a learner at an assignment, the latest first."""
    return session.scalars(
        select(Work)
        .where(Work.enrolment_id == enrolment_id, Work.assignment == assignment)
        .order_by(Work.number.desc())
        .limit(MOST_TRIES)
    ).all()


def latest_key(session: Session, enrolment_id: int, assignment: str) -> str | None:
    """The key of the try of a learner at an assignment that was handed in last."""
    return session.scalar(
        select(WORK.c.key)
        .where(WORK.c.enrolment_id == enrolment_id, WORK.c.assignment == assignment, WORK.c.state != "draft")
        .order_by(WORK.c.number.desc())
        .limit(1)
    )


def states_of(session: Session, which: ColumnElement[bool]) -> dict[int, dict[str, WorkState]]:
    """Where the works of some enrolments stand, by enrolment and assignment: of each the last that was handed in."""
    latest_mark = (
        select(func.max(WORK_MARK.c.number))
        .where(WORK_MARK.c.work_id == WORK.c.id)
        .correlate(WORK)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            WORK.c.enrolment_id, WORK.c.assignment, WORK.c.state, WORK.c.version_id, WORK.c.late, WORK_MARK.c.total,
            (WORK_APPEAL.c.asked_at.is_not(None) & WORK_APPEAL.c.answered_at.is_(None)).label("appealed"),
        )
        .outerjoin(WORK_MARK, and_(WORK_MARK.c.work_id == WORK.c.id, WORK_MARK.c.number == latest_mark))
        .outerjoin(WORK_APPEAL, WORK_APPEAL.c.work_id == WORK.c.id)
        .where(WORK.c.state != "draft", which)
        .order_by(WORK.c.enrolment_id, WORK.c.number)
    )  # fmt: skip
    found: dict[int, dict[str, WorkState]] = {}
    for row in rows:
        state = "another_look" if row.appealed else "waiting" if row.state == "handed_in" else row.state
        total = row.total if row.state in {"passed", "revise"} else None
        found.setdefault(row.enrolment_id, {})[row.assignment] = WorkState(
            state, total, row.version_id, row.late
        )
    return found


def most_points(session: Session, state: WorkState, assignment: str) -> int:
    """What the assignment could earn in the version that the work was marked by."""
    return load_version(session, state.version_id).document.assignment(assignment).points


def is_marked(session: Session, work_id: int) -> bool:
    """Whether anybody has given marks for this work."""
    return bool(session.scalar(select(exists().where(WORK_MARK.c.work_id == work_id))))


def find_appeal(session: Session, work_id: int) -> WorkAppeal | None:
    """The appeal against the marks of a work."""
    return session.get(WorkAppeal, work_id)
