"""The report of what came over into a draft from a file, as long as the draft is there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.db import table
from learnhub.studio.arrival import Arrival, read_arrival
from learnhub.studio.models.reviews import DraftEvent
from learnhub.studio.review import Act


@dataclass(frozen=True, slots=True)
class Kept:
    """A report and whether the authors have put it away."""

    arrival: Arrival
    put_away: bool


def arrival_of(session: Session, draft_id: str) -> Kept | None:
    """The report of a draft that came from a file; None for any other."""
    events = table(DraftEvent)
    rows = session.execute(
        select(events.c.act, events.c.note)
        .where(events.c.draft_id == draft_id, events.c.act.in_([Act.CAME_OVER, Act.PUT_AWAY]))
        .order_by(events.c.id)
        .limit(2)
    ).all()
    found = next((read_arrival(row.note) for row in rows if row.act == Act.CAME_OVER), None)
    return Kept(found, any(row.act == Act.PUT_AWAY for row in rows)) if found else None


def open_arrival(session: Session, draft_id: str) -> Arrival | None:
    """A report that says that something was lost and that nobody has put away yet."""
    kept = arrival_of(session, draft_id)
    return kept.arrival if kept and kept.arrival.number and not kept.put_away else None
