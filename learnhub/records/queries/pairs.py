"""The queue of pairs that may be one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, not_, select
from sqlalchemy.orm import Session

from learnhub.db import table
from learnhub.kernel.errors import N_, NotFound
from learnhub.records.domain import Status
from learnhub.records.models import DuplicatePair
from learnhub.records.queries.accounts import PERSON, Centres, belongs, gave_way

PAIR = table(DuplicatePair)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of accounts as the queue shows it."""

    id: int
    first_id: int
    second_id: int
    names: tuple[str, str]
    rules: tuple[str, ...]
    score: int
    status: Status
    found_at: Any


_FIRST, _SECOND = PERSON.alias("first"), PERSON.alias("second")


def visible_pairs(own: Centres) -> Select[tuple[Any, ...]]:
    """Pairs that this officer decides about: both accounts are of the own centres."""
    return (
        select(PAIR, _FIRST.c.name.label("first_name"), _SECOND.c.name.label("second_name"))
        .join(_FIRST, _FIRST.c.id == PAIR.c.first_id)
        .join(_SECOND, _SECOND.c.id == PAIR.c.second_id)
        .where(
            _FIRST.c.erased_at.is_(None), _SECOND.c.erased_at.is_(None),
            belongs(_FIRST, own), belongs(_SECOND, own),
        )
    )  # fmt: skip


def _pair(row: Any) -> Pair:
    return Pair(
        row.id, row.first_id, row.second_id, (row.first_name, row.second_name), tuple(row.rules.split()),
        row.score, Status(row.status), row.found_at,
    )  # fmt: skip


def queue(session: Session, own: Centres, status: Status, *, page: int, size: int) -> tuple[list[Pair], int]:
    """One page of the pairs in a state, the likeliest first, and how many there are."""
    listed = visible_pairs(own).where(PAIR.c.status == status, PAIR.c.rules != "")
    if status in {Status.OPEN, Status.UNSURE}:
        listed = listed.where(not_(gave_way(_FIRST)), not_(gave_way(_SECOND)))
    total = session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    rows = session.execute(
        listed.order_by(PAIR.c.score.desc(), PAIR.c.id).limit(size).offset((page - 1) * size)
    )
    return [_pair(row) for row in rows], total


def get_pair(session: Session, own: Centres, pair_id: int) -> Pair:
    """A pair that this officer may see. Raises NotFound."""
    row = session.execute(visible_pairs(own).where(PAIR.c.id == pair_id)).first()
    if row is None:
        raise NotFound(N_("There is no such case, or it is not of your centre alone."))
    return _pair(row)
