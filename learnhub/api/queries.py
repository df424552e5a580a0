"""Reads: tokens, and the looks at exact figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.accounts.domain import token_hash
from learnhub.accounts.models import Person
from learnhub.api.domain import Scope
from learnhub.api.models import ApiToken, ReachLook
from learnhub.centres.identity import grants_of
from learnhub.kernel.errors import N_, NotFound


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks with a token, and what it is good for."""

    token_id: int
    identity: Identity
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the list of looks."""

    person_id: int
    name: str
    at: datetime
    way: str
    subject: str
    question: str


def find_bearer(session: Session, text: str, now: datetime) -> Bearer | None:
    """The person behind a token with the roles that she holds now; None if it is unknown, revoked or over."""
    row = session.execute(
        select(ApiToken, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(
            ApiToken.token_hash == token_hash(text),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            Person.erased_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    token, person = row
    identity = Identity(person.id, person.name, person.language, None, grants_of(session, person.id, now))
    return Bearer(token.id, identity, frozenset(Scope(each) for each in token.scopes.split()))


def tokens_of(session: Session, person_id: int) -> Sequence[ApiToken]:
    """The tokens of a person that are not revoked, the latest first."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    ).all()


def get_token(session: Session, token_id: int, person_id: int) -> ApiToken:
    """A token of this person. Raises NotFound."""
    found = session.get(ApiToken, token_id)
    if found is None or found.person_id != person_id or found.revoked_at is not None:
        raise NotFound(N_("There is no such token. Perhaps it was revoked already."))
    return found


def list_looks(
    session: Session, *, person_id: int | None = None, way: str = "", page: int = 1, size: int = 50
) -> tuple[list[Look], int]:
    """Some of the looks, the latest first, and how many there are."""
    conditions = [ReachLook.person_id == person_id] if person_id is not None else []
    if way:
        conditions.append(ReachLook.way == way)
    total = session.scalar(select(func.count()).select_from(ReachLook).where(*conditions)) or 0
    rows = session.execute(
        select(
            ReachLook.person_id,
            Person.name,
            ReachLook.at,
            ReachLook.way,
            ReachLook.subject,
            ReachLook.question,
        )
        .join(Person, Person.id == ReachLook.person_id)
        .where(*conditions)
        .order_by(ReachLook.id.desc())
        .offset((page - 1) * size)
        .limit(size)
    )
    return [Look(*row) for row in rows], total
