"""The rights over one's data: take it away, have it erased. Driven by the marks on columns, for the
tables of all rooms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.db import Base, table
from learnhub.jobs.service import enqueue
from learnhub.ledger.service import erase_person as forget

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


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    return value


def _exported(columns: Iterator[Column[Any]]) -> list[Column[Any]]:
    return [column for column in columns if column.info.get("export", True)]


def export_person(session: Session, *, person_id: int, now: datetime) -> str:
    """Everything that is held about a person, as JSON, with the purpose of each personal column."""
    people = table(Person)
    columns = _exported(iter(people.columns))
    row = session.execute(select(*columns).where(people.c.id == person_id)).mappings().one()
    data: dict[str, Any] = {
        "made_at": now.isoformat(),
        "account": {key: _plain(value) for key, value in row.items()},
        "purposes": {column.name: column.info["personal"] for column in columns if "personal" in column.info},
    }
    for each in personal_tables():
        columns = _exported(iter(each.table.columns))
        rows = session.execute(select(*columns).where(each.table.c[each.via] == person_id).limit(10_000))
        data[each.table.name] = [{k: _plain(v) for k, v in found.items()} for found in rows.mappings()]
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


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
    surrogate beside which no name stands any more (docs/ledger.md), so that what was counted stays counted."""
    for each in personal_tables():
        mine = each.table.c[each.via] == person.id
        blanks = _blanks(iter(each.table.columns))
        if each.erase == "delete":
            _forget_files_of(session, each, person.id, now)
            session.execute(delete(each.table).where(mine))
        elif blanks:
            session.execute(update(each.table).where(mine).values(**blanks))
    for name, value in _blanks(iter(table(Person).columns)).items():
        setattr(person, name, value)
    person.status, person.erased_at = "erased", now
    person.ledger_rev += 1
    session.flush()
    forget(session, person_id=person.ledger_id, now=now, actor=actor)
    enqueue(session, name=ACCOUNT_ERASED, payload={"person": person.id}, now=now)
