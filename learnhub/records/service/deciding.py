"""What every act of an officer has in common: who acts, whose record it is, and the line of the history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.records.domain import REASONS, Because, Change, may_decide
from learnhub.records.models import RecordChange
from learnhub.records.queries.accounts import Centres, centres_of
from learnhub.records.queries.history import CHANGE_CENTRE


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: account, surrogate for the ledger, and centres (None: the whole network)."""

    person_id: int
    ledger_id: str
    own: Centres


@dataclass(frozen=True, slots=True)
class Why:
    """The coded reason, and what the officer adds in words."""

    because: Because
    note: str = ""

    def check(self, change: Change) -> None:
        """Raises Unacceptable for a reason that does not fit the act, or `other` without a word of explanation."""
        if self.because not in REASONS[change]:
            raise Unacceptable(N_("This reason does not fit what you do. Choose one from the list."))
        if self.because is Because.OTHER and not self.note.strip():
            raise Unacceptable(N_("Say in a few words what the reason is."))


def check_reach(session: Session, officer: Officer, *person_ids: int) -> dict[int, frozenset[str]]:
    """The centres of these accounts. Raises NotFound if one of them is of no centre of the officer."""
    of = centres_of(session, person_ids)
    for each in person_ids:
        if not may_decide(own=officer.own, one=of[each], other=of[each]):
            raise NotFound(N_("There is no such account among the people of your centre."))
    return of


def write_down(
    session: Session,
    *,
    change: Change,
    officer: Officer,
    why: Why,
    now: datetime,
    people: dict[int, frozenset[str]],
    person_id: int | None = None,
    other_id: int | None = None,
    pair_id: int | None = None,
    object_key: str = "",
    kept: str | None = None,
    centres: Collection[str] = (),
) -> RecordChange:
    """Add the line of the history. `people`: the centres of each person it is about; `centres`: of a thing."""
    line = RecordChange(
        at=now, kind=change, person_id=person_id, other_id=other_id, pair_id=pair_id, object_key=object_key,
        because=why.because, note=why.note.strip()[:500], actor_id=officer.person_id, kept=kept,
    )  # fmt: skip
    session.add(line)
    session.flush()
    rows: list[tuple[str, int | None]] = [
        (centre, person) for person, of in people.items() for centre in sorted(of)
    ]
    rows += [(centre, None) for centre in sorted(centres)]
    if rows:
        values = [{"change_id": line.id, "centre_id": centre, "person_id": person} for centre, person in rows]
        session.execute(insert(CHANGE_CENTRE), values)
    return line


def open_change(session: Session, change_id: int, *kinds: Change) -> RecordChange:
    """An act of these kinds that has not been undone, locked. Raises NotFound, Conflict."""
    line = session.get(RecordChange, change_id, with_for_update=True)
    if line is None or line.kind not in kinds:
        raise NotFound(N_("There is no such entry in the history."))
    if line.undone_at is not None:
        raise Conflict(N_("This has been undone already."))
    return line


def close_change(session: Session, line: RecordChange, officer: Officer, now: datetime) -> None:
    """Note who undid an act, and let go of what was kept for that."""
    line.undone_at, line.undone_by, line.kept = now, officer.person_id, None
    session.flush()
