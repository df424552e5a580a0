"""Reads of centres and memberships. The lists of countries, themes and so on are in `snapshot.reference`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.access.policy import ANYTHING, CENTRE_TEAM, Resource
from learnhub.centres.domain import CentreFacts, CentreFilter
from learnhub.centres.identity import grants_of, in_force
from learnhub.centres.models import Membership
from learnhub.centres.snapshot import reference
from learnhub.db import table
from learnhub.kernel.errors import N_, NotFound

_HELD = table(Membership)


def get_centre(session: Session, centre_id: str) -> CentreFacts:
    """The centre, closed ones too: old records name them. Raises NotFound."""
    found = find_centre(session, centre_id)
    if found is None:
        raise NotFound(N_("There is no such centre."))
    return found


def find_centre(session: Session, centre_id: str) -> CentreFacts | None:
    """The centre, closed ones too, or None."""
    return reference(session).centres.get(centre_id)


def list_centres(
    session: Session, wanted: CentreFilter, *, page: int = 1, size: int = 20
) -> tuple[list[CentreFacts], int]:
    """One page of the open centres that fit, and how many fit in all."""
    found = reference(session).find_centres(wanted)
    return found[(page - 1) * size : page * size], len(found)


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """A role of a person, with the number that ends it."""

    id: int
    person_id: int
    role: Role
    scope: Scope
    from_at: datetime
    to_at: datetime | None
    granted_by: int | None


def members_of_centre(
    session: Session, centre_id: str, now: datetime, *, page: int, size: int
) -> tuple[list[MembershipFacts], int]:
    """A page of who holds a role for this very centre at this instant, oldest first; and how many there are."""
    here = (_HELD.c.scope_kind == ScopeKind.CENTRE) & (_HELD.c.scope_id == centre_id)
    return _held(session, here & in_force(now), page, size)


def wide_roles(session: Session, now: datetime, *, page: int, size: int) -> tuple[list[MembershipFacts], int]:
    """A page of who holds a role for more than a centre at this instant, oldest first; and how many there are."""
    return _held(session, (_HELD.c.scope_kind != ScopeKind.CENTRE) & in_force(now), page, size)


def _held(
    session: Session, which: ColumnElement[bool], page: int, size: int
) -> tuple[list[MembershipFacts], int]:
    total = session.scalar(select(func.count()).select_from(_HELD).where(which)) or 0
    chosen = select(_HELD).where(which).order_by(_HELD.c.from_at, _HELD.c.id)
    rows = [
        MembershipFacts(
            row.id, row.person_id, row.role, Scope(row.scope_kind, row.scope_id), row.from_at, row.to_at,
            row.granted_by,
        )
        for row in session.execute(chosen.offset((page - 1) * size).limit(size))
    ]  # fmt: skip
    return rows, total


def resource_of_person(session: Session, person_id: int, home_centre: str, now: datetime) -> Resource:
    """The account as a resource of RECOVER_ACCOUNT: the home centre's coordinators may help the person.

    Whoever recovers an account can use its roles, so a person with any role outside the home centre's team is
    left to administrators. A role does not make its centre a helper: coordinators give roles, and could else
    reach for any account.
    """
    home = Scope(ScopeKind.CENTRE, home_centre)
    roles = [grant for grant in grants_of(session, person_id, now) if grant.role is not Role.LEARNER]
    if not home_centre or any(grant.role not in CENTRE_TEAM or grant.scope != home for grant in roles):
        return ANYTHING
    return Resource(centres=(home_centre,))


def reference_rows(session: Session) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of the published files `countries.csv` and `country_groups.csv`."""
    known = reference(session)
    africa = {spell.iso2 for spell in known.spells if spell.group == "PRIORITY_AFRICA" and not spell.to_date}
    countries = [
        {
            "iso2": each.iso2,
            "name": each.name_un,
            "unesco_region": each.region,
            "priority_africa": "1" if each.iso2 in africa else "0",
            "member_state": "1" if each.unesco_member == "yes" else "0",
        }
        for each in known.countries.values()
    ]
    groups = [
        {
            "iso2": spell.iso2,
            "group": spell.group,
            "valid_from": spell.from_date.isoformat() if spell.from_date else "",
            "valid_to": spell.to_date.isoformat() if spell.to_date else "",
        }
        for spell in known.spells
    ]
    return countries, groups


def has_administrator(session: Session, now: datetime) -> bool:
    """Whether anybody holds the role of administrator at this instant."""
    held = table(Membership)
    found = select(held.c.id).where(held.c.role == Role.ADMINISTRATOR, in_force(now)).limit(1)
    return session.scalar(found) is not None
