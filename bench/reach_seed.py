"""Fill an instance with the training records of a network of any size, for `bench/reach_run.py`.

    export LEARNHUB_INSTANCE=/somewhere/reach100k
    python3 lh db upgrade
    .venv/bin/python bench/reach_seed.py 100000        (the environment that `lh` makes)

So many enrolments and 30 % persons, eight years, every centre, country and theme of the reference lists; to each
enrolment up to three stays and two quizzes; certificates, trainings, surveys, merges, movers. The records go
straight into the ledger, with digests, and are sealed: there are no accounts and no courses to open. They are made
by formula (`reach_rows.py`), so the same number gives the same ledger. About 6 entries and 3 kB for an enrolment.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reach_rows import AS_OF, BEFORE, COLUMNS, Rows, Size

from learnhub import create_app
from learnhub.centres.load import load_reference
from learnhub.centres.snapshot import reference
from learnhub.config import load_settings
from learnhub.db import reading, transaction
from learnhub.ledger.queries import latest
from learnhub.ledger.records import EnrolmentRecord
from learnhub.ledger.service import seal

_NAMES = ", ".join(COLUMNS)
_SQLITE = f"INSERT INTO ledger_entry ({_NAMES}, xid) VALUES ({', '.join('?' * len(COLUMNS))}, 0)"
_POSTGRESQL = f"COPY ledger_entry ({_NAMES}) FROM STDIN"


def append(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put finished entries into the ledger the fastest way each database has."""
    cursor: Any = session.connection().connection.cursor()
    if session.get_bind().dialect.name == "sqlite":
        cursor.executemany(_SQLITE, rows)
        return
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


def fill(size: Size, sessions: int) -> None:
    """Make the ledger of this instance, which must be empty, and seal it."""
    app = create_app(load_settings())
    with app.app_context():
        if next(latest(reading(), EnrolmentRecord.entry_kind), None):
            raise SystemExit("This instance has training records already: take a new one.")
        with transaction() as session:
            load_reference(session, now=BEFORE)
        began, count = time.monotonic(), 0
        for rows in rows_of(size, sessions).portions():
            with transaction() as session:
                append(session, rows)
            count += len(rows)
            print(f"\r{count} entries, {time.monotonic() - began:.0f} s", end="", flush=True)
        began = time.monotonic()
        with transaction() as session:
            sealed = seal(session, now=AS_OF)
        print(f"\n{sealed} sealed, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill an instance with the training records of a network.")
    parser.add_argument("enrolments", type=int, help="how many: 1000, 100000, 1000000, 10000000")
    parser.add_argument("--sessions", type=int, default=3, help="stays for each enrolment (3)")
    given = parser.parse_args()
    fill(Size(given.enrolments), given.sessions)
