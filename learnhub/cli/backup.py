"""`learnhub db backup FILE`: one zip that either database can be restored from.

In it: `manifest.json`, `tables/NAME.jsonl`, and under `instance/` what belongs to the installation: the files
of courses and the keys, without which sessions end and nothing can be signed as before. Settings stay
out, for they belong to the machine. Whoever holds the file can act as the server: only its owner may read it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import click
from sqlalchemy import Connection, Engine, make_url

from learnhub import __version__
from learnhub.cli.base import CannotStart, refuse_nothing, with_settings
from learnhub.cli.database import all_tables, current, head, new_engine
from learnhub.cli.portable import columns_of, dump_rows
from learnhub.config import COMMAND, Settings
from learnhub.kernel.clock import iso, now

FORMAT = 1
# Belongs to the machine, can be made again or waits for an hour (and holds the names of people), or is an instance of
# its own: that of the demonstration lies in `demo`.
STAYS = {
    "learnhub.toml",
    "README.md",
    ".gitignore",
    "upgrade.lock",
    "mirror",
    "outbox",
    "backups",
    "certificates",
    "errands",
    "imports",
    "demo",
}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@with_settings
def backup(settings: Settings, file: Path, force: bool) -> None:
    """Write everything that is worth keeping to FILE, a zip. The server may go on serving."""
    refuse_nothing(settings)
    if file.exists() and not force:
        raise CannotStart(f"{file} is there already: choose another name, or say --force.")
    if not file.parent.is_dir():
        raise CannotStart(f"There is no folder {file.parent}: make it, or choose another.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # and nothing half done is left
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                rows, files = write_backup(settings, archive, now())
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    size = file.stat().st_size / 1_000_000
    click.echo(f"{file}: {rows} rows and {files} files, {size:.1f} MB. Keep it as safe as the server itself.")


def write_backup(settings: Settings, archive: zipfile.ZipFile, at_time: datetime) -> tuple[int, int]:
    """Fill the archive; give back the number of rows and of files. Raises CannotStart if not at the head."""
    engine = new_engine(settings)
    try:
        with _snapshot(engine) as connection:
            revision = current(connection)
            if revision is None or revision != head():
                raise CannotStart(f"The database is not up to date: run `{COMMAND} db upgrade` first.")
            tables: dict[str, dict[str, Any]] = {}
            for table in all_tables().sorted_tables:
                columns, count = columns_of(table), 0
                with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as entry:
                    for line in dump_rows(connection, table, columns):
                        entry.write(line)
                        count += 1
                tables[table.name] = {"columns": columns, "rows": count}
    finally:
        engine.dispose()
    # After the rows: a file is there before the row that names it, so none can be missing.
    files = list(own_files(settings))
    for path in files:
        archive.write(path, PurePosixPath("instance", *path.relative_to(settings.instance).parts).as_posix())
    manifest = {
        "format": FORMAT,
        "learnhub": __version__,
        "made_at": iso(at_time),
        "revision": revision,
        "database": engine.dialect.name,
        "tables": tables,
        "files": len(files),
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return sum(table["rows"] for table in tables.values()), len(files)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database and hinders nobody."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            yield connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        else:
            yield connection.execution_options(writes=False)  # a deferred BEGIN in WAL mode is a snapshot


def own_files(settings: Settings) -> Iterator[Path]:
    """The files of the instance that a backup carries. Zips at the top are taken for older backups."""
    database = Path(make_url(settings.url).database or "").name if settings.url.startswith("sqlite") else ""
    for path in sorted(settings.instance.rglob("*")):
        first = path.relative_to(settings.instance).parts[0]
        passed = first in STAYS or first.startswith("before-restore-") or first.endswith((".part", ".zip"))
        if passed or path.suffix == ".part" or (database and first.startswith(database)):
            continue
        if path.is_file():
            yield path
