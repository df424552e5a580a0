"""One Parquet part of one kind: written from lines of the ledger, described for the manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from learnhub.kernel.clock import iso
from learnhub.reach.layout import COLUMNS, Kept, kept

ALWAYS = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the mirror. `unreadable` counts fields whose text does not fit the type of its column."""

    file: str
    rows: int
    first_entry: int
    last_entry: int
    recorded_to: str
    revised: bool
    unreadable: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)


def line_of(entry_id: int, rev: int, recorded_at: datetime, body: str) -> str:
    """A ledger entry as one line of the file that `write_part` reads."""
    return f"{entry_id},{rev},{iso(recorded_at)},{body.rstrip(chr(10))}\n"


def _typed(column: str) -> str:
    kind = kept(column)
    if kind is Kept.TEXT:
        return f'"{column}"'
    if kind is Kept.INSTANT:  # an instant without a zone is read as UTC; one with a zone is moved to UTC
        return f'timezone(\'UTC\', try_cast("{column}" AS TIMESTAMPTZ)) AS "{column}"'
    return f'try_cast("{column}" AS {kind.value}) AS "{column}"'


def _projection(kind: str) -> str:
    columns = [column for column in COLUMNS[kind] if column not in {"rev", "recorded_at"}]
    rev = "try_cast(rev AS INTEGER)" if "rev" in COLUMNS[kind] else "entry_rev"
    recorded = '"recorded_at"' if "recorded_at" in COLUMNS[kind] else "entry_recorded"
    head = [
        "entry_id",
        f"{rev} AS rev",
        f"timezone('UTC', try_cast({recorded} AS TIMESTAMPTZ)) AS recorded_at",
    ]
    return ", ".join(head + [_typed(column) for column in columns])


def _misfits(kind: str) -> str:
    tests = [
        f'("{column}" IS NOT NULL AND try_cast("{column}" AS '
        f"{'TIMESTAMPTZ' if kept(column) is Kept.INSTANT else kept(column).value}) IS NULL)::INTEGER"
        for column in COLUMNS[kind]
        if kept(column) is not Kept.TEXT
    ]
    return " + ".join(tests) if tests else "0"


_SUMMARY = """
SELECT coalesce(min(entry_id), 0), coalesce(max(entry_id), 0), max(recorded_at), coalesce(max(rev), 1) > 1
FROM part
"""


def _reading(kind: str) -> str:
    names = ("entry_id", "entry_rev", "entry_recorded", *COLUMNS[kind])
    types = dict.fromkeys(names, "VARCHAR") | {"entry_id": "BIGINT", "entry_rev": "INTEGER"}
    columns = ", ".join(f"'{name}': '{types[name]}'" for name in names)
    return (
        "CREATE TEMP TABLE incoming AS "
        "FROM read_csv(getvariable('lines'), header = false, auto_detect = false, "
        f"delim = ',', quote = '\"', escape = '\"', parallel = false, columns = {{{columns}}})"
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def write_part(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    lines: Path,
    before: tuple[Path, Part] | None,
    target: Path,
) -> Part:
    """Write the rows of `before` (the open part so far, if any) and of the file `lines` as the part `target`.

    The bytes depend on the rows alone. Raises duckdb.Error if a line does not have the columns of its kind.
    """
    cursor = connection.cursor()
    partial = target.with_suffix(".writing")
    try:
        cursor.execute("SET VARIABLE lines = $path", {"path": str(lines)})
        cursor.execute(_reading(kind))
        cursor.execute(f"CREATE TEMP TABLE part AS SELECT {_projection(kind)} FROM incoming")  # noqa: S608 - names of our own layout
        if before:
            cursor.execute("SET VARIABLE before = $path", {"path": str(before[0])})
            cursor.execute("INSERT INTO part BY NAME SELECT * FROM read_parquet(getvariable('before'))")
        misfits = _row(cursor.execute(f"SELECT coalesce(sum({_misfits(kind)}), 0) FROM incoming"))[0]  # noqa: S608 - as above
        copied = cursor.execute(
            f"COPY (FROM part ORDER BY entry_id) TO '{_quoted(partial)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        rows = int(_row(copied)[0])
        first, last, latest, revised = _row(cursor.execute(_SUMMARY))
    finally:
        cursor.close()
    digest = sha256(partial)
    partial.replace(target)
    recorded_to = latest.strftime("%Y-%m-%dT%H:%M:%SZ") if latest else ALWAYS
    unreadable = int(misfits) + (before[1].unreadable if before else 0)
    return Part(target.name, rows, first, last, recorded_to, bool(revised), unreadable, digest)


def _row(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise RuntimeError("an aggregate without a row")
    return row


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dumps(value: object) -> str:
    """JSON that is the same for the same value."""
    return json.dumps(value, indent=1, sort_keys=True) + "\n"
