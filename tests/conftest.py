"""Real databases only: every test gets a fresh copy of one migrated template, SQLite by default.

`LEARNHUB_TEST_DATABASE=postgresql` runs the same suite on PostgreSQL (an embedded server, or the one that
`LEARNHUB_TEST_POSTGRES_URL` names).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from tests.databases import TestDatabase, open_test_database

# a slow machine is no fault of the code; CI looks at the same examples every time, people at new ones
settings.register_profile(
    "learnhub",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("learnhub")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, whatever the order of the others: one that begins last leaves a processor idle."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def test_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabase]:
    """The migrated template and the one application that runs on copies of it."""
    folder: Path = tmp_path_factory.mktemp("instance")
    database = open_test_database(folder)
    yield database
    database.close()


@pytest.fixture
def app(test_database: TestDatabase) -> Iterator[Flask]:
    """The application on a fresh database, with its context pushed."""
    test_database.refresh()
    with test_database.app.app_context():
        yield test_database.app


@pytest.fixture
def example(test_database: TestDatabase) -> Iterator[Flask]:
    """The application on a fresh database with reference data and the example course, its context pushed."""
    test_database.refresh("example")
    with test_database.app.app_context():
        yield test_database.app
