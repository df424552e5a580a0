"""What the tests of officers' commands share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from learnhub.accounts.models import Person
from learnhub.accounts.service import AboutYou, NewAccount, confirm_email, register
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.learning.service.enrolling import enrol
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import EnrolmentRecord, PersonRecord
from learnhub.records.domain import Because
from learnhub.records.models import DuplicatePair
from learnhub.records.service.deciding import Officer, Why
from learnhub.records.service.finding import look

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SURE = Why(Because.EVIDENCE)


@dataclass(frozen=True)
class Account:
    """An account, by its number and its surrogate."""

    id: int
    ledger_id: str


def make(
    name: str = "Amina Yusuf",
    *,
    email: str = "",
    confirmed: bool = True,
    year: int | None = 1990,
    country: str = "KE",
    home: str = "",
    confirmed_person: bool = True,
) -> Account:
    """Somebody registers."""
    about = AboutYou(country=country, gender="F", birth_year=year)
    new = NewAccount(
        name=name, password_hash="!" if confirmed_person else None, email=email, home_centre=home, about=about
    )
    with transaction() as session:
        person = register(session, account=new, now=NOW)
        if email and confirmed:
            confirm_email(session, person=person, now=NOW)
        return Account(person.id, person.ledger_id)


def the_course() -> Version:
    """The example course in force, of the centre `icharm`."""
    course = reading().scalars(select(Course)).one()
    return load_version(reading(), course.version_id or 0)


def enrolled(account: Account, at: datetime = NOW) -> None:
    """She enrols in the example course."""
    version = the_course()
    with transaction() as session:
        enrol(session, person_id=account.id, course_id=version.course_id, all_steps=version.all_steps, now=at)


def officer(*centres: str) -> Officer:
    """A records officer of these centres, or of the network."""
    account = make("Rosa Officer", year=None, country="")
    return Officer(account.id, account.ledger_id, frozenset(centres) or None)


def found() -> list[DuplicatePair]:
    """Look at everybody who changed; the pairs on the list, the likeliest first."""
    with transaction() as session:
        look(session, now=NOW)
    session = reading()
    session.expire_all()
    pairs = select(DuplicatePair).where(DuplicatePair.rules != "")
    return list(session.scalars(pairs.order_by(DuplicatePair.score.desc(), DuplicatePair.id)))


def person(account: Account) -> Person:
    """Her account as it is now."""
    session = reading()
    session.expire_all()
    found = session.get(Person, account.id)
    assert found is not None
    return found


def versions(account: Account) -> list[tuple[str, str, PersonRecord]]:
    """What the ledger has of her: reason, actor, version."""
    entries = entries_of(reading(), PersonRecord.entry_kind, [account.ledger_id])
    return [(each.reason, each.actor, PersonRecord.from_line(each.body)) for each in entries]


def enrolment_versions(key: str) -> list[tuple[str, EnrolmentRecord]]:
    """What the ledger has of an enrolment: reason, version."""
    entries = entries_of(reading(), EnrolmentRecord.entry_kind, [key])
    return [(each.reason, EnrolmentRecord.from_line(each.body)) for each in entries]
