"""A loaded set of reference data, and people to give roles to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.centres.load import load_reference
from learnhub.db import db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A writing session on a database with the reference data."""
    with Session(db.engine) as opened:
        load_reference(opened, now=NOW)
        yield opened


@pytest.fixture
def person(session: Session) -> Callable[..., Person]:
    """Make a person."""

    def make(name: str = "Ada", **others: object) -> Person:
        made = Person(name=name, ledger_id=f"p{name.lower()}", created_at=NOW, **others)
        session.add(made)
        session.flush()
        return made

    return make
