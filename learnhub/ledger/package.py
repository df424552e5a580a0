"""The description that goes with a published folder: `datapackage.json`, Data Package standard 2."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any, NamedTuple

from learnhub.ledger.cells import CellType, Column
from learnhub.ledger.records import COLUMNS, RECORDS

PACKAGE = "datapackage.json"
REFERENCE: Mapping[str, tuple[Column, ...]] = {
    "countries": (
        Column("iso2", "country", required=True),
        Column("name", "text", required=True),
        Column("unesco_region", "code"),
        Column("priority_africa", "flag", required=True),
        Column("member_state", "flag", required=True),
    ),
    "country_groups": (
        Column("iso2", "country", required=True),
        Column("group", "code", required=True),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
    ),
}
"""Files that an export carries although they are no records: whoever calls brings their rows."""

ENTRY_COLUMNS = (
    Column("entry_id", "integer", required=True),
    Column("kind", "code", required=True),
    Column("key", "text", required=True),
    Column("rev", "integer", required=True),
    Column("recorded_at", "instant", required=True),
    Column("reason", "code", required=True),
    Column("actor", "text", required=True),
    Column("salt", "text"),
    Column("digest", "text", required=True),
    Column("block_id", "integer"),
    Column("line", "line"),
)
BLOCK_COLUMNS = (
    Column("block_id", "integer", required=True),
    Column("first_entry", "integer", required=True),
    Column("last_entry", "integer", required=True),
    Column("last_xid", "integer", required=True),
    Column("rows", "integer", required=True),
    Column("sealed_at", "instant", required=True),
    Column("prev_hash", "text"),
    Column("block_hash", "text", required=True),
)

_TYPES: Mapping[CellType, str] = {
    "instant": "datetime",
    "date": "date",
    "integer": "integer",
    "decimal": "number",
    "flag": "boolean",
}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file as it was written."""

    name: str
    size: int
    sha256: str
    rows: int


def columns_of(name: str) -> tuple[Column, ...]:
    """The columns of any file of the folder. KeyError for a name that is none."""
    own = {"ledger": ENTRY_COLUMNS, "blocks": BLOCK_COLUMNS}
    return COLUMNS.get(name) or REFERENCE.get(name) or own[name]


class Departure(NamedTuple):
    """A file that is not as the description of its folder says. What is `partial` lacks something of it."""

    file: str
    reason: str
    partial: bool


def departures(folder: Path, names: Collection[str]) -> Iterator[Departure]:
    """Which of these files are not as the folder's description says; none where there is no description.

    A file that was copied in part or edited still reads as a table: only its digest and its rows tell.
    """
    description = folder / PACKAGE
    if not description.is_file():
        return
    try:
        resources = json.loads(description.read_bytes())["resources"]
        listed = {each["name"]: (int(each.get("rows", 0)), each.get("hash")) for each in resources}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Departure(
            PACKAGE, "cannot be read: copy it again from where the folder was exported", partial=True
        )
        return
    for name in (name for name in names if name in listed):
        path, (rows, digest) = folder / f"{name}.csv", listed[name]
        if not path.is_file():
            yield Departure(path.name, f"is missing and {PACKAGE} lists it: copy it again", partial=True)
            continue
        with path.open("rb") as file:
            if digest == f"sha256:{file_digest(file, 'sha256').hexdigest()}":
                continue
            file.seek(0)
            found = max(0, sum(1 for _ in file) - 1)
        why = f"has {found} of the {rows} rows that were exported: copy it again"
        if found < rows:
            yield Departure(path.name, f"{why}, or take {PACKAGE} away if that is meant", partial=True)
        else:
            yield Departure(path.name, "was changed since it was exported", partial=False)


def describe(files: Sequence[WrittenFile], as_of: str) -> str:
    """The description as text: the same for the same files, whenever it is written."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "learnhub-ledger",
        "title": "Training records of a network of science centres, without identities",
        "asOf": as_of,
        "resources": [_resource(file) for file in files],
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _resource(file: WrittenFile) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in columns_of(file.name)],
        "missingValues": [""],
    }
    if record := RECORDS.get(file.name):
        names = [column.name for column in COLUMNS[file.name]]
        schema["primaryKey"] = [*record.key_columns, *(["rev"] if "rev" in names else [])]
    return {
        "name": file.name,
        "type": "table",
        "path": f"{file.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, "string")}
    if column.type == "flag":
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    bounds: dict[str, Any] = {}
    if column.required:
        bounds["required"] = True
    if column.choices:
        bounds["enum"] = sorted(column.choices)
    if column.least is not None:
        bounds["minimum"] = column.least
    if column.most is not None:
        bounds["maximum"] = column.most
    return field | ({"constraints": bounds} if bounds else {})
