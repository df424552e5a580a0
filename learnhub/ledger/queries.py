"""Reads of the ledger, in pages: ten million entries need no more memory than ten thousand.

An entry is settled when no running transaction can still put another one before it. On SQLite every committed
entry is; on PostgreSQL those whose writer is older than every running one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from learnhub.db import table
from learnhub.ledger.cells import instant_text
from learnhub.ledger.models import LedgerBlock, LedgerEntry
from learnhub.ledger.reasons import Reason
from learnhub.ledger.records import Record

PAGE = 10_000
NAMES, KEYS = 100, 2_000  # looked for in one statement
ENTRIES = table(LedgerEntry)
BLOCKS = table(LedgerBlock)
R = TypeVar("R", bound=Record)


class Cursor(NamedTuple):
    """A place in the order of entries; keep it as two numbers and hand it back."""

    xid: int
    entry_id: int


START = Cursor(-(2**63), -(2**63))  # before whatever a row can say, so that `verify` misses none


class Entry(NamedTuple):
    """An entry as it is read; `body` is its line in the file of its kind."""

    entry_id: int
    kind: str
    key: str
    rev: int
    recorded_at: str
    body: str
    reason: str
    actor: str
    salt: str
    digest: str
    xid: int

    @property
    def cursor(self) -> Cursor:
        """Its place in the order."""
        return Cursor(self.xid, self.entry_id)


class Line(NamedTuple):
    """What copies of the ledger need of an entry: its place, and what it says."""

    xid: int
    entry_id: int
    kind: str
    rev: int
    recorded_at: str
    body: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far the ledger goes: its last settled entry and its last block, whose hash stands for all of it."""

    cursor: Cursor
    block_id: int
    block_hash: str
    sealed: Cursor
    sealed_at: str


_COLUMNS = tuple(ENTRIES.c[name] for name in Entry._fields)
_LINE = tuple(ENTRIES.c[name] for name in Line._fields)


def _settled(session: Session) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "postgresql":
        return ENTRIES.c.xid < func.ledger_horizon()
    return true()


def _entries(session: Session, statement: Select[Any]) -> list[Entry]:
    return [Entry._make(row) for row in session.execute(statement).all()]


def read_since(session: Session, cursor: Cursor, limit: int = PAGE) -> list[Entry]:
    """The next settled entries after a place, in order; go on from the last one's `cursor`."""
    return [Entry._make(row) for row in _after(session, select(*_COLUMNS), cursor, limit)]


def lines_since(session: Session, cursor: Cursor, limit: int = PAGE) -> list[Line]:
    """As `read_since`, for those who copy what entries say: less than half the work for an entry."""
    return [Line._make(row) for row in _after(session, select(*_LINE), cursor, limit)]


def _after(session: Session, columns: Select[Any], cursor: Cursor, limit: int) -> list[Row[Any]]:
    """First the rest of the same writer's entries, then the others'.

    SQLite looks a pair of columns up by the first one alone, and there all entries can have the same.
    """
    xid, entry_id = ENTRIES.c.xid, ENTRIES.c.entry_id
    statement = columns.where(_settled(session)).order_by(xid, entry_id)
    same = statement.where(xid == cursor.xid, entry_id > cursor.entry_id).limit(limit)
    found = list(session.execute(same).all())
    if len(found) < limit:
        others = statement.where(xid > cursor.xid).limit(limit - len(found))
        found += session.execute(others).all()
    return found


def entries_between(session: Session, after: Cursor, until: Cursor) -> list[Entry]:
    """All entries after one place and up to another, for checking a block against what it sealed."""
    xid, entry_id = ENTRIES.c.xid, ENTRIES.c.entry_id
    if after.xid == until.xid:
        within = and_(xid == after.xid, entry_id > after.entry_id, entry_id <= until.entry_id)
    else:
        within = or_(
            and_(xid == after.xid, entry_id > after.entry_id),
            and_(xid > after.xid, xid < until.xid),
            and_(xid == until.xid, entry_id <= until.entry_id),
        )
    return _entries(session, select(*_COLUMNS).where(within))


def entries_by_number(session: Session, numbers: Sequence[int]) -> list[Entry]:
    """The entries of these numbers that are there."""
    return _entries(session, select(*_COLUMNS).where(ENTRIES.c.entry_id.in_(numbers)))


def entries_of(session: Session, kind: str, keys: Collection[str]) -> list[Entry]:
    """Every version of these keys, however many there are; of each key the oldest first."""
    wanted, found = sorted(set(keys)), []
    for start in range(0, len(wanted), KEYS):
        some = (ENTRIES.c.kind == kind, ENTRIES.c.key.in_(wanted[start : start + KEYS]))
        found += _entries(session, select(*_COLUMNS).where(*some).order_by(ENTRIES.c.key, ENTRIES.c.rev))
    return found


def latest_records(session: Session, kind: type[R], keys: Collection[str]) -> dict[str, R]:
    """What holds of these keys now: the record of the highest version of each, but of those that are not there."""
    last = {entry.key: entry.body for entry in entries_of(session, kind.entry_kind, keys)}
    return {key: kind.from_line(body) for key, body in last.items()}


def entries_naming(
    session: Session, kinds: Sequence[str], names: Sequence[str], *, since: int
) -> Iterator[Entry]:
    """Entries of these kinds, from this number on, with one of the names in a cell behind the first; some have it
    elsewhere in their line, so that callers look again. For what is asked seldom: it reads every line of the kinds."""
    for n in range(0, len(names), NAMES):
        named = or_(*(ENTRIES.c.body.contains(f",{name}", autoescape=True) for name in names[n : n + NAMES]))
        within = (ENTRIES.c.kind.in_(kinds), ENTRIES.c.entry_id >= since)
        statement = select(*_COLUMNS).where(*within, named).order_by(ENTRIES.c.entry_id)
        for row in session.execute(statement, execution_options={"yield_per": NAMES}):
            yield Entry._make(row)


def last_number(session: Session) -> int:
    """The highest number of an entry, settled or not; 0 if there is none."""
    return session.scalar(select(func.max(ENTRIES.c.entry_id))) or 0


def known_keys(session: Session, kind: str, keys: Sequence[str]) -> set[str]:
    """Those of the keys that have at least one entry."""
    statement = select(ENTRIES.c.key).where(ENTRIES.c.kind == kind, ENTRIES.c.key.in_(keys)).distinct()
    return set(session.scalars(statement))


def _as_of(as_of: datetime | None) -> ColumnElement[bool]:
    return true() if as_of is None else ENTRIES.c.recorded_at <= instant_text(as_of)


def stream(session: Session, as_of: datetime | None = None) -> Iterator[Entry]:
    """All settled entries recorded up to `as_of`, by entry number."""
    last = -1
    while True:
        statement = (
            select(*_COLUMNS)
            .where(ENTRIES.c.entry_id > last, _settled(session), _as_of(as_of))
            .order_by(ENTRIES.c.entry_id)
            .limit(PAGE)
        )
        page = _entries(session, statement)
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].entry_id


def latest(
    session: Session, kind: str, as_of: datetime | None = None, *, ending: str = ""
) -> Iterator[Entry]:
    """The version of each key that held at `as_of`, by key: of those recorded until then the highest.

    With `ending` only keys that end so.
    """
    newer = aliased(ENTRIES)
    is_newer = and_(newer.c.kind == ENTRIES.c.kind, newer.c.key == ENTRIES.c.key, newer.c.rev > ENTRIES.c.rev)
    if as_of is not None:
        is_newer = and_(is_newer, newer.c.recorded_at <= instant_text(as_of))
    last = ""
    while True:
        statement = (
            select(*_COLUMNS)
            .where(ENTRIES.c.kind == kind, ENTRIES.c.key > last, _as_of(as_of))
            .where(ENTRIES.c.key.endswith(ending, autoescape=True) if ending else true())
            .where(~select(newer.c.entry_id).where(is_newer).exists())
            .order_by(ENTRIES.c.key)
            .limit(PAGE)
        )
        page = _entries(session, statement)
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].key


def superseded(session: Session, kinds: Sequence[str], as_of: datetime | None = None) -> Iterator[int]:
    """Numbers of the entries that gave way to a higher version recorded up to `as_of`, ascending."""
    newer = aliased(ENTRIES)
    is_newer = and_(newer.c.kind == ENTRIES.c.kind, newer.c.key == ENTRIES.c.key, newer.c.rev > ENTRIES.c.rev)
    if as_of is not None:
        is_newer = and_(is_newer, newer.c.recorded_at <= instant_text(as_of))
    statement = (
        select(ENTRIES.c.entry_id)
        .where(ENTRIES.c.kind.in_(kinds), _as_of(as_of), select(newer.c.entry_id).where(is_newer).exists())
        .order_by(ENTRIES.c.entry_id)
    )
    yield from session.execute(statement.execution_options(yield_per=PAGE)).scalars()


def head(session: Session) -> Head:
    """The present end of the ledger; its hash, written down elsewhere, proves everything before it."""
    last = session.execute(
        select(ENTRIES.c.xid, ENTRIES.c.entry_id)
        .where(_settled(session))
        .order_by(ENTRIES.c.xid.desc(), ENTRIES.c.entry_id.desc())
        .limit(1)
    ).first()
    block = session.execute(
        select(
            BLOCKS.c.block_id,
            BLOCKS.c.block_hash,
            BLOCKS.c.last_xid,
            BLOCKS.c.last_entry,
            BLOCKS.c.sealed_at,
        )
        .order_by(BLOCKS.c.block_id.desc())
        .limit(1)
    ).first()
    cursor = Cursor(*last) if last else START
    if block is None:
        return Head(cursor, 0, "", START, "")
    sealed = Cursor(block.last_xid, block.last_entry)
    return Head(cursor, block.block_id, block.block_hash, sealed, block.sealed_at)


def last_own(session: Session) -> str:
    """When this instance itself recorded something last, or a later moment up to which it had: the last sealing.

    What was imported does not count: it keeps the days of the ledger that it comes from. Empty if there is nothing.
    """
    end = head(session)
    xid, entry_id = ENTRIES.c.xid, ENTRIES.c.entry_id
    after = or_(xid > end.sealed.xid, and_(xid == end.sealed.xid, entry_id > end.sealed.entry_id))
    own = and_(ENTRIES.c.reason != Reason.IMPORT.value, _settled(session))
    newest = session.scalar(select(func.max(ENTRIES.c.recorded_at)).where(after, own))
    return max(end.sealed_at, newest or "")


def next_rev(session: Session, *, kind: str, keys: Sequence[str]) -> dict[str, int]:
    """The revision that the next row of each key takes: 1 for a new key. For callers that keep no counter."""
    statement = (
        select(ENTRIES.c.key, func.max(ENTRIES.c.rev))
        .where(ENTRIES.c.kind == kind, ENTRIES.c.key.in_(keys))
        .group_by(ENTRIES.c.key)
    )
    found = {row[0]: row[1] for row in session.execute(statement)}
    return {key: found.get(key, 0) + 1 for key in keys}
