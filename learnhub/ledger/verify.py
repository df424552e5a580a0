"""Checking the ledger against its own digests: what was altered, is missing, or was put in, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import LargeBinary, cast, select
from sqlalchemy.orm import Session

from learnhub.ledger.cells import RecordError, parse_instant
from learnhub.ledger.digests import Leaf, Seal, block_digest, entry_digest, read_leaves, unpack
from learnhub.ledger.queries import (
    BLOCKS,
    START,
    Cursor,
    Entry,
    entries_between,
    entries_by_number,
    entries_of,
    read_since,
)
from learnhub.ledger.records import ErasureRecord, PersonRecord, join_cells
from learnhub.ledger.service import blanked

FIRST = 1  # the number of the first block


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was recorded. `code` is altered, missing, inserted, moved or block."""

    code: str
    message: str
    entry_id: int | None = None
    kind: str = ""
    key: str = ""
    rev: int | None = None
    block_id: int | None = None

    @property
    def sentence(self) -> str:
        """What was found and where: `altered: entry 17 (enrolments E-4, version 1) is not what was sealed.`"""
        what = f"block {self.block_id}" if self.entry_id is None else f"entry {self.entry_id}"
        if self.kind:
            what += f" ({self.kind} {self.key}, version {self.rev})"
        return f"{self.code}: {what} {self.message}."


@dataclass(frozen=True, slots=True)
class Followed:
    """How far the chain of blocks has been followed: the last block, its hash, and the place of its last entry."""

    block_id: int = 0
    block_hash: str = ""
    place: Cursor = START


@dataclass(frozen=True, slots=True)
class Looked:
    """One step of a check: how far it is then, how many entries it took, and what was found."""

    followed: Followed
    rows: int
    findings: tuple[Finding, ...]


def verify(session: Session, anchors: Mapping[int, str] | None = None) -> list[Finding]:
    """Check every entry and block; an empty list means that all is as it was recorded.

    `anchors` are block hashes that were kept elsewhere (a release names one): only they show a ledger that
    was cut short or rewritten from end to end. Erased entries are no finding.
    """
    return list(findings(session, anchors))


def findings(session: Session, anchors: Mapping[int, str] | None = None) -> Iterator[Finding]:
    """What `verify` finds, one by one."""
    awaited, place = dict(anchors or {}), START
    for block in follow(session, awaited=awaited):
        place = block.followed.place
        yield from block.findings
    for number in sorted(awaited):
        yield Finding("block", "was anchored elsewhere and is missing", block_id=number)
    for page in follow_tail(session, place):
        yield from page.findings
    for number in session.scalars(select(BLOCKS.c.block_id).where(BLOCKS.c.block_id < FIRST)):
        yield Finding("block", "has a number that sealing never gives", block_id=number)


def follow(
    session: Session, since: Followed | None = None, *, awaited: dict[int, str] | None = None
) -> Iterator[Looked]:
    """Check the blocks after a place, one by one. What is `awaited` of a block is taken out when the block comes."""
    followed, anchors = since or Followed(), {} if awaited is None else awaited
    while True:
        with _any_text(session):
            block = _block_after(session, followed.block_id)
            if block is None:
                return
            until = Cursor(block.last_xid, block.last_entry)
            within = list(_check_block(session, block, followed.place, until))
        number, found = block.block_id, []
        if number != followed.block_id + 1:
            gap = "is gone" if number == followed.block_id + 2 else f"and all up to {number - 1} are gone"
            found.append(Finding("block", gap, block_id=followed.block_id + 1))
        elif block.prev_hash != followed.block_hash:
            found.append(Finding("block", "does not follow from the block before", block_id=number))
        if anchors.pop(number, block.block_hash) != block.block_hash:
            found.append(Finding("block", "is not the block that was anchored elsewhere", block_id=number))
        followed = Followed(number, block.block_hash, until)
        yield Looked(followed, block.rows, (*found, *within))


def follow_tail(session: Session, place: Cursor) -> Iterator[Looked]:
    """Check the entries after a place against their own digests, page by page: no block has sealed them yet."""
    while True:
        with _any_text(session):
            page = read_since(session, place)
            suspects = [item for item in page if _digest(item) != item.digest]
            excused = _erased(session, suspects)
        if not page:
            return
        place = page[-1].cursor
        found = [
            _finding("altered", "does not fit its own digest", item, None)
            for item in suspects
            if item.entry_id not in excused
        ]
        yield Looked(Followed(place=place), len(page), tuple(found))


def followed_to(session: Session, number: int) -> Followed:
    """A place in the chain as it stands, unchecked: the start if there is no such block."""
    columns = (BLOCKS.c.block_id, BLOCKS.c.block_hash, BLOCKS.c.last_xid, BLOCKS.c.last_entry)
    found = session.execute(select(*columns).where(BLOCKS.c.block_id == number)).first()
    return Followed(found[0], found[1], Cursor(found[2], found[3])) if found else Followed()


@contextmanager
def _any_text(session: Session) -> Iterator[None]:
    """Read text of SQLite whatever its bytes are: after a fault of the disk the row is named, and the check goes on."""
    raw: Any = session.connection().connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        raw.text_factory = str


def _block_after(session: Session, number: int) -> Any:
    # cast: SQLite would hand out text that somebody put in the place of bytes, which no reader expects
    leaves = cast(BLOCKS.c.leaves, LargeBinary).label("leaves")
    columns = [leaves if column is BLOCKS.c.leaves else column for column in BLOCKS.c]
    statement = select(*columns).where(BLOCKS.c.block_id > number).order_by(BLOCKS.c.block_id).limit(1)
    return session.execute(statement).first()


def _check_block(session: Session, block: Any, after: Cursor, until: Cursor) -> Iterator[Finding]:
    number = block.block_id
    try:
        text = unpack(block.leaves)
        leaves = {leaf.entry_id: leaf for leaf in read_leaves(text)}
    except ValueError:
        yield Finding("block", "its list of entries cannot be read", block_id=number)
        return
    head = Seal(**{name: getattr(block, name) for name in Seal.__dataclass_fields__})
    if block_digest(head, text) != block.block_hash or len(leaves) != block.rows:
        yield Finding("block", "was altered: its hash does not fit", block_id=number)
    rows = {item.entry_id: item for item in entries_between(session, after, until)}
    for item in rows.values():
        if item.entry_id not in leaves:
            yield _finding("inserted", "was put in after the block was sealed", item, number)
    yield from _check_leaves(session, leaves, rows, number)


def _check_leaves(
    session: Session, leaves: Mapping[int, Leaf], rows: dict[int, Entry], block_id: int
) -> Iterator[Finding]:
    elsewhere = {
        item.entry_id: item for item in entries_by_number(session, sorted(leaves.keys() - rows.keys()))
    }
    suspects = []
    for number, leaf in leaves.items():
        if item := elsewhere.get(number):
            yield _finding("moved", "stands elsewhere in the order of entries", item, block_id)
        item = item or rows.get(number)
        if item is None:
            yield Finding("missing", "is gone", number, leaf.kind, leaf.key, leaf.rev, block_id)
        elif item.digest != leaf.digest or _digest(item) != leaf.digest:
            suspects.append((item, leaf))
    excused = _erased(session, [item for item, leaf in suspects if item.digest == leaf.digest])
    for item, leaf in suspects:
        if item.entry_id not in excused:
            yield Finding("altered", "is not what was sealed", item.entry_id, *leaf[1:4], block_id)


def _finding(code: str, message: str, item: Entry, block_id: int | None) -> Finding:
    return Finding(code, message, item.entry_id, item.kind, item.key, item.rev, block_id)


def _digest(item: Entry) -> str:
    return entry_digest(
        kind=item.kind,
        key=item.key,
        rev=item.rev,
        recorded_at=item.recorded_at,
        reason=item.reason,
        actor=item.actor,
        salt=item.salt,
        body=item.body,
    )


def _erased(session: Session, suspects: Sequence[Entry]) -> set[int]:
    """Those that an erasure blanked: without a salt, and with the line that was recorded for them.

    The triggers let through whatever line an entry of kind `erasures` holds, so such an entry alone excuses nothing:
    the line must be what erasing leaves of a person, and she must have been erased.
    """
    blank = [item for item in suspects if item.salt == "" and _is_blanked(item)]
    notes = entries_of(session, ErasureRecord.entry_kind, [str(item.entry_id) for item in blank])
    recorded = {note.body for note in notes}
    versions = entries_of(session, PersonRecord.entry_kind, sorted({item.key for item in blank}))
    gone = {item.key for item in versions if _status(item) == "erased"}
    return {
        item.entry_id
        for item in blank
        if item.key in gone and join_cells([str(item.entry_id), item.body]) in recorded
    }


def _is_blanked(item: Entry) -> bool:
    try:
        person = blanked(PersonRecord.from_line(item.body))
        own = replace(person, person_id=item.key, rev=item.rev, recorded_at=parse_instant(item.recorded_at))
        return item.kind == person.entry_kind and own.to_line() == item.body
    except (RecordError, ValueError, TypeError):
        return False


def _status(item: Entry) -> str:
    try:
        return PersonRecord.from_line(item.body).status
    except RecordError:
        return ""
