"""One person as an officer sees her: of her learning, what belongs to the officer's centres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select, true
from sqlalchemy.orm import Session

from learnhub.accounts.domain import fold_login
from learnhub.accounts.models import Residence
from learnhub.catalogue.models import Course
from learnhub.db import table
from learnhub.kernel.errors import N_, NotFound
from learnhub.kernel.ids import tidy_number
from learnhub.learning.models import Certificate
from learnhub.learning.queries import void_among
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import AttendanceRecord, EventRecord
from learnhub.records.domain import Facts, may_decide
from learnhub.records.queries.accounts import (
    COURSE_CENTRE,
    ENROLMENT,
    PERSON,
    Centres,
    belongs,
    facts_of_row,
    gave_way,
)
from learnhub.training.queries import CENTRE, DAY, LISTED, TRAINING

COURSE, CERTIFICATE, RESIDENCE = table(Course), table(Certificate), table(Residence)
MOST = 200


@dataclass(frozen=True, slots=True)
class Learning:
    """An enrolment in a course of the officer's centres, with the certificate in force, if any."""

    key: str
    code: str
    enrolled_at: datetime
    completed_at: datetime | None
    withdrawn_at: datetime | None
    void: bool
    certificate: str


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """A day of a training of the officer's centres, or the registration for it (`day` is None), by its key."""

    key: str
    title: str
    day: date | None
    status: str
    void: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """An account with what is counted of it; `gave_way` in a merge that holds."""

    id: int
    ledger_id: str
    facts: Facts
    status: str
    learner_number: str
    login: str
    created_at: datetime
    lives_since: date | None
    learning: tuple[Learning, ...]
    attended: tuple[TrainingDay, ...]
    lived: tuple[tuple[date, str], ...]
    gave_way: bool
    rev: int


def further_elsewhere(kept: PersonCard, given: PersonCard) -> list[str]:
    """Courses of both that only the account which would give way has completed."""
    done = {each.code for each in given.learning if each.completed_at and not each.void}
    return sorted(each.code for each in kept.learning if each.code in done and not each.completed_at)


def find_person(session: Session, own: Centres, typed: str) -> int | None:
    """The account with this learner number, sign-in name, address or surrogate, if it is of the centres.

    An address is somebody's who has confirmed it; else that of the account which a sheet made for her.
    """
    folded, number = fold_login(typed), tidy_number(typed)
    confirmed = PERSON.c.email_confirmed_at.is_not(None)
    if "@" in folded:
        fits = and_(PERSON.c.email == folded, confirmed | (PERSON.c.status == "unconfirmed"))
    elif number:
        fits = PERSON.c.learner_number == number
    else:
        fits = (PERSON.c.login == folded) | (PERSON.c.ledger_id == typed.strip())
    statement = select(PERSON.c.id).where(fits, PERSON.c.erased_at.is_(None), belongs(PERSON, own))
    return session.scalar(statement.order_by(confirmed.desc(), PERSON.c.id).limit(1))


def get_card(session: Session, own: Centres, person_id: int) -> PersonCard:
    """A person whom this officer looks after. Raises NotFound."""
    found = select(PERSON, gave_way(PERSON).label("gave_way")).where(
        PERSON.c.id == person_id, PERSON.c.erased_at.is_(None), belongs(PERSON, own)
    )
    row = session.execute(found).first()
    if row is None:
        raise NotFound(N_("There is no such account among the people of your centre."))
    return _card(session, own, row)


def cards_of_pair(session: Session, own: Centres, person_ids: Sequence[int]) -> tuple[PersonCard, ...]:
    """Both accounts of a case, in this order. Raises NotFound."""
    return tuple(get_card(session, own, each) for each in person_ids)


def _card(session: Session, own: Centres, row: Any) -> PersonCard:
    lived = session.execute(
        select(RESIDENCE.c.from_date, RESIDENCE.c.country)
        .where(RESIDENCE.c.person_id == row.id)
        .order_by(RESIDENCE.c.from_date.desc())
        .limit(MOST)
    )
    return PersonCard(
        row.id, row.ledger_id, facts_of_row(row), row.status, row.learner_number or "", row.login or "",
        row.created_at, row.residence_from, _learning(session, own, row.id), _attended(session, own, row.id),
        tuple((each.from_date, each.country) for each in lived), row.gave_way, row.ledger_rev,
    )  # fmt: skip


def _learning(session: Session, own: Centres, person_id: int) -> tuple[Learning, ...]:
    in_force = and_(CERTIFICATE.c.enrolment_id == ENROLMENT.c.id, CERTIFICATE.c.revoked_at.is_(None))
    shared = select(COURSE_CENTRE.c.course_id).where(
        COURSE_CENTRE.c.course_id == ENROLMENT.c.course_id, COURSE_CENTRE.c.centre_id.in_(sorted(own or ()))
    )
    rows = session.execute(
        select(
            ENROLMENT.c.key, COURSE.c.code, ENROLMENT.c.enrolled_at, ENROLMENT.c.completed_at,
            ENROLMENT.c.withdrawn_at, CERTIFICATE.c.serial,
        )
        .join(COURSE, COURSE.c.id == ENROLMENT.c.course_id)
        .outerjoin(CERTIFICATE, in_force)
        .where(ENROLMENT.c.person_id == person_id, true() if own is None else exists(shared))
        .order_by(ENROLMENT.c.enrolled_at.desc(), ENROLMENT.c.id)
        .limit(MOST)
    ).all()  # fmt: skip
    void = void_among(session, [row.key for row in rows])
    return tuple(
        Learning(
            row.key,
            row.code,
            row.enrolled_at,
            row.completed_at,
            row.withdrawn_at,
            row.key in void,
            row.serial or "",
        )
        for row in rows
    )


def _attended(session: Session, own: Centres, person_id: int) -> tuple[TrainingDay, ...]:
    """As the ledger has them now; whoever may not look at a row is not shown it either."""
    shared = exists().where(CENTRE.c.training_id == TRAINING.c.id, CENTRE.c.centre_id.in_(sorted(own or ())))
    ours = true() if own is None else or_(TRAINING.c.centre_id.in_(sorted(own)), shared)
    titles: dict[str, str] = {}
    for each in (LISTED, DAY):
        hers = select(each.c.key, TRAINING.c.title).join(TRAINING, TRAINING.c.id == each.c.training_id)
        newest = hers.where(each.c.person_id == person_id, ours).order_by(each.c.id.desc()).limit(MOST)
        titles |= {row.key: row.title for row in session.execute(newest)}
    rows = latest_records(session, AttendanceRecord, [*titles]).values()
    found = [
        TrainingDay(row.attendance_id, titles[row.attendance_id], row.date, row.status, row.void)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.day or date.min, row.key), reverse=True))


def course_of(session: Session, key: str) -> str:
    """The code of the course of an enrolment; blank if there is no such enrolment any more."""
    found = select(COURSE.c.code).join(ENROLMENT, ENROLMENT.c.course_id == COURSE.c.id)
    return session.scalar(found.where(ENROLMENT.c.key == key)) or ""


@dataclass(frozen=True, slots=True)
class Day:
    """A row of an attendance sheet with its event and the centres of that; `name` is blank for somebody without an
    account."""

    record: AttendanceRecord
    centres: frozenset[str]
    title: str
    name: str


def get_day(session: Session, own: Centres, key: str) -> Day:
    """A row of attendance at an event of the officer's centres. Raises NotFound."""
    found = latest_records(session, AttendanceRecord, [key]).get(key)
    event = latest_records(session, EventRecord, [found.event_id]).get(found.event_id) if found else None
    of = frozenset({event.centre_id, *event.co_centres}) if event else frozenset()
    if found is None or not may_decide(own=own, one=of, other=of):
        raise NotFound(N_("There is no such row of attendance at an event of your centre."))
    name = session.scalar(select(PERSON.c.name).where(PERSON.c.ledger_id == found.person_id)) or ""
    return Day(found, of, event.title if event else "", name)
