"""Look for probable duplicates: only accounts that changed since the last look, only within their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, not_, or_, select, update
from sqlalchemy.orm import Session

from learnhub.db import table
from learnhub.records.domain import (
    LASTING,
    Change,
    Facts,
    Rule,
    Status,
    email_key,
    evidence,
    name_key,
    rules_of,
    score,
)
from learnhub.records.models import DuplicateKey
from learnhub.records.queries.accounts import CHANGE, FACT_COLUMNS, PERSON, facts_of, facts_of_row, gave_way
from learnhub.records.queries.pairs import PAIR

KEY = table(DuplicateKey)
BATCH = 500
MOST = 20  # of one block; a block with more says little, and would bring pairs by its square


@dataclass(frozen=True, slots=True)
class Looked:
    """What one batch came to: `last` is where the next one goes on; `people` less than a batch: all are done."""

    last: int
    people: int
    pairs: int


def look(session: Session, *, now: datetime, after: int = 0, batch: int = BATCH) -> Looked:
    """Look at the next accounts that are new or changed, put pairs on the list and take off what holds no more."""
    rows = session.execute(_stale(after, batch)).all()
    if not rows:
        return Looked(after, 0, 0)
    facts = {row.id: facts_of_row(row) for row in rows}
    _keep_keys(session, rows, facts)
    blocks = _blocks(session, [email_key(each) for each in facts.values()], KEY.c.email_key)
    blocks |= _blocks(session, [name_key(each) for each in facts.values()], KEY.c.name_key)
    heirs = _heirs(session, {member for block in blocks.values() for member in block})
    others = {heirs.get(member, member) for block in blocks.values() for member in block}
    facts |= facts_of(session, others - facts.keys())
    looked_at = [row.id for row in rows]
    found = _pairs_in(looked_at, blocks, heirs, facts)
    return Looked(rows[-1].id, len(rows), _store(session, looked_at, found, facts, now))


def _heirs(session: Session, members: set[int]) -> dict[int, int]:
    """Of the accounts that gave way those to which they went in the end, if these still stand."""
    went: dict[int, int] = {}
    asked = set(members)
    while asked:
        rows = session.execute(
            select(CHANGE.c.person_id, CHANGE.c.other_id).where(
                CHANGE.c.person_id.in_(sorted(asked)), CHANGE.c.kind == Change.MERGE, CHANGE.c.undone_at.is_(None)
            )
        )  # fmt: skip
        found = {row.person_id: row.other_id for row in rows}
        went |= found
        asked = set(found.values()) - went.keys()
    heirs = {}
    for member in members & went.keys():
        heirs[member] = went[member]
        while heirs[member] in went:
            heirs[member] = went[heirs[member]]
    ends = sorted(set(heirs.values()))
    stand = set(
        session.scalars(select(PERSON.c.id).where(PERSON.c.id.in_(ends), PERSON.c.erased_at.is_(None)))
    )
    return {member: end for member, end in heirs.items() if end in stand}


def _stale(after: int, batch: int) -> Any:
    changed = or_(
        KEY.c.person_id.is_(None),
        KEY.c.rev != PERSON.c.ledger_rev,
        KEY.c.confirmed != PERSON.c.email_confirmed_at.is_not(None),
    )
    return (
        select(*FACT_COLUMNS, PERSON.c.ledger_rev, KEY.c.person_id.label("known"))
        .outerjoin(KEY, KEY.c.person_id == PERSON.c.id)
        .where(PERSON.c.id > after, PERSON.c.erased_at.is_(None), PERSON.c.account_type != "test", changed)
        .where(not_(gave_way(PERSON)))
        .order_by(PERSON.c.id)
        .limit(batch)
    )


def _keep_keys(session: Session, rows: Sequence[Any], facts: dict[int, Facts]) -> None:
    new, changed = [], []
    for row in rows:
        values = {
            "rev": row.ledger_rev,
            "confirmed": row.email_confirmed_at is not None,
            "email_key": email_key(facts[row.id]),
            "name_key": name_key(facts[row.id]),
        }
        if row.known is None:
            new.append({"person_id": row.id, **values})
        else:
            changed.append({"row": row.id, **values})
    if new:
        session.execute(insert(KEY), new)
    if changed:
        session.connection().execute(update(KEY).where(KEY.c.person_id == bindparam("row")), changed)


def _blocks(
    session: Session, keys: Iterable[str | None], column: ColumnElement[str | None]
) -> dict[str, list[int]]:
    """The accounts of each block, at most so many: those with a confirmed address first, then the oldest."""
    wanted = sorted({key for key in keys if key})
    place = func.row_number().over(partition_by=column, order_by=(KEY.c.confirmed.desc(), KEY.c.person_id))
    members = (
        select(KEY.c.person_id, column.label("key"), place.label("place"))
        .where(column.in_(wanted))
        .subquery()
    )
    found: dict[str, list[int]] = {}
    rows = session.execute(select(members.c.person_id, members.c.key).where(members.c.place <= MOST))
    for person_id, key in rows:
        found.setdefault(key, []).append(person_id)
    return found


def _pairs_in(
    looked_at: Sequence[int], blocks: dict[str, list[int]], heirs: dict[int, int], facts: dict[int, Facts]
) -> dict[tuple[int, int], tuple[Rule, ...]]:
    found: dict[tuple[int, int], tuple[Rule, ...]] = {}
    for one in looked_at:
        keys = [key for key in (email_key(facts[one]), name_key(facts[one])) if key]
        for member in dict.fromkeys(member for key in keys for member in blocks.get(key, ())):
            other = heirs.get(member, member)
            pair = (min(one, other), max(one, other))
            if other == one or other not in facts:
                continue
            rules = rules_of(facts[one], facts[other]) + ((Rule.FORMER,) if member in heirs else ())
            if rules:
                found[pair] = tuple(dict.fromkeys(found.get(pair, ()) + rules))
    return found


def _known(session: Session, looked_at: Sequence[int]) -> dict[tuple[int, int], Any]:
    mine = or_(PAIR.c.first_id.in_(looked_at), PAIR.c.second_id.in_(looked_at))
    rows = session.execute(select(PAIR.c.id, PAIR.c.first_id, PAIR.c.second_id, PAIR.c.rules).where(mine))
    return {(row.first_id, row.second_id): row for row in rows}


def _store(
    session: Session,
    looked_at: Sequence[int],
    found: dict[tuple[int, int], tuple[Rule, ...]],
    facts: dict[int, Facts],
    now: datetime,
) -> int:
    """Add and refresh pairs; gives how many are new. A decision stands whatever is found later."""
    known = _known(session, looked_at)
    facts |= facts_of(session, {each for pair in known for each in pair} - facts.keys())
    for pair in known:  # found once, and perhaps not by this look: a block has a limit
        if pair not in found and pair[0] in facts and pair[1] in facts:
            found[pair] = rules_of(facts[pair[0]], facts[pair[1]])
    new = []
    for pair, rules in found.items():
        points = score(evidence(facts[pair[0]], facts[pair[1]]))
        values = {"rules": " ".join(rules), "score": points}
        if pair in known:
            _refresh(session, known[pair], values)
        else:
            first, second = pair
            new.append(
                {"first_id": first, "second_id": second, "status": Status.OPEN, "found_at": now, **values}
            )
    if new:
        session.execute(insert(PAIR), new)
    return len(new)


def _refresh(session: Session, pair: Any, values: dict[str, Any]) -> None:
    lasting = [rule for rule in pair.rules.split() if rule in LASTING]
    rules = " ".join(dict.fromkeys([*values["rules"].split(), *lasting]))
    session.execute(update(PAIR).where(PAIR.c.id == pair.id).values({**values, "rules": rules}))
