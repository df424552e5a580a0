"""Note who is here, and forget who left."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learnhub.db import table
from learnhub.studio.models.drafts import DraftPresence

FORGET_AFTER = timedelta(hours=1)


def be_here(session: Session, *, draft_id: str, person_id: int, place: str, now: datetime) -> None:
    """This person has this part of the draft open."""
    row = session.get(DraftPresence, (draft_id, person_id))
    if row is None:
        row = DraftPresence(draft_id=draft_id, person_id=person_id, place="", seen_at=now)
        session.add(row)
    row.place, row.seen_at = place[:120], now
    seen = table(DraftPresence).c.seen_at
    session.execute(delete(table(DraftPresence)).where(seen < now - FORGET_AFTER))
    session.flush()
