"""Correct what is counted of a person, confirm an account, take back what should never have been recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.accounts.queries import get_person
from learnhub.accounts.service import AboutYou, update_profile
from learnhub.credentials.service import withdraw
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.learning.models import Certificate, Enrolment
from learnhub.learning.queries import certificate_of
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import AttendanceRecord, EnrolmentRecord
from learnhub.ledger.service import record
from learnhub.records.domain import Change, may_decide
from learnhub.records.models import RecordChange
from learnhub.records.queries.accounts import COURSE_CENTRE, last_version
from learnhub.records.queries.people import get_day
from learnhub.records.service.deciding import Officer, Why, check_reach, close_change, open_change, write_down
from learnhub.training.models import Training
from learnhub.training.service.planning import follow_sheets


@dataclass(frozen=True, slots=True)
class Counted:
    """What statistics know of a person, as the officer says it is; `since` when the country holds (None: today)."""

    gender: str
    birth_year: int | None
    country: str
    since: date | None = None


def _open_person(session: Session, person_id: int) -> Person:
    session.get(Person, person_id, with_for_update=True, populate_existing=True)
    person = get_person(session, person_id)
    if last_version(session, person.ledger_id).merged_into:
        raise Conflict(N_("This account has given way to another one. Correct the account that was kept."))
    return person


def _differences(person: Person, counted: Counted) -> list[str]:
    names = []
    if counted.gender != person.gender:
        names.append("gender")
    if counted.birth_year != person.birth_year:
        names.append("birth_year")
    moved = counted.since is not None and counted.since != person.residence_from
    if counted.country != person.residence or (counted.country and moved):
        names.append("country")
    return names


def _answers(person: Person, names: Sequence[str]) -> dict[str, list[str]]:
    """What is recorded of these, as text; of the country also since when."""
    since = person.residence_from.isoformat() if person.residence_from else ""
    known = {
        "gender": [person.gender],
        "birth_year": [str(person.birth_year or "")],
        "country": [person.residence, since],
    }
    return {name: known[name] for name in names}


def correct_person(
    session: Session,
    *,
    person_id: int,
    counted: Counted,
    officer: Officer,
    why: Why,
    now: datetime,
    seen: str = "",
) -> RecordChange:
    """Put gender, birth year or residence right. Gender and birth year hold for all time, residence from its day on.

    `seen` is the version that the officer had before her. Raises NotFound, Conflict if there is a later one, if nothing
    differs or the account has given way.
    """
    why.check(Change.CORRECT)
    centres = check_reach(session, officer, person_id)
    person = _open_person(session, person_id)
    if seen and seen != str(person.ledger_rev):
        raise Conflict(
            N_(
                "Somebody has changed this meanwhile. Look in another tab at what holds now; keep again to put yours "
                "in its place."
            )
        )
    names = _differences(person, counted)
    if not names:
        raise Conflict(N_("Nothing differs from what is recorded."))
    before = _answers(person, names)
    about = AboutYou(
        country=counted.country, country_from=counted.since, gender=counted.gender, birth_year=counted.birth_year,
        occupation=person.occupation, follow_up=person.follow_up,
    )  # fmt: skip
    update_profile(
        session, person=person, name=person.name, language=person.language, about=about, now=now,
        actor=officer.ledger_id,
    )  # fmt: skip
    return write_down(
        session, change=Change.CORRECT, officer=officer, why=why, now=now, people=centres, person_id=person_id,
        object_key=" ".join(names), kept=json.dumps({"before": before, "after": _answers(person, names)}),
    )  # fmt: skip


def confirm_account(
    session: Session, *, person_id: int, officer: Officer, why: Why, now: datetime
) -> RecordChange:
    """Somebody stands for this person: she counts from now on. Raises NotFound, Conflict if she counts already."""
    why.check(Change.CONFIRM)
    centres = check_reach(session, officer, person_id)
    person = _open_person(session, person_id)
    if person.status != "unconfirmed":
        raise Conflict(N_("This account is confirmed already."))
    version = last_version(session, person.ledger_id)
    person.status = "confirmed"
    person.ledger_rev += 1
    session.flush()
    confirmed = replace(version, rev=person.ledger_rev, recorded_at=None, status="confirmed")
    record(session, [confirmed], now=now, actor=officer.ledger_id, reason="CONFIRM")
    return write_down(
        session, change=Change.CONFIRM, officer=officer, why=why, now=now, people=centres, person_id=person_id
    )


def _enrolment(session: Session, officer: Officer, key: str) -> tuple[Enrolment, frozenset[str]]:
    """The enrolment, locked, with the centres of its course. Raises NotFound if none of them is the officer's."""
    lacking = NotFound(N_("There is no such enrolment in a course of your centre."))
    found = session.scalar(select(Enrolment).where(Enrolment.key == key).with_for_update())
    if found is None:
        raise lacking
    centres = select(COURSE_CENTRE.c.centre_id).where(COURSE_CENTRE.c.course_id == found.course_id)
    of = frozenset(session.scalars(centres))
    if not may_decide(own=officer.own, one=of, other=of):
        raise lacking
    return found, of


def _last_enrolment(session: Session, key: str) -> EnrolmentRecord:
    return latest_records(session, EnrolmentRecord, [key])[key]


def version_void(session: Session, *, key: str, officer: Officer, now: datetime) -> EnrolmentRecord:
    """The version that makes an enrolment void, for the preview and for the act.

    Raises NotFound, Conflict if it is void already or has a certificate in force.
    """
    row, _of = _enrolment(session, officer, key)
    if certificate_of(session, row.id) is not None:
        raise Conflict(N_("A certificate of this enrolment is in force. Withdraw the certificate first."))
    version = _last_enrolment(session, key)
    if version.void:
        raise Conflict(N_("This is void already."))
    left = row.withdrawn_at or now
    return replace(
        version, rev=row.ledger_rev + 1, record_id="", recorded_at=None, void=True, withdrawn_at=left
    )


def void_enrolment(session: Session, *, key: str, officer: Officer, why: Why, now: datetime) -> RecordChange:
    """This enrolment should never have been: it drops out of every count, and the course from the learner's list.

    Raises NotFound, Conflict as `version_void` does.
    """
    why.check(Change.VOID_ENROLMENT)
    row, of = _enrolment(session, officer, key)
    void = version_void(session, key=key, officer=officer, now=now)
    left = row.withdrawn_at is None
    row.withdrawn_at, row.ledger_rev = void.withdrawn_at, void.rev
    session.flush()
    record(session, [void], now=now, actor=officer.ledger_id, reason="VOID")
    return write_down(
        session, change=Change.VOID_ENROLMENT, officer=officer, why=why, now=now, people={row.person_id: of},
        person_id=row.person_id, object_key=key, kept=json.dumps({"left": left}),
    )  # fmt: skip


def version_again(session: Session, *, change_id: int, officer: Officer) -> EnrolmentRecord:
    """The version with which a void enrolment counts again, for the preview and for the act.

    Raises NotFound, Conflict if the learner has enrolled again since.
    """
    line = open_change(session, change_id, Change.VOID_ENROLMENT)
    row, _of = _enrolment(session, officer, line.object_key)
    version = _last_enrolment(session, row.key)
    if not version.void:
        raise Conflict(N_("The learner has enrolled again since: the enrolment counts already."))
    withdrawn = None if json.loads(line.kept or "{}").get("left") else row.withdrawn_at
    return replace(
        version, rev=row.ledger_rev + 1, record_id="", recorded_at=None, void=False, withdrawn_at=withdrawn
    )


def restore_enrolment(session: Session, *, change_id: int, officer: Officer, now: datetime) -> None:
    """Undo a void: the enrolment counts again. Raises NotFound, Conflict as `version_again` does."""
    line = open_change(session, change_id, Change.VOID_ENROLMENT)
    again = version_again(session, change_id=change_id, officer=officer)
    row, _of = _enrolment(session, officer, line.object_key)
    row.withdrawn_at, row.ledger_rev = again.withdrawn_at, again.rev
    session.flush()
    record(session, [again], now=now, actor=officer.ledger_id, reason="CORRECT")
    close_change(session, line, officer, now)


def void_attendance(session: Session, *, key: str, officer: Officer, why: Why, now: datetime) -> RecordChange:
    """This day of attendance should never have been recorded. Raises NotFound, Conflict if it is void already."""
    why.check(Change.VOID_ATTENDANCE)
    day = get_day(session, officer.own, key)
    found, of = day.record, day.centres
    if found.void:
        raise Conflict(N_("This is void already."))
    void = replace(found, rev=found.rev + 1, recorded_at=None, void=True)
    record(session, [void], now=now, actor=officer.ledger_id, reason="VOID")
    _tell_training(session, void, officer, now)
    person_id = session.scalar(select(Person.id).where(Person.ledger_id == found.person_id))
    people = {person_id: of} if person_id is not None else {}
    return write_down(
        session, change=Change.VOID_ATTENDANCE, officer=officer, why=why, now=now, people=people,
        person_id=person_id, object_key=key, centres=() if people else of,
    )  # fmt: skip


def restore_attendance(session: Session, *, change_id: int, officer: Officer, now: datetime) -> None:
    """Undo a void: the day counts again. Raises NotFound, Conflict."""
    line = open_change(session, change_id, Change.VOID_ATTENDANCE)
    found = get_day(session, officer.own, line.object_key).record
    if not found.void:
        raise Conflict(N_("The row has been corrected since: it counts already."))
    again = replace(found, rev=found.rev + 1, recorded_at=None, void=False)
    record(session, [again], now=now, actor=officer.ledger_id, reason="CORRECT")
    _tell_training(session, again, officer, now)
    close_change(session, line, officer, now)


def _tell_training(session: Session, row: AttendanceRecord, officer: Officer, now: datetime) -> None:
    """A training to which nobody came any more is no held one; those that an import brought have no page to follow."""
    training = session.scalar(select(Training).where(Training.key == row.event_id).with_for_update())
    if training is not None:
        follow_sheets(session, training, now=now, actor=officer.ledger_id)


def withdraw_certificate(
    session: Session, *, serial: str, officer: Officer, why: Why, reason: str, now: datetime
) -> RecordChange:
    """Take a certificate back; `reason` is what its public check says. Raises NotFound, Conflict."""
    why.check(Change.WITHDRAW_CERTIFICATE)
    certificate = session.scalar(select(Certificate).where(Certificate.serial == serial))
    enrolment = session.get(Enrolment, certificate.enrolment_id) if certificate else None
    if certificate is None or enrolment is None:
        raise NotFound(N_("There is no such enrolment in a course of your centre."))
    _row, of = _enrolment(session, officer, enrolment.key)
    withdraw(session, serial=serial, reason=reason, by=officer.person_id, now=now)
    return write_down(
        session, change=Change.WITHDRAW_CERTIFICATE, officer=officer, why=why, now=now,
        people={certificate.person_id: of}, person_id=certificate.person_id, object_key=serial,
    )  # fmt: skip
