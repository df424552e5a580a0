"""A centre's team, and people who come to its trainings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.service import AboutYou, NewAccount, confirm_email, register
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import transaction
from learnhub.kernel.clock import now
from tests.web.client import Page, PageClient
from tests.web.signing_in import sign_in

NOW = datetime(2026, 11, 1, 10, 0, tzinfo=UTC)
CENTRE = "/en/centre/icharm/trainings"
Make = Callable[..., int]
Enter = Callable[..., PageClient]


@pytest.fixture
def make(site: Flask) -> Make:
    """Make an account whose address is confirmed; `home` is the centre that helps with it."""

    def account(
        name: str, email: str = "", *, home: str = "", confirmed: bool = True, country: str = "KE"
    ) -> int:
        about = AboutYou(country=country, gender="F", birth_year=1990)
        password = "!" if confirmed else None
        new = NewAccount(name=name, password_hash=password, email=email, home_centre=home, about=about)
        with site.app_context(), transaction() as session:
            person = register(session, account=new, now=NOW)
            if email and confirmed:
                confirm_email(session, person=person, now=NOW)
            return person.id

    return account


@pytest.fixture
def enter(site: Flask) -> Callable[[int], PageClient]:
    """Sign somebody in."""

    def enter_as(person_id: int) -> PageClient:
        visitor = PageClient(site)
        sign_in(site, visitor.client, person_id)
        return visitor

    return enter_as


@pytest.fixture
def member(site: Flask, make: Make, enter: Callable[[int], PageClient]) -> Enter:
    """Somebody with a role for a centre, or for the network."""

    def with_role(role: Role = Role.FACILITATOR, centre: str = "icharm") -> PageClient:
        person_id = make(f"{role} of {centre}")
        scope = Scope(ScopeKind.CENTRE, centre) if centre else NETWORK
        with site.app_context(), transaction() as session:
            give_role(session, person_id=person_id, role=role, scope=scope, actor=OPERATOR, now=NOW)
        return enter(person_id)

    return with_role


@pytest.fixture
def team(member: Enter) -> PageClient:
    """A facilitator of the centre."""
    return member()


def planned(team: PageClient, *, begins: int = -4, days: int = 2, **more: str) -> Page:
    """Plan a training that begins in so many days; gives its page."""
    first = now().date() + timedelta(days=begins)
    values = {
        "title": "Flood maps", "starts_on": first.isoformat(), "hours": "12", "place": "Accra",
        "ends_on": (first + timedelta(days=days - 1)).isoformat(), **more,
    }  # fmt: skip
    return team.get(f"{CENTRE}/new").send("Store the training", {**values})


def with_people(page: Page, *lines: str) -> Page:
    """Put people on its list; gives its page again."""
    done = page.click("People on the list").send("Put on the list", {"people": "\n".join(lines)})
    return done.client.get(page.address)


def sheet(page: Page, n: int = 0) -> Page:
    """The sheet of its n-th day."""
    links = [link.get("href") for link in page.main.all("a") if "/attendance?" in link.get("href")]
    return page.client.get(links[n])
