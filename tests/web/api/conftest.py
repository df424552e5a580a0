"""The golden ledger, people with tokens, and a client for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from learnhub.access.identity import Role, Scope
from learnhub.api.domain import Scope as Use
from learnhub.api.service import make_token
from learnhub.db import transaction
from learnhub.kernel.clock import now
from tests.web.reach.conftest import administrator, enter, golden, make_person

__all__ = ["administrator", "enter", "golden"]


@dataclass(frozen=True)
class Program:
    """A program that asks, with a token or without."""

    app: Flask
    token: str = ""

    def ask(self, address: str, status: int = 200, **headers: str) -> TestResponse:
        """The answer to GET below `/api/v1`, checked for its kind."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            more.setdefault("Authorization", f"Bearer {self.token}")
        answer = self.app.test_client().get(f"/api/v1{address}", headers=more)
        assert answer.status_code == status, answer.text[:400]
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
            document = json.loads(answer.data)
            assert document["status"] == status
            assert document["detail"]
        return answer

    def read(self, address: str) -> dict[str, Any]:
        """The document at an address."""
        document: dict[str, Any] = json.loads(self.ask(address).data)
        return document

    def refused(self, address: str, status: int) -> str:
        """The words of a refusal."""
        return str(json.loads(self.ask(address, status).data)["detail"])


Give = Callable[..., Program]


@pytest.fixture
def anybody(site: Flask) -> Program:
    """A program without a token."""
    return Program(site)


@pytest.fixture
def give(site: Flask) -> Give:
    """A program with the token of somebody who holds a role for these scopes."""

    def make(role: Role | None, *scopes: Scope, uses: tuple[Use, ...] = (Use.EXACT,)) -> Program:
        with site.app_context():
            person_id = make_person(role, scopes)
            with transaction() as session:
                text = make_token(
                    session, person_id=person_id, name="warehouse", scopes=uses, days=90, now=now()
                )
        return Program(site, text)

    return make
