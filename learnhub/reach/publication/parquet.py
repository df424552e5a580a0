"""The tidy table as Parquet. The one file of this room that uses DuckDB, which writes files, not bytes."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import duckdb

from learnhub.reach.publication import tidy
from learnhub.reach.publication.manifest import File, stem
from learnhub.reach.publication.model import Publication

_TYPES = {tidy.Kind.TEXT: "VARCHAR", tidy.Kind.NUMBER: "DECIMAL(21, 6)", tidy.Kind.DAY: "DATE"}
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
    "preserve_insertion_order": "true",
}


def render_parquet(publication: Publication) -> File:
    """The observations sorted by key; numbers are decimals with six places, what is empty is null."""
    with tempfile.TemporaryDirectory(prefix="parquet-") as folder:
        source, target = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        count = _write_rows(source, publication)
        _convert(source, target)
        content = target.read_bytes()
    return File(f"{stem(publication.parameters)}.parquet", content, count, len(tidy.COLUMNS))


def _write_rows(target: Path, publication: Publication) -> int:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        count = 0
        for row in tidy.rows(publication):
            writer.writerow(map(tidy.plain, row))
            count += 1
    return count


def _convert(source: Path, target: Path) -> None:
    columns = ", ".join(f"'{column.name}': '{_TYPES[column.kind]}'" for column in tidy.COLUMNS)
    place = str(target).replace("'", "''")
    with duckdb.connect(":memory:", config=_OFFLINE) as connection:
        connection.execute("SET VARIABLE rows = $path", {"path": str(source)})
        connection.execute(
            "CREATE TEMP TABLE data AS FROM read_csv(getvariable('rows'), header = false, "
            "auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', "
            f"parallel = false, columns = {{{columns}}})"
        )
        connection.execute(f"COPY data TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
