"""Look at the table of work."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.jobs.models import Job

MOST = 20


def ended_badly(session: Session) -> list[Job]:
    """Jobs that were given up, the latest first."""
    statement = (
        select(Job).where(Job.state == "dead").order_by(Job.ended_at.desc(), Job.id.desc()).limit(MOST)
    )
    return list(session.scalars(statement))


def failing(session: Session) -> list[Job]:
    """Jobs that failed and are tried again later, the next first."""
    statement = select(Job).where(Job.state == "ready", Job.error.is_not(None))
    return list(session.scalars(statement.order_by(Job.run_at, Job.id).limit(MOST)))


def counts(session: Session) -> dict[str, int]:
    """How many jobs are in each state."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    return dict(rows)
