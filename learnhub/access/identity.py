"""Who asks: a value that the edges build once per request and pass down."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in the network. Every signed-in person is a learner as well."""

    LEARNER = "learner"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    FACILITATOR = "facilitator"
    CENTRE_COORDINATOR = "centre_coordinator"
    NETWORK_COORDINATOR = "network_coordinator"
    NATIONAL_VIEWER = "national_viewer"
    RECORDS_OFFICER = "records_officer"
    ADMINISTRATOR = "administrator"


class ScopeKind(StrEnum):
    """What a role is held for."""

    NETWORK = "network"
    REGION = "region"
    COUNTRY = "country"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Scope:
    """The whole network, one UNESCO region, one country, or one centre."""

    kind: ScopeKind
    id: str = ""


NETWORK = Scope(ScopeKind.NETWORK)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and what it is held for."""

    role: Role
    scope: Scope = NETWORK


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as policies see her. `person_id` is None for a visitor."""

    person_id: int | None = None
    name: str = ""
    language: str = ""
    session_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)

    @property
    def signed_in(self) -> bool:
        """Whether there is an account behind this request."""
        return self.person_id is not None

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held for anything at all."""
        return any(grant.role in roles for grant in self.grants)

    def scopes(self, *roles: Role) -> frozenset[Scope]:
        """What these roles are held for."""
        return frozenset(grant.scope for grant in self.grants if grant.role in roles)


VISITOR = Identity()
