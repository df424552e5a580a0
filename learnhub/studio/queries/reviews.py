"""Reads of reviews: requests, comments, decisions, what happened to a draft, and where its text stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from learnhub.access.identity import Identity, Role, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.accounts.models import Person
from learnhub.centres.identity import MEMBERSHIP, in_force
from learnhub.centres.snapshot import reference
from learnhub.db import table
from learnhub.studio.domain import Draft, Part, State
from learnhub.studio.models.drafts import DraftChange, DraftRow
from learnhub.studio.models.reviews import (
    DraftEvent,
    PublicationPlan,
    ReviewComment,
    ReviewDecision,
    ReviewRequest,
)
from learnhub.studio.queries.drafts import as_value, parts_of
from learnhub.studio.review import Act, Decision, Reason, Standing, blocks_to_approve, standing


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody was asked to review."""

    id: int
    reviewer_id: int
    name: str
    centre_id: str
    due_on: date | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment or a reply, with who wrote it. `name` is empty for an erased account."""

    id: int
    parent_id: int | None
    path: str
    rev: int
    place: int
    text: str
    suggestion: str | None
    person_id: int
    name: str
    at: datetime
    settled_at: datetime | None
    taken: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a draft."""

    act: Act
    name: str
    about: str
    centre_id: str | None
    note: str
    code: str
    version: int | None
    seq: int
    at: datetime

    @property
    def planned(self) -> datetime | None:
        """The moment for which a publication was planned; its note says it."""
        return datetime.fromisoformat(self.note) if self.act is Act.PLAN and self.note else None


@dataclass(frozen=True, slots=True)
class Plan:
    """A publication that waits for its time."""

    id: int
    at: datetime
    kind: str
    notes: str
    name: str


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who can be asked to review."""

    person_id: int
    name: str
    centre_id: str


def reviewers(session: Session, *, now: datetime) -> Sequence[Reviewer]:
    """Everybody who holds the role of a reviewer for a centre, by centre and name."""
    rows = session.execute(
        select(Person.id, Person.name, MEMBERSHIP.c.scope_id)
        .join(MEMBERSHIP, MEMBERSHIP.c.person_id == Person.id)
        .where(
            MEMBERSHIP.c.role == Role.REVIEWER,
            MEMBERSHIP.c.scope_kind == ScopeKind.CENTRE,
            in_force(now),
            Person.erased_at.is_(None),
        )
        .order_by(MEMBERSHIP.c.scope_id, Person.name, Person.id)
        .limit(500)
    ).all()
    return [Reviewer(*row) for row in rows]


def publishers(session: Session, centre_id: str, *, now: datetime) -> frozenset[int]:
    """The coordinators of a centre: they publish its courses."""
    found = session.scalars(
        select(MEMBERSHIP.c.person_id)
        .join(Person, Person.id == MEMBERSHIP.c.person_id)
        .where(
            MEMBERSHIP.c.role == Role.CENTRE_COORDINATOR,
            MEMBERSHIP.c.scope_kind == ScopeKind.CENTRE,
            MEMBERSHIP.c.scope_id == centre_id,
            in_force(now),
            Person.erased_at.is_(None),
        )
    )
    return frozenset(found)


def _answered() -> ColumnElement[bool]:
    """That a request was answered. An approval is no answer any more once the text has changed; asking for changes
    stays one until somebody asks again."""
    approved = ReviewDecision.outcome == "approved"
    return exists().where(
        ReviewDecision.draft_id == ReviewRequest.draft_id,
        ReviewDecision.person_id == ReviewRequest.reviewer_id,
        ReviewDecision.at >= ReviewRequest.asked_at,
        ~(approved & (ReviewDecision.seq < DraftRow.seq)),
    )


def requests_of(session: Session, draft_id: str) -> Sequence[Request]:
    """The requests that wait for an answer, the latest first."""
    rows = session.execute(
        select(
            ReviewRequest.id, ReviewRequest.reviewer_id, Person.name, ReviewRequest.centre_id, ReviewRequest.due_on,
            ReviewRequest.asked_at,
        )
        .join(Person, Person.id == ReviewRequest.reviewer_id)
        .join(DraftRow, DraftRow.id == ReviewRequest.draft_id)
        .where(ReviewRequest.draft_id == draft_id, ReviewRequest.ended_at.is_(None), ~_answered())
        .order_by(ReviewRequest.id.desc())
    ).all()  # fmt: skip
    return [Request(*row) for row in rows]


def changed_after_approval(session: Session, drafts: Iterable[Draft]) -> frozenset[str]:
    """Which of these drafts are called approved and have been written in since the last approval."""
    approved = {draft.id: draft.seq for draft in drafts if draft.state == State.APPROVED}
    if not approved:
        return frozenset()
    rows = session.execute(
        select(ReviewDecision.draft_id, func.max(ReviewDecision.seq))
        .where(ReviewDecision.draft_id.in_(sorted(approved)), ReviewDecision.outcome == "approved")
        .group_by(ReviewDecision.draft_id)
    ).all()
    return frozenset(row[0] for row in rows if row[1] < approved[row[0]])


def review_resource(session: Session, identity: Identity, draft: Draft) -> Resource:
    """The draft as somebody sees who may have been asked by name: the centre for which she was asked counts as one of
    its centres, for her alone."""
    asked = session.scalars(
        select(ReviewRequest.centre_id)
        .where(
            ReviewRequest.draft_id == draft.id,
            ReviewRequest.reviewer_id == (identity.person_id or 0),
            ReviewRequest.ended_at.is_(None),
        )
        .distinct()
    ).all()
    return reference(session).centre_resource(draft.centre_id, *sorted({*asked} - {draft.centre_id}))


def reviews_asked_of(session: Session, identity: Identity) -> Sequence[tuple[Draft, date | None]]:
    """The drafts that wait for this person, the most urgent first, for centres where she still reviews."""
    person_id = identity.person_id or 0
    centres = sorted(reference(session).permitted_centres(identity, Permission.REVIEW_COURSE))
    rows = session.execute(
        select(DraftRow, func.min(ReviewRequest.due_on))
        .join(ReviewRequest, ReviewRequest.draft_id == DraftRow.id)
        .where(
            ReviewRequest.reviewer_id == person_id,
            ReviewRequest.ended_at.is_(None),
            ReviewRequest.centre_id.in_(centres),
            ~_answered(),
        )
        .group_by(DraftRow.id)
        .order_by(func.min(ReviewRequest.due_on).is_(None), func.min(ReviewRequest.due_on), DraftRow.id)
        .limit(50)
    ).all()
    return [(as_value(row), due) for row, due in rows]


_COMMENT: tuple[Any, ...] = (
    ReviewComment.id, ReviewComment.parent_id, ReviewComment.path, ReviewComment.rev, ReviewComment.place,
    ReviewComment.text, ReviewComment.suggestion, ReviewComment.person_id, Person.name, ReviewComment.at,
    ReviewComment.settled_at, ReviewComment.taken,
)  # fmt: skip


def comments_on(session: Session, draft_id: str, path: str) -> Sequence[Comment]:
    """All comments and replies on a part, the oldest first."""
    rows = session.execute(
        select(*_COMMENT)
        .join(Person, Person.id == ReviewComment.person_id)
        .where(ReviewComment.draft_id == draft_id, ReviewComment.path == path)
        .order_by(ReviewComment.id)
    ).all()
    return [Comment(*row) for row in rows]


def find_comment(session: Session, draft_id: str, comment_id: int) -> Comment | None:
    """One comment of this draft, or None."""
    row = session.execute(
        select(*_COMMENT)
        .join(Person, Person.id == ReviewComment.person_id)
        .where(ReviewComment.draft_id == draft_id, ReviewComment.id == comment_id)
    ).first()
    return Comment(*row) if row else None


def open_comments(session: Session, draft_id: str) -> Mapping[str, int]:
    """Path -> how many comments on it are not settled."""
    rows = session.execute(
        select(ReviewComment.path, func.count())
        .where(
            ReviewComment.draft_id == draft_id,
            ReviewComment.parent_id.is_(None),
            ReviewComment.settled_at.is_(None),
        )
        .group_by(ReviewComment.path)
    ).all()
    return dict(rows)


def said_since(session: Session, draft_id: str, since: datetime) -> list[tuple[int, int | None]]:
    """Who wrote each new comment that is not settled, and whom it answers."""
    above = aliased(ReviewComment)
    rows = session.execute(
        select(ReviewComment.person_id, above.person_id)
        .outerjoin(above, above.id == ReviewComment.parent_id)
        .where(
            ReviewComment.draft_id == draft_id,
            ReviewComment.at >= since,
            func.coalesce(above.settled_at, ReviewComment.settled_at).is_(None),
        )
        .order_by(ReviewComment.id)
    ).all()
    return [(row[0], row[1]) for row in rows]


def decisions_of(session: Session, draft_id: str) -> Sequence[Decision]:
    """All decisions on a draft, the oldest first."""
    rows = session.scalars(
        select(ReviewDecision).where(ReviewDecision.draft_id == draft_id).order_by(ReviewDecision.id)
    )
    return [
        Decision(
            row.id, row.person_id, row.centre_id, row.outcome == "approved", Reason(row.reason), row.note, row.checks,
            row.blocks, row.seq, row.at,
        )
        for row in rows
    ]  # fmt: skip


def writers_of(session: Session, draft_id: str) -> frozenset[int]:
    """Who has changed the text since it was last published: they count as its authors."""
    changes, events = table(DraftChange), table(DraftEvent)
    published = select(func.coalesce(func.max(events.c.seq), 0)).where(
        events.c.draft_id == draft_id, events.c.act == Act.PUBLISH
    )
    found = session.scalars(
        select(changes.c.person_id)
        .where(
            changes.c.draft_id == draft_id,
            changes.c.seq > published.scalar_subquery(),
            changes.c.person_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(found)


def standing_of(session: Session, draft: Draft, parts: Mapping[str, Part] | None = None) -> Standing:
    """Whether the text as it is now is approved, and if not, which blocks void the approval."""
    present = parts_of(session, draft.id) if parts is None else parts
    return standing(
        decisions_of(session, draft.id),
        blocks_to_approve(present),
        writers_of(session, draft.id),
        network=draft.network,
    )


def events_of(session: Session, draft_id: str, *, page: int, size: int) -> tuple[Sequence[Event], int]:
    """One page of what happened to a draft, the latest first, and how much there is."""
    events, about = table(DraftEvent), table(Person).alias()
    people = table(Person)
    total = session.scalar(select(func.count()).where(events.c.draft_id == draft_id)) or 0
    rows = session.execute(
        select(
            events.c.act, people.c.name, about.c.name, events.c.centre_id, events.c.note, events.c.code,
            events.c.version, events.c.seq, events.c.at,
        )
        .outerjoin(people, people.c.id == events.c.person_id)
        .outerjoin(about, about.c.id == events.c.about_id)
        .where(events.c.draft_id == draft_id)
        .order_by(events.c.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()  # fmt: skip
    return [Event(Act(row[0]), row[1] or "", row[2] or "", *row[3:]) for row in rows], total


def plan_of(session: Session, draft_id: str) -> Plan | None:
    """The publication that waits for its time, if there is one."""
    row = session.execute(
        select(
            PublicationPlan.id, PublicationPlan.at, PublicationPlan.kind, PublicationPlan.notes, Person.name
        )
        .join(Person, Person.id == PublicationPlan.person_id)
        .where(PublicationPlan.draft_id == draft_id, PublicationPlan.state == "planned")
        .order_by(PublicationPlan.id.desc())
        .limit(1)
    ).first()
    return Plan(*row) if row else None
