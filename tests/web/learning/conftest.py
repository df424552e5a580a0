"""The example course, learners in it and those who mark, and devices on which they are signed in."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anew_support import Another, PutRight
from flask import Flask
from learning_support import COURSE, Browser, SignedIn, WithRole
from marking_support import publish_with_plan
from sqlalchemy import update

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.models import Person
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import forget_versions
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.centres.service import OPERATOR, give_role
from learnhub.coursefile.reader import read_folder
from learnhub.db import transaction
from learnhub.kernel.clock import now
from tests.databases import EXAMPLE
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
def facilitator(with_role: WithRole) -> Browser:
    """Somebody who guides the learners of the example course."""
    return with_role(Role.FACILITATOR, "icharm")


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


@pytest.fixture
def put_right(example: Flask, tmp_path: Path) -> PutRight:
    """Publish the example course with other words in its final quiz."""
    folder = tmp_path / "course"
    shutil.copytree(EXAMPLE, folder)

    def change(*pairs: tuple[str, str]) -> None:
        path = folder / "quizzes" / "final.yaml"
        text = path.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        found = read_folder(folder)
        assert found.document is not None, found.problems
        with transaction() as session:
            files = FileStore(example.config["SETTINGS"].instance)
            assert publish(session, document=found.document, files=files, now=now(), actor="test").new
        forget_shelves()
        forget_versions()

    return change


@pytest.fixture
def another(signed_in: SignedIn) -> Another:
    """One more learner, enrolled, who is written to."""

    def make(name: str) -> Browser:
        with transaction() as session:
            email = f"{name.lower()}@example.org"
            made = register(
                session, account=NewAccount(name=name, email=email, password_hash="!"), now=now()
            ).id
            session.execute(update(Person).where(Person.id == made).values(email_confirmed_at=now()))
        browser = signed_in(made)
        assert browser.press(COURSE, "/enrol").status_code == 303
        return browser

    return make
