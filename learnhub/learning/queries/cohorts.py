"""Reads of the cohorts of a course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.kernel.errors import NotFound
from learnhub.learning.queries import COHORT, ENROLMENT

MOST_COHORTS = 200


def cohorts_of(session: Session, course_id: int) -> Sequence[Any]:
    """The cohorts of a course with how many learners each has, the latest first."""
    return session.execute(
        select(COHORT, func.count(ENROLMENT.c.id).label("learners"))
        .outerjoin(ENROLMENT, ENROLMENT.c.cohort_id == COHORT.c.id)
        .where(COHORT.c.course_id == course_id)
        .group_by(COHORT.c.id)
        .order_by(COHORT.c.starts_on.desc(), COHORT.c.id.desc())
        .limit(MOST_COHORTS)
    ).all()


def get_cohort(session: Session, course_id: int, cohort_id: int) -> Any:
    """A cohort of this course. Raises NotFound for any other."""
    found = session.execute(
        select(COHORT).where(COHORT.c.id == cohort_id, COHORT.c.course_id == course_id)
    ).first()
    if found is None:
        raise NotFound
    return found
