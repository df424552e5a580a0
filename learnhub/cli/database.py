"""`learnhub db …`: bring the database to the version that this code needs; back it up; restore it."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, make_url, text
from sqlalchemy.pool import NullPool

from learnhub.cli import HERE, ListedGroup
from learnhub.cli.base import CannotStart, is_there, sentences, settings_or_exit, with_settings
from learnhub.config import COMMAND, SOURCE, Settings
from learnhub.db import Base

P = ParamSpec("P")
R = TypeVar("R")

MIGRATIONS = SOURCE / "migrations"
REVISION = re.compile(r"^(revision|down_revision)\b[^=]*=\s*(.+?)\s*$", re.MULTILINE)
LOCK_WAIT_S = 600.0
ADVISORY_LOCK = 7_201_893_346  # any number that nobody else on the same PostgreSQL server is likely to use

group = ListedGroup(
    {
        "upgrade": f"{HERE}.database:upgrade_command",
        "backup": f"{HERE}.backup:backup",
        "restore": f"{HERE}.restore:restore",
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
        private_file(Path(make_url(settings.url).database or ""))
    return create_engine(settings.url, poolclass=NullPool)


def private_file(file: Path) -> None:
    """Make a database file that its owner alone can read, if it is not there; SQLite gives its other files the same."""
    with suppress(
        FileExistsError, FileNotFoundError, PermissionError
    ):  # what is wrong is said when it is opened
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def revisions(folder: Path = MIGRATIONS) -> dict[str, str | None]:
    """Every migration of this code and the one before it. Raises CannotStart if the folder is gone."""
    if not (folder / "env.py").is_file():
        raise CannotStart(f"There is no folder {folder}: LearnHub runs from a full copy of its source.")
    found = {}
    for path in (folder / "versions").glob("*.py"):
        said = dict(REVISION.findall(path.read_text(encoding="utf-8")))
        before = said["down_revision"].strip("'\"")
        found[said["revision"].strip("'\"")] = None if before == "None" else before
    return found


def head(folder: Path = MIGRATIONS) -> str | None:
    """The newest migration of this code; None if there is none. Raises CannotStart if there are two."""
    known = revisions(folder)
    ends = sorted(set(known) - set(known.values()))
    if len(ends) > 1:
        raise CannotStart(f"The migrations have {len(ends)} ends ({', '.join(ends)}): join them into one.")
    return ends[0] if ends else None


def current(connection: Connection) -> str | None:
    """The migration that the database is at; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def at(engine: Engine) -> str | None:
    """As `current`, with a connection of its own that takes no lock."""
    with engine.connect() as connection:
        return current(connection.execution_options(writes=False))


def too_new(found: str | None, folder: Path = MIGRATIONS) -> str:
    """What to do about a database that a newer LearnHub has used, as one sentence; empty if this code knows it."""
    if found is None or found in revisions(folder):
        return ""
    return (
        f"A newer LearnHub has used this database: it is at {found}, and this code knows {head(folder)} and earlier. "
        f"Put the newer version back, or a backup from before it: `{COMMAND} db restore --force FILE`."
    )


def refuse_unwritable(engine: Engine) -> None:
    """Raise CannotStart where the file of the database may only be read: a server would start and fail at each form."""
    file = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not os.access(file, os.W_OK):
        raise CannotStart(
            f"{file} cannot be written: give it and its folder to the account that LearnHub runs as, "
            "or name another folder with LEARNHUB_INSTANCE."
        )


def upgrade(
    settings: Settings, revision: str = "head", folder: Path = MIGRATIONS
) -> tuple[str | None, str | None]:
    """Bring the database to `revision` and say from where to where. Safe to call from two processes at once.

    Needs no application. Each migration is one transaction: a failing one leaves nothing behind.
    Raises CannotStart where a newer version was here before, and where the database cannot be written.
    """
    target = head(folder) if revision == "head" else revision
    engine = new_engine(settings)
    refuse_unwritable(engine)
    try:
        if (before := at(engine)) == target:
            return before, before
        with _alone(settings, engine):
            before = at(engine)
            if sentence := too_new(before, folder):
                raise CannotStart(sentence)
            if before != target:
                with engine.connect() as connection:
                    import_module(f"{HERE}.migrate").run(connection, revision, folder)
            return before, at(engine)
    finally:
        engine.dispose()


def upgrade_database(settings: Settings) -> None:
    """Bring the database up to date and say so if there was anything to do."""
    before, after = upgrade(settings)
    if before != after:
        click.echo(f"Database: {'made' if before is None else 'upgraded'} ({after}).")


def fills_instance(command: Callable[P, R]) -> Callable[P, R]:
    """Decorator above `with_app` for a command that a new instance may begin with: where there is no database yet it
    is made."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        context = click.get_current_context()
        if context.find_object(Flask) is None:
            settings = context.find_object(Settings) or settings_or_exit()
            if not is_there(settings):
                with sentences():
                    upgrade_database(settings)
        return command(*args, **kwargs)

    return run


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
