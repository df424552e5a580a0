"""Every column that exists can be carried, and what is carried comes back as it was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, select
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.pool import StaticPool

from learnhub.cli.database import all_tables
from learnhub.cli.portable import KINDS, columns_of, dump_rows, kind_of, load_rows, plain_table

EASTERN = timezone(timedelta(hours=5, minutes=30))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "text": st.text(st.characters(exclude_categories=["Cs"])),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "decimal": st.decimals(-(10**6), 10**6, places=4),
    "instant": st.integers(0, 10**10).map(lambda s: datetime.fromtimestamp(s, EASTERN)),
    "date": st.dates(),
    "time": st.times(),
    "bytes": st.binary(),
    "json": st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5),
}
COLUMNS = {
    "a": "integer",
    "b": "text",
    "c": "json",
    "d": "decimal",
    "e": "instant",
    "f": "date",
    "g": "time",
    "h": "bytes",
}
FULL = [
    "x\n\u2028ü",
    {"k": [1, None]},
    Decimal("1.25"),
    datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    date(2026, 1, 2),
    time(3, 4),
    b"\x00\xff",
]


def test_every_table_of_every_room_can_be_carried() -> None:
    tables = all_tables().sorted_tables
    assert len(tables) > 20
    for table in tables:
        assert set(columns_of(table).values()) <= set(KINDS)


def test_a_type_that_nobody_has_thought_about_is_refused() -> None:
    table = Table("t", MetaData(), Column("ip", INET()))
    with pytest.raises(TypeError, match=r"t\.ip"):
        kind_of(table.c.ip)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_values_survive_the_way_through_json(kind: str) -> None:
    @given(VALUES[kind])
    def survives(value: Any) -> None:
        carried = json.loads(json.dumps(KINDS[kind].pack(value)))
        assert KINDS[kind].unpack(carried) == value

    survives()


def test_instants_are_carried_in_utc_whether_the_database_keeps_zones_or_not() -> None:
    pack = KINDS["instant"].pack
    aware = datetime(2026, 3, 29, 6, 30, tzinfo=EASTERN)
    assert pack(aware) == "2026-03-29T01:00:00+00:00"
    assert pack(aware.astimezone(UTC).replace(tzinfo=None)) == "2026-03-29T01:00:00+00:00"


def test_rows_come_back_in_batches_with_their_nothings() -> None:
    packs = [KINDS[kind].pack for kind in COLUMNS.values()][1:]
    full = [pack(value) for pack, value in zip(packs, FULL, strict=True)]
    lines = [json.dumps([n, *([None] * 7 if n % 2 else full)]).encode() for n in range(4001)]
    engine = create_engine("sqlite://", poolclass=StaticPool)
    cells = (Column(name, KINDS[kind].plain, primary_key=name == "a") for name, kind in COLUMNS.items())
    keyed = Table("t", MetaData(), *cells)
    with engine.begin() as connection:
        keyed.create(connection)
        assert load_rows(connection, "t", COLUMNS, lines) == 4001
        again = [json.loads(line) for line in dump_rows(connection, keyed, COLUMNS)]
        plain = plain_table("t", COLUMNS, MetaData())
        rows = connection.execute(select(plain).where(plain.c.a < 2).order_by(plain.c.a)).all()
    engine.dispose()
    assert [row[0] for row in again] == list(range(4001))
    assert again[1][1:] == [None] * 7
    assert again[2][1:3] == ["x\n\u2028ü", {"k": [1, None]}]
    assert rows[1][1:] == (None,) * 7
    assert [rows[0].d, rows[0].f, rows[0].g, rows[0].h] == [FULL[2], FULL[4], FULL[5], FULL[6]]
