"""What a merge of two accounts does to trainings, and how it is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learnhub.ledger.service import next_revs, record
from learnhub.training.queries import DAY, LISTED, latest_rows

_TABLES = (LISTED, DAY)


def hand_over(session: Session, *, given_id: int, kept_id: int) -> tuple[int, ...]:
    """Trainings on whose list only the account is that gives way, with their days; gives their numbers."""
    there = select(LISTED.c.training_id).where(LISTED.c.person_id == kept_id)
    mine = select(LISTED.c.training_id).where(LISTED.c.person_id == given_id)
    trainings = tuple(session.scalars(mine.where(LISTED.c.training_id.not_in(there))))
    _move(session, trainings, given_id, kept_id)
    return trainings


def hand_back(
    session: Session,
    trainings: Sequence[int],
    *,
    kept_id: int,
    given_id: int,
    given: str,
    now: datetime,
    actor: str,
) -> None:
    """The inverse, with the days recorded since; the ledger is told whose they are. `given` is her surrogate."""
    there = set(session.scalars(select(LISTED.c.training_id).where(LISTED.c.person_id == given_id)))
    back = [each for each in trainings if each not in there]
    _move(session, back, kept_id, given_id)
    keys: list[str] = []
    for each in _TABLES:
        hers = (each.c.training_id.in_(back), each.c.person_id == given_id)
        keys += session.scalars(select(each.c.key).where(*hers))
    wrong = [each for each in latest_rows(session, keys).values() if each.person_id != given]
    again = [replace(each, recorded_at=None, person_id=given) for each in wrong]
    record(session, next_revs(session, again), now=now, actor=actor, reason="UNMERGE")


def _move(session: Session, trainings: Sequence[int], one: int, other: int) -> None:
    for each in _TABLES:
        which = (each.c.training_id.in_(trainings), each.c.person_id == one)
        session.execute(update(each).where(*which).values(person_id=other))
