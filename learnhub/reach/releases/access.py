"""Who may make a release and who may see which of its views."""

from __future__ import annotations

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource, permits, permits_somewhere
from learnhub.centres.domain import Reference
from learnhub.reach.releases.queries import EVERYBODY, Reader
from learnhub.reach.scope import exact_centres

NETWORK, CENTRE, COUNTRY = "net", "c-", "country-"


def resource_of(known: Reference, scope: str) -> Resource:
    """What a scope is to policies. The exact figures of a country are of many centres: the network's own."""
    return known.centre_resource(scope.removeprefix(CENTRE)) if scope.startswith(CENTRE) else ANYTHING


def reader_of(identity: Identity, known: Reference) -> Reader:
    """What this person sees of releases."""
    if not identity.signed_in or not permits_somewhere(identity, Permission.VIEW_REACH):
        return EVERYBODY
    return Reader(_scopes(identity, known, Permission.EXPORT_REACH), partner=True)


def makes(identity: Identity, known: Reference) -> frozenset[str] | None:
    """The scopes of which this person may make releases; None: of every one."""
    return _scopes(identity, known, Permission.MAKE_RELEASE)


def may_make(identity: Identity, known: Reference, scope: str) -> bool:
    """Whether this person may make a release of this scope."""
    return permits(identity, Permission.MAKE_RELEASE, resource_of(known, scope))


def _scopes(identity: Identity, known: Reference, permission: Permission) -> frozenset[str] | None:
    centres = exact_centres(identity, known, permission)
    return None if centres is None else frozenset(CENTRE + code for code in centres)
