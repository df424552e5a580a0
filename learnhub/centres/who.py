"""From a session token to an identity, in one statement: account, session and roles together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.accounts.domain import token_hash
from learnhub.accounts.models import Person, SignInSession
from learnhub.centres.identity import GRANT_COLUMNS, MEMBERSHIP, grant_of, grants_on
from learnhub.db import UTCDateTime, glance, table

_PERSON, _SESSION = table(Person), table(SignInSession)
_NOW = bindparam("now", type_=UTCDateTime())
_STATEMENT = (
    select(_SESSION.c.id, _PERSON.c.id, _PERSON.c.name, _PERSON.c.language, *GRANT_COLUMNS)
    .select_from(_SESSION)
    .join(_PERSON, _PERSON.c.id == _SESSION.c.person_id)
    .outerjoin(MEMBERSHIP, grants_on(_PERSON.c.id, _NOW))
    .where(
        _SESSION.c.token_hash == bindparam("token"),
        _SESSION.c.revoked_at.is_(None),
        _SESSION.c.expires_at > _NOW,
        _PERSON.c.erased_at.is_(None),
    )
)


def load_identity(session: Session, token: str, now: datetime) -> Identity | None:
    """Who holds this session token; None if it is unknown, revoked or over."""
    rows = glance(session).execute(_STATEMENT, {"token": token_hash(token), "now": now}).all()
    if not rows:
        return None
    session_id, person_id, name, language = rows[0][:4]
    grants = frozenset(grant for row in rows if (grant := grant_of(*row[4:])) is not None)
    return Identity(person_id, name, language, session_id, grants)
