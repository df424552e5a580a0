"""A small simulated network on the example course."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.coursefile.reader import read_folder
from learnhub.db import db, reading, transaction
from learnhub.demo.service import Filled, fill
from tests.databases import EXAMPLE, TestDatabase

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LEARNERS = 90


@pytest.fixture
def filled(test_database: TestDatabase) -> Callable[..., Filled]:
    """Fill a fresh, empty database; the same call gives the same network."""

    def make(now: datetime = NOW, seed: int = 1) -> Filled:
        db.session.remove()
        test_database.refresh()
        document = read_folder(EXAMPLE).document
        assert document is not None
        files = FileStore(test_database.settings.instance)
        with transaction() as session:
            return fill(
                session,
                documents=[document],
                files=files,
                password_hash="x",
                now=now,
                learners=LEARNERS,
                seed=seed,
            )

    return make


@pytest.fixture
def network(app: object, filled: Callable[..., Filled]) -> Session:
    """A reading session on a simulated network."""
    filled()
    return reading()
