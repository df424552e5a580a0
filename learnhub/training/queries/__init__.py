"""Reads of trainings, of their lists and of their sheets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.centres.snapshot import reference
from learnhub.db import table
from learnhub.kernel.errors import N_, NotFound
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import AttendanceRecord, TargetRecord
from learnhub.training.domain import Mark, Presence, hours_counted, hours_text
from learnhub.training.models import Training, TrainingCentre, TrainingDay, TrainingPerson

PERSON, TRAINING, CENTRE = table(Person), table(Training), table(TrainingCentre)
LISTED, DAY = table(TrainingPerson), table(TrainingDay)
FRAMEWORK = "SDG"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people a sheet has as present, absent and excused."""

    present: int = 0
    absent: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Attended:
    """A training on somebody's own page: what is recorded of her days, the hours of those on which she was there, and
    who organises it together with the centre that holds it."""

    training: Training
    others: tuple[str, ...]
    days: tuple[tuple[date, Mark], ...]
    hours: str


def trainings_of(session: Session, centre: str, *, page: int, size: int) -> tuple[Sequence[Training], int]:
    """Some of the trainings that a centre holds or organises with another, the latest first, and how many there are."""
    shared = select(CENTRE.c.training_id).where(CENTRE.c.centre_id == centre)
    held = or_(Training.centre_id == centre, Training.id.in_(shared))
    found = select(Training).where(held).order_by(Training.starts_on.desc(), Training.id.desc())
    total = session.scalar(select(func.count()).select_from(Training).where(held)) or 0
    return session.scalars(found.offset((page - 1) * size).limit(size)).all(), total


def get_training(session: Session, centre: str, number: int, *, lock: bool = False) -> Training:
    """A training that this centre holds; with `lock` nobody else changes it meanwhile. Raises NotFound."""
    found = session.get(Training, number, with_for_update=lock or None, populate_existing=lock)
    if found is None or found.centre_id != centre:
        raise NotFound(N_("This centre has no such training."))
    return found


def co_centres(session: Session, training_id: int) -> tuple[str, ...]:
    """The centres that organise it together with the one that holds it."""
    return _co_centres(session, [training_id])[training_id]


def _co_centres(session: Session, trainings: Collection[int]) -> dict[int, tuple[str, ...]]:
    found = select(CENTRE.c.training_id, CENTRE.c.centre_id).where(
        CENTRE.c.training_id.in_(sorted(trainings))
    )
    rows = session.execute(found.order_by(CENTRE.c.centre_id)).all()
    return {each: tuple(centre for training, centre in rows if training == each) for each in trainings}


def recorded_days(session: Session, training_id: int) -> dict[date, Counts]:
    """The days for which something is stored, with the counts of their sheets; what is void counts for nothing."""
    rows = marks_of(session, training_id)
    void = void_among(session, [key for key, _mark in rows.values()])
    said: dict[date, Counter[str]] = {day: Counter() for _person, day in rows}
    for (_person, day), (key, mark) in rows.items():
        said[day][mark.status] += key not in void
    return {day: Counts(*(found[each] for each in Presence)) for day, found in said.items()}


def somebody_present(session: Session, training_id: int) -> bool:
    """Whether a sheet has somebody as present, in a row that is not void."""
    present = select(DAY.c.key).where(DAY.c.training_id == training_id, DAY.c.status == Presence.PRESENT)
    keys = session.scalars(present).all()
    return len(keys) > len(void_among(session, keys))


def days_by_person(session: Session, training_id: int, people: Collection[int]) -> dict[int, int]:
    """On how many days sheets name these people, but for rows that are void."""
    hers = (DAY.c.training_id == training_id, DAY.c.person_id.in_(sorted(people)))
    rows = session.execute(select(DAY.c.key, DAY.c.person_id).where(*hers)).all()
    void = void_among(session, [row.key for row in rows])
    return Counter(row.person_id for row in rows if row.key not in void)


def on_list() -> ColumnElement[bool]:
    """The condition that somebody of a list is shown: an account that gave way in a merge, and so has no number to sign
    in with, only as long as a sheet names it on a day on which it names the kept account as well."""
    named = exists().where(DAY.c.training_id == LISTED.c.training_id, DAY.c.person_id == LISTED.c.person_id)
    return or_(PERSON.c.learner_number.is_not(None), PERSON.c.erased_at.is_not(None), named)


def listed_counts(session: Session, trainings: Collection[int]) -> dict[int, int]:
    """How many people are on the lists of these trainings."""
    rows = session.execute(
        select(LISTED.c.training_id, func.count())
        .join(PERSON, PERSON.c.id == LISTED.c.person_id)
        .where(LISTED.c.training_id.in_(sorted(trainings)), on_list())
        .group_by(LISTED.c.training_id)
    )
    return dict(rows.all())


def listed(session: Session, training_id: int) -> set[int]:
    """The numbers of everybody on the list."""
    return set(session.scalars(select(LISTED.c.person_id).where(LISTED.c.training_id == training_id)))


def rows_of_day(
    session: Session, training_id: int, day: date, people: Collection[int]
) -> dict[int, tuple[str, Mark]]:
    """What is stored of these people on a day: the key in the ledger and the mark, by their numbers."""
    rows = session.execute(
        select(DAY.c.person_id, DAY.c.key, DAY.c.status, DAY.c.hours, DAY.c.mode).where(
            DAY.c.training_id == training_id, DAY.c.day == day, DAY.c.person_id.in_(sorted(people))
        )
    )
    return {row.person_id: (row.key, Mark(row.status, row.hours, row.mode)) for row in rows}


def void_among(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of these rows of attendance that records officers have made void, as the ledger alone says."""
    return {key for key, row in latest_records(session, AttendanceRecord, keys).items() if row.void}


def _of_person(person_id: int, today: date) -> Select[Training]:
    """Those on whose list somebody is: what is not over, the next one first, then the rest, the latest first."""
    to_come = Training.ends_on >= today
    hers = Training.id.in_(select(LISTED.c.training_id).where(LISTED.c.person_id == person_id))
    return (
        select(Training)
        .where(hers)
        .order_by(case((to_come, 0), else_=1), case((to_come, Training.starts_on)))
        .order_by(Training.starts_on.desc(), Training.id)
    )


def foremost(session: Session, person_id: int, today: date, *, most: int) -> Sequence[Training]:
    """The first of the trainings on whose list somebody is; none if she is on no list."""
    return session.scalars(_of_person(person_id, today).limit(most)).all()


def attended(
    session: Session, person_id: int, today: date, *, page: int, size: int
) -> tuple[list[Attended], int]:
    """Some of the trainings on whose list somebody is, what is to come first, and how many there are. Void days
    count for nothing and are left out."""
    total = (
        session.scalar(select(func.count()).select_from(LISTED).where(LISTED.c.person_id == person_id)) or 0
    )
    trainings = session.scalars(_of_person(person_id, today).offset((page - 1) * size).limit(size)).all()
    numbers = [each.id for each in trainings]
    shown = (DAY.c.person_id == person_id, DAY.c.training_id.in_(numbers))
    rows = session.execute(select(DAY).where(*shown).order_by(DAY.c.day)).all()
    void, others = void_among(session, [row.key for row in rows]), _co_centres(session, numbers)
    days: dict[int, list[tuple[date, Mark]]] = defaultdict(list)
    for row in rows:
        if row.key not in void:
            days[row.training_id].append((row.day, Mark(row.status, row.hours, row.mode)))
    found = []
    for each in trainings:
        length = (each.ends_on - each.starts_on).days + 1
        counted = (hours_counted(mark, hours=each.hours, days=length) for _day, mark in days[each.id])
        hours = hours_text(sum(counted, Decimal(0)))
        found.append(Attended(each, others[each.id], tuple(days[each.id]), hours))
    return found, total


def is_listed(session: Session, training_id: int, person_id: int) -> bool:
    """Whether somebody is on the list of this training."""
    hers = (LISTED.c.training_id == training_id, LISTED.c.person_id == person_id)
    return session.scalar(select(LISTED.c.id).where(*hers).limit(1)) is not None


def surrogate_of(session: Session, person_id: int) -> str:
    """Under which the ledger knows somebody with an account."""
    found: str = session.scalars(select(PERSON.c.ledger_id).where(PERSON.c.id == person_id)).one()
    return found


def titles_of_trainings(session: Session, person_id: int) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """For rows of this person in the data that she takes away: the title of the training that a row is about."""
    mine = select(LISTED.c.training_id).where(LISTED.c.person_id == person_id)
    rows = session.execute(select(TRAINING.c.id, TRAINING.c.title).where(TRAINING.c.id.in_(mine)))
    known: dict[Any, str] = dict(rows.all())

    def titles(row: Mapping[str, Any]) -> dict[str, Any]:
        found = known.get(row.get("training_id"))
        return {"training": found} if found else {}

    return titles


def marks_of(session: Session, training_id: int) -> dict[tuple[int, date], tuple[str, Mark]]:
    """Everything that is stored of a training: the key in the ledger and the mark, by person and day."""
    rows = session.execute(select(DAY).where(DAY.c.training_id == training_id))
    return {(row.person_id, row.day): (row.key, Mark(row.status, row.hours, row.mode)) for row in rows}


def targets_of(session: Session, key: str) -> dict[str, Decimal]:
    """The targets that a training serves, 6.5 before 13.3, with its share for each, as the ledger has them now."""
    framework = reference(session).frameworks.get(FRAMEWORK)
    keys = [f"event/{key}/{FRAMEWORK}/{item.code}" for item in (framework.items if framework else ())]
    known = latest_records(session, TargetRecord, keys)
    records = [known[key] for key in keys if key in known]
    return {each.target: each.weight for each in records if each.weight > 0}


def coming(session: Session, today: date, *, page: int, size: int) -> tuple[Sequence[Training], int]:
    """Some of the announced trainings that are not over, the next one first, and how many there are."""
    open_to_all = Training.announced & (Training.ends_on >= today)
    some = select(Training).where(open_to_all).order_by(Training.starts_on, Training.id)
    total = session.scalar(select(func.count()).select_from(Training).where(open_to_all)) or 0
    return session.scalars(some.offset((page - 1) * size).limit(size)).all(), total


def get_announced(session: Session, number: int) -> Training:
    """A training that is announced, whoever holds it. Raises NotFound."""
    found = session.get(Training, number)
    if found is None or not found.announced:
        raise NotFound(N_("There is no such training."))
    return found
