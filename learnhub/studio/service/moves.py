"""What all commands of review and publication share: may this be done now, by this person, and writing it down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.centres.snapshot import reference
from learnhub.kernel.errors import N_, Forbidden
from learnhub.studio.domain import Draft, State
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.models.reviews import DraftEvent, ReviewRequest
from learnhub.studio.queries.drafts import as_value
from learnhub.studio.queries.reviews import review_resource, standing_of
from learnhub.studio.review import MOVES, Act, check_move
from learnhub.studio.service.drafts import hold


def person_of(identity: Identity) -> int:
    """The account behind an identity. Raises Forbidden for a visitor."""
    if identity.person_id is None:
        raise Forbidden
    return identity.person_id


def may(session: Session, identity: Identity, draft: Draft, permission: Permission) -> bool:
    """Whether this person may do that with the draft. Who was asked by name may read and review it, and no more."""
    if permission in (Permission.VIEW_COURSE, Permission.REVIEW_COURSE):
        return permits(identity, permission, review_resource(session, identity, draft))
    return permits(identity, permission, reference(session).centre_resource(draft.centre_id))


def note(
    session: Session,
    row: DraftRow,
    act: Act,
    *,
    person_id: int | None,
    now: datetime,
    about_id: int | None = None,
    centre_id: str | None = None,
    text: str = "",
    code: str = "",
    version: int | None = None,
) -> None:
    """Write down what happened, for the history of the draft."""
    session.add(
        DraftEvent(
            draft_id=row.id, act=act, person_id=person_id, about_id=about_id, centre_id=centre_id, note=text,
            code=code, version=version, seq=row.seq, at=now,
        )
    )  # fmt: skip


def moved(session: Session, draft: Draft, act: Act, *, actor: Identity) -> DraftRow:
    """Take the draft's row and see that this act may be done now, by this person. Raises Forbidden, Conflict."""
    row = hold(session, draft)
    if not may(session, actor, as_value(row), MOVES[act].needs):
        raise Forbidden(N_("Your account does not include this any more. Ask the coordinator of the centre."))
    check_move(State(row.state), act)
    return row


def end_requests(session: Session, draft_id: str, *, now: datetime) -> None:
    """Nobody is asked any more."""
    session.execute(
        update(ReviewRequest)
        .where(ReviewRequest.draft_id == draft_id, ReviewRequest.ended_at.is_(None))
        .values(ended_at=now)
    )


def settle_state(session: Session, row: DraftRow) -> None:
    """See whether the approvals that hold are enough now: words may have come back, or two centres be wanted."""
    if row.state in (State.APPROVED, State.IN_REVIEW):
        found = standing_of(session, as_value(row))
        if found.enough or row.state == State.APPROVED:
            row.state = State.APPROVED if found.enough else State.IN_REVIEW
            session.flush()
