"""Accounts as officers compare them, and whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists, or_, select, true
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.catalogue.models import CourseCentre
from learnhub.db import table
from learnhub.kernel.errors import N_, NotFound
from learnhub.learning.models import Enrolment
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import PersonRecord
from learnhub.records.domain import Change, Facts
from learnhub.records.models import RecordChange

PERSON, ENROLMENT, COURSE_CENTRE = table(Person), table(Enrolment), table(CourseCentre)
CHANGE = table(RecordChange)
Centres = frozenset[str] | None
"""The centres of an officer; None for an officer of the network."""


def facts_of_row(row: Any) -> Facts:
    """What an account is compared by, from its row."""
    return Facts(
        name=row.name,
        email=row.email or "",
        email_confirmed=row.email_confirmed_at is not None,
        birth_year=row.birth_year,
        country=row.residence,
        gender=row.gender,
    )


FACT_COLUMNS = (
    PERSON.c.id, PERSON.c.name, PERSON.c.email, PERSON.c.email_confirmed_at, PERSON.c.birth_year, PERSON.c.residence,
    PERSON.c.gender,
)  # fmt: skip


def facts_of(session: Session, person_ids: Collection[int]) -> dict[int, Facts]:
    """What these accounts are compared by; erased ones are left out."""
    rows = session.execute(
        select(*FACT_COLUMNS).where(PERSON.c.id.in_(sorted(person_ids)), PERSON.c.erased_at.is_(None))
    )
    return {row.id: facts_of_row(row) for row in rows}


def gave_way(person: FromClause) -> ColumnElement[bool]:
    """The condition that an account gave way to another in a merge that holds."""
    line = CHANGE.alias()  # a name of its own: the statement around it may read the history, too
    merges = select(line.c.id).where(
        line.c.person_id == person.c.id, line.c.kind == Change.MERGE, line.c.undone_at.is_(None)
    )
    return exists(merges)


def belongs(person: FromClause, own: Centres) -> ColumnElement[bool]:
    """The condition that an account is of one of these centres: by its home, or by a course it is enrolled in."""
    if own is None:
        return true()
    centres = sorted(own)
    learns = (
        select(ENROLMENT.c.id)
        .join(COURSE_CENTRE, COURSE_CENTRE.c.course_id == ENROLMENT.c.course_id)
        .where(ENROLMENT.c.person_id == person.c.id, COURSE_CENTRE.c.centre_id.in_(centres))
    )
    return or_(person.c.home_centre.in_(centres), exists(learns))


def visible_people(session: Session, own: Centres, person_ids: Iterable[int]) -> set[int]:
    """Those of the accounts that this officer may look at now."""
    statement = select(PERSON.c.id).where(
        PERSON.c.id.in_(sorted(person_ids)), PERSON.c.erased_at.is_(None), belongs(PERSON, own)
    )
    return set(session.scalars(statement))


def centres_of(session: Session, person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The centres that each account is of; the value twin of `belongs`."""
    ids = sorted(person_ids)
    found: dict[int, set[str]] = {each: set() for each in ids}
    homes = session.execute(select(PERSON.c.id, PERSON.c.home_centre).where(PERSON.c.id.in_(ids)))
    for person_id, home in homes:
        found[person_id] |= {home} - {""}
    courses = session.execute(
        select(ENROLMENT.c.person_id, COURSE_CENTRE.c.centre_id)
        .join(COURSE_CENTRE, COURSE_CENTRE.c.course_id == ENROLMENT.c.course_id)
        .where(ENROLMENT.c.person_id.in_(ids))
        .distinct()
    )
    for person_id, centre in courses:
        found[person_id].add(centre)
    return {person_id: frozenset(centres) for person_id, centres in found.items()}


def last_version(session: Session, ledger_id: str) -> PersonRecord:
    """What the ledger says last of a person. Raises NotFound."""
    found = latest_records(session, PersonRecord, [ledger_id]).get(ledger_id)
    if found is None:
        raise NotFound(N_("The ledger does not know this person."))
    return found
