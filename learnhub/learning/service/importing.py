"""Store people with enrolments from a sheet: known ones are recognised, nothing is stored twice, all or
nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person, Residence
from learnhub.catalogue.models import Course, CourseFacet
from learnhub.centres.regions import LANGUAGES
from learnhub.centres.snapshot import reference
from learnhub.db import table
from learnhub.formats.sheets import Sheet, read_sheet
from learnhub.kernel.errors import NotFound
from learnhub.kernel.ids import opaque_ids, printed_numbers
from learnhub.learning.queries import ENROLMENT, PERSON
from learnhub.learning.queries.choosing import STAYED
from learnhub.learning.queries.naming import identities
from learnhub.learning.service.deciding import Decision, put_in_cohort
from learnhub.learning.sheet import ImportRow, People, folded, read_people
from learnhub.ledger.records import EnrolmentRecord, PersonRecord, Record
from learnhub.ledger.service import record

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What storing the rows will do. `known` have an account, `enrolled` are in the course already, or were: `left` of
    them have left it, and nobody but they themselves enrols them again."""

    new: list[ImportRow]
    known: list[tuple[ImportRow, int]]
    enrolled: list[tuple[ImportRow, int]]
    left: int = 0

    @property
    def to_store(self) -> int:
        """How many rows change anything."""
        return len(self.new) + len(self.known)


@dataclass(frozen=True, slots=True)
class Target:
    """The course that people of a sheet are enrolled in. `centre` leads it and becomes their home centre."""

    course_id: int
    code: str
    centre: str
    language: str
    version_id: int


def get_target(session: Session, code: str) -> Target:
    """The published course with this code. Raises NotFound."""
    row = session.execute(
        select(Course.id, Course.code, Course.centre_id, CourseFacet.value, Course.version_id)
        .join(CourseFacet, CourseFacet.course_id == Course.id)
        .where(Course.code == code, Course.status == "published", CourseFacet.kind == "language")
    ).first()
    if row is None:
        raise NotFound(f"There is no published course {code!r}.")
    return Target(*row[:4], version_id=row[4] or 0)


_ALSO = {
    "Ivory Coast": "CI", "Palestine": "PS", "Palestina": "PS", "Cape Verde": "CV", "Swaziland": "SZ", "Burma": "MM",
    "East Timor": "TL", "Turkey": "TR", "Czech Republic": "CZ", "Macedonia": "MK", "USA": "US", "UK": "GB",
    "UAE": "AE", "DR Congo": "CD", "DRC": "CD", "RDC": "CD",
}  # fmt: skip
"""Names that stand in sheets and in no list of names of countries."""


def people_of_file(session: Session, *, name: str, data: bytes, code: str, today: date) -> People:
    """The people of a file for a course. Raises SheetError."""
    return people_of_sheet(session, read_sheet(name, data), code=code, today=today)


def people_of_sheet(session: Session, sheet: Sheet, *, code: str, today: date) -> People:
    """The people of a sheet, countries by any of their names; for a course, if there is a code."""
    names = {folded(also): iso2 for also, iso2 in _ALSO.items()}
    spoken = [Locale(language).territories for language in (*LANGUAGES, "pt")]
    for iso2, facts in reference(session).countries.items():
        known = (iso2, facts.iso3, facts.name_un, *facts.names.values())
        names |= {folded(each): iso2 for each in known}
        for territories in spoken:  # as people say it, beside the official names
            names.setdefault(folded(territories.get(iso2, iso2)), iso2)
    return read_people(sheet, country_of=lambda text: names.get(folded(text)), course=code, today=today)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _ids_by(session: Session, column: Any, values: Iterable[str], *also: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in _chunks(sorted({value for value in values if value})):
        rows = session.execute(
            select(column, PERSON.c.id).where(column.in_(chunk), PERSON.c.erased_at.is_(None), *also)
        )
        for value, person_id in rows:
            found.setdefault(value, person_id)
    return found


def plan_import(session: Session, *, rows: Sequence[ImportRow], course_id: int) -> Plan:
    """Recognise who has an account (by sign-in name, or by a confirmed address) and who is enrolled; changes
    nothing."""
    by_login = _ids_by(session, PERSON.c.login, (row.login for row in rows))
    by_email = _ids_by(
        session,
        PERSON.c.email,
        (row.email for row in rows if not row.login),
        PERSON.c.email_confirmed_at.is_not(None),
    )
    # an account that a centre made with this address and that nobody has signed in to yet is the same one's
    waiting = _ids_by(
        session,
        PERSON.c.email,
        (row.email for row in rows if not row.login),
        PERSON.c.status == "unconfirmed",
    )
    matched = [
        (row, by_login.get(row.login) or by_email.get(row.email) or waiting.get(row.email)) for row in rows
    ]
    people = sorted({person for _, person in matched if person})
    enrolled: set[int] = set()
    left = 0
    for chunk in _chunks(people):
        found = session.execute(
            select(ENROLMENT.c.person_id, ENROLMENT.c.withdrawn_at).where(
                ENROLMENT.c.course_id == course_id, ENROLMENT.c.person_id.in_(chunk)
            )
        ).all()
        enrolled |= {row.person_id for row in found}
        left += sum(row.withdrawn_at is not None for row in found)
    plan = Plan([], [], [], left)
    for row, person in matched:
        if person is None:
            plan.new.append(row)
        elif person in enrolled:
            plan.enrolled.append((row, person))
        else:
            plan.known.append((row, person))
            # another row may mean the same account, by her address instead of her sign-in name
            enrolled.add(person)
    return plan


def namesakes(
    session: Session, *, rows: Sequence[ImportRow], course_id: int, centres: Sequence[str]
) -> list[ImportRow]:
    """The rows whose name a learner of the course has already, in whatever order, case and accents: it may be she, with
    another address. Names that a team of these centres does not see are none."""
    named = select(identities(centres)[0]).join(ENROLMENT, ENROLMENT.c.person_id == PERSON.c.id)
    here = {_parts(name) for name in session.scalars(named.where(ENROLMENT.c.course_id == course_id))}
    return [row for row in rows if _parts(row.name) in here]


def _parts(name: str) -> tuple[str, ...]:
    return tuple(sorted(folded(name).split()))


def _person_values(
    rows: Sequence[ImportRow], home: str, language: str, now: datetime
) -> list[dict[str, Any]]:
    keys, numbers = opaque_ids("p", len(rows)), printed_numbers(len(rows))
    return [
        {
            "ledger_id": key, "name": row.name, "email": row.email or None, "login": row.login or None,
            "learner_number": number, "language": language,
            "gender": row.gender, "birth_year": row.birth_year, "residence": row.country,
            "residence_from": now.date() if row.country else None, "occupation": "", "follow_up": False,
            "home_centre": home, "account_type": "learner", "status": "unconfirmed", "ledger_rev": 1,
            "created_at": now,
        }
        for row, key, number in zip(rows, keys, numbers, strict=True)
    ]  # fmt: skip


def _person_fact(values: dict[str, Any], now: datetime) -> PersonRecord:
    return PersonRecord(
        person_id=values["ledger_id"], rev=1, valid_from=now.date(), account_type="learner",
        status="unconfirmed", gender=values["gender"], birth_year=values["birth_year"],
        residence=values["residence"],
    )  # fmt: skip


def _make_accounts(session: Session, people: list[dict[str, Any]], now: datetime) -> list[tuple[int, str]]:
    """Store them with their residences; gives their numbers and ledger keys in the order of the rows."""
    if not people:
        return []
    before = session.scalar(select(func.max(PERSON.c.id))) or 0
    session.execute(insert(PERSON), people)
    made = select(PERSON.c.ledger_id, PERSON.c.id).where(PERSON.c.id > before)
    ids: dict[str, int] = {row.ledger_id: row.id for row in session.execute(made)}
    residences = [
        {
            "person_id": ids[v["ledger_id"]],
            "country": v["residence"],
            "from_date": now.date(),
            "recorded_at": now,
        }
        for v in people
        if v["residence"]
    ]
    if residences:
        session.execute(insert(table(Residence)), residences)
    return [(ids[values["ledger_id"]], values["ledger_id"]) for values in people]


def make_people(
    session: Session, rows: Sequence[ImportRow], *, home: str, language: str, now: datetime
) -> tuple[list[tuple[int, str]], list[Record]]:
    """Accounts for people who have none; `home` is the centre that helps them. Gives their numbers and ledger keys in
    the order of the rows, and what the caller records in the ledger."""
    people = _person_values(rows, home, language, now)
    return _make_accounts(session, people, now), [_person_fact(values, now) for values in people]


def _enrolment_values(
    members: list[tuple[int, str]], named_by: dict[int, str], target: Target, now: datetime
) -> list[dict[str, Any]]:
    keys, seeds = opaque_ids("e", len(members)), secrets.token_hex(8 * len(members))
    return [
        {
            "key": key, "person_id": person_id, "course_id": target.course_id, "enrolled_at": now, "done": 0,
            "results": "{}", "last_step": "", "seed": seeds[16 * n : 16 * n + 16], "ledger_rev": 1,
            "pinned_id": target.version_id, "named_by": named_by[person_id],
        }
        for n, ((person_id, _), key) in enumerate(zip(members, keys, strict=True))
    ]  # fmt: skip


def put_sheet_in_cohort(
    session: Session, *, rows: Sequence[ImportRow], course_id: int, cohort: Any, why: Decision
) -> int:
    """Put everybody of a stored sheet in a cohort, who was enrolled before as well; gives how many changed. Who has
    left the course stays as she is."""
    stored = plan_import(session, rows=rows, course_id=course_id).enrolled
    hers = (ENROLMENT.c.course_id == course_id) & STAYED
    return sum(
        put_in_cohort(session, which=hers & ENROLMENT.c.person_id.in_(chunk), cohort=cohort, why=why)
        for chunk in _chunks([person for _row, person in stored])
    )


def store_import(session: Session, *, plan: Plan, target: Target, now: datetime, actor: str) -> int:
    """Make the accounts and enrolments of a plan; gives how many were enrolled. Runs in the caller's one
    transaction.

    People confirm their account when they first sign in; until then they are enrolled, and not counted.
    """
    members, accounts = make_people(session, plan.new, home=target.centre, language=target.language, now=now)
    named = [*zip(plan.new, (person for person, _ in members), strict=True), *plan.known]
    named_by = {person: "login" if row.login else "email" for row, person in named}
    for chunk in _chunks([person for _, person in plan.known]):
        found = session.execute(select(Person.id, Person.ledger_id).where(Person.id.in_(chunk)))
        members += [(person_id, ledger_id) for person_id, ledger_id in found]
    enrolments = _enrolment_values(members, named_by, target, now)
    if enrolments:
        session.execute(insert(ENROLMENT), enrolments)
    facts: list[Record] = [
        EnrolmentRecord(
            enrolment_id=row["key"], rev=1, person_id=ledger_id, course_id=target.code, enrolled_at=now
        )
        for row, (_, ledger_id) in zip(enrolments, members, strict=True)
    ]
    record(session, [*accounts, *facts], now=now, actor=actor, reason="FIRST")
    return len(enrolments)
