"""Whose records an officer keeps: those of the own centres, or of the whole network."""

from __future__ import annotations

from learnhub.access.identity import Identity, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource, permits
from learnhub.centres.domain import Reference


def own_centres(identity: Identity, known: Reference) -> frozenset[str] | None:
    """The centres whose people this officer looks after; None: of the whole network.

    A centre that only the ledger knows is open to whoever holds the role for its code.
    """
    if permits(identity, Permission.KEEP_RECORDS, ANYTHING):
        return None
    named = {grant.scope.id for grant in identity.grants if grant.scope.kind is ScopeKind.CENTRE}
    own = {code for code in named if permits(identity, Permission.KEEP_RECORDS, Resource(centres=(code,)))}
    return known.permitted_centres(identity, Permission.KEEP_RECORDS) | own
