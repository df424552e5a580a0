"""Note who is here, and forget who left."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learnhub.db import inserting, table
from learnhub.studio.models.drafts import DraftPresence

FORGET_AFTER = timedelta(hours=1)


def be_here(session: Session, *, draft_id: str, person_id: int, place: str, now: datetime) -> None:
    """This person has this part of the draft open."""
    values = {"place": place[:120], "seen_at": now}
    session.execute(
        inserting(session, DraftPresence)
        .values(draft_id=draft_id, person_id=person_id, **values)
        .on_conflict_do_update(index_elements=[DraftPresence.draft_id, DraftPresence.person_id], set_=values)
    )
    seen = table(DraftPresence).c.seen_at
    session.execute(delete(table(DraftPresence)).where(seen < now - FORGET_AFTER))
