"""Officers, and people whom they look after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.service import AboutYou, NewAccount, confirm_email, register
from learnhub.catalogue.content import load_version
from learnhub.catalogue.models import Course
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.learning.service.enrolling import enrol
from tests.web.client import PageClient
from tests.web.signing_in import sign_in

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
Make = Callable[..., int]
Officer = Callable[..., PageClient]


@pytest.fixture
def make(site: Flask) -> Make:
    """Make an account; with `learns` it is enrolled in the example course of the centre `icharm`."""

    def account(
        name: str = "Amina Yusuf",
        *,
        email: str = "",
        home: str = "",
        confirmed: bool = True,
        learns: bool = False,
        year: int = 1990,
    ) -> int:
        about = AboutYou(country="KE", gender="F", birth_year=year)
        password = "!" if confirmed else None
        new = NewAccount(name=name, password_hash=password, email=email, home_centre=home, about=about)
        with site.app_context(), transaction() as session:
            person = register(session, account=new, now=NOW)
            confirm_email(session, person=person, now=NOW)
            course = session.scalars(select(Course)).one()
            if learns:
                steps = load_version(session, course.version_id or 0).all_steps
                enrol(session, person_id=person.id, course_id=course.id, all_steps=steps, now=now())
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
def officer(site: Flask, make: Make, enter: Callable[[int], PageClient]) -> Officer:
    """A records officer of a centre, or of the network."""

    def sign_in(centre: str = "", role: Role = Role.RECORDS_OFFICER) -> PageClient:
        scope = Scope(ScopeKind.CENTRE, centre) if centre else NETWORK
        person_id = make(f"Officer {centre}", year=1970)
        with site.app_context(), transaction() as session:
            give_role(session, person_id=person_id, role=role, scope=scope, actor=OPERATOR, now=NOW)
        return enter(person_id)

    return sign_in
