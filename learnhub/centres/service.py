"""Commands: give a role and end one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.access.identity import NETWORK, Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.policy import ANYTHING, SCOPES_OF_ROLE, Resource, may_give
from learnhub.accounts.service import end_links
from learnhub.centres.models import Membership
from learnhub.centres.regions import REGIONS
from learnhub.centres.snapshot import reference
from learnhub.db import inserting, table
from learnhub.kernel.errors import N_, Conflict, Forbidden, NotFound, Unacceptable

OPERATOR = Identity(name="operator", grants=frozenset({Grant(Role.ADMINISTRATOR)}))
"""Whoever can run commands on the server. Has no account, so a role that it gives names nobody as giver."""


def resource_of_scope(session: Session, scope: Scope) -> Resource:
    """What policies need to know of a scope. Raises Unacceptable if it names nothing."""
    known = reference(session)
    if scope == NETWORK:
        return ANYTHING
    if scope.kind is ScopeKind.CENTRE and scope.id in known.centres:
        return known.centre_resource(scope.id)
    if scope.kind is ScopeKind.COUNTRY and scope.id in known.countries:
        return Resource(country=scope.id, region=known.countries[scope.id].region)
    if scope.kind is ScopeKind.REGION and scope.id in REGIONS:
        return Resource(region=scope.id)
    raise Unacceptable(f"There is no {scope.kind} with the code {scope.id!r}.")


def give_role(
    session: Session, *, person_id: int, role: Role, scope: Scope, actor: Identity, now: datetime
) -> Membership:
    """Let a person hold a role from now on.

    A code for a new password that was made before works no more: whoever made it may not reach such an account.

    Raises Unacceptable if the role is not held for this kind of thing or the thing is not there, Forbidden if
    the actor may not give it, Conflict if the person holds it.
    """
    if scope.kind not in SCOPES_OF_ROLE[role]:
        kinds = " or ".join(sorted(SCOPES_OF_ROLE[role]))
        raise Unacceptable(f"The role {role} is held for a {kinds}, not for a {scope.kind}.")
    _check_may_give(session, actor, role, scope)
    added = session.scalar(
        inserting(session, Membership)
        .values(
            person_id=person_id, role=role, scope_kind=scope.kind, scope_id=scope.id, from_at=now,
            granted_by=actor.person_id,
        )
        .on_conflict_do_nothing()  # somebody else may give it at the same instant
        .returning(table(Membership).c.id)
    )  # fmt: skip
    if added is None:
        raise Conflict(N_("The person holds this role already."))
    end_links(session, person_id=person_id, purposes=("centre-reset",), now=now)
    return session.get_one(Membership, added)


def end_role(session: Session, *, membership_id: int, actor: Identity, now: datetime) -> Membership:
    """End a role as of now; the row stays as a record.

    Raises NotFound, Forbidden if the actor may not end it, Conflict if it has ended or if nobody
    else would be left to administer the network.
    """
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NotFound(N_("There is no such role."))
    _check_may_give(session, actor, membership.role, Scope(membership.scope_kind, membership.scope_id))
    others = _lock(session, membership)
    if membership.to_at is not None:
        raise Conflict(N_("This role has ended already."))
    if membership.role is Role.ADMINISTRATOR and not others:
        raise Conflict(N_("This is the last administrator: give the role to somebody else first."))
    membership.to_at = max(now, membership.from_at)
    membership.ended_by = actor.person_id
    session.flush()
    return membership


def _check_may_give(session: Session, actor: Identity, role: Role, scope: Scope) -> None:
    if not may_give(actor, role, resource_of_scope(session, scope)):
        raise Forbidden(f"Only an administrator gives and ends the role {role} for this {scope.kind}.")


def _lock(session: Session, membership: Membership) -> set[int]:
    """Nobody else ends this role meanwhile. Gives who else is an administrator, if it is that role: two of them who end
    each other's at the same instant would leave nobody."""
    held = table(Membership)
    rows = select(held.c.person_id).order_by(held.c.id).with_for_update()
    if membership.role is Role.ADMINISTRATOR:
        rows = rows.where(held.c.role == Role.ADMINISTRATOR, held.c.to_at.is_(None))
    else:
        rows = rows.where(held.c.id == membership.id)
    people = set(session.scalars(rows))
    session.refresh(membership)
    return people - {membership.person_id}
