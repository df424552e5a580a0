"""Whose exact figures a person sees. Roles decide; a national viewer's country gives none of them yet."""

from __future__ import annotations

from dataclasses import replace

from learnhub.access.identity import Identity, Role
from learnhub.access.permissions import Permission
from learnhub.centres.domain import Reference


def exact_centres(identity: Identity, known: Reference, permission: Permission) -> frozenset[str] | None:
    """The centres whose exact figures are open to this person by this permission; None: of the whole network."""
    grants = frozenset(grant for grant in identity.grants if grant.role is not Role.NATIONAL_VIEWER)
    return known.open_centres(replace(identity, grants=grants), permission)
