"""What waits on the first page of the studio for who writes and who publishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.db import table
from learnhub.studio.domain import Draft, State
from learnhub.studio.models.drafts import DraftChange, DraftRow
from learnhub.studio.models.reviews import ReviewComment
from learnhub.studio.queries.drafts import as_value, centres_of
from learnhub.studio.queries.reviews import changed_after_approval

MOST: Final = 50


def commented_drafts(session: Session, identity: Identity) -> Sequence[tuple[Draft, int]]:
    """The drafts that this person has begun or written in, and may still write, with comments that are not settled:
    how many of each, the latest comment first."""
    person_id, changes = identity.person_id or 0, table(DraftChange)
    wrote = exists().where(changes.c.draft_id == DraftRow.id, changes.c.person_id == person_id)
    rows = session.execute(
        select(DraftRow, func.count(ReviewComment.id))
        .join(ReviewComment, ReviewComment.draft_id == DraftRow.id)
        .where(
            ReviewComment.parent_id.is_(None),
            ReviewComment.settled_at.is_(None),
            DraftRow.state != State.RETIRED,
            DraftRow.centre_id.in_(sorted(centres_of(session, identity))),
            or_(DraftRow.created_by == person_id, wrote),
        )
        .group_by(DraftRow.id)
        .order_by(func.max(ReviewComment.id).desc())
        .limit(MOST)
    ).all()
    return [(as_value(row), count) for row, count in rows]


def drafts_to_publish(session: Session, identity: Identity) -> Sequence[Draft]:
    """The drafts whose text is approved as it stands and that this person may publish, the longest waiting first."""
    centres = sorted(centres_of(session, identity, Permission.MANAGE_COURSE))
    rows = session.scalars(
        select(DraftRow)
        .where(DraftRow.state == State.APPROVED, DraftRow.centre_id.in_(centres))
        .order_by(DraftRow.changed_at, DraftRow.id)
        .limit(MOST)
    )
    found = [as_value(row) for row in rows]
    stale = changed_after_approval(session, found)
    return [draft for draft in found if draft.id not in stale]
