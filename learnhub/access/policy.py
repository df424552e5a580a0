"""The whole policy on one page: a table from each permission to a small predicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from learnhub.access.identity import Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Resource:
    """What an act is about, as far as policies need to know.

    `centres` own it together, and leave from one of them is enough: never put two centres into one resource
    to ask for the figures of both. `country` (ISO 3166-1 alpha-2) and `region` (UNESCO code such as `AFR`)
    are those of the host of the centre, or the country or region itself. `owner` is the person it is about.
    `names` are what people call the centres: whom to ask where it is refused. No policy looks at them.
    """

    centres: tuple[str, ...] = ()
    region: str = ""
    country: str = ""
    owner: int | None = None
    public: bool = False
    names: tuple[str, ...] = field(default=(), compare=False)


ANYTHING = Resource()
"""No thing in particular: only a role that is held for the whole network reaches it."""

Predicate = Callable[[Identity, Resource], bool]


def covers(scope: Scope, resource: Resource) -> bool:
    """Whether a role that is held for this scope reaches the resource."""
    if scope.kind is ScopeKind.NETWORK:
        return True
    if not scope.id:
        return False
    if scope.kind is ScopeKind.REGION:
        return scope.id == resource.region
    if scope.kind is ScopeKind.COUNTRY:
        return scope.id == resource.country
    return scope.id in resource.centres


def held(*roles: Role) -> Predicate:
    """One of these roles, held for something that covers the resource."""
    return lambda identity, resource: any(covers(scope, resource) for scope in identity.scopes(*roles))


def public(identity: Identity, resource: Resource) -> bool:
    """Everybody, visitors too, once the thing is published."""
    return resource.public


def own(identity: Identity, resource: Resource) -> bool:
    """The person whom it is about."""
    return identity.signed_in and identity.person_id == resource.owner


def either(*predicates: Predicate) -> Predicate:
    """One of these is enough."""
    return lambda identity, resource: any(allows(identity, resource) for allows in predicates)


AUTHOR, REVIEWER, FACILITATOR = Role.AUTHOR, Role.REVIEWER, Role.FACILITATOR
COORDINATOR, NETWORK_COORDINATOR = Role.CENTRE_COORDINATOR, Role.NETWORK_COORDINATOR
NATIONAL_VIEWER, ADMINISTRATOR = Role.NATIONAL_VIEWER, Role.ADMINISTRATOR
RECORDS_OFFICER = Role.RECORDS_OFFICER

POLICY: Mapping[Permission, Predicate] = MappingProxyType(
    {
        Permission.OWN: own,
        Permission.VIEW_COURSE: either(public, held(AUTHOR, REVIEWER, COORDINATOR, ADMINISTRATOR)),
        Permission.EDIT_COURSE: held(AUTHOR, COORDINATOR, ADMINISTRATOR),
        Permission.REVIEW_COURSE: held(REVIEWER, COORDINATOR, ADMINISTRATOR),
        Permission.MANAGE_COURSE: held(COORDINATOR, ADMINISTRATOR),
        Permission.VIEW_COURSE_REPORT: held(FACILITATOR, COORDINATOR, ADMINISTRATOR),
        Permission.GUIDE_LEARNERS: held(FACILITATOR, COORDINATOR, ADMINISTRATOR),
        Permission.IMPORT_PEOPLE: held(COORDINATOR, ADMINISTRATOR),
        Permission.RECOVER_ACCOUNT: held(COORDINATOR, ADMINISTRATOR),
        Permission.MANAGE_MEMBERS: held(COORDINATOR, ADMINISTRATOR),
        Permission.MANAGE_ROLES: held(ADMINISTRATOR),
        Permission.VIEW_REACH: either(
            public, held(COORDINATOR, NATIONAL_VIEWER, NETWORK_COORDINATOR, ADMINISTRATOR)
        ),
        Permission.EXPORT_REACH: held(COORDINATOR, NETWORK_COORDINATOR, ADMINISTRATOR),
        Permission.MAKE_RELEASE: held(COORDINATOR, NETWORK_COORDINATOR, ADMINISTRATOR),
        Permission.KEEP_RECORDS: held(RECORDS_OFFICER, ADMINISTRATOR),
        Permission.KEEP_TRAININGS: held(FACILITATOR, COORDINATOR, ADMINISTRATOR),
        Permission.KEEP_PROJECTS: held(COORDINATOR, NETWORK_COORDINATOR, ADMINISTRATOR),
        Permission.OPERATE: lambda identity, _: held(ADMINISTRATOR)(identity, ANYTHING),
    }
)

CENTRE_TEAM = frozenset({Role.LEARNER, AUTHOR, REVIEWER, FACILITATOR})
"""Roles that a centre coordinator gives and ends inside the own centre (MANAGE_MEMBERS)."""

SCOPES_OF_ROLE: Mapping[Role, frozenset[ScopeKind]] = MappingProxyType(
    {
        **dict.fromkeys((*CENTRE_TEAM, COORDINATOR), frozenset({ScopeKind.CENTRE})),
        NATIONAL_VIEWER: frozenset({ScopeKind.COUNTRY}),
        RECORDS_OFFICER: frozenset({ScopeKind.NETWORK, ScopeKind.CENTRE}),
        NETWORK_COORDINATOR: frozenset({ScopeKind.NETWORK, ScopeKind.REGION}),
        ADMINISTRATOR: frozenset({ScopeKind.NETWORK}),
    }
)
"""What a role may be held for. A role for the wrong kind of thing is refused when it is given."""


def permits(identity: Identity, permission: Permission, resource: Resource = ANYTHING) -> bool:
    """Whether this identity may do this to this resource."""
    return POLICY[permission](identity, resource)


def _as_resource(scope: Scope) -> Resource:
    if scope.kind is ScopeKind.CENTRE:
        return Resource(centres=(scope.id,))
    if scope.kind is ScopeKind.COUNTRY:
        return Resource(country=scope.id)
    if scope.kind is ScopeKind.REGION:
        return Resource(region=scope.id)
    return ANYTHING


def permits_somewhere(identity: Identity, permission: Permission) -> bool:
    """Whether there is any centre, country or region for which it is permitted: for menus, not for acts."""
    resources = [
        ANYTHING,
        Resource(owner=identity.person_id),
        *(_as_resource(g.scope) for g in identity.grants),
    ]
    return any(permits(identity, permission, resource) for resource in resources)


def may_give(identity: Identity, role: Role, resource: Resource) -> bool:
    """Whether this identity may give or end the role there; ANYTHING stands for the whole network."""
    if permits(identity, Permission.MANAGE_ROLES, resource):
        return True
    return role in CENTRE_TEAM and permits(identity, Permission.MANAGE_MEMBERS, resource)
