"""Commands of the ledger: record, erase, seal. Nothing else in the product writes to its tables."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.ledger.cells import instant_text
from learnhub.ledger.digests import Leaf, Seal, block_digest, entry_digest, leaves_text, pack
from learnhub.ledger.queries import (
    BLOCKS,
    ENTRIES,
    Entry,
    entries_by_number,
    entries_of,
    head,
    next_rev,
    read_since,
)
from learnhub.ledger.reasons import Reason
from learnhub.ledger.records import ErasureRecord, PersonRecord, Record

BLOCK_ROWS = 10_000
SEALING = 5_172_640_918  # the advisory lock of sealers on PostgreSQL; any number that nobody else uses
_SALT = 12
_HIGHEST = func.coalesce(select(func.max(ENTRIES.c.xid)).scalar_subquery(), 0)
_APPEND = insert(ENTRIES)
# SQLite's writers follow one another: the number only has to stay behind none that a PostgreSQL backup brought along
_APPEND_NEXT = _APPEND.values(xid=_HIGHEST)
_REASON = re.compile(r"[A-Z][A-Z0-9_-]{0,19}")
_ACTOR = re.compile(r"[^\x00-\x20\x7f,\"]{1,64}")


def record(
    session: Session, records: Sequence[Record], *, now: datetime, actor: str, reason: Reason | str
) -> None:
    """Append the records, of any kinds, in one statement; `recorded_at` is `now` where a record has none.

    `actor` is a surrogate or the name of a part of the product, never a person's name. Raises RecordError
    for a value that cannot be published, Conflict if a version is there already.
    """
    if _REASON.fullmatch(reason) is None or _ACTOR.fullmatch(actor) is None:
        raise ValueError(f"not a reason code or not an actor: {reason!r}, {actor!r}")
    salts = new_salts(len(records))
    rows = [
        entry_row(item, now=now, actor=actor, reason=str(reason), salt=salt)
        for item, salt in zip(records, salts, strict=True)
    ]
    insert_rows(session, rows)


def next_revs(session: Session, records: Sequence[Record]) -> list[Record]:
    """The records, of any kinds, each with its key's next revision; for callers that keep no counter."""
    kinds: dict[str, list[str]] = {}
    for item in records:
        kinds.setdefault(item.entry_kind, []).append(item.key)
    revs = {kind: next_rev(session, kind=kind, keys=keys) for kind, keys in kinds.items()}
    numbered = []
    for item in records:
        taken = revs[item.entry_kind]
        numbered.append(item.at_rev(taken[item.key]))
        taken[item.key] += 1
    return numbered


def new_salts(count: int) -> list[str]:
    """Random texts of 72 bits each, from one call."""
    pool = secrets.token_urlsafe(count * _SALT * 3 // 4)
    return [pool[start : start + _SALT] for start in range(0, count * _SALT, _SALT)]


def entry_row(
    item: Record, *, now: datetime, actor: str, reason: str, salt: str, line: str | None = None
) -> dict[str, Any]:
    """The values of an entry, digest included; `line` saves writing it once more. Raises RecordError."""
    recorded_at = item.recorded_at or now
    row: dict[str, Any] = {
        "kind": item.entry_kind,
        "key": item.key,
        "rev": item.rev,
        "recorded_at": instant_text(recorded_at),
        "body": item.to_line(recorded_at) if line is None else line,
        "reason": reason,
        "actor": actor,
        "salt": salt,
    }
    row["digest"] = entry_digest(**row)
    return row


def insert_rows(session: Session, rows: list[dict[str, Any]]) -> None:
    """Append finished rows in one statement. Raises Conflict if a version is there already."""
    if not rows:
        return
    connection = session.connection()
    try:
        connection.execute(_APPEND_NEXT if connection.dialect.name == "sqlite" else _APPEND, rows)
    except IntegrityError as error:
        raise Conflict(
            N_("Somebody else has just changed the same record. Look at it again, then repeat.")
        ) from error


def seal(session: Session, *, now: datetime) -> int:
    """Seal all settled entries that are in no block yet; returns how many. Two sealers at once are safe.

    Recording never waits for it: who records takes no part in the chain.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(SEALING)))
        after_restore(session)
    last = head(session)
    sealed, block_id, prev_hash = last.sealed, last.block_id, last.block_hash
    total = 0
    while page := read_since(session, sealed, BLOCK_ROWS):
        block_id += 1
        prev_hash = _add_block(session, page, block_id=block_id, prev_hash=prev_hash, now=now)
        sealed, total = page[-1].cursor, total + len(page)
    return total


def _add_block(
    session: Session, page: Sequence[Entry], *, block_id: int, prev_hash: str, now: datetime
) -> str:
    head_of_block = Seal(
        block_id=block_id,
        first_entry=page[0].entry_id,
        last_entry=page[-1].entry_id,
        last_xid=page[-1].xid,
        rows=len(page),
        sealed_at=instant_text(now),
        prev_hash=prev_hash,
    )
    leaves = leaves_text(Leaf(item.entry_id, item.kind, item.key, item.rev, item.digest) for item in page)
    block_hash = block_digest(head_of_block, leaves)
    values = {name: getattr(head_of_block, name) for name in Seal.__dataclass_fields__}
    session.execute(insert(BLOCKS).values(**values, block_hash=block_hash, leaves=pack(leaves)))
    return block_hash


def erase_person(
    session: Session, *, person_id: str, now: datetime, actor: str, keep_residue: bool = True
) -> int:
    """Forget a person: blank what was recorded of her and add a version with status `erased`.

    Returns the revision of that version, for callers that count revisions themselves.
    Birth year and nationality go from every version. Gender and residence stay as statistical residue under a
    surrogate that leads nowhere any more, unless `keep_residue` is False. Raises NotFound for a stranger.
    """
    versions = entries_of(session, PersonRecord.entry_kind, [person_id])
    if not versions:
        raise NotFound(f"The ledger knows nobody called {person_id}.")
    left = {
        item.entry_id: blanked(PersonRecord.from_line(item.body), keep_residue=keep_residue)
        for item in versions
    }
    last = left[versions[-1].entry_id]
    farewell = replace(last, rev=last.rev + 1, status="erased", recorded_at=None)
    record(session, [farewell], now=now, actor=actor, reason=Reason.ERASURE)
    erase(session, {number: item.to_line() for number, item in left.items()}, now=now, actor=actor)
    return farewell.rev


def blanked(person: PersonRecord, *, keep_residue: bool = True) -> PersonRecord:
    """What an erasure leaves of a version of a person; anything else in the place of a line is a forgery."""
    if keep_residue:
        return replace(person, birth_year=None, nationality="")
    return replace(person, birth_year=None, nationality="", gender="", residence="")


def erase(session: Session, lines: dict[int, str], *, now: datetime, actor: str) -> int:
    """Put blanked lines in the place of what entries say, for ever; returns how many changed.

    Each is recorded as an entry of its own first, which is what opens the lock of the table. Digests stay,
    so the chain still holds; the salt goes, so nobody can find the old line by trying. Raises NotFound for a
    number that is not there, RecordError for a line that is none of a person: of nothing else `verify` takes it.
    """
    found = {item.entry_id: item for item in entries_by_number(session, list(lines))}
    if missing := lines.keys() - found.keys():
        raise NotFound(f"The ledger has no entry {min(missing)}.")
    changes = {number: line for number, line in lines.items() if found[number].body != line}
    for line in changes.values():
        PersonRecord.from_line(line)
    earlier = _erasures(session, changes)
    notes = [
        ErasureRecord(entry_id=n, line=line, rev=earlier.get(str(n), 0) + 1) for n, line in changes.items()
    ]
    record(session, notes, now=now, actor=actor, reason=Reason.ERASURE)
    for number, line in changes.items():
        session.execute(update(ENTRIES).where(ENTRIES.c.entry_id == number).values(body=line, salt=""))
    return len(changes)


def _erasures(session: Session, numbers: dict[int, str]) -> dict[str, int]:
    notes = entries_of(session, ErasureRecord.entry_kind, [str(number) for number in numbers])
    return {note.key: note.rev for note in notes}


def after_restore(session: Session) -> bool:
    """Lift the writers' numbers above those in the ledger; True if that was needed. For after a restore.

    A PostgreSQL server counts transactions from a low number again when a dump is loaded into a new one, and
    new entries would stand before old ones. Safe to repeat; SQLite needs nothing: there a new entry takes the
    highest number that is there.
    """
    if session.get_bind().dialect.name != "postgresql":
        return False
    highest = session.scalar(select(func.max(ENTRIES.c.xid))) or 0
    upcoming, shift = session.execute(
        text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, ledger_shift()")
    ).one()
    if upcoming + shift > highest:
        return False
    lifted = highest + 1 - upcoming
    session.execute(
        text(
            "CREATE OR REPLACE FUNCTION ledger_shift() RETURNS bigint LANGUAGE sql STABLE AS "
            f"'SELECT {int(lifted)}::bigint'"
        )
    )
    return True
