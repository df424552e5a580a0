"""What a merge of two accounts does to trainings, and how it is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, not_, or_, select, update
from sqlalchemy.orm import Session

from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import AttendanceRecord
from learnhub.ledger.service import next_revs, record
from learnhub.training.queries import DAY, LISTED, TRAINING


@dataclass(frozen=True, slots=True)
class Handed:
    """What went over: trainings with all that is in them, and single days of trainings on whose lists both were."""

    trainings: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


def lock_trainings(session: Session, *people: int) -> None:
    """Nobody puts these people on their lists meanwhile, nor on their sheets: before their accounts are locked, since
    whoever keeps a sheet holds the training first."""
    hers = select(LISTED.c.training_id).where(LISTED.c.person_id.in_(people))
    session.execute(
        select(TRAINING.c.id).where(TRAINING.c.id.in_(hers)).order_by(TRAINING.c.id).with_for_update()
    )


def hand_over(session: Session, *, given_id: int, kept_id: int) -> Handed:
    """Trainings on whose list only the account is that gives way, with their days; of the others the days that the kept
    account lacks."""
    there = select(LISTED.c.training_id).where(LISTED.c.person_id == kept_id)
    mine = select(LISTED.c.training_id).where(LISTED.c.person_id == given_id)
    trainings = tuple(session.scalars(mine.where(LISTED.c.training_id.not_in(there))))
    _move(session, trainings, given_id, kept_id)
    return Handed(trainings, _move_days(session, DAY.c.training_id.in_(mine), given_id, kept_id))


def hand_back(
    session: Session, handed: Handed, *, kept_id: int, given_id: int, given: str, now: datetime, actor: str
) -> None:
    """The inverse, with the days recorded since; the ledger is told whose they are. `given` is her surrogate."""
    there = set(session.scalars(select(LISTED.c.training_id).where(LISTED.c.person_id == given_id)))
    back = [each for each in handed.trainings if each not in there]
    _move(session, back, kept_id, given_id)
    days = _move_days(session, DAY.c.id.in_(handed.days), kept_id, given_id)
    listed = (LISTED.c.training_id.in_(back), LISTED.c.person_id == given_id)
    keys = [*session.scalars(select(LISTED.c.key).where(*listed))]
    of_day = (or_(DAY.c.training_id.in_(back), DAY.c.id.in_(days)), DAY.c.person_id == given_id)
    keys += session.scalars(select(DAY.c.key).where(*of_day))
    known = latest_records(session, AttendanceRecord, keys).values()
    wrong = [each for each in known if each.person_id != given]
    again = [replace(each, recorded_at=None, person_id=given) for each in wrong]
    record(session, next_revs(session, again), now=now, actor=actor, reason="UNMERGE")


def _move(session: Session, trainings: Sequence[int], one: int, other: int) -> None:
    for each in (LISTED, DAY):
        which = (each.c.training_id.in_(trainings), each.c.person_id == one)
        session.execute(update(each).where(*which).values(person_id=other))


def _move_days(session: Session, which: ColumnElement[bool], one: int, other: int) -> tuple[int, ...]:
    """Those of these days of the one account for which the other has no row; gives their numbers."""
    theirs = DAY.alias()
    same = (theirs.c.training_id == DAY.c.training_id, theirs.c.day == DAY.c.day)
    lacking = not_(exists().where(*same, theirs.c.person_id == other))
    days = tuple(session.scalars(select(DAY.c.id).where(which, DAY.c.person_id == one, lacking)))
    session.execute(update(DAY).where(DAY.c.id.in_(days)).values(person_id=other))
    return days
