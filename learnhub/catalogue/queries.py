"""Reads of courses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.catalogue.models import Course


def find_course(session: Session, code: str) -> Course | None:
    """The course at this address, retired or not."""
    return session.scalar(select(Course).where(Course.code == code))


def any_course(session: Session) -> bool:
    """Whether there is a course at all."""
    return session.scalar(select(Course.id).limit(1)) is not None
