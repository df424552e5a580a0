"""Everybody's day begins where work waits."""

from __future__ import annotations

import pytest

from learnhub.access.identity import NETWORK, Grant, Identity, Role, Scope, ScopeKind
from learnhub.web.navigation import landing

HERE = Scope(ScopeKind.CENTRE, "icharm")


def somebody(*grants: Grant) -> Identity:
    return Identity(1, "Somebody", "en", grants=frozenset(grants))


@pytest.mark.parametrize(
    ("grant", "endpoint"),
    [
        (Grant(Role.LEARNER, NETWORK), "learning.mine"),
        (Grant(Role.AUTHOR, HERE), "studio.home"),
        (Grant(Role.REVIEWER, HERE), "studio.home"),
        (Grant(Role.FACILITATOR, HERE), "reach.centre_home"),
        (Grant(Role.CENTRE_COORDINATOR, HERE), "reach.centre_home"),
        (Grant(Role.NETWORK_COORDINATOR, NETWORK), "reach.dashboard"),
        (Grant(Role.RECORDS_OFFICER, NETWORK), "records.cases"),
        (Grant(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE")), "reach.releases"),
        (Grant(Role.ADMINISTRATOR, NETWORK), "reach.work"),
    ],
)
def test_each_role_begins_at_its_own_page(grant: Grant, endpoint: str) -> None:
    found, values = landing(somebody(grant))
    assert found == endpoint
    place = {"reach.centre_home": {"code": "icharm"}, "reach.releases": {"scope": "country-KE"}}
    assert values == place.get(endpoint, {})


def test_who_writes_and_coordinates_begins_with_what_waits_for_her() -> None:
    assert (
        landing(somebody(Grant(Role.CENTRE_COORDINATOR, HERE), Grant(Role.AUTHOR, HERE)))[0] == "studio.home"
    )


def test_a_learner_without_any_role_begins_with_her_courses() -> None:
    assert landing(somebody())[0] == "learning.mine"
