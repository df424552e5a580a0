"""The example course, learners in it and those who mark, and devices on which they are signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from learning_support import COURSE, Browser, SignedIn, WithRole
from marking_support import publish_with_plan

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, register
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import transaction
from tests.web.signing_in import sign_in

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def make_person(name: str, email: str = "") -> int:
    """An account with a password that nobody knows."""
    with transaction() as session:
        return register(session, account=NewAccount(name=name, email=email, password_hash="!"), now=NOW).id


@pytest.fixture
def signed_in(example: Flask) -> SignedIn:
    """A device on which this person is signed in."""

    def enter(person_id: int) -> Browser:
        client = example.test_client()
        sign_in(example, client, person_id)
        return Browser(client)

    return enter


@pytest.fixture
def visitor(example: Flask) -> Browser:
    """A device without an account."""
    return Browser(example.test_client())


@pytest.fixture
def learner(example: Flask) -> int:
    return make_person("Amina Diallo")


@pytest.fixture
def browser(learner: int, signed_in: SignedIn) -> Browser:
    """A learner who is not enrolled yet."""
    return signed_in(learner)


@pytest.fixture
def enrolled(browser: Browser) -> Browser:
    """A learner who has just enrolled."""
    assert browser.press(COURSE, "/enrol").status_code == 303
    return browser


@pytest.fixture
def with_role(signed_in: SignedIn) -> WithRole:
    """A device of somebody who holds this role for a centre (or the network, if it is empty)."""

    def make(role: Role, centre: str) -> Browser:
        person_id = make_person(f"{role} of {centre}")
        scope = Scope(ScopeKind.CENTRE, centre) if centre else NETWORK
        with transaction() as session:
            give_role(session, person_id=person_id, role=role, scope=scope, actor=OPERATOR, now=NOW)
        return signed_in(person_id)

    return make


@pytest.fixture
def planned(example: Flask, tmp_path: Path) -> Flask:
    """The example course with an assignment; its files are in `course`."""
    publish_with_plan(example, tmp_path / "course")
    return example


@pytest.fixture
def writer(planned: Flask, browser: Browser) -> Browser:
    """A learner of the course with the assignment."""
    assert browser.press(COURSE, "/enrol").status_code == 303
    return browser


@pytest.fixture
def marker(planned: Flask, with_role: WithRole) -> Browser:
    """Somebody who marks."""
    return with_role(Role.FACILITATOR, "icharm")


@pytest.fixture
def second(planned: Flask, with_role: WithRole) -> Browser:
    """Somebody else who marks."""
    return with_role(Role.CENTRE_COORDINATOR, "icharm")
