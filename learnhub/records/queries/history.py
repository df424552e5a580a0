"""The history of what officers did, as far as each of them may know it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from learnhub.accounts.queries import names_of
from learnhub.db import table
from learnhub.kernel.errors import N_, NotFound
from learnhub.records.domain import Change
from learnhub.records.models import RecordChangeCentre
from learnhub.records.queries.accounts import CHANGE, PERSON, Centres

CHANGE_CENTRE = table(RecordChangeCentre)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history. `people` are the names that this officer may see, by number; `whole`: all of them.

    `corrected` has what a correction changed, before and after, by field; older corrections have none.
    """

    id: int
    at: Any
    kind: Change
    person_id: int | None
    other_id: int | None
    people: dict[int, str]
    whole: bool
    object_key: str
    because: str
    note: str
    actor: str
    undone_at: Any
    undone_by: str
    corrected: dict[str, tuple[list[str], list[str]]]


def visible_changes(own: Centres) -> Select[tuple[Any, ...]]:
    """Acts about people of the own centres, at that time."""
    listed = select(CHANGE)
    if own is None:
        return listed
    about = select(CHANGE_CENTRE.c.id).where(
        CHANGE_CENTRE.c.change_id == CHANGE.c.id, CHANGE_CENTRE.c.centre_id.in_(sorted(own))
    )
    return listed.where(exists(about))


def history(session: Session, own: Centres, *, page: int, size: int) -> tuple[list[Line], int]:
    """One page of what officers did, the latest first, and how many acts there are."""
    listed = visible_changes(own)
    total = session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    rows = session.execute(listed.order_by(CHANGE.c.id.desc()).limit(size).offset((page - 1) * size)).all()
    return _lines(session, own, rows), total


def get_line(session: Session, own: Centres, change_id: int) -> Line:
    """An act that this officer may know of. Raises NotFound."""
    rows = session.execute(visible_changes(own).where(CHANGE.c.id == change_id)).all()
    if not rows:
        raise NotFound(N_("There is no such entry in the history of your centre."))
    return _lines(session, own, rows)[0]


def changes_of_person(session: Session, own: Centres, person_id: int) -> list[Line]:
    """What officers did about a person, the latest first; at most 100 acts."""
    mine = or_(CHANGE.c.person_id == person_id, CHANGE.c.other_id == person_id)
    rows = session.execute(visible_changes(own).where(mine).order_by(CHANGE.c.id.desc()).limit(100)).all()
    return _lines(session, own, rows)


def changes_of_pair(session: Session, own: Centres, pair_id: int) -> list[Line]:
    """What was decided about a pair, the latest first; at most 100 acts."""
    listed = visible_changes(own).where(CHANGE.c.pair_id == pair_id)
    rows = session.execute(listed.order_by(CHANGE.c.id.desc()).limit(100)).all()
    return _lines(session, own, rows)


def erasures(session: Session, *, page: int, size: int) -> tuple[list[tuple[str, datetime]], int]:
    """One page of the accounts that were erased, the latest first, and how many there are. For the network.

    Nothing but the surrogate is left of them, so there is no telling whose people they were.
    """
    listed = select(PERSON.c.ledger_id, PERSON.c.erased_at).where(PERSON.c.erased_at.is_not(None))
    total = session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    latest = listed.order_by(PERSON.c.erased_at.desc(), PERSON.c.id.desc())
    rows = session.execute(latest.limit(size).offset((page - 1) * size))
    return [(row.ledger_id, row.erased_at) for row in rows], total


def _lines(session: Session, own: Centres, rows: Sequence[Any]) -> list[Line]:
    open_to_me = _open_people(session, own, rows)
    wanted = {
        each for row in rows for each in (row.person_id, row.other_id, row.actor_id, row.undone_by) if each
    }
    names = names_of(session, wanted)
    lines = []
    for row in rows:
        about = {each for each in (row.person_id, row.other_id) if each is not None}
        seen = about if own is None else about & open_to_me.get(row.id, set())
        whole = seen == about
        lines.append(
            Line(
                row.id, row.at, Change(row.kind), row.person_id, row.other_id,
                {each: names.get(each, "") for each in seen}, whole, row.object_key if whole else "", row.because,
                row.note if whole else "", names.get(row.actor_id, "") if whole else "", row.undone_at,
                names.get(row.undone_by, "") if whole else "", _corrected(row) if whole else {},
            )
        )  # fmt: skip
    return lines


def _corrected(row: Any) -> dict[str, tuple[list[str], list[str]]]:
    if row.kind != Change.CORRECT or not row.kept:
        return {}
    kept = json.loads(row.kept)
    return {name: (before, kept["after"][name]) for name, before in kept["before"].items()}


def _open_people(session: Session, own: Centres, rows: Sequence[Any]) -> dict[int, set[int]]:
    if own is None:
        return {}
    found: dict[int, set[int]] = {}
    statement = select(CHANGE_CENTRE.c.change_id, CHANGE_CENTRE.c.person_id).where(
        and_(
            CHANGE_CENTRE.c.change_id.in_([row.id for row in rows]),
            CHANGE_CENTRE.c.centre_id.in_(sorted(own)),
            CHANGE_CENTRE.c.person_id.is_not(None),
        )
    )
    for change_id, person_id in session.execute(statement):
        found.setdefault(change_id, set()).add(person_id)
    return found
