"""The rights over one's data: take it away, have it erased. Driven by the marks on columns, for the
tables of all rooms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, select, update
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.db import Base, table
from learnhub.jobs.mail import FORGET_LETTERS
from learnhub.jobs.service import enqueue
from learnhub.ledger.person import training_records
from learnhub.ledger.service import erase_person as forget

FETCH = 500
Titles = Callable[[Session, int], Callable[[Mapping[str, Any]], Mapping[str, Any]]]
"""Of a person: what belongs beside one of her rows, for who reads it."""

FORGET_FILES = "forget_files"
ACCOUNT_ERASED = "account_erased"
"""For rooms above that keep something made of a person's data outside the database."""


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with rows of one person: `via` leads to the account, `erase` says delete or keep (with
    blanked columns)."""

    table: Table
    via: str
    erase: str


def personal_tables() -> list[PersonalTable]:
    """All tables, of all rooms, whose rows belong to a person, in an order in which children come first."""
    found = []
    for mapper in Base.registry.mappers:
        mark = mapper.class_.__personal__
        if mark:
            found.append(PersonalTable(table(mapper.class_), mark.via, mark.erase))
    order = {each: n for n, each in enumerate(Base.metadata.sorted_tables)}
    return sorted(found, key=lambda each: -order[each.table])


def _leads_to_account(column: Column[Any]) -> bool:
    return any(key.column.table is table(Person) for key in column.foreign_keys)


def _plain(column: Column[Any], value: Any, person_id: int) -> Any:
    if value is not None and _leads_to_account(column):
        return "you" if value == person_id else "somebody else"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if column.info.get("json") and value:
        return json.loads(value)
    return value


def _exported(each: Table) -> list[Column[Any]]:
    return [column for column in each.columns if column.info.get("export", True)]


def _rows(
    session: Session, each: Table, mine: ColumnElement[bool], person_id: int
) -> Iterator[dict[str, Any]]:
    columns = _exported(each)
    found = session.execute(
        select(*columns).where(mine).order_by(*each.primary_key.columns),
        execution_options={"yield_per": FETCH},
    )
    for row in found:
        yield {c.name: _plain(c, v, person_id) for c, v in zip(columns, row, strict=True)}


def _listed(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield f",\n {json.dumps(name)}: ["
    separator = "\n  "
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False, default=str)
        separator = ",\n  "
    yield "]"


def export_person(session: Session, *, person_id: int, titles: Titles, now: datetime) -> Iterator[str]:
    """Everything that is held about a person, as JSON in pieces, with the purpose of each personal column. However
    much it is, it is all there: a file that was cut off does not end with `complete`.

    Others stand in it as "somebody else". `titles` gives what a row is called that has only numbers and identifiers.
    """
    tables, person = personal_tables(), table(Person)
    all_columns = {each: _exported(each) for each in (person, *(mark.table for mark in tables))}
    purposes = {
        each.name: {c.name: c.info["personal"] for c in columns if "personal" in c.info}
        for each, columns in all_columns.items()
        if any("personal" in c.info for c in columns)
    }
    (account,) = _rows(session, person, person.c.id == person_id, person_id)
    head = {"made_at": now.isoformat(), "account": account, "purposes": purposes}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    told = titles(session, person_id)
    for mark in tables:
        rows = _rows(session, mark.table, mark.table.c[mark.via] == person_id, person_id)
        yield from _listed(mark.table.name, ({**row, **told(row)} for row in rows))
    records = training_records(session, account["ledger_id"])
    yield from _listed("ledger", ({"record": kind, **row} for kind, row in records))
    yield ',\n "complete": true\n}\n'


def end_keys(session: Session, *, person_id: int, now: datetime) -> None:
    """End what opens an account without its password: rows of any room with a column that `ends` with it."""
    for each in personal_tables():
        for column in each.table.columns:
            if "ends" in column.info:
                open_rows = update(each.table).where(each.table.c[each.via] == person_id, column.is_(None))
                session.execute(open_rows.values({column.name: now}))


def _blanks(columns: Iterator[Column[Any]]) -> dict[str, Any]:
    return {column.name: column.info["erase"] for column in columns if "erase" in column.info}


def forget_files(session: Session, keys: Sequence[str], now: datetime) -> None:
    """Have files that people handed in taken away as soon as this transaction holds, if no row names them then."""
    if keys:
        enqueue(session, name=FORGET_FILES, payload={"keys": list(keys)}, now=now)


def _forget_files_of(session: Session, each: PersonalTable, person_id: int, now: datetime) -> None:
    for column in each.table.columns:
        if column.info.get("file"):
            named = select(column).distinct().where(each.table.c[each.via] == person_id, column != "")
            forget_files(session, session.scalars(named).all(), now)


def erase_person(session: Session, *, person: Person, now: datetime, actor: str) -> None:
    """Erase an account: names, addresses, sessions and answers go; gender and country stay under a
    surrogate beside which no name stands any more (docs/ledger.md), so that what was counted stays counted.

    The account is locked first: what another page of hers is just sending is there, and goes too.
    """
    session.refresh(person, with_for_update=True)
    for each in personal_tables():
        mine = each.table.c[each.via] == person.id
        blanks = _blanks(iter(each.table.columns))
        if each.erase == "delete":
            _forget_files_of(session, each, person.id, now)
            session.execute(delete(each.table).where(mine))
        elif blanks:
            session.execute(update(each.table).where(mine).values(**blanks))
    if person.confirmed_email:  # letters to another address may be somebody else's
        enqueue(session, name=FORGET_LETTERS, payload={"to": person.confirmed_email}, now=now)
    for name, value in _blanks(iter(table(Person).columns)).items():
        setattr(person, name, value)
    person.status, person.erased_at = "erased", now
    person.ledger_rev += 1
    session.flush()
    forget(session, person_id=person.ledger_id, now=now, actor=actor)
    enqueue(session, name=ACCOUNT_ERASED, payload={"person": person.id}, now=now)
