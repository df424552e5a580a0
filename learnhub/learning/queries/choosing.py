"""The learners that a course team chose, as conditions of a statement, and how many they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session

from learnhub.learning.chosen import Chosen
from learnhub.learning.queries import COHORT, ENROLMENT, LAST_ACTIVE

COMPLETED = and_(ENROLMENT.c.completed_at.is_not(None), not_(ENROLMENT.c.renewing))
STAYED = ENROLMENT.c.withdrawn_at.is_(None)
_HERS = COHORT.alias("hers")
_COHORT_ENDS = (
    select(_HERS.c.ends_on).where(_HERS.c.id == ENROLMENT.c.cohort_id).correlate(ENROLMENT).scalar_subquery()
)
DUE_ON = func.coalesce(ENROLMENT.c.due_on, _COHORT_ENDS)


def _of_state(state: str, today: date) -> ColumnElement[bool]:
    match state:
        case "left":
            return not_(STAYED)
        case "completed":
            return and_(STAYED, COMPLETED)
        case "new":
            return and_(STAYED, not_(COMPLETED), ENROLMENT.c.done == 0)
        case "running":
            return and_(STAYED, not_(COMPLETED))
        case "late":
            return and_(STAYED, not_(COMPLETED), today > DUE_ON)
    return STAYED


def condition(chosen: Chosen, course_id: int, in_force: int, today: date) -> ColumnElement[bool]:
    """What holds for enrolments of these learners. `in_force` is the version that new learners get."""
    wanted = [ENROLMENT.c.course_id == course_id, _of_state(chosen.state, today)]
    if chosen.cohort:
        wanted.append(ENROLMENT.c.cohort_id == chosen.cohort)
    if chosen.at:
        wanted += [ENROLMENT.c.last_step == chosen.at, not_(COMPLETED)]
    if chosen.quiet_day:
        wanted.append(datetime.combine(chosen.quiet_day, time.min, tzinfo=UTC) > LAST_ACTIVE)
    if chosen.behind:
        wanted.append(and_(ENROLMENT.c.pinned_id.is_not(None), ENROLMENT.c.pinned_id != in_force))
    if chosen.learner:
        wanted.append(ENROLMENT.c.id == chosen.learner)
    return and_(*wanted)


def count_chosen(session: Session, which: ColumnElement[bool]) -> int:
    """How many."""
    return session.scalar(select(func.count()).select_from(ENROLMENT).where(which)) or 0
