"""Fill an instance with the training records of a network of any size, for `bench/reach_run.py`.

    export LEARNHUB_INSTANCE=/somewhere/reach100k
    python3 lh db upgrade
    .venv/bin/python bench/reach_seed.py 100000        (the environment that `lh` makes)

So many enrolments and 30 % persons, eight years, every centre, country and theme of the reference lists; to each
enrolment up to three stays and two quizzes; certificates, trainings, surveys, merges, movers. The records go
straight into the ledger, with digests, and are sealed: there are no accounts and no courses to open. They are made
by formula (`reach_rows.py`), so the same number gives the same ledger. About 6 entries and 2 kB for an enrolment.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reach_rows import AS_OF, BEFORE, COLUMNS, Rows, Size

from learnhub import create_app
from learnhub.centres.load import load_reference
from learnhub.centres.snapshot import reference
from learnhub.config import load_settings
from learnhub.db import db, reading, transaction
from learnhub.ledger.queries import latest
from learnhub.ledger.records import EnrolmentRecord
from learnhub.ledger.service import seal

_NAMES = ", ".join(COLUMNS)
_SQLITE = f"INSERT INTO ledger_entry ({_NAMES}, xid) VALUES ({', '.join('?' * len(COLUMNS))}, 0)"
_POSTGRESQL = f"COPY ledger_entry ({_NAMES}) FROM STDIN"
_UNIQUE = re.compile(r",\s*CONSTRAINT uq_ledger_entry_kind_key_rev UNIQUE \(([^)]*)\)")
Rowsets = Iterable[Sequence[tuple[Any, ...]]]


def append_sqlite(path: str, portions: Rowsets) -> None:
    """Put finished entries into the ledger of a file, after those of the centres.

    Indexes and triggers come afterwards: kept up entry by entry, the index of keys alone would be written a
    hundred times over. A unique index stands in the place of the constraint, which is the same to a query.
    """
    file = sqlite3.connect(path, isolation_level=None)
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
        file.execute(f"PRAGMA {pragma}")
    (table,) = file.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_entry'").fetchone()
    others = file.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'ledger_entry' AND type <> 'table' AND sql IS NOT NULL"
    ).fetchall()
    keys = _UNIQUE.search(table)
    if keys is None:
        raise SystemExit("The table of the ledger looks different from what this program knows.")
    file.execute("CREATE TEMP TABLE centres AS SELECT * FROM ledger_entry")  # the reference lists bring them
    file.execute("DROP TABLE ledger_entry")
    file.execute(_UNIQUE.sub("", table))
    file.execute("INSERT INTO ledger_entry SELECT * FROM centres ORDER BY entry_id")
    for rows in portions:
        file.execute("BEGIN")
        file.executemany(_SQLITE, rows)
        file.execute("COMMIT")
    file.execute(f"CREATE UNIQUE INDEX uq_ledger_entry_kind_key_rev ON ledger_entry ({keys[1]})")
    for (sql,) in others:
        file.execute(sql)
    file.execute("PRAGMA locking_mode=NORMAL")
    file.execute("PRAGMA journal_mode=WAL")
    file.close()


def append_postgresql(portions: Rowsets) -> None:
    """Put finished entries into the ledger, a transaction for each portion."""
    for rows in portions:
        with transaction() as session:
            cursor: Any = session.connection().connection.cursor()
            with cursor.copy(_POSTGRESQL) as copy:
                for row in rows:
                    copy.write_row(row)


def rows_of(size: Size, sessions: int) -> Rows:
    """The rows for the reference lists of the instance."""
    known = reference(reading())
    return Rows(
        size,
        [(centre.id, centre.host_iso2) for centre in known.centres.values()],
        sorted(known.countries),
        sorted(code for code, theme in known.themes.items() if not theme.closed_on),
        sessions=sessions,
    )


def told(portions: Rowsets) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The same, with a line that says how far it is."""
    began, count = time.monotonic(), 0
    for rows in portions:
        yield rows
        count += len(rows)
        print(f"\r{count} entries, {time.monotonic() - began:.0f} s", end="", flush=True)


def fill(size: Size, sessions: int, *, sealed: bool) -> None:
    """Make the ledger of this instance, which must be empty, and seal it if asked to."""
    app = create_app(load_settings())
    with app.app_context():
        if next(latest(reading(), EnrolmentRecord.entry_kind), None):
            raise SystemExit("This instance has training records already: take a new one.")
        with transaction() as session:
            load_reference(session, now=BEFORE)
        portions = told(rows_of(size, sessions).portions())
        bind = reading().get_bind()
        file = bind.engine.url.database if bind.dialect.name == "sqlite" else None
        db.session.remove()
        db.engine.dispose()
        if file:
            append_sqlite(file, portions)
        else:
            append_postgresql(portions)
        print()
        if sealed:
            began = time.monotonic()
            with transaction() as session:
                print(f"{seal(session, now=AS_OF)} sealed, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill an instance with the training records of a network.")
    parser.add_argument("enrolments", type=int, help="how many: 1000, 100000, 1000000, 10000000")
    parser.add_argument("--sessions", type=int, default=3, help="stays for each enrolment (3)")
    parser.add_argument(
        "--unsealed", action="store_true", help="leave the chain to be made later: half the time"
    )
    given = parser.parse_args()
    fill(Size(given.enrolments), given.sessions, sealed=not given.unsealed)
