"""Who else has a page of a draft open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.studio.models.drafts import DraftPresence

HERE_FOR: Final = timedelta(seconds=90)
MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is here, and the path of the part that is open (empty: the outline)."""

    person_id: int
    name: str
    place: str


def colleagues(session: Session, draft_id: str, *, without: int | None, now: datetime) -> list[Colleague]:
    """Others who were on a page of the draft in the last minute and a half, by name."""
    rows = session.execute(
        select(DraftPresence.person_id, Person.name, DraftPresence.place)
        .join(Person, Person.id == DraftPresence.person_id)
        .where(DraftPresence.draft_id == draft_id, DraftPresence.seen_at > now - HERE_FOR)
        .where(DraftPresence.person_id != (without or 0), Person.status != "erased")
        .order_by(Person.name, DraftPresence.person_id)
        .limit(MOST)
    ).all()
    return [Colleague(*row) for row in rows]
