"""Whose exact figures a person sees. Roles decide; a national viewer's country gives none of them yet."""

from __future__ import annotations

from dataclasses import replace

from learnhub.access.identity import Identity, Role, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource, permits
from learnhub.centres.domain import Reference


def exact_centres(identity: Identity, known: Reference, permission: Permission) -> frozenset[str] | None:
    """The centres whose exact figures are open to this person by this permission; None: of the whole network.

    A centre that only the ledger knows (it came with training records, not with the reference data) is open
    to whoever holds a role for its code.
    """
    asks = replace(
        identity,
        grants=frozenset(grant for grant in identity.grants if grant.role is not Role.NATIONAL_VIEWER),
    )
    if permits(asks, permission, ANYTHING):
        return None
    named = {grant.scope.id for grant in asks.grants if grant.scope.kind is ScopeKind.CENTRE}
    own = {code for code in named if permits(asks, permission, Resource(centres=(code,)))}
    return known.permitted_centres(asks, permission) | own
