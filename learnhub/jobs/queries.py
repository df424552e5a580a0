"""Look at the table of work."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.jobs.models import Job


def counts(session: Session) -> dict[str, int]:
    """How many jobs are in each state."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    return dict(rows)
