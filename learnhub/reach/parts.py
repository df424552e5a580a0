"""One Parquet part of one kind: written from lines of the ledger, described for the manifest."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from learnhub.reach.layout import COLUMNS, Kept, kept


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the mirror. `seq` numbers all entries of the ledger in its order, from 1.

    `revised`: it holds a version above the first. `unreadable` counts fields that do not fit their column.
    """

    file: str
    rows: int
    first_seq: int
    last_seq: int
    revised: bool
    unreadable: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)


def line_of(seq: int, entry_id: int, rev: int, recorded_at: str, body: str) -> str:
    """A ledger entry as one line of the file that `write_part` reads."""
    return f"{seq},{entry_id},{rev},{recorded_at},{body}\n"


def line_instead(entry_id: int, body: str) -> str:
    """A blanked line as one line of the file that `rewrite_part` reads."""
    return f",{entry_id},,,{body}\n"


def write_part(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    lines: Path,
    before: tuple[Path, Part] | None,
    target: Path,
) -> Part:
    """Write the rows of `before` (the open part so far, if any), then those of `lines`, as the part `target`.

    The bytes depend on the rows and their order alone. Raises duckdb.Error if a line lacks a column.
    """
    cursor = connection.cursor()
    try:
        _read_lines(cursor, kind, lines)
        cursor.execute(f"CREATE TEMP TABLE part AS SELECT {_projection(kind)} FROM incoming LIMIT 0")  # noqa: S608 - names of our own layout
        if before:
            cursor.execute("SET VARIABLE before = $path", {"path": str(before[0])})
            cursor.execute("INSERT INTO part BY NAME FROM read_parquet(getvariable('before'))")
        given = _filled(cursor, kind, "incoming")
        known = _filled(cursor, kind, "part")
        cursor.execute(f"INSERT INTO part BY NAME SELECT {_projection(kind)} FROM incoming")  # noqa: S608 - as above
        misfits = given + known - _filled(cursor, kind, "part")
        return _copy(cursor, target, int(misfits) + (before[1].unreadable if before else 0))
    finally:
        cursor.close()


def rewrite_part(
    connection: duckdb.DuckDBPyConnection, kind: str, lines: Path, before: tuple[Path, Part]
) -> Part:
    """Put blanked lines in the place of rows of a part; the part itself if it has none of these entries."""
    cursor = connection.cursor()
    try:
        _read_lines(cursor, kind, lines)
        cursor.execute("SET VARIABLE before = $path", {"path": str(before[0])})
        cursor.execute("CREATE TEMP TABLE old AS FROM read_parquet(getvariable('before'))")
        if not _row(cursor.execute("SELECT count(*) FROM old SEMI JOIN incoming USING (entry_id)"))[0]:
            return before[1]
        columns = ", ".join(
            f'n."{column}"' for column in COLUMNS[kind] if column not in {"rev", "recorded_at"}
        )
        cursor.execute(
            f"CREATE TEMP TABLE part AS FROM (FROM old ANTI JOIN incoming USING (entry_id) UNION ALL BY NAME "  # noqa: S608 - as above
            f"SELECT o.seq, o.entry_id, o.rev, o.recorded_at, {columns} "
            f"FROM old o JOIN (SELECT {_projection(kind)} FROM incoming) n USING (entry_id)) ORDER BY seq"
        )
        return _copy(cursor, before[0], before[1].unreadable)
    finally:
        cursor.close()


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_HEAD = {"seq": "BIGINT", "entry_id": "BIGINT", "entry_rev": "INTEGER", "entry_recorded": "VARCHAR"}


def _read_lines(cursor: duckdb.DuckDBPyConnection, kind: str, lines: Path) -> None:
    types = _HEAD | dict.fromkeys(COLUMNS[kind], "VARCHAR")
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in types.items())
    cursor.execute("SET VARIABLE lines = $path", {"path": str(lines)})
    cursor.execute(
        "CREATE TEMP TABLE incoming AS "
        "FROM read_csv(getvariable('lines'), header = false, auto_detect = false, "
        "delim = ',', new_line = '\\n', quote = '\"', escape = '\"', parallel = false, "
        f"columns = {{{columns}}})"
    )


def _projection(kind: str) -> str:
    columns = COLUMNS[kind]
    rev = "try_cast(rev AS INTEGER)" if "rev" in columns else "entry_rev"
    recorded = '"recorded_at"' if "recorded_at" in columns else "entry_recorded"
    head = ["seq", "entry_id", f"{rev} AS rev", f"{_instant(recorded)} AS recorded_at"]
    return ", ".join(head + [_typed(column) for column in columns if column not in {"rev", "recorded_at"}])


def _instant(column: str) -> str:
    """An instant with a zone is moved to UTC; one without is read as UTC."""
    return f"timezone('UTC', try_cast({column} AS TIMESTAMPTZ))"


def _typed(column: str) -> str:
    kind = kept(column)
    if kind is Kept.TEXT:
        return f'"{column}"'
    if kind is Kept.INSTANT:
        return f'{_instant(chr(34) + column + chr(34))} AS "{column}"'
    return f'try_cast("{column}" AS {kind.value}) AS "{column}"'


def _filled(cursor: duckdb.DuckDBPyConnection, kind: str, table: str) -> int:
    """How many fields of a table that should be more than text have something in them."""
    typed = [column for column in COLUMNS[kind] if kept(column) is not Kept.TEXT]
    counts = " + ".join(f'count("{column}")' for column in typed) or "0"
    return int(_row(cursor.execute(f"SELECT {counts} FROM {table}"))[0])  # noqa: S608 - as above


_SUMMARY = """
SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0), coalesce(max(rev), 1) > 1 FROM part
"""


def _copy(cursor: duckdb.DuckDBPyConnection, target: Path, unreadable: int) -> Part:
    partial = target.with_suffix(".writing")
    place = str(partial).replace("'", "''")
    cursor.execute(f"COPY part TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
    rows, first, last, revised = _row(cursor.execute(_SUMMARY))
    digest = sha256(partial)
    partial.replace(target)
    return Part(target.name, rows, first, last, bool(revised), unreadable, digest)


def _row(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise RuntimeError("an aggregate without a row")
    return row
