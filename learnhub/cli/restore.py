"""`learnhub db restore FILE`: make the instance what a backup says, all of it or nothing.

SQLite: a new file is filled, checked and renamed into place. PostgreSQL: one transaction. Rows are only ever
inserted, so the triggers of the ledger stay closed.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import click
from sqlalchemy import URL, Connection, MetaData, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from learnhub.cli import HERE
from learnhub.cli.backup import FORMAT, STAYS, own_files
from learnhub.cli.base import CannotStart, is_there, keep_private, with_settings
from learnhub.cli.database import at, head, new_engine, revisions, upgrade
from learnhub.cli.portable import load_rows, set_counters
from learnhub.config import Settings
from learnhub.kernel.clock import now
from learnhub.ledger.service import after_restore

GOES_WITHIN_S = 2.0


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Restore over an instance that holds something.")
@with_settings
def restore(settings: Settings, file: Path, force: bool) -> None:
    """Put the instance back to what FILE holds. Stop the server first.

    What is replaced is kept in the instance in a folder before-restore-…, apart from tables in PostgreSQL.
    """
    keep_private()
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive)
            refuse_full(settings, force)
            aside = settings.instance / f"before-restore-{now():%Y%m%dT%H%M%SZ}"
            staged = settings.instance / f"restore-{os.getpid()}.part"
            try:
                _unpack_files(archive, staged)
                rows = restore_database(settings, archive, manifest, aside)
                _swap_files(settings, staged, aside)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
        why = f"{file} is damaged or no backup of LearnHub ({error}); nothing was changed."
        raise CannotStart(why) from error
    before, after = upgrade(settings)
    click.echo(f"Restored {rows} rows as of {manifest['made_at']}.")
    if before != after:
        click.echo(f"The database went from {before} to {after}.")
    if aside.exists():
        click.echo(f"What was there before is in {aside}; delete it when you no longer need it.")


def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The table of contents. Raises CannotStart if this code cannot restore it, KeyError if it is none."""
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT or manifest["revision"] not in revisions():
        raise CannotStart(
            f"A newer LearnHub ({manifest['learnhub']}) made this backup: its database is at {manifest['revision']}, "
            f"and this code knows {head()} and earlier. Restore it with the version that made it, or a later one."
        )
    return manifest


def refuse_full(settings: Settings, force: bool) -> None:
    """Raise CannotStart if something would be replaced and nobody said that it may be."""
    if force or not is_there(settings):
        return
    engine = new_engine(settings)
    try:
        holds = at(engine) is not None
    finally:
        engine.dispose()
    if holds:
        raise CannotStart(
            f"The database of {settings.instance} holds something already: say --force to replace it, "
            "or set LEARNHUB_INSTANCE (and LEARNHUB_DATABASE_URL) to an empty one."
        )


def restore_database(
    settings: Settings, archive: zipfile.ZipFile, manifest: dict[str, Any], aside: Path
) -> int:
    """Fill a new SQLite file and put it in place, or replace the tables in one PostgreSQL transaction."""
    if not settings.url.startswith("sqlite"):
        engine = new_engine(settings)
        try:
            with engine.begin() as connection:
                _refuse_used(connection)
                _drop_all(connection)
                return _fill(connection, archive, manifest)
        finally:
            engine.dispose()
    target = Path(make_url(settings.url).database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    engine = create_engine(URL.create("sqlite", database=str(draft)), poolclass=NullPool)
    try:
        with _kept_shut(target), engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")  # rows come table by table, not parents first
            with connection.begin():
                rows = _fill(connection, archive, manifest)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for suffix in ("", "-wal", "-shm"):
            old = Path(f"{target}{suffix}")
            if old.exists():
                aside.mkdir(exist_ok=True)
                old.replace(aside / old.name)
        draft.replace(target)
    finally:
        engine.dispose()
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{draft}{suffix}").unlink(missing_ok=True)
    return rows


@contextmanager
def _kept_shut(target: Path) -> Iterator[None]:
    """Keep everybody else out of the file that is to be replaced. Raises CannotStart if somebody has it open.

    A server that went on with the open file would store what people do in the one that was put aside.
    """
    if not target.exists():
        yield
        return
    # closed before the file is moved, for not every system moves an open one
    with closing(sqlite3.connect(target, isolation_level=None)) as held:
        try:
            held.execute(
                "PRAGMA journal_mode=DELETE"
            )  # needs the file for itself; who opens it next sets WAL again
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:  # a damaged file is what a backup is for
            if "locked" in str(error):
                raise CannotStart(
                    f"{target} is in use: stop the server and every `worker`, then restore. Nothing was changed."
                ) from error
        yield


def _refuse_used(connection: Connection) -> None:
    """Raise CannotStart if a server or worker still holds this database of PostgreSQL open under our name."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND usename = current_user AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    until = time.monotonic() + GOES_WITHIN_S
    while found := connection.execute(others).scalar_one():
        if time.monotonic() > until:
            raise CannotStart(
                f"The database is in use by {found} other connection{'' if found == 1 else 's'} of its account: "
                "stop the server and every `worker`, then restore. Nothing was changed."
            )
        time.sleep(0.1)  # what was stopped a moment ago may still be going
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))


def _drop_all(connection: Connection) -> None:
    """Empty the schema of PostgreSQL, whatever version of LearnHub filled it."""
    found = MetaData()
    found.reflect(connection)
    for name in found.tables:
        connection.execute(text(f'DROP TABLE "{name}" CASCADE'))


def _fill(connection: Connection, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> int:
    """Make the tables of the backup's day in the open transaction and insert its rows."""
    import_module(f"{HERE}.migrate").run(connection, manifest["revision"])
    links = _loosen(connection)
    total = 0
    for name, table in manifest["tables"].items():
        if connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first():  # noqa: S608 - our own names
            connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - a migration put them there
        with archive.open(f"tables/{name}.jsonl") as lines:
            count = load_rows(connection, name, table["columns"], lines)
        if count != table["rows"]:
            raise ValueError(f"{name} has {count} rows instead of {table['rows']}")
        total += count
    _tighten(connection, links)
    set_counters(connection, manifest["tables"])
    with Session(connection, join_transaction_mode="rollback_only") as session:
        after_restore(session)
    return total


def _loosen(connection: Connection) -> list[str]:
    """Take the foreign keys off PostgreSQL's tables; give back the statements that put them on again."""
    if connection.dialect.name != "postgresql":
        return []
    found = connection.execute(
        text(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name, _ in found:
        connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
    return [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}' for table, name, rule in found]


def _tighten(connection: Connection, links: list[str]) -> None:
    """Check that every row has its parent. Raises ValueError."""
    try:
        for statement in links:
            connection.execute(text(statement))
    except IntegrityError as error:
        raise ValueError(f"rows without their parent: {error.orig}") from error
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
        if orphans:
            raise ValueError(f"rows without their parent: {[tuple(orphan) for orphan in orphans]}")


def _unpack_files(archive: zipfile.ZipFile, staged: Path) -> None:
    """Unpack `instance/` into a folder beside. Raises ValueError for a name that leads elsewhere."""
    staged.mkdir(parents=True)
    for entry in archive.infolist():
        parts = PurePosixPath(entry.filename).parts
        if parts[0] != "instance" or entry.is_dir():
            continue
        if len(parts) < 2 or ".." in parts or any("\\" in part or ":" in part for part in parts):
            raise ValueError(f"{entry.filename} is no name for a file of an instance")
        path = staged.joinpath(*parts[1:])
        if parts[1] in STAYS:  # older backups hold some of it, even the demonstration beside
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)


def _swap_files(settings: Settings, staged: Path, aside: Path) -> None:
    """Put what is there aside and the staged files in its place."""
    for name in sorted({path.relative_to(settings.instance).parts[0] for path in own_files(settings)}):
        aside.mkdir(exist_ok=True)
        (settings.instance / name).replace(aside / name)
    for path in sorted(staged.iterdir()):
        path.replace(settings.instance / path.name)
    for name in ("mirror", "errands", "certificates", "imports"):  # made from what was replaced
        shutil.rmtree(settings.instance / name, ignore_errors=True)
