"""How many people learn in the courses of a centre, in one statement however many courses there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.learning.queries import ENROLMENT


@dataclass(frozen=True, slots=True)
class Learners:
    """People of a course now: enrolled and not gone, completed (whether gone or not)."""

    enrolled: int = 0
    completed: int = 0


NOBODY = Learners()


def learners_of(session: Session, course_ids: Collection[int]) -> dict[int, Learners]:
    """Course -> its people; a course without any is not in it. Counts accounts as they are, not reach."""
    rows = session.execute(
        select(
            ENROLMENT.c.course_id,
            func.count() - func.count(ENROLMENT.c.withdrawn_at),
            func.count(ENROLMENT.c.completed_at),
        )
        .where(ENROLMENT.c.course_id.in_(sorted(course_ids)))
        .group_by(ENROLMENT.c.course_id)
    )
    return {course_id: Learners(enrolled, completed) for course_id, enrolled, completed in rows}
