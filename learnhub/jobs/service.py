"""Put work on the table, take it, end it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from learnhub.db import inserting, rows_changed
from learnhub.jobs.models import Job

LEASE = timedelta(seconds=60)
KEEP_DONE = timedelta(days=3)
ENDED: dict[str, Any] = {"payload": {}, "key": None}  # addresses are not kept when nothing is left to do
SHORTEST_TOLD = 4  # a shorter value of a payload says nothing about anybody, and may be part of any word


@dataclass(frozen=True, slots=True)
class Taken:
    """A job under this worker's lease."""

    id: int
    name: str
    payload: dict[str, Any]
    attempts: int
    max_attempts: int
    token: str


def enqueue(
    session: Session,
    *,
    name: str,
    payload: dict[str, Any],
    now: datetime,
    key: str | None = None,
    run_at: datetime | None = None,
    priority: int = 0,
    tries: int = 5,
) -> None:
    """Add work in the caller's transaction. With a `key`, the same work is on the table once only."""
    statement = inserting(session, Job).values(
        name=name, payload=payload, key=key, priority=priority, state="ready", attempts=0, max_attempts=tries,
        run_at=run_at or now, created_at=now,
    )  # fmt: skip
    if key is not None:
        statement = statement.on_conflict_do_nothing(index_elements=[Job.key])
    session.execute(statement)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Job.state == "ready", Job.run_at <= now),
        and_(Job.state == "running", Job.lease_until < now),
    )


def waiting(connection: Connection, *, now: datetime) -> bool:
    """Whether there is a job that a worker would take."""
    return bool(connection.scalar(select(exists().where(_free(now)))))


def take(session: Session, *, now: datetime) -> Taken | None:
    """Take the most urgent job that is ready, or whose worker lost its lease. None if there is nothing to
    do."""
    _bury(session, now)
    pick = (
        select(Job.id).where(_free(now)).order_by(Job.priority.desc(), Job.run_at, Job.id).limit(1)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    token = secrets.token_hex(16)
    row = session.execute(
        update(Job)
        .where(Job.id.in_(pick.scalar_subquery()))
        .values(state="running", attempts=Job.attempts + 1, lease_until=now + LEASE, lease_token=token)
        .returning(Job.id, Job.name, Job.payload, Job.attempts, Job.max_attempts)
        .execution_options(synchronize_session=False)
    ).first()
    return Taken(row.id, row.name, row.payload, row.attempts, row.max_attempts, token) if row else None


def _bury(session: Session, now: datetime) -> None:
    # a task that kills its worker never reports a failure: count its attempts when the lease has run out
    session.execute(
        update(Job)
        .where(Job.state == "running", Job.lease_until < now, Job.attempts >= Job.max_attempts)
        .values(state="dead", error="The worker died or hung each time.", ended_at=now, **ENDED)
        .execution_options(synchronize_session=False)
    )


def _mine(job: Taken) -> Any:
    return and_(Job.id == job.id, Job.lease_token == job.token, Job.state == "running")


def extend(session: Session, *, job: Taken, now: datetime) -> bool:
    """Keep the lease; False if it was lost to another worker."""
    done = session.execute(update(Job).where(_mine(job)).values(lease_until=now + LEASE))
    return bool(rows_changed(done))


def finish(session: Session, *, job: Taken, now: datetime) -> bool:
    """The work is done; False if the lease was lost, so that another worker does it again."""
    values = {"state": "done", "ended_at": now, "lease_until": None, **ENDED}
    return bool(rows_changed(session.execute(update(Job).where(_mine(job)).values(**values))))


def blotted(told: str, job: Taken) -> str:
    """A text about a job without what its payload says, such as an address that a mail server refuses."""
    for value in sorted((str(value) for value in job.payload.values()), key=len, reverse=True):
        if len(value) >= SHORTEST_TOLD:
            told = re.sub(re.escape(value), "…", told, flags=re.IGNORECASE)
    return told


def fail(session: Session, *, job: Taken, error: str, now: datetime) -> None:
    """The work failed: again after a growing pause, or dead when it failed too often. The error stays, blotted."""
    error = blotted(error, job)
    if job.attempts >= job.max_attempts:
        values = {"state": "dead", "ended_at": now, **ENDED}
    else:
        values = {"state": "ready", "run_at": now + timedelta(seconds=10 * 4**job.attempts)}
    session.execute(update(Job).where(_mine(job)).values(**values, error=error[:2000], lease_until=None))


def sweep(session: Session, *, now: datetime) -> int:
    """Forget work done some days ago; dead jobs stay. Gives how many went.

    Work that was asked for later than now was so by a clock that was ahead; it would wait until that time comes.
    """
    for job in session.scalars(select(Job).where(Job.state == "ready", Job.created_at > now + LEASE)):
        job.run_at, job.created_at = now + (job.run_at - job.created_at), now
    done = session.execute(delete(Job).where(Job.state == "done", Job.ended_at < now - KEEP_DONE))
    return rows_changed(done)
