"""Checking the ledger against its own digests: what was altered, is missing, or was put in, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, cast, select
from sqlalchemy.orm import Session

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
from learnhub.ledger.records import ErasureRecord, join_cells


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


def follow(
    session: Session, since: Followed | None = None, *, awaited: dict[int, str] | None = None
) -> Iterator[Looked]:
    """Check the blocks after a place, one by one. What is `awaited` of a block is taken out when the block comes."""
    followed, anchors = since or Followed(), {} if awaited is None else awaited
    while block := _block_after(session, followed.block_id):
        number, found = block.block_id, []
        if number != followed.block_id + 1:
            gap = f"blocks {followed.block_id + 1} to {number - 1} are missing"
            found.append(Finding("block", gap, block_id=followed.block_id + 1))
        elif block.prev_hash != followed.block_hash:
            found.append(Finding("block", "does not follow from the block before", block_id=number))
        if anchors.pop(number, block.block_hash) != block.block_hash:
            found.append(Finding("block", "is not the block that was anchored elsewhere", block_id=number))
        until = Cursor(block.last_xid, block.last_entry)
        found += _check_block(session, block, followed.place, until)
        followed = Followed(number, block.block_hash, until)
        yield Looked(followed, block.rows, tuple(found))


def follow_tail(session: Session, place: Cursor) -> Iterator[Looked]:
    """Check the entries after a place against their own digests, page by page: no block has sealed them yet."""
    while page := read_since(session, place):
        place = page[-1].cursor
        suspects = [item for item in page if _digest(item) != item.digest]
        excused = _erased(session, suspects)
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
    """Those whose present line is the one that an erasure recorded, and whose salt is gone."""
    blanked = [item for item in suspects if item.salt == ""]
    notes = entries_of(session, ErasureRecord.entry_kind, [str(item.entry_id) for item in blanked])
    recorded = {note.body for note in notes}
    return {item.entry_id for item in blanked if join_cells([str(item.entry_id), item.body]) in recorded}
