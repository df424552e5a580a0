"""`learnhub db …`: bring the database to the version that this code needs; back it up; restore it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, create_engine, text
from sqlalchemy.pool import NullPool

from learnhub.cli import HERE, ListedGroup
from learnhub.cli.base import CannotStart, with_settings
from learnhub.config import ROOT, Settings
from learnhub.db import Base

MIGRATIONS = ROOT / "migrations"
LOCK_WAIT_S = 600.0
ADVISORY_LOCK = 7_201_893_346  # any number that nobody else on the same PostgreSQL server is likely to use

group = ListedGroup(
    {
        "upgrade": f"{HERE}.database:upgrade_command",
        "backup": f"{HERE}.backup:backup",
        "restore": f"{HERE}.backup:restore",
    },
    name="db",
    help="The database: upgrade, backup, restore.",
)


def all_tables() -> MetaData:
    """The tables of every room; imports each room's `models`, which needs no application."""
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("models*")):
        if path.name == "models.py" or (path / "__init__.py").is_file():
            import_module(".".join(("learnhub", *path.relative_to(package).with_suffix("").parts)))
    return Base.metadata


def new_engine(settings: Settings) -> Engine:
    """An engine for one piece of work outside the application. The hooks of `learnhub.db` hold for it too."""
    if settings.url.startswith("sqlite:"):
        settings.instance.mkdir(parents=True, exist_ok=True)
    return create_engine(settings.url, poolclass=NullPool)


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without an ini file. Raises CannotStart if the migrations are not there."""
    if not (MIGRATIONS / "env.py").is_file():
        raise CannotStart(f"There is no folder {MIGRATIONS}: LearnHub runs from a full copy of its source.")
    config = Config(attributes={"connection": connection, "configure_logger": False})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str | None:
    """The newest migration that this code has; None while there is none."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def current(connection: Connection) -> str | None:
    """The migration that the database is at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(settings: Settings, revision: str = "head") -> tuple[str | None, str | None]:
    """Bring the database to `revision` and say from where to where. Safe to call from two processes at once.

    Needs no application. Each migration is one transaction: a failing one leaves nothing behind.
    """
    engine = new_engine(settings)
    try:
        with _alone(settings, engine):
            with engine.connect() as connection:
                before = current(connection.execution_options(writes=False))
            if revision == "head" and before == head():
                return before, before
            with engine.connect() as connection:
                if connection.dialect.name == "sqlite":
                    raw = connection.connection.driver_connection
                    # Outside any transaction, or the pragma does nothing. With foreign keys on, rebuilding a
                    # parent table would delete its children by ON DELETE CASCADE.
                    raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
                command.upgrade(alembic_config(connection), revision)
            with engine.connect() as connection:
                return before, current(connection.execution_options(writes=False))
    finally:
        engine.dispose()


@contextmanager
def _alone(settings: Settings, engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:  # the lock lives as long as this connection's transaction
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            yield
        return
    settings.instance.mkdir(parents=True, exist_ok=True)
    # A database of its own as a lock: works on every system and goes away with the process that holds it.
    lock = sqlite3.connect(settings.instance / "upgrade.lock", timeout=LOCK_WAIT_S, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


@click.command("upgrade")
@with_settings
def upgrade_command(settings: Settings) -> None:
    """Bring the database to the version that this code needs."""
    before, after = upgrade(settings)
    if before == after:
        click.echo(f"The database is up to date ({after or 'no migrations yet'}).")
    else:
        click.echo(f"The database went from {before or 'empty'} to {after}.")
