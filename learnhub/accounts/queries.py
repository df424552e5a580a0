"""Reads about people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.domain import fold_login, token_hash
from learnhub.accounts.models import Consent, OneTimeToken, Person, Residence, SignInSession, Throttle
from learnhub.kernel.errors import NotFound
from learnhub.kernel.ids import tidy_number


def get_person(session: Session, person_id: int) -> Person:
    """The account. Raises NotFound, also for an erased one."""
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound("There is no such account.")
    return person


def answers_of(person: Person) -> dict[str, Any]:
    """What a person said of herself, by the names of the fields of her profile.

    The day since which she lives there is left out: with it in the form, whoever changes only the country would
    rewrite where she lived before.
    """
    return {
        "name": person.name,
        "country": person.residence,
        "gender": person.gender,
        "birth_year": str(person.birth_year or ""),
        "occupation": person.occupation,
        "follow_up": person.follow_up,
        "language": person.language,
        "helper": person.home_centre,
    }


def find_by_login(session: Session, typed: str) -> Sequence[Person]:
    """Accounts that `typed` may mean: sign-in name, learner number, or e-mail address (confirmed one
    first)."""
    folded = fold_login(typed)
    number = tidy_number(typed)
    if "@" in folded:
        statement = select(Person).where(Person.email == folded)
        statement = statement.order_by(Person.email_confirmed_at.is_(None), Person.id)
    elif number:
        statement = select(Person).where(Person.learner_number == number)
    else:
        statement = select(Person).where(Person.login == folded)
    return session.scalars(statement.where(Person.erased_at.is_(None)).limit(3)).all()


def find_token(session: Session, token: str, purpose: str, now: datetime) -> OneTimeToken | None:
    """An unused link of this purpose that has not run out."""
    return session.scalar(
        select(OneTimeToken).where(
            OneTimeToken.token_hash == token_hash(token),
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
        )
    )


def open_sessions(session: Session, person_id: int, now: datetime) -> Sequence[SignInSession]:
    """Devices that are signed in, the newest first; at most 50."""
    return session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
        )
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
        .limit(50)
    ).all()


def tries(session: Session, keys: Sequence[str]) -> dict[str, Throttle]:
    """The windows that are open for these keys."""
    return {row.key: row for row in session.scalars(select(Throttle).where(Throttle.key.in_(keys)))}


def residences(session: Session, person_id: int) -> Sequence[Residence]:
    """Where a person said she lived, the latest first."""
    return session.scalars(
        select(Residence)
        .where(Residence.person_id == person_id)
        .order_by(Residence.from_date.desc())
        .limit(100)
    ).all()


def consents(session: Session, person_id: int) -> Sequence[Consent]:
    """What a person agreed to, the latest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(100)
    ).all()
