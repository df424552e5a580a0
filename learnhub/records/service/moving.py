"""What a merge does to accounts and their learning, and how it is given back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learnhub.accounts.models import OneTimeToken, Person
from learnhub.accounts.privacy import end_keys
from learnhub.accounts.service import close_other_sessions
from learnhub.db import table
from learnhub.kernel.ids import printed_number
from learnhub.learning.models import Attempt, Certificate, CourseMessageReader, LearnerChange
from learnhub.learning.models.keys import MarkedAnew
from learnhub.learning.models.work import Work, WorkAppeal, WorkMark
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import EnrolmentRecord
from learnhub.ledger.service import record
from learnhub.records.queries.accounts import ENROLMENT, PERSON
from learnhub.records.service.deciding import Officer
from learnhub.training.service.handing import Handed, hand_back, hand_over

ATTEMPT, CERTIFICATE, DECIDED = table(Attempt), table(Certificate), table(LearnerChange)
_HANDED = (
    ATTEMPT, DECIDED, table(MarkedAnew), table(Work), table(WorkMark), table(WorkAppeal), table(CourseMessageReader),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """Which rows went over, and by what the closed account was signed in to."""

    enrolments: tuple[int, ...] = ()
    certificates: tuple[int, ...] = ()
    trainings: tuple[int, ...] = ()
    training_days: tuple[int, ...] = ()
    email: str | None = None
    email_confirmed_at: str | None = None
    login: str | None = None
    learner_number: str | None = None
    password_hash: str | None = None

    def text(self) -> str:
        """As the history keeps it."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def of(cls, text: str | None) -> Moved:
        """The inverse; nothing if an erasure took it away."""
        values: dict[str, Any] = json.loads(text or "{}")
        found: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return replace(cls(), **found)


def take_over(session: Session, *, kept_id: int, given_id: int) -> Moved:
    """Hand learning over: courses and trainings that the kept account is not in, with attempts and days; of other
    trainings the days that it lacks; and every certificate."""
    there = select(ENROLMENT.c.course_id).where(ENROLMENT.c.person_id == kept_id)
    enrolments = tuple(
        session.scalars(
            select(ENROLMENT.c.id)
            .where(ENROLMENT.c.person_id == given_id, ENROLMENT.c.course_id.not_in(there))
            .order_by(ENROLMENT.c.id)
            .with_for_update()
        )
    )
    certificates = tuple(
        session.scalars(
            select(CERTIFICATE.c.id).where(CERTIFICATE.c.person_id == given_id).order_by(CERTIFICATE.c.id)
        )
    )
    _hand(session, enrolments, kept_id)
    session.execute(update(CERTIFICATE).where(CERTIFICATE.c.id.in_(certificates)).values(person_id=kept_id))
    handed = hand_over(session, given_id=given_id, kept_id=kept_id)
    session.expire_all()
    return Moved(enrolments, certificates, handed.trainings, handed.days)


def _hand(session: Session, enrolments: tuple[int, ...], to: int) -> None:
    session.execute(update(ENROLMENT).where(ENROLMENT.c.id.in_(enrolments)).values(person_id=to))
    for each in _HANDED:
        session.execute(update(each).where(each.c.enrolment_id.in_(enrolments)).values(person_id=to))


def close_account(session: Session, given: Person, now: datetime) -> dict[str, Any]:
    """Sign the account out everywhere and put aside what it was signed in by; gives that, for `Moved`."""
    close_other_sessions(session, person_id=given.id, keep=None, now=now)
    end_keys(session, person_id=given.id, now=now)
    tokens = table(OneTimeToken)
    unused = (tokens.c.person_id == given.id, tokens.c.used_at.is_(None))
    session.execute(update(tokens).where(*unused).values(used_at=now))
    aside = {
        "email": given.email,
        "email_confirmed_at": given.email_confirmed_at.isoformat() if given.email_confirmed_at else None,
        "login": given.login,
        "learner_number": given.learner_number,
        "password_hash": given.password_hash,
    }
    for name in aside:
        setattr(given, name, None)
    session.flush()
    return aside


def open_account(session: Session, given: Person, moved: Moved) -> list[str]:
    """Put back what it was signed in by; gives the names of what somebody else has by now."""
    lacking = []
    if moved.email and moved.email_confirmed_at and _taken(session, given, email=moved.email):
        lacking.append("email")
    confirmed = moved.email_confirmed_at and "email" not in lacking
    given.email = moved.email
    given.email_confirmed_at = datetime.fromisoformat(moved.email_confirmed_at or "") if confirmed else None
    given.password_hash = moved.password_hash
    if moved.login and _taken(session, given, login=moved.login):
        lacking.append("login")
    else:
        given.login = moved.login
    free = moved.learner_number and not _taken(session, given, learner_number=moved.learner_number)
    given.learner_number = moved.learner_number if free else printed_number()
    session.flush()
    return lacking


def _taken(session: Session, given: Person, **wanted: str) -> bool:
    ((name, value),) = wanted.items()
    others = select(PERSON.c.id).where(PERSON.c[name] == value, PERSON.c.id != given.id)
    if name == "email":
        others = others.where(PERSON.c.email_confirmed_at.is_not(None))
    return session.scalar(others.limit(1)) is not None


def give_back(
    session: Session, moved: Moved, *, kept: Person, given: Person, officer: Officer, now: datetime
) -> None:
    """Hand back what went over, with what was done in it since; the ledger is told whose it is again."""
    again = select(ENROLMENT.c.course_id).where(ENROLMENT.c.person_id == given.id)
    back = session.execute(
        select(ENROLMENT.c.id, ENROLMENT.c.key)
        .where(ENROLMENT.c.id.in_(moved.enrolments), ENROLMENT.c.person_id == kept.id)
        .where(ENROLMENT.c.course_id.not_in(again))
        .with_for_update()
    ).all()
    ids = tuple(row.id for row in back)
    _hand(session, ids, given.id)
    hers = CERTIFICATE.c.id.in_(moved.certificates) | CERTIFICATE.c.enrolment_id.in_(ids)
    session.execute(
        update(CERTIFICATE).where(hers, CERTIFICATE.c.person_id == kept.id).values(person_id=given.id)
    )
    _say_whose(session, [row.key for row in back], given, officer, now)
    hand_back(
        session, Handed(moved.trainings, moved.training_days), kept_id=kept.id, given_id=given.id,
        given=given.ledger_id, now=now, actor=officer.ledger_id,
    )  # fmt: skip
    session.expire_all()


def _say_whose(session: Session, keys: list[str], given: Person, officer: Officer, now: datetime) -> None:
    """A version of each enrolment that went on under the kept person, for the one whose it is."""
    versions = latest_records(session, EnrolmentRecord, keys).values()
    wrong = [
        replace(each, rev=each.rev + 1, record_id="", recorded_at=None, person_id=given.ledger_id)
        for each in versions
        if each.person_id != given.ledger_id
    ]
    if not wrong:
        return
    record(session, wrong, now=now, actor=officer.ledger_id, reason="UNMERGE")
    for each in wrong:
        session.execute(
            update(ENROLMENT).where(ENROLMENT.c.key == each.enrolment_id).values(ledger_rev=each.rev)
        )
