"""People who register, and what is in the database afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from learnhub.accounts.domain import ThrottleRule, throttle_key
from learnhub.accounts.throttling import count_try
from learnhub.db import transaction
from learnhub.kernel.clock import now
from tests.web.client import Page, PageClient

PASSWORD = "three calm rivers"


@dataclass(frozen=True)
class Registered:
    """Somebody who has just made an account and is signed in."""

    client: PageClient
    page: Page
    number: str


def tries(site: Flask, kind: str, value: str, rule: ThrottleRule) -> None:
    """As if somebody had tried so often as a rule allows, just now."""
    with site.app_context(), transaction() as session:
        for _try in range(rule.tries):
            count_try(session, {throttle_key(kind, value): rule}, now())


@pytest.fixture
def register(another: Callable[..., PageClient]) -> Callable[..., Registered]:
    """Make an account through the form: `register(name=…, email=…)`."""

    def make(client: PageClient | None = None, **typed: str) -> Registered:
        client = client or another()
        form = client.get("/en/register")
        page = form.send("Create account", {"name": "Ada Okafor", "password": PASSWORD, **typed})
        data = client.get("/en/me/data")
        numbers = [each.text for each in data.tree.all("span") if each.get("class") == "mono"]
        return Registered(client, page, numbers[0])

    return make


@pytest.fixture
def rows(site: Flask) -> Callable[..., Sequence[Any]]:
    """What a statement finds in the database: `rows("select … where x = :x", x=1)`."""

    def ask(statement: str, **values: object) -> Sequence[Any]:
        engine = site.extensions["sqlalchemy"]
        with site.app_context(), engine.engine.connect() as connection:
            return connection.execution_options(writes=False).execute(text(statement), values).all()

    return ask


@pytest.fixture
def mails(rows: Callable[..., Sequence[Any]]) -> Callable[[], list[str]]:
    """Texts of the mails that wait to be sent, the oldest first."""

    def read() -> list[str]:
        found = rows("select payload from job where name = 'mail' order by id")
        return [str(row.payload) for row in found]

    return read
