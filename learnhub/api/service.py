"""Commands: make and revoke tokens, say that one was used, note a look at exact figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learnhub.accounts.domain import token_hash
from learnhub.api.domain import PREFIX, Scope, token_end
from learnhub.api.models import ApiToken, ReachLook
from learnhub.api.queries import get_token, tokens_of
from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.kernel.ids import secret_token

MOST_TOKENS = 20
_USED_ANEW = timedelta(minutes=1)


def make_token(
    session: Session, *, person_id: int, name: str, scopes: Collection[Scope], days: int, now: datetime
) -> str:
    """A new token; its text is given this once. Raises Unacceptable, or Conflict for too many."""
    if not scopes:
        raise Unacceptable(N_("Say what the token is for: choose at least one."))
    if len(tokens_of(session, person_id)) >= MOST_TOKENS:
        raise Conflict(N_("You have twenty tokens already: revoke one that you no longer need."))
    text = PREFIX + secret_token()
    session.add(
        ApiToken(
            person_id=person_id,
            name=name,
            token_hash=token_hash(text),
            scopes=" ".join(sorted(scopes)),
            created_at=now,
            expires_at=now + token_end(days),
            last_used_at=None,
            revoked_at=None,
        )
    )
    session.flush()
    return text


def revoke_token(session: Session, *, token_id: int, person_id: int, now: datetime) -> str:
    """End a token of this person at once; its name. Raises NotFound."""
    token = get_token(session, token_id, person_id)
    token.revoked_at = now
    session.flush()
    return token.name


def note_use(session: Session, *, token_id: int, now: datetime) -> None:
    """Remember when a token was last used, to the minute."""
    token = session.get(ApiToken, token_id)
    if token is not None and (token.last_used_at is None or now - token.last_used_at >= _USED_ANEW):
        token.last_used_at = now
        session.flush()


def note_look(
    session: Session, *, person_id: int, way: str, subject: str, question: str, now: datetime
) -> None:
    """Note who looks at exact figures, before they are shown."""
    session.add(
        ReachLook(person_id=person_id, at=now, way=way, subject=subject[:80], question=question[:1000])
    )
    session.flush()
