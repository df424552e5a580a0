"""Who may make a release and who may see which of its views."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource, permits, permits_somewhere
from learnhub.centres.snapshot import reference
from learnhub.reach.projects.access import resource_of as resource_of_project
from learnhub.reach.projects.queries import codes_of, find_project
from learnhub.reach.releases.queries import EVERYBODY, Reader
from learnhub.reach.scope import exact_centres

NETWORK, CENTRE, COUNTRY, PROJECT = "net", "c-", "country-", "donor-"


def resource_of(session: Session, scope: str) -> Resource:
    """What a scope is to policies. The exact figures of a country are of many centres: the network's own."""
    known = reference(session)
    if scope.startswith(PROJECT):
        project = find_project(session, scope.removeprefix(PROJECT))
        return resource_of_project(known, project.centre) if project else ANYTHING
    return known.centre_resource(scope.removeprefix(CENTRE)) if scope.startswith(CENTRE) else ANYTHING


def reader_of(identity: Identity, session: Session) -> Reader:
    """What this person sees of releases."""
    if not identity.signed_in or not permits_somewhere(identity, Permission.VIEW_REACH):
        return EVERYBODY
    return Reader(_scopes(identity, session, Permission.EXPORT_REACH), partner=True)


def makes(identity: Identity, session: Session) -> frozenset[str] | None:
    """The scopes of which this person may make releases; None: of every one."""
    return _scopes(identity, session, Permission.MAKE_RELEASE)


def may_make(identity: Identity, session: Session, scope: str) -> bool:
    """Whether this person may make a release of this scope."""
    return permits(identity, Permission.MAKE_RELEASE, resource_of(session, scope))


def _scopes(identity: Identity, session: Session, permission: Permission) -> frozenset[str] | None:
    """Centres and their donor projects; None: everything."""
    centres = exact_centres(identity, reference(session), permission)
    if centres is None:
        return None
    projects = (PROJECT + code for code in codes_of(session, centres))
    return frozenset((*(CENTRE + code for code in centres), *projects))
