"""Reads about people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, bindparam, select
from sqlalchemy.orm import Session

from learnhub.accounts.domain import fold_login, token_hash
from learnhub.accounts.models import Consent, OneTimeToken, Person, Residence, SignInSession, Throttle
from learnhub.db import glance, table
from learnhub.kernel.errors import N_, NotFound
from learnhub.kernel.ids import tidy_number


class Candidate(NamedTuple):
    """An account that somebody may mean who signs in."""

    id: int
    password_hash: str | None
    status: str


NOBODY = Candidate(0, None, "")
"""Whom somebody means who is not known; no password fits, and finding that out takes as long."""

_PERSON, _THROTTLE = table(Person), table(Throttle)
_FIRST = (_PERSON.c.email_confirmed_at.is_(None), _PERSON.c.id)
_MEANT: dict[str, tuple[ColumnElement[bool], ...]] = {
    name: (_PERSON.c[name] == bindparam(name), _PERSON.c.erased_at.is_(None))
    for name in ("email", "learner_number", "login")
}
_CANDIDATES: dict[str, Select[tuple[int, str | None, str]]] = {
    name: select(_PERSON.c.id, _PERSON.c.password_hash, _PERSON.c.status)
    .where(*meant)
    .order_by(*_FIRST)
    .limit(3)
    for name, meant in _MEANT.items()
}
_TRIES = select(_THROTTLE).where(_THROTTLE.c.key.in_(bindparam("keys", expanding=True)))


def get_person(session: Session, person_id: int, *, lock: bool = False) -> Person:
    """The account; with `lock` nobody else changes or erases it meanwhile. Raises NotFound, also for an erased one."""
    person = session.get(Person, person_id, with_for_update=lock or None, populate_existing=lock)
    if person is None or person.erased_at is not None:
        raise NotFound(N_("There is no such account."))
    return person


def names_of(session: Session, people: Iterable[int]) -> dict[int, str]:
    """The names of these accounts by their numbers, without erased ones; asks nothing for none."""
    wanted = sorted(set(people))
    if not wanted:
        return {}
    named = select(_PERSON.c.id, _PERSON.c.name).where(
        _PERSON.c.id.in_(wanted), _PERSON.c.erased_at.is_(None)
    )
    return dict(session.execute(named).all())


def answers_of(person: Person) -> dict[str, Any]:
    """What a person said of herself, by the names of the fields of her profile; `seen` is the version of it.

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
        "seen": str(person.ledger_rev),
    }


def find_by_login(session: Session, typed: str) -> Sequence[Person]:
    """Accounts that `typed` may mean: sign-in name, learner number, or e-mail address (confirmed one
    first)."""
    name, value = _typed(typed)
    return session.scalars(
        select(Person).where(*_MEANT[name]).order_by(*_FIRST).limit(3), {name: value}
    ).all()


def owners_of(session: Session, typed: str) -> Sequence[Person]:
    """Whose account `typed` is: of an address that somebody has confirmed hers alone, whoever else has typed it."""
    found = find_by_login(session, typed)
    return found[:1] if found and found[0].email_confirmed_at else found


def certain_owners(session: Session, typed: str) -> Sequence[Person]:
    """Accounts that something may be given to: whoever registers can write any address, so one counts once it was shown
    to be hers."""
    return [
        person for person in find_by_login(session, typed) if "@" not in typed or person.email_confirmed_at
    ]


def candidates(session: Session, typed: str) -> list[Candidate]:
    """The accounts that `typed` may mean, as sign-in asks for them."""
    name, value = _typed(typed)
    return [
        Candidate(row.id, row.password_hash, row.status)
        for row in glance(session).execute(_CANDIDATES[name], {name: value})
    ]


def meant(typed: str) -> str:
    """Whom somebody means who types this to sign in: the same for every way to write one number or address."""
    return ":".join(_typed(typed))


def _typed(typed: str) -> tuple[str, str]:
    """The column that somebody means who types this to sign in, and its value."""
    folded = fold_login(typed)
    if "@" in folded:
        return "email", folded
    number = tidy_number(typed)
    return ("learner_number", number) if number else ("login", folded)


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


def made_by_form(session: Session, sent_hash: str) -> Person:
    """Whose account a form made when it came for the first time."""
    token = select(OneTimeToken.person_id).where(OneTimeToken.token_hash == sent_hash)
    return session.scalars(select(Person).where(Person.id == token.scalar_subquery())).one()


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


def tries(session: Session, keys: Sequence[str]) -> dict[str, Row[Any]]:
    """The windows that are open for these keys: (key, tries, until)."""
    return {row.key: row for row in glance(session).execute(_TRIES, {"keys": list(keys)})}


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
