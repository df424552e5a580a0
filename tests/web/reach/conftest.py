"""The golden ledger in the installation, and people in every role that has to do with figures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, register
from learnhub.centres.models import Membership
from learnhub.db import transaction
from learnhub.ledger.importing import import_folder
from tests.web.client import PageClient
from tests.web.reach.releasing import settings_of
from tests.web.signing_in import sign_in

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reach_golden"
IMPORTED_AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
Enter = Callable[..., PageClient]


@pytest.fixture
def no_releases(site: Flask) -> None:
    """Files of releases outlive the database of a test."""
    shutil.rmtree(settings_of(site).instance / "releases", ignore_errors=True)


@pytest.fixture
def golden(site: Flask) -> Flask:
    """The site with the golden ledger."""
    with site.app_context(), transaction() as session:
        assert not import_folder(session, GOLDEN, now=IMPORTED_AT, actor="tests").rejected
    return site


def make_person(role: Role | None, scopes: tuple[Scope, ...]) -> int:
    """An account that holds the role for each of these."""
    with transaction() as session:
        person = register(session, account=NewAccount(name="Leila B.", password_hash="!"), now=IMPORTED_AT)
        for scope in scopes if role else ():
            # the centres of the golden ledger are in no reference list, so nobody can be given a role there
            session.add(
                Membership(
                    person_id=person.id,
                    role=role,
                    scope_kind=scope.kind,
                    scope_id=scope.id,
                    from_at=IMPORTED_AT,
                )
            )
        return person.id


@pytest.fixture
def enter(site: Flask) -> Enter:
    """Sign somebody in who holds a role for centres (codes), or for other scopes."""

    def enter_as(role: Role | None, *scopes: str | Scope) -> PageClient:
        held = tuple(Scope(ScopeKind.CENTRE, scope) if isinstance(scope, str) else scope for scope in scopes)
        with site.app_context():
            person_id = make_person(role, held)
        visitor = PageClient(site)
        sign_in(site, visitor.client, person_id)
        return visitor

    return enter_as


@pytest.fixture
def administrator(enter: Enter) -> PageClient:
    """Sees everything."""
    return enter(Role.ADMINISTRATOR, NETWORK)
