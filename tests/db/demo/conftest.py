"""A small simulated network on the example course."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.config import Settings
from learnhub.coursefile.reader import read_folder
from learnhub.db import db, reading, transaction
from learnhub.demo.service import Filled, fill
from tests.databases import EXAMPLE, STATES, TestDatabase

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LEARNERS = 90


def fill_the_network(settings: Settings, now: datetime = NOW, seed: int = 1) -> Filled:
    """Fill a fresh, empty database; the same call gives the same network."""
    document = read_folder(EXAMPLE).document
    assert document is not None
    with transaction() as session:
        return fill(
            session,
            documents=[document],
            files=FileStore(settings.instance),
            password_hash="x",
            now=now,
            learners=LEARNERS,
            seed=seed,
        )


def keep_a_network(settings: Settings) -> None:
    """A template for all tests that only look at it."""
    fill_the_network(settings)


STATES["network"] = ("migrated", keep_a_network)


@pytest.fixture
def filled(test_database: TestDatabase) -> Callable[..., Filled]:
    """Fill the database anew: `filled(now=…, seed=…)`."""

    def make(now: datetime = NOW, seed: int = 1) -> Filled:
        db.session.remove()
        test_database.refresh()
        return fill_the_network(test_database.settings, now, seed)

    return make


@pytest.fixture
def network(test_database: TestDatabase) -> Iterator[Session]:
    """A reading session on a simulated network."""
    test_database.refresh("network")
    with test_database.app.app_context():
        yield reading()
