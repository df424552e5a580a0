"""A learner with a certificate, her centre's coordinator, and clients that are signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import load_version
from learnhub.catalogue.models import Course
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import reading, transaction
from learnhub.learning.domain import Best
from learnhub.learning.models import Enrolment
from learnhub.learning.queries import find_enrolment
from learnhub.learning.service.certificates import issue
from learnhub.learning.service.enrolling import enrol
from tests.web.signing_in import sign_in

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NAME = "Amina Diallo أمينة ديالو"


def forget_the_last_visitor() -> None:
    """Requests inside a pushed context share `g`, where the person of the last one is kept."""
    for name in list(g):
        g.pop(name)


@dataclass
class Visitor:
    """A browser."""

    client: FlaskClient

    def get(self, address: str, **headers: str) -> TestResponse:
        forget_the_last_visitor()
        return self.client.get(address, headers=headers)

    def text(self, address: str, status: int = 200) -> str:
        answer = self.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
        return answer.text

    def token(self, address: str) -> str:
        """What the form of this page holds."""
        page = self.get(address).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token, page[:500]
        return token[1]

    def send(self, address: str, token: str, **fields: str) -> TestResponse:
        """Send a form of which the token is known."""
        forget_the_last_visitor()
        return self.client.post(address, data={"csrf_token": token, **fields})

    def post(self, address: str, **fields: str) -> TestResponse:
        """Send the form of this page, with the token that the page holds."""
        return self.send(address, self.token(address), **fields)


def make_person(name: str) -> int:
    """An account with a password that nobody knows."""
    with transaction() as session:
        return register(session, account=NewAccount(name=name, password_hash="!"), now=NOW).id


def certificate_for(person_id: int) -> str:
    """Enrol, complete and issue; gives the number."""
    session = reading()
    course = session.scalars(select(Course)).one()
    version = load_version(session, course.version_id or 0)
    course_id = course.id
    with transaction() as writer:
        enrol(writer, person_id=person_id, course_id=course_id, all_steps=version.all_steps, now=NOW)
        writer.execute(
            update(Enrolment)
            .where(Enrolment.person_id == person_id)
            .values(done=version.all_steps, completed_at=NOW)
        )
        row = find_enrolment(writer, person_id, course_id)
        best = {"final": Best(Fraction(17, 2), 10, passed=True, tries=1)}
        return issue(writer, row=row, version=version, results=best, now=NOW).serial


@pytest.fixture
def learner(example: Flask) -> int:
    return make_person(NAME)


@pytest.fixture
def serial(learner: int) -> str:
    return certificate_for(learner)


@pytest.fixture
def visitor(example: Flask) -> Visitor:
    return Visitor(example.test_client())


@pytest.fixture
def signed_in(example: Flask) -> Callable[[int], Visitor]:
    """A browser in which this person is signed in."""

    def enter(person_id: int) -> Visitor:
        client = example.test_client()
        sign_in(example, client, person_id)
        return Visitor(client)

    return enter


@pytest.fixture
def coordinator(example: Flask) -> Callable[[str], int]:
    """A coordinator of this centre."""

    def make(centre: str) -> int:
        person_id = make_person(f"Coordinator of {centre}")
        with transaction() as session:
            give_role(
                session,
                person_id=person_id,
                role=Role.CENTRE_COORDINATOR,
                scope=Scope(ScopeKind.CENTRE, centre),
                actor=OPERATOR,
                now=NOW,
            )
        return person_id

    return make
