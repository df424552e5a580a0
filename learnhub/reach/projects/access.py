"""Who may know of a donor project: whoever may keep it. To all others of the network it does not exist."""

from __future__ import annotations

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource
from learnhub.centres.domain import Reference
from learnhub.reach.scope import exact_centres


def resource_of(known: Reference, centre: str) -> Resource:
    """What a project of this centre (empty: of the network) is to policies."""
    return known.centre_resource(centre) if centre else ANYTHING


def homes(identity: Identity, known: Reference) -> frozenset[str] | None:
    """The centres whose projects this person keeps; None: of all, and those of the network."""
    return exact_centres(identity, known, Permission.KEEP_PROJECTS)
