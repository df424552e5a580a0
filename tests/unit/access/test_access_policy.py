"""The policy: every cell of the table in docs/access.md, scopes, and what nobody may do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.access.identity import NETWORK, VISITOR, Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import (
    ANYTHING,
    CENTRE_TEAM,
    POLICY,
    SCOPES_OF_ROLE,
    Resource,
    covers,
    may_give,
    permits,
    permits_somewhere,
)

DOCUMENT = (Path(__file__).parents[3] / "docs" / "access.md").read_text(encoding="utf-8")
HERE = Resource(centres=("irck",), region="APA", country="CN")
ELSEWHERE = Resource(centres=("arce",), region="AFR", country="ET")
SCOPES = [
    NETWORK,
    Scope(ScopeKind.REGION, "APA"),
    Scope(ScopeKind.COUNTRY, "CN"),
    Scope(ScopeKind.CENTRE, "irck"),
]


def somebody(role: Role, scope: Scope = NETWORK) -> Identity:
    return Identity(person_id=7, grants=frozenset({Grant(role, scope)}))


def documented() -> dict[tuple[Permission, Role], bool]:
    header = re.search(r"^\| Permission \|(.*)\|$", DOCUMENT, re.M)
    assert header is not None
    roles = [Role(name.strip()) for name in header[1].split("|")]
    cells: dict[tuple[Permission, Role], bool] = {}
    for name, rest in re.findall(r"^\| `(\w+)` \|(.*)\|$", DOCUMENT, re.M):
        for role, cell in zip(roles, rest.split("|"), strict=True):
            cells[Permission(name), role] = {"yes": True, "no": False}[cell.strip()]
    return cells


def test_the_document_has_every_permission_and_role() -> None:
    assert set(documented()) == {(permission, role) for permission in Permission for role in Role}
    for permission in Permission:
        assert f"\n- `{permission}`: " in DOCUMENT
    for role in Role:
        assert f"| `{role}` |" in DOCUMENT


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_the_document_says_what_the_code_does(permission: Permission, role: Role) -> None:
    assert permits(somebody(role), permission, HERE) is documented()[permission, role]


def test_the_table_is_complete() -> None:
    assert set(POLICY) == set(Permission)
    assert set(SCOPES_OF_ROLE) == set(Role)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_covers_what_lies_in_it(scope: Scope) -> None:
    assert covers(scope, HERE)
    assert covers(scope, ELSEWHERE) is (scope == NETWORK)
    assert covers(scope, ANYTHING) is (scope == NETWORK)


@pytest.mark.parametrize("kind", [ScopeKind.REGION, ScopeKind.COUNTRY, ScopeKind.CENTRE])
def test_an_empty_scope_covers_nothing(kind: ScopeKind) -> None:
    assert not covers(Scope(kind), Resource(centres=("",)))


@pytest.mark.parametrize("permission", set(Permission) - {Permission.OWN})
@pytest.mark.parametrize("role", Role)
def test_a_role_for_one_centre_is_worth_nothing_at_another(permission: Permission, role: Role) -> None:
    assert not permits(somebody(role, SCOPES[-1]), permission, ELSEWHERE)


@pytest.mark.parametrize("permission", Permission)
def test_visitors_and_learners_see_what_is_public_and_no_more(permission: Permission) -> None:
    public = permission in {Permission.VIEW_COURSE, Permission.VIEW_REACH}
    for identity in (VISITOR, Identity(person_id=7)):
        assert permits(identity, permission, Resource(centres=("irck",), public=True)) is public
        assert not permits(identity, permission, HERE)


def test_own_is_for_the_person_alone() -> None:
    assert permits(Identity(person_id=7), Permission.OWN, Resource(owner=7))
    assert not permits(Identity(person_id=7), Permission.OWN, Resource(owner=8))
    assert not permits(somebody(Role.ADMINISTRATOR), Permission.OWN, Resource(owner=8))
    assert not permits(VISITOR, Permission.OWN, Resource(owner=None))


def test_one_of_two_owning_centres_is_enough() -> None:
    shared = Resource(centres=("arce", "irck"))
    assert permits(somebody(Role.FACILITATOR, SCOPES[-1]), Permission.VIEW_COURSE_REPORT, shared)


def test_operating_needs_the_whole_network() -> None:
    assert permits(somebody(Role.ADMINISTRATOR), Permission.OPERATE)
    assert not permits(somebody(Role.ADMINISTRATOR, SCOPES[-1]), Permission.OPERATE, HERE)


def test_menus_ask_whether_there_is_any_place() -> None:
    author = somebody(Role.AUTHOR, SCOPES[-1])
    assert not permits(author, Permission.EDIT_COURSE)
    assert permits_somewhere(author, Permission.EDIT_COURSE)
    assert not permits_somewhere(author, Permission.MANAGE_COURSE)
    assert not permits_somewhere(VISITOR, Permission.OWN)
    for scope in SCOPES:
        assert permits_somewhere(somebody(Role.NETWORK_COORDINATOR, scope), Permission.EXPORT_REACH)


@pytest.mark.parametrize("role", Role)
def test_a_coordinator_gives_the_roles_of_the_centre_team_only(role: Role) -> None:
    coordinator = somebody(Role.CENTRE_COORDINATOR, SCOPES[-1])
    assert may_give(coordinator, role, Resource(centres=("irck",))) is (role in CENTRE_TEAM)
    assert not may_give(coordinator, role, ELSEWHERE)
    assert not may_give(coordinator, role, ANYTHING)
    assert may_give(somebody(Role.ADMINISTRATOR), role, ELSEWHERE)


IDS = st.sampled_from(["", "a", "b", "c"])
RESOURCES = st.builds(
    Resource,
    centres=st.lists(IDS, max_size=2).map(tuple),
    region=IDS,
    country=IDS,
    owner=st.none() | st.integers(1, 3),
    public=st.booleans(),
)
GRANTS = st.frozensets(
    st.builds(Grant, st.sampled_from(Role), st.builds(Scope, st.sampled_from(ScopeKind), IDS)), max_size=4
)


@given(GRANTS, GRANTS, RESOURCES, st.sampled_from(Permission))
def test_more_roles_never_take_anything_away(
    fewer: frozenset[Grant], further: frozenset[Grant], resource: Resource, permission: Permission
) -> None:
    if permits(Identity(1, grants=fewer), permission, resource):
        assert permits(Identity(1, grants=fewer | further), permission, resource)


@given(GRANTS, RESOURCES, st.sampled_from(Permission))
def test_a_menu_never_hides_what_is_permitted(
    grants: frozenset[Grant], resource: Resource, permission: Permission
) -> None:
    identity = Identity(1, grants=grants)
    if permits(identity, permission, resource) and not resource.public:
        assert permits_somewhere(identity, permission)
