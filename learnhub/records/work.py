"""Work in the background: look for probable duplicates, and follow erasures to accounts that gave way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from learnhub.db import transaction
from learnhub.jobs.service import enqueue
from learnhub.records.service.finding import BATCH, look
from learnhub.records.service.merging import follow_erasures

NAME = "find_duplicates"
log = structlog.get_logger()


def find_duplicates(_payload: dict[str, Any], now: datetime) -> None:
    """The job: see `look_everywhere`."""
    people, pairs, erased = look_everywhere(now)
    if pairs or erased:
        log.info("looked for duplicates", people=people, pairs=pairs, erased=erased)


def look_everywhere(now: datetime) -> tuple[int, int, int]:
    """Look at all accounts that are new or changed, one batch to a transaction, so that nobody waits for long.

    Gives how many accounts were looked at, how many pairs are new, and how many accounts were erased because the one
    that they gave way to has been.
    """
    people = pairs = last = erased = 0
    while True:
        with transaction() as session:
            looked = look(session, now=now, after=last)
        people, pairs, last = people + looked.people, pairs + looked.pairs, looked.last
        if looked.people < BATCH:
            break
    while True:
        with transaction() as session:
            followed = follow_erasures(session, now=now)
        erased += followed
        if not followed:
            return people, pairs, erased


def plan_look(session: Session, *, now: datetime) -> None:
    """Put the next look on the table, for the coming full hour, unless it is there already."""
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    enqueue(session, name=NAME, payload={}, now=now, key=NAME, run_at=hour)
