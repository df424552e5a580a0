"""Entries are read in the order of their writers, page by page, and a page costs no more the later it stands."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, event, insert
from sqlalchemy.orm import Session

from learnhub.ledger.queries import ENTRIES, START, Cursor, entries_between, read_since
from learnhub.ledger.reasons import Reason
from learnhub.ledger.service import entry_row, record
from tests.db.ledger.ledger_support import NOW, create_ledger, person

WRITERS = (5, 5, 3, 7, 3, 7)


@pytest.fixture
def places(session: Session) -> list[Cursor]:
    """Entries of three writers whose numbers do not follow the order in which they were written."""
    for number, xid in enumerate(WRITERS):
        row = entry_row(person(number), now=NOW, actor="test", reason=Reason.FIRST, salt="s")
        session.execute(insert(ENTRIES).values(**row, xid=xid))
    rows = session.execute(ENTRIES.select().order_by(ENTRIES.c.xid, ENTRIES.c.entry_id)).all()
    return [Cursor(row.xid, row.entry_id) for row in rows]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_pages_follow_one_another_across_writers(session: Session, places: list[Cursor], limit: int) -> None:
    found, cursor = [], START
    while page := read_since(session, cursor, limit):
        assert len(page) <= limit
        cursor = page[-1].cursor
        found += [entry.cursor for entry in page]
    assert found == places


def test_every_stretch_between_two_places_is_whole(session: Session, places: list[Cursor]) -> None:
    ends = [START, *places]
    for first, after in enumerate(ends):
        for last in range(first, len(ends)):
            found = {entry.cursor for entry in entries_between(session, after, ends[last])}
            assert found == set(ends[first + 1 : last + 1])


def test_sqlite_reads_on_where_it_left_off() -> None:
    engine = create_engine("sqlite://")
    create_ledger(engine)
    with Session(engine) as session:
        record(session, [person(n) for n in range(9)], now=NOW, actor="test", reason=Reason.FIRST)
        last = read_since(session, START)[-1].cursor
        asked: list[Any] = []
        event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
        read_since(session, last, 1)
        entries_between(session, Cursor(last.xid, 1), last)
        cursor = session.connection().connection.cursor()
        plans = [cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchone()[3] for sql, values in asked]
    engine.dispose()
    assert [plan[plan.index("(") :] for plan in plans] == [
        "(xid=? AND entry_id>?)", "(xid>?)", "(xid=? AND entry_id>? AND entry_id<?)",
    ]  # fmt: skip
