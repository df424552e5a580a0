"""Ask for a review, and decide. Every command takes the draft's row first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learnhub.access.identity import Grant, Identity, Role, ScopeKind
from learnhub.accounts.mails import InLanguage
from learnhub.centres.identity import grants_of
from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.studio.domain import Draft, State
from learnhub.studio.mails import mail_decision, mail_ready, mail_request, mail_taken_back
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.models.reviews import ReviewDecision, ReviewRequest
from learnhub.studio.queries.drafts import as_value, parts_of
from learnhub.studio.queries.reviews import (
    publishers,
    requests_of,
    standing_of,
    writers_of,
)
from learnhub.studio.review import (
    APPROVING,
    Act,
    Check,
    Reason,
    blocks_to_approve,
    check_not_own,
)
from learnhub.studio.service.moves import end_requests, moved, note, person_of, settle_state


def ask_review(
    session: Session,
    *,
    draft: Draft,
    reviewer_id: int,
    due_on: date | None,
    actor: Identity,
    link: InLanguage,
    now: datetime,
) -> None:
    """Ask a person for a review, and write to her. Raises Unacceptable if she is no reviewer or has written herself."""
    row = moved(session, draft, Act.ASK, actor=actor)
    centre = _reviews_for(grants_of(session, reviewer_id, now), row.centre_id)
    if centre is None:
        raise Unacceptable(N_("This person is no reviewer any more. Choose another."))
    if reviewer_id in writers_of(session, draft.id):
        raise Unacceptable(N_("This person has written in the text. Choose somebody who has not."))
    if due_on is not None and due_on < now.date():
        raise Unacceptable(N_("This day is over. Choose a later one, or leave it empty."))
    asker = person_of(actor)
    session.execute(
        update(ReviewRequest)
        .where(
            ReviewRequest.draft_id == draft.id,
            ReviewRequest.reviewer_id == reviewer_id,
            ReviewRequest.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    session.add(
        ReviewRequest(
            draft_id=draft.id, reviewer_id=reviewer_id, centre_id=centre, asked_by=asker, asked_at=now, due_on=due_on
        )
    )  # fmt: skip
    row.state = State.IN_REVIEW
    note(session, row, Act.ASK, person_id=asker, about_id=reviewer_id, centre_id=centre, now=now)
    mail_request(session, to=reviewer_id, title=row.title, name=actor.name, due_on=due_on, link=link, now=now)
    session.flush()


def _reviews_for(grants: frozenset[Grant], writing: str) -> str | None:
    """The centre for which somebody reviews: the writing one if she does there, else one of hers."""
    centres = sorted(
        grant.scope.id
        for grant in grants
        if grant.role is Role.REVIEWER and grant.scope.kind is ScopeKind.CENTRE
    )
    return writing if writing in centres else next(iter(centres), None)


def take_back(session: Session, *, draft: Draft, actor: Identity, now: datetime) -> None:
    """Take a text back from review: it is a draft again, and the requests end; whoever was asked is told."""
    row = moved(session, draft, Act.TAKE_BACK, actor=actor)
    for each in requests_of(session, draft.id):
        mail_taken_back(session, to=each.reviewer_id, title=row.title, name=actor.name, now=now)
    row.state = State.DRAFT
    end_requests(session, draft.id, now=now)
    note(session, row, Act.TAKE_BACK, person_id=person_of(actor), now=now)
    session.flush()


def set_network(session: Session, *, draft: Draft, network: bool, actor: Identity, now: datetime) -> None:
    """Say whether the course is for the whole network, and so wants approvals of two centres."""
    row = moved(session, draft, Act.NETWORK, actor=actor)
    if row.network == network:
        return
    row.network = network
    note(session, row, Act.NETWORK, person_id=person_of(actor), code="yes" if network else "no", now=now)
    session.flush()
    settle_state(session, row)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decides: the coded reason, her notes, and for each point an answer (yes, no, none) with a note.
    `seq` is the last change of the text that she saw."""

    approved: bool
    reason: Reason
    note: str
    checks: Mapping[Check, Mapping[str, str]]
    seq: int


def decide(
    session: Session,
    *,
    draft: Draft,
    verdict: Verdict,
    actor: Identity,
    link: InLanguage,
    publishing: InLanguage,
    now: datetime,
) -> State:
    """Approve exactly this text, or ask for changes; who asked hears of it, with an approval who may publish too. The
    links lead to the review and to the page "Publish". Gives the state that the draft is in then.

    Raises Forbidden for one's own work, Conflict if the text has changed since it was seen or nobody asked for a
    review, Unacceptable if reason and decision do not fit or a point of the checklist is open.
    """
    act = Act.APPROVE if verdict.approved else Act.ASK_CHANGES
    row = moved(session, draft, act, actor=actor)
    person_id = person_of(actor)
    check_not_own(person_id, writers_of(session, draft.id))
    if row.seq != verdict.seq:
        raise Conflict(
            N_("The text has changed since you opened this page. Look at what is new, then decide.")
        )
    _check_verdict(verdict)
    centre = _centre_for(session, row, person_id, actor)
    session.add(
        ReviewDecision(
            draft_id=draft.id, person_id=person_id, centre_id=centre,
            outcome="approved" if verdict.approved else "changes_asked", reason=verdict.reason, note=verdict.note,
            checks={point.value: dict(answer) for point, answer in verdict.checks.items()},
            blocks=blocks_to_approve(parts_of(session, draft.id)), seq=row.seq, at=now,
        )
    )  # fmt: skip
    session.flush()
    row.state = _state_after(session, row, verdict.approved)
    note(
        session,
        row,
        act,
        person_id=person_id,
        centre_id=centre,
        code=verdict.reason,
        text=verdict.note,
        now=now,
    )
    told = _mail_decision(session, row, actor, verdict.approved, link, now)
    if row.state == State.APPROVED:
        for each in sorted(publishers(session, row.centre_id, now=now) - told - {person_id}):
            mail_ready(session, to=each, title=row.title, name=actor.name, link=publishing, now=now)
    session.flush()
    return State(row.state)


def _check_verdict(verdict: Verdict) -> None:
    if verdict.approved != (verdict.reason in APPROVING):
        raise Unacceptable(N_("This reason does not fit the decision. Choose another reason."))
    if verdict.approved and any(verdict.checks.get(point, {}).get("answer") != "yes" for point in Check):
        raise Unacceptable(N_("Before you approve, every point of the checklist needs a yes."))
    if not verdict.approved and not verdict.note:
        raise Unacceptable(N_("Say in a few words what should change."))


def _state_after(session: Session, row: DraftRow, approved: bool) -> State:
    if not approved:
        return State.CHANGES_ASKED
    return State.APPROVED if standing_of(session, as_value(row)).enough else State.IN_REVIEW


def _centre_for(session: Session, row: DraftRow, person_id: int, actor: Identity) -> str:
    """For which centre somebody decides: the one for which she was asked, else one of hers, else the writing one."""
    asked = session.scalar(
        select(ReviewRequest.centre_id)
        .where(
            ReviewRequest.draft_id == row.id,
            ReviewRequest.reviewer_id == person_id,
            ReviewRequest.ended_at.is_(None),
        )
        .order_by(ReviewRequest.id.desc())
        .limit(1)
    )
    return asked or _reviews_for(actor.grants, row.centre_id) or row.centre_id


def _mail_decision(
    session: Session, row: DraftRow, actor: Identity, approved: bool, link: InLanguage, now: datetime
) -> set[int]:
    askers = session.scalars(
        select(ReviewRequest.asked_by)
        .where(ReviewRequest.draft_id == row.id, ReviewRequest.ended_at.is_(None))
        .distinct()
    ).all()
    for each in askers:
        mail_decision(
            session, to=each, title=row.title, name=actor.name, approved=approved, link=link, now=now
        )
    return set(askers)
