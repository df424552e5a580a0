"""Rows as lines of JSON that mean the same on SQLite and PostgreSQL.

A column is one of a few kinds. Instants are written in UTC with their zone, exact numbers and dates as text,
bytes as base64; the rest is JSON as it stands. A list of columns and kinds goes with the rows, so that a
later version of LearnHub can read them without knowing the tables of that day.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    TypeDecorator,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

BATCH = 2000


class Kind(NamedTuple):
    """How a column is read, carried and written."""

    plain: TypeEngine[Any]
    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _instant(value: datetime) -> str:
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat()


KINDS = {
    "integer": Kind(BigInteger(), _same, _same),
    "boolean": Kind(Boolean(), _same, _same),
    "text": Kind(String(), _same, _same),
    "float": Kind(Float(), _same, _same),
    "decimal": Kind(Numeric(), str, Decimal),
    "instant": Kind(DateTime(timezone=True), _instant, datetime.fromisoformat),
    "date": Kind(Date(), date.isoformat, date.fromisoformat),
    "time": Kind(Time(), time.isoformat, time.fromisoformat),
    "bytes": Kind(LargeBinary(), lambda value: base64.b64encode(value).decode(), base64.b64decode),
    "json": Kind(JSON(none_as_null=True), _same, _same),
}
# Float before Numeric, its parent. Enum is a String.
_ORDER: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "float"),
    (Numeric, "decimal"),
    (DateTime, "instant"),
    (Date, "date"),
    (Time, "time"),
    (LargeBinary, "bytes"),
    (JSON, "json"),
    (String, "text"),
)


def kind_of(column: Column[Any]) -> str:
    """The kind of a column. Raises TypeError for a type that nobody has thought about yet."""
    kept: TypeEngine[Any] = column.type
    while isinstance(kept, TypeDecorator):
        kept = kept.impl_instance
    for family, kind in _ORDER:
        if isinstance(kept, family):
            return kind
    raise TypeError(f"{column.table.name}.{column.name}: a backup does not know how to carry {kept!r}")


def columns_of(table: Table) -> dict[str, str]:
    """Name and kind of each column that holds data of its own."""
    return {column.name: kind_of(column) for column in table.columns if column.computed is None}


def plain_table(name: str, columns: dict[str, str], metadata: MetaData) -> Table:
    """A table of these columns without any of the conversions that the application adds."""
    return Table(name, metadata, *(Column(column, KINDS[kind].plain) for column, kind in columns.items()))


def dump_rows(connection: Connection, table: Table, columns: dict[str, str]) -> Iterator[bytes]:
    """The rows as lines, by primary key, without holding more than a batch in memory."""
    plain = plain_table(table.name, columns, MetaData())
    packs = [KINDS[kind].pack for kind in columns.values()]
    keys = [plain.c[key.name] for key in table.primary_key.columns]
    result = connection.execution_options(yield_per=BATCH).execute(select(plain).order_by(*keys))
    for row in result:
        cells = [None if cell is None else pack(cell) for cell, pack in zip(row, packs, strict=True)]
        yield json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load_rows(connection: Connection, name: str, columns: dict[str, str], lines: Iterable[bytes]) -> int:
    """Insert the lines; give back how many there were."""
    plain = plain_table(name, columns, MetaData())
    unpacks = [(column, KINDS[kind].unpack) for column, kind in columns.items()]
    statement, batch, count = insert(plain), [], 0
    for line in lines:
        cells = zip(unpacks, json.loads(line), strict=True)
        batch.append({column: None if cell is None else unpack(cell) for (column, unpack), cell in cells})
        if len(batch) == BATCH:
            connection.execute(statement, batch)
            count += len(batch)
            batch = []
    if batch:
        connection.execute(statement, batch)
    return count + len(batch)


def set_counters(connection: Connection, names: Iterable[str]) -> None:
    """Have PostgreSQL give out numbers above those that were inserted. SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    found = MetaData()
    found.reflect(connection, only=list(names))
    for table in found.tables.values():
        for column in table.primary_key.columns:
            place = {"table": f'"{table.name}"', "column": column.name}
            owned = text("SELECT pg_get_serial_sequence(:table, :column)")
            sequence = connection.execute(owned, place).scalar()
            highest = connection.execute(select(func.max(column))).scalar() if sequence else None
            if highest is not None:
                connection.execute(select(func.setval(sequence, highest)))
