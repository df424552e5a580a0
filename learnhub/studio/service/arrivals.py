"""Keep the report of an import with its draft, and put it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.kernel.errors import NotFound
from learnhub.studio.arrival import Arrival
from learnhub.studio.domain import Draft
from learnhub.studio.queries.arrivals import arrival_of
from learnhub.studio.review import Act
from learnhub.studio.service.drafts import hold
from learnhub.studio.service.moves import note


def keep_arrival(
    session: Session, *, draft: Draft, arrival: Arrival, actor: int | None, now: datetime
) -> None:
    """Write the report into the history of a draft that was just made."""
    note(session, hold(session, draft), Act.CAME_OVER, person_id=actor, text=arrival.as_text(), now=now)


def put_away(session: Session, *, draft: Draft, actor: int, now: datetime) -> None:
    """Show the report in the history alone from now on; twice is as once. Raises NotFound if there is none."""
    row = hold(session, draft)
    kept = arrival_of(session, draft.id)
    if kept is None:
        raise NotFound
    if not kept.put_away:
        note(session, row, Act.PUT_AWAY, person_id=actor, now=now)
