"""Brings the reference data that come with LearnHub into the database, and says what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, and_, insert, select, text, update
from sqlalchemy.orm import Session

from learnhub.centres import datafiles
from learnhub.centres.datafiles import Contents, Row
from learnhub.centres.models import (
    Centre,
    CentreTheme,
    Country,
    CountryGroup,
    Framework,
    FrameworkItem,
    ReferenceLoad,
    Theme,
)
from learnhub.centres.snapshot import forget
from learnhub.db import Base, table
from learnhub.ledger.queries import entries_of, latest_records
from learnhub.ledger.reasons import Reason
from learnhub.ledger.records import CentreRecord
from learnhub.ledger.service import record
from learnhub.web.service import pages_changed


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a load did to one list: the keys of rows added, changed and closed."""

    name: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.closed)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `lists` is empty if the database had this edition already."""

    version: int
    lists: tuple[ListChange, ...] = ()

    def __bool__(self) -> bool:
        return any(self.lists)


@dataclass(frozen=True, slots=True)
class _List:
    model: type[Base]
    key: Sequence[str]
    rows: Callable[[Contents], Iterable[Row]]


# Parents before children, so that every foreign key finds its row.
LISTS = (
    _List(Country, ("iso2",), datafiles.country_rows),
    _List(CountryGroup, ("group_code", "iso2", "from_date"), datafiles.group_rows),
    _List(Framework, ("code",), datafiles.framework_rows),
    _List(FrameworkItem, ("framework_code", "code"), datafiles.item_rows),
    _List(Theme, ("code",), datafiles.theme_rows),
    _List(Centre, ("id",), datafiles.centre_rows),
    _List(CentreTheme, ("centre_id", "theme_code"), datafiles.centre_theme_rows),
)


def load_reference(session: Session, *, now: datetime, contents: Contents | None = None) -> LoadReport:
    """Bring the lists to the state of the data files: add, change, close; delete nothing.

    Quick when the database has this edition already. `contents` stands in for our own files.
    Raises Unacceptable with file and line for what cannot be read, or names what is in no list.
    """
    contents = datafiles.read_files() if contents is None else contents
    digest = _digest(contents)
    if session.get_bind().dialect.name == "postgresql":  # two starting processes must not both add
        session.execute(text("LOCK TABLE reference_load IN EXCLUSIVE MODE"))
    edition = session.get(ReferenceLoad, 1)
    if edition is not None and edition.digest == digest:
        return LoadReport(edition.version)
    datafiles.refuse_strangers(contents)
    changes = tuple(_bring_up_to_date(session, each, contents, now.date()) for each in LISTS)
    _record_centres(session, now)
    if edition is None:
        edition = ReferenceLoad(id=1, version=0)
        session.add(edition)
    edition.version += 1
    edition.digest = digest
    edition.loaded_at = now
    session.flush()
    forget(session)
    pages_changed(session)
    return LoadReport(edition.version, tuple(change for change in changes if change))


def _record_centres(session: Session, now: datetime) -> None:
    """Tell the ledger of centres that it does not know as they are now: training figures name them."""
    source = table(Centre)
    columns = (source.c.id, source.c.name, source.c.host_iso2, source.c.timezone, source.c.joined_on)
    rows = session.execute(select(*columns).order_by(source.c.id)).all()
    known = {
        entry.key: entry for entry in entries_of(session, CentreRecord.entry_kind, [row.id for row in rows])
    }
    fresh: dict[Reason, list[CentreRecord]] = {Reason.FIRST: [], Reason.REVISE: []}
    for row in rows:
        last = known.get(row.id)  # entries come oldest first, so this is the newest version
        made = CentreRecord(
            centre_id=row.id,
            name=row.name,
            host_country=row.host_iso2,
            timezone=row.timezone,
            joined_on=row.joined_on,
            rev=last.rev + 1 if last else 1,
        )
        if last is None or last.body != made.to_line(now):
            fresh[Reason.REVISE if last else Reason.FIRST].append(made)
    for reason, records in fresh.items():
        record(session, records, now=now, actor="reference-data", reason=reason)


def _joined(session: Session, centres: Sequence[str]) -> dict[str, date | None]:
    """Since when the ledger knows centres: in an instance that took a ledger over, longer than its lists."""
    known = latest_records(session, CentreRecord, centres)
    return {key: each.joined_on for key, each in known.items()}


def _digest(contents: Contents) -> str:
    whole = hashlib.sha256()
    for name in datafiles.FILES:
        whole.update(f"{name} {len(contents[name])}\n".encode() + contents[name])
    return whole.hexdigest()


def _bring_up_to_date(session: Session, each: _List, contents: Contents, today: date) -> ListChange:
    rows = {_key(row, each.key): row for row in each.rows(contents)}
    there = {_key(row, each.key): row for row in session.execute(select(table(each.model))).mappings()}
    new = [row for key, row in rows.items() if key not in there]
    if new and each.model is Centre:
        joined = _joined(session, [row["id"] for row in new])
        new = [{**row, "joined_on": joined.get(row["id"]) or today} for row in new]
    if new:
        session.execute(insert(table(each.model)), new)
    changed = [key for key, row in rows.items() if key in there and _change(session, each, row, there[key])]
    closed = [key for key, row in there.items() if key not in rows and row["closed_on"] is None]
    for key in closed:
        _update(session, each, there[key], {"closed_on": today})
    return ListChange(
        each.model.__tablename__,
        added=tuple(_spoken(key) for key in rows if key not in there),
        changed=tuple(map(_spoken, changed)),
        closed=tuple(map(_spoken, closed)),
    )


def _change(session: Session, each: _List, row: Row, old: RowMapping) -> bool:
    """Write what differs. A row that only moved in its list is written, but is no change to tell of."""
    differing = {name: value for name, value in {**row, "closed_on": None}.items() if old[name] != value}
    if differing:
        _update(session, each, old, differing)
    return bool(differing.keys() - {"position"})


def _update(session: Session, each: _List, old: RowMapping, values: Row) -> None:
    target = table(each.model)
    same = and_(*(column == old[column.name] for column in target.primary_key))
    session.execute(update(target).where(same).values(values))


def _key(row: Row | RowMapping, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _spoken(key: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in key if part is not None)
