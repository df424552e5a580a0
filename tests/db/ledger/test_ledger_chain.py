"""Sealing and verifying: whatever is done behind the triggers is found and named."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_support import NOW, create_ledger, enrolment, person, put, tamper
from sqlalchemy import Engine, case, func, select, text, update
from sqlalchemy.orm import Session

from learnhub.ledger import service
from learnhub.ledger.queries import BLOCKS, ENTRIES, entries_by_number, head, read_since
from learnhub.ledger.records import ErasureRecord
from learnhub.ledger.service import after_restore, erase_person, record, seal
from learnhub.ledger.verify import Finding, verify


def fill(session: Session, monkeypatch: pytest.MonkeyPatch | None = None, rows: int = 7) -> None:
    put(session, *(person(number) for number in range(1, rows + 1)))
    if monkeypatch is not None:
        monkeypatch.setattr(service, "BLOCK_ROWS", 3)
    seal(session, now=NOW)
    session.commit()


def named(findings: list[Finding]) -> set[tuple[str, str, int | None, int | None]]:
    return {(each.code, each.key, each.rev, each.block_id) for each in findings}


def test_blocks_are_capped_and_chained(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(session, monkeypatch)
    blocks = session.execute(select(BLOCKS).order_by(BLOCKS.c.block_id)).all()
    assert [block.rows for block in blocks] == [3, 3, 1]
    assert [block.prev_hash for block in blocks] == ["", blocks[0].block_hash, blocks[1].block_hash]
    assert head(session).block_hash == blocks[2].block_hash
    assert head(session).sealed == head(session).cursor
    assert seal(session, now=NOW) == 0
    assert verify(session) == []


def test_what_comes_later_goes_into_the_next_block(session: Session) -> None:
    fill(session)
    put(session, enrolment())
    assert verify(session) == []
    assert seal(session, now=NOW) == 1
    session.commit()
    assert head(session).block_id == 2
    assert verify(session) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE ledger_entry SET body = replace(body, 'KE', 'FR') WHERE key = 'p4'",
            ("altered", "p4", 1, 2),
        ),
        (
            "UPDATE ledger_entry SET recorded_at = '2025-01-01T00:00:00Z' WHERE key = 'p2'",
            ("altered", "p2", 1, 1),
        ),
        ("UPDATE ledger_entry SET reason = 'LATE' WHERE key = 'p2'", ("altered", "p2", 1, 1)),
        (
            "UPDATE ledger_entry SET digest = substr(digest, 2) || 'g' WHERE key = 'p6'",
            ("altered", "p6", 1, 2),
        ),
        ("UPDATE ledger_entry SET salt = '' WHERE key = 'p6'", ("altered", "p6", 1, 2)),
        ("UPDATE ledger_entry SET key = 'p99' WHERE key = 'p7'", ("altered", "p7", 1, 3)),
        ("DELETE FROM ledger_entry WHERE key = 'p5'", ("missing", "p5", 1, 2)),
        ("UPDATE ledger_entry SET xid = xid + 1000000 WHERE key = 'p3'", ("moved", "p3", 1, 1)),
        (
            "UPDATE ledger_block SET sealed_at = '2025-01-01T00:00:00Z' WHERE block_id = 2",
            ("block", "", None, 2),
        ),
        ("UPDATE ledger_block SET prev_hash = block_hash WHERE block_id = 2", ("block", "", None, 2)),
        ("UPDATE ledger_block SET leaves = 'x' WHERE block_id = 3", ("block", "", None, 3)),
        ("DELETE FROM ledger_block WHERE block_id = 2", ("block", "", None, 2)),
        ("UPDATE ledger_block SET block_id = 0 WHERE block_id = 1", ("block", "", None, 0)),
    ],
)
def test_changes_behind_the_triggers_are_named(
    engine: Engine,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    statement: str,
    expected: tuple[str, str, int | None, int | None],
) -> None:
    fill(session, monkeypatch)
    tamper(engine, statement)
    found = named(verify(session))
    assert expected in found
    assert {each[1] for each in found if each[0] == "altered"} <= {expected[1]}


COPY = """INSERT INTO ledger_entry
(entry_id, kind, key, rev, recorded_at, body, reason, actor, salt, digest, xid)
SELECT {0}, kind, 'p66', rev, recorded_at, body, reason, actor, salt, digest, {1}
FROM ledger_entry WHERE key = 'p1'"""


@pytest.mark.parametrize(("number", "place"), [(0, "xid"), (-9, "xid"), (9000, -9), (-9, -9)])
def test_a_row_among_sealed_rows_is_inserted(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch, number: int, place: str | int
) -> None:
    fill(session, monkeypatch)
    tamper(engine, COPY.format(number, place))
    assert named(verify(session)) == {("inserted", "p66", 1, 1)}


def test_the_tail_is_checked_by_its_own_digests(engine: Engine, session: Session) -> None:
    fill(session, rows=2)
    put(session, person(8), person(9))
    tamper(engine, "UPDATE ledger_entry SET body = replace(body, 'KE', 'FR') WHERE key = 'p9'")
    assert named(verify(session)) == {("altered", "p9", 1, None)}


def test_a_forged_erasure_needs_its_entry(engine: Engine, session: Session) -> None:
    fill(session)
    tamper(engine, "UPDATE ledger_entry SET body = replace(body, '1990', ''), salt = '' WHERE key = 'p2'")
    assert named(verify(session)) == {("altered", "p2", 1, 1)}


def forge(session: Session, number: int, *, line: str) -> None:
    """Put a line in the place of a sealed one as the triggers let it through: with an entry that records it."""
    put(session, ErasureRecord(entry_id=number, line=line), reason="ERASURE")
    session.execute(update(ENTRIES).where(ENTRIES.c.entry_id == number).values(body=line, salt=""))
    session.commit()


def test_a_recorded_erasure_excuses_nothing_but_what_erasing_leaves(session: Session) -> None:
    put(session, person(1), person(2), person(3), enrolment())
    seal(session, now=NOW)
    session.commit()
    first, second, _third, fourth = entries_by_number(session, [1, 2, 3, 4])
    forge(session, first.entry_id, line=first.body.replace(",F,", ",M,"))  # no erasure leaves a birth year
    forge(
        session, second.entry_id, line=person(2, birth_year=None, nationality="").to_line(NOW)
    )  # nobody left
    forge(session, fourth.entry_id, line=fourth.body.replace("2026-05-04", "2025-05-04"))
    erase_person(session, person_id="p3", now=NOW, actor="p3")
    session.commit()
    assert named(verify(session)) == {
        ("altered", "p1", 1, 1),
        ("altered", "p2", 1, 1),
        ("altered", "n1", 1, 1),
    }


def test_text_that_is_none_is_named_and_not_the_end(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    # PostgreSQL stores no bytes that are no text: there the nearest is the sign for what could not be read
    torn = {
        "sqlite": "UPDATE ledger_entry SET body = CAST(x'ff41' AS TEXT) WHERE key IN ('p2', 'p8')",
        "postgresql": "UPDATE ledger_entry SET body = '\ufffdA' WHERE key IN ('p2', 'p8')",
    }
    fill(session, monkeypatch)
    put(session, person(8))
    tamper(engine, torn[engine.dialect.name])
    assert named(verify(session)) == {("altered", "p2", 1, 1), ("altered", "p8", 1, None)}


def test_an_anchor_shows_a_ledger_that_was_cut_short(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, monkeypatch)
    anchor = {3: head(session).block_hash, 1: "0" * 64}
    assert named(verify(session, anchor)) == {("block", "", None, 1)}
    session.rollback()
    tamper(engine, "DELETE FROM ledger_block WHERE block_id = 3", "DELETE FROM ledger_entry WHERE key = 'p7'")
    assert verify(session) == []
    assert named(verify(session, {3: anchor[3]})) == {("block", "", None, 3)}


EDITS = st.tuples(
    st.integers(1, 9),
    st.sampled_from(["body", "key", "actor", "reason", "salt", "recorded_at", "digest"]),
    st.integers(0, 11),
    st.sampled_from("XYZ"),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edit=EDITS, sealed=st.integers(1, 9))
def test_any_edit_of_any_row_is_found(engine: Engine, edit: Any, sealed: int) -> None:
    number, column, position, sign = edit
    create_ledger(engine)
    with Session(engine) as session:
        put(session, *(person(each) for each in range(1, sealed + 1)))
        seal(session, now=NOW)
        session.commit()
        put(session, *(person(each) for each in range(sealed + 1, 10)))
        kept = ENTRIES.c[column]
        # A random salt may hold the very sign at that place: an edit is one only if it changes something.
        other = case((func.substr(kept, position + 1, 1) == sign, "W"), else_=sign)
        changed = func.substr(kept, 1, position) + other + func.substr(kept, position + 2)
        tamper(engine, update(ENTRIES).where(ENTRIES.c.entry_id == number).values({column: changed}))
        assert {each.entry_id for each in verify(session)} == {number}


def together(*acts: Any) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_sealers_and_writers_at_once_leave_one_chain(engine: Engine, session: Session) -> None:
    errors: list[BaseException] = []

    def write(start: int) -> None:
        try:
            with Session(engine) as mine:
                for number in range(start, start + 15):
                    put(mine, person(number), enrolment(number))
        except BaseException as error:
            errors.append(error)

    def sealing() -> None:
        try:
            with Session(engine) as mine:
                for _ in range(10):
                    seal(mine, now=NOW)
                    mine.commit()
        except BaseException as error:
            errors.append(error)

    together(lambda: write(100), lambda: write(200), sealing, sealing)
    assert errors == []
    seal(session, now=NOW)
    session.commit()
    assert sum(session.scalars(select(BLOCKS.c.rows))) == 60
    assert verify(session) == []


def test_a_late_writer_is_neither_missed_nor_sealed_before_its_time(engine: Engine, session: Session) -> None:
    if engine.dialect.name == "sqlite":
        put(session, person(1))  # one writer at a time: nobody can be late
        assert seal(session, now=NOW) == 1
        return
    with Session(engine) as early, Session(engine) as late:
        early.execute(text("SELECT pg_current_xact_id()"))  # older transaction, higher entry number
        record(late, [person(2)], now=NOW, actor="x", reason="FIRST")
        record(early, [person(1)], now=NOW, actor="x", reason="FIRST")
        early.commit()
        assert [item.key for item in read_since(session, (head(session).sealed))] == ["p1"]
        assert seal(session, now=NOW) == 1
        session.commit()
        late.commit()
    assert [item.key for item in read_since(session, head(session).sealed)] == ["p2"]
    assert seal(session, now=NOW) == 1
    session.commit()
    assert verify(session) == []


def test_after_a_restore_new_entries_stand_behind_old_ones(engine: Engine, session: Session) -> None:
    put(session, person(1))
    assert after_restore(session) is False
    session.commit()
    if engine.dialect.name == "sqlite":
        return
    tamper(engine, "UPDATE ledger_entry SET xid = xid + 5000000")
    assert after_restore(session) is True
    session.commit()
    try:
        put(session, person(2))
        assert seal(session, now=NOW) == 2
        session.commit()
        put(session, person(3))
        assert [item.key for item in read_since(session, head(session).sealed)] == ["p3"]
        assert after_restore(session) is False
        assert verify(session) == []
    finally:
        session.rollback()
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION ledger_shift() CASCADE"))
