"""Roles: who gives and ends them, how an identity is built from them, and who may help whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from learnhub.access.identity import NETWORK, VISITOR, Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, permits
from learnhub.accounts.models import Person
from learnhub.centres.identity import GRANT_COLUMNS, MEMBERSHIP, grant_of, grants_of, grants_on
from learnhub.centres.models import Membership
from learnhub.centres.queries import (
    members_of_centre,
    resource_of_person,
)
from learnhub.centres.service import OPERATOR, end_role, give_role
from learnhub.db import UTCDateTime, table
from learnhub.kernel.errors import Conflict, Forbidden, NotFound, Unacceptable
from tests.at_once import AT_ONCE, together
from tests.db.centres.conftest import NOW

MakePerson = Callable[..., Person]
KARST = Scope(ScopeKind.CENTRE, "irck")
FLOODS = Scope(ScopeKind.CENTRE, "icharm")
SOON = NOW + timedelta(hours=1)


def give(
    session: Session, person: Person, role: Role, scope: Scope, actor: Identity = OPERATOR
) -> Membership:
    return give_role(session, person_id=person.id, role=role, scope=scope, actor=actor, now=NOW)


def members(session: Session, at: datetime) -> list[int]:
    found, total = members_of_centre(session, "irck", at, page=1, size=50)
    assert total == len(found)
    return [each.id for each in found]


def identity_of(session: Session, person: Person) -> Identity:
    return Identity(person.id, grants=grants_of(session, person.id, SOON))


def test_a_role_holds_from_its_giving_to_its_end(session: Session, person: MakePerson) -> None:
    ada = person()
    membership = give(session, ada, Role.AUTHOR, KARST)
    assert grants_of(session, ada.id, NOW - timedelta(seconds=1)) == frozenset()
    assert grants_of(session, ada.id, NOW) == {Grant(Role.AUTHOR, KARST)}
    assert members(session, NOW) == [membership.id]
    end_role(session, membership_id=membership.id, actor=OPERATOR, now=SOON)
    assert grants_of(session, ada.id, NOW) == {Grant(Role.AUTHOR, KARST)}
    assert grants_of(session, ada.id, SOON) == frozenset()
    assert members(session, SOON) == []
    with pytest.raises(Conflict):
        end_role(session, membership_id=membership.id, actor=OPERATOR, now=SOON)
    give_role(session, person_id=ada.id, role=Role.AUTHOR, scope=KARST, actor=OPERATOR, now=SOON)
    assert len(members(session, SOON)) == 1


def test_the_people_of_a_centre_come_by_the_page_oldest_first(session: Session, person: MakePerson) -> None:
    held = [give(session, person(name), Role.AUTHOR, KARST).id for name in "ABCDE"]
    give(session, person("F"), Role.AUTHOR, FLOODS)
    pages = [members_of_centre(session, "irck", NOW, page=n, size=2) for n in (1, 2, 3)]
    assert [([each.id for each in rows], total) for rows, total in pages] == [
        (held[:2], 5), (held[2:4], 5), (held[4:], 5),
    ]  # fmt: skip


def test_a_role_is_held_once(session: Session, person: MakePerson) -> None:
    ada = person()
    give(session, ada, Role.AUTHOR, KARST)
    with pytest.raises(Conflict):
        give(session, ada, Role.AUTHOR, KARST)
    give(session, ada, Role.AUTHOR, FLOODS)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.AUTHOR, NETWORK),
        (Role.ADMINISTRATOR, KARST),
        (Role.NATIONAL_VIEWER, Scope(ScopeKind.REGION, "AFR")),
        (Role.CENTRE_COORDINATOR, Scope(ScopeKind.CENTRE, "nowhere")),
        (Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "XX")),
        (Role.NETWORK_COORDINATOR, Scope(ScopeKind.REGION, "EUR")),
    ],
)
def test_a_role_for_the_wrong_thing_is_refused(
    session: Session, person: MakePerson, role: Role, scope: Scope
) -> None:
    with pytest.raises(Unacceptable):
        give(session, person(), role, scope)


def test_a_coordinator_works_inside_her_centre_only(session: Session, person: MakePerson) -> None:
    chief, ada = person("Chief"), person()
    give(session, chief, Role.CENTRE_COORDINATOR, KARST)
    actor = identity_of(session, chief)
    mine = give(session, ada, Role.FACILITATOR, KARST, actor)
    assert mine.granted_by == chief.id
    with pytest.raises(Forbidden):
        give(session, ada, Role.FACILITATOR, FLOODS, actor)
    with pytest.raises(Forbidden):
        give(session, ada, Role.CENTRE_COORDINATOR, KARST, actor)
    theirs = give(session, ada, Role.AUTHOR, FLOODS)
    with pytest.raises(Forbidden):
        end_role(session, membership_id=theirs.id, actor=actor, now=SOON)
    assert end_role(session, membership_id=mine.id, actor=actor, now=SOON).ended_by == chief.id
    with pytest.raises(Forbidden):
        give(session, ada, Role.AUTHOR, KARST, VISITOR)


def test_the_last_administrator_stays(session: Session, person: MakePerson) -> None:
    first = give(session, person(), Role.ADMINISTRATOR, NETWORK)
    with pytest.raises(Conflict):
        end_role(session, membership_id=first.id, actor=OPERATOR, now=SOON)
    give(session, person("Bo"), Role.ADMINISTRATOR, NETWORK)
    end_role(session, membership_id=first.id, actor=OPERATOR, now=SOON)
    with pytest.raises(NotFound):
        end_role(session, membership_id=999_999, actor=OPERATOR, now=SOON)


def test_of_four_who_give_a_role_at_once_three_are_told_that_it_is_held(
    app: Flask, session: Session, person: MakePerson
) -> None:
    ada = person().id
    session.commit()

    def give_it(writer: Session) -> None:
        give_role(writer, person_id=ada, role=Role.AUTHOR, scope=KARST, actor=OPERATOR, now=SOON)

    assert together(app, *[give_it] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert len(members(session, SOON)) == 1


def test_administrators_who_end_each_other_at_once_leave_one(
    app: Flask, session: Session, person: MakePerson
) -> None:
    held = [give(session, person(name), Role.ADMINISTRATOR, NETWORK).id for name in ("Ada", "Bo", "Cy")]
    session.commit()

    def end(number: int) -> Callable[[Session], Any]:
        return lambda writer: end_role(writer, membership_id=number, actor=OPERATOR, now=SOON)

    assert together(app, *map(end, held)) == {"done": 2, "conflict": 1}


def test_grants_come_with_a_joined_row(session: Session, person: MakePerson) -> None:
    ada, bo = person(), person("Bo")
    ended = give(session, ada, Role.REVIEWER, KARST)
    end_role(session, membership_id=ended.id, actor=OPERATOR, now=NOW + timedelta(seconds=1))
    give(session, ada, Role.AUTHOR, KARST)
    give(session, ada, Role.ADMINISTRATOR, NETWORK)
    people = table(Person)
    instant = bindparam("now", type_=UTCDateTime())
    statement = select(people.c.id, *GRANT_COLUMNS).select_from(
        people.outerjoin(MEMBERSHIP, grants_on(people.c.id, instant))
    )
    found: dict[int, set[Grant | None]] = {}
    for person_id, *columns in session.execute(statement, {"now": SOON}):
        found.setdefault(person_id, set()).add(grant_of(*columns))
    assert found == {ada.id: {Grant(Role.AUTHOR, KARST), Grant(Role.ADMINISTRATOR)}, bo.id: {None}}


def test_coordinators_help_the_people_of_their_centre(session: Session, person: MakePerson) -> None:
    ada = person(home_centre="irck")
    assert helpers(session, ada) == ("irck",)
    give(session, ada, Role.AUTHOR, KARST)
    assert helpers(session, ada) == ("irck",)
    give(session, ada, Role.AUTHOR, FLOODS)
    assert helpers(session, ada) == ()
    assert helpers(session, person("Nobody")) == ()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR])
def test_a_coordinator_cannot_reach_for_an_account_by_giving_it_a_role(
    session: Session, person: MakePerson, role: Role
) -> None:
    chief, ada = person("Chief"), person(home_centre="irck")
    give(session, chief, Role.CENTRE_COORDINATOR, FLOODS)
    give(session, ada, role, FLOODS, identity_of(session, chief))
    resource = resource_of_person(session, ada.id, ada.home_centre, SOON)
    assert not permits(identity_of(session, chief), Permission.RECOVER_ACCOUNT, resource)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.ADMINISTRATOR, NETWORK),
        (Role.CENTRE_COORDINATOR, KARST),
        (Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "CN")),
    ],
)
def test_only_administrators_help_people_with_more_than_a_team_role(
    session: Session, person: MakePerson, role: Role, scope: Scope
) -> None:
    chief = person("Chief", home_centre="irck")
    give(session, chief, role, scope)
    assert resource_of_person(session, chief.id, "irck", SOON) == ANYTHING


def helpers(session: Session, someone: Person) -> tuple[str, ...]:
    return resource_of_person(session, someone.id, someone.home_centre, SOON).centres
