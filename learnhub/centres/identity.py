"""The roles of a person as policies need them, alone or as a piece of a larger statement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Grant, Role, Scope, ScopeKind
from learnhub.centres.models import Membership
from learnhub.db import table

MEMBERSHIP = table(Membership)
GRANT_COLUMNS = (MEMBERSHIP.c.role, MEMBERSHIP.c.scope_kind, MEMBERSHIP.c.scope_id)


def in_force(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The condition that a membership holds at this instant: begun, and not ended."""
    return and_(MEMBERSHIP.c.from_at <= now, or_(MEMBERSHIP.c.to_at.is_(None), MEMBERSHIP.c.to_at > now))


def grants_on(person_id: ColumnElement[int], now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The ON clause of `LEFT JOIN membership`; select `GRANT_COLUMNS` and give each row to `grant_of`."""
    return and_(MEMBERSHIP.c.person_id == person_id, in_force(now))


def grant_of(role: Role | None, scope_kind: ScopeKind | None, scope_id: str | None) -> Grant | None:
    """The grant of one joined row; None for a person without any."""
    if role is None or scope_kind is None:
        return None
    return Grant(role, Scope(scope_kind, scope_id or ""))


def grants_of(session: Session, person_id: int, now: datetime) -> frozenset[Grant]:
    """Every role that the person holds at this instant."""
    rows = session.execute(select(*GRANT_COLUMNS).where(MEMBERSHIP.c.person_id == person_id, in_force(now)))
    return frozenset(Grant(role, Scope(kind, scope_id)) for role, kind, scope_id in rows)
