"""The lock: nobody changes or deletes entries and blocks, except to blank a line that an erasure recorded."""

from __future__ import annotations

import pytest
from ledger_support import NOW, attempt, enrolment, person, put
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.kernel.errors import NotFound
from learnhub.ledger.cells import RecordError
from learnhub.ledger.queries import START, entries_of, read_since
from learnhub.ledger.records import ErasureRecord, PersonRecord
from learnhub.ledger.service import erase, erase_person, seal
from learnhub.ledger.triggers import create_triggers
from learnhub.ledger.verify import verify

REFUSED = [
    "UPDATE ledger_entry SET body = replace(body, 'F', 'M')",
    "UPDATE ledger_entry SET digest = digest",
    "UPDATE ledger_entry SET salt = ''",
    "UPDATE ledger_entry SET rev = 7, salt = ''",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_block SET rows = 5",
    "DELETE FROM ledger_block",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_tables_refuse(engine: Engine, session: Session, statement: str) -> None:
    put(session, person(), attempt())
    seal(session, now=NOW)
    session.commit()
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert verify(session) == []


def test_rows_cannot_be_replaced_or_the_table_emptied(engine: Engine, session: Session) -> None:
    put(session, person())
    seal(session, now=NOW)
    session.commit()
    statements = {
        "sqlite": [
            "INSERT OR REPLACE INTO ledger_entry"
            " (kind, key, rev, recorded_at, body, reason, actor, salt, digest)"
            " SELECT kind, key, rev, recorded_at, '', reason, actor, salt, digest FROM ledger_entry",
            "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
            "INSERT OR REPLACE INTO ledger_block SELECT * FROM ledger_block",
        ],
        "postgresql": ["TRUNCATE ledger_entry", "TRUNCATE ledger_block", "TRUNCATE ledger_entry CASCADE"],
    }
    for statement in statements[engine.dialect.name]:
        with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    assert len(read_since(session, START)) == 1


def test_locking_again_changes_nothing(engine: Engine, session: Session) -> None:
    put(session, person())
    with engine.begin() as connection:
        create_triggers(connection)
        create_triggers(connection)
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger_entry"))


def test_only_the_recorded_line_opens_the_lock(engine: Engine, session: Session) -> None:
    put(session, person())
    note = ErasureRecord(entry_id=read_since(session, START)[0].entry_id, line='p1,"a, b",x')
    put(session, note, reason="ERASURE")
    update = text("UPDATE ledger_entry SET body = :line, salt = :salt WHERE kind = 'persons'")
    for line, salt in [('p1,"a, c",x', ""), ('p1,"a, b",x', "kept"), ('p1,"a, b",x"', "")]:
        with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
            connection.execute(update, {"line": line, "salt": salt})
    with engine.begin() as connection:
        connection.execute(update, {"line": note.line, "salt": ""})


def people(session: Session) -> list[PersonRecord]:
    return [PersonRecord.from_line(item.body) for item in entries_of(session, "persons", ["p1"])]


def test_erasing_a_person_leaves_only_the_residue(session: Session) -> None:
    put(session, person(1), person(2), enrolment())
    put(session, person(1, rev=2, residence="FR"))
    seal(session, now=NOW)
    session.commit()
    assert erase_person(session, person_id="p1", now=NOW, actor="p1") == 3
    session.commit()
    assert [(each.birth_year, each.nationality) for each in people(session)] == [(None, "")] * 3
    assert [each.status for each in people(session)] == ["confirmed", "confirmed", "erased"]
    assert [(each.gender, each.residence) for each in people(session)] == [
        ("F", "KE"),
        ("F", "FR"),
        ("F", "FR"),
    ]
    assert "1990" not in "".join(item.body for item in read_since(session, START) if "p2" not in item.body)
    assert [item.salt for item in entries_of(session, "persons", ["p1"])][:2] == ["", ""]
    assert verify(session) == []
    seal(session, now=NOW)
    session.commit()
    assert verify(session) == []


def test_strict_erasure_keeps_no_residue_and_can_follow(session: Session) -> None:
    put(session, person(1))
    erase_person(session, person_id="p1", now=NOW, actor="p1")
    session.commit()
    assert erase_person(session, person_id="p1", now=NOW, actor="p1", keep_residue=False) == 3
    session.commit()
    assert {(each.gender, each.residence) for each in people(session)} == {("", "")}
    assert verify(session) == []


def test_erasing_what_is_not_there(session: Session) -> None:
    with pytest.raises(NotFound):
        erase_person(session, person_id="p9", now=NOW, actor="x")
    with pytest.raises(NotFound):
        erase(session, {77: "a,b"}, now=NOW, actor="x")


def test_erasing_leaves_a_line_of_the_same_kind(session: Session) -> None:
    put(session, person())
    number = read_since(session, START)[0].entry_id
    with pytest.raises(RecordError):
        erase(session, {number: "nothing"}, now=NOW, actor="x")
