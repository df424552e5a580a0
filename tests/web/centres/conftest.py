"""People of two centres, and devices on which they are signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, confirm_email, register
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import transaction
from tests.web.learning.learning_support import Browser
from tests.web.signing_in import sign_in

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def account(example: Flask) -> Callable[..., int]:
    """Make an account, by the person herself or by a centre."""

    def make(name: str, *, made_by: str = "", confirmed: bool = False, **more: str) -> int:
        new = NewAccount(name=name, password_hash=None if made_by else "!", home_centre=made_by, **more)
        with transaction() as session:
            person = register(session, account=new, now=NOW)
            if confirmed:
                confirm_email(session, person=person, now=NOW)
            return person.id

    return make


@pytest.fixture
def signed_in(example: Flask) -> Callable[[int], Browser]:
    """A device on which this person is signed in."""

    def enter(person_id: int) -> Browser:
        client = example.test_client()
        sign_in(example, client, person_id)
        return Browser(client)

    return enter


@pytest.fixture
def role(example: Flask) -> Callable[[int, Role, str], int]:
    """Give a role for a centre, or for the network if it is empty; gives its number."""

    def give(person_id: int, role: Role, centre: str = "") -> int:
        scope = Scope(ScopeKind.CENTRE, centre) if centre else NETWORK
        with transaction() as session:
            made = give_role(session, person_id=person_id, role=role, scope=scope, actor=OPERATOR, now=NOW)
            return made.id

    return give


@pytest.fixture
def coordinator(
    account: Callable[..., int], role: Callable[..., int], signed_in: Callable[[int], Browser]
) -> Browser:
    """The coordinator of the centre icharm."""
    person_id = account("Naoko Sato")
    role(person_id, Role.CENTRE_COORDINATOR, "icharm")
    return signed_in(person_id)


@pytest.fixture
def administrator(
    account: Callable[..., int], role: Callable[..., int], signed_in: Callable[[int], Browser]
) -> Browser:
    person_id = account("Ada Admin")
    role(person_id, Role.ADMINISTRATOR)
    return signed_in(person_id)
