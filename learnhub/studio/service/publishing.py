"""The last look, publishing now or at a set time, retiring a course, and bringing an earlier version back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.catalogue.content import load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import Edition, Published, publish, retire
from learnhub.catalogue.queries import version_id_of
from learnhub.centres.identity import grants_of
from learnhub.jobs.service import enqueue
from learnhub.kernel.errors import N_, Conflict, LearnHubError, NotFound, Unacceptable
from learnhub.studio.domain import Draft, State
from learnhub.studio.mails import mail_failure
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.models.reviews import PublicationPlan
from learnhub.studio.queries.drafts import as_value, find_draft, parts_of, published_number
from learnhub.studio.queries.languages import Untranslated, untranslated
from learnhub.studio.queries.reviews import open_comments, plan_of, standing_of
from learnhub.studio.queries.sources import check_credit
from learnhub.studio.review import Act, Standing
from learnhub.studio.service.drafts import hold, read_draft, remove_part, save_part
from learnhub.studio.service.moves import end_requests, moved, note, person_of, settle_state
from learnhub.studio.service.opening import parts_from
from learnhub.studio.service.readiness import checklist_of

JOB = "publish-draft"
FURTHEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class LastLook:
    """What stands between a text and its readers. `blocking` counts what the checklist stops at; `same` says that
    exactly this text is in force already; `left` is what a translation has as in the original."""

    standing: Standing
    blocking: int
    comments: int
    next_number: int
    same: bool
    left: Untranslated

    @property
    def ready(self) -> bool:
        return self.standing.enough and not self.blocking and not self.comments and not self.same


def last_look(session: Session, draft: Draft, files: FileStore) -> LastLook:
    """What is missing before this text can be published."""
    return LastLook(
        standing_of(session, draft),
        len(checklist_of(session, draft, files).blocking),
        sum(open_comments(session, draft.id).values()),
        published_number(session, draft) + 1,
        draft.state is State.PUBLISHED,
        untranslated(session, draft),
    )


def publish_draft(
    session: Session,
    *,
    draft: Draft,
    seq: int,
    edition: Edition,
    actor: Identity,
    files: FileStore,
    now: datetime,
    as_is: bool = False,
) -> Published:
    """Make the approved text the next version of its course. `seq` is the last change that was looked at. With `as_is`
    a translation is published with parts in the language of the original.

    Raises Conflict if somebody else published or changed the text meanwhile, Unacceptable if something is missing.
    """
    row, look = _looked_at(session, draft, Act.PUBLISH, seq=seq, actor=actor, files=files, as_is=as_is)
    return _publish(session, row, look, replace(edition, published_by=person_of(actor)), files, now)


def _looked_at(
    session: Session, draft: Draft, act: Act, *, seq: int, actor: Identity, files: FileStore, as_is: bool
) -> tuple[DraftRow, LastLook]:
    """The draft's row and what is missing, for whoever publishes what she has looked at, now or at a set time."""
    held = hold(session, draft)
    _check_unpublished(held)
    if held.state == State.IN_REVIEW:
        settle_state(session, held)
    row = moved(session, draft, act, actor=actor)
    _check_seen(row, seq)
    look = last_look(session, as_value(row), files)
    _check_translated(look, as_is=as_is)
    return row, look


def _check_unpublished(row: DraftRow) -> None:
    if row.state == State.PUBLISHED:
        raise Conflict(
            N_("Somebody else has published this text in the meantime. Nothing was published twice.")
        )


def _check_seen(row: DraftRow, seq: int) -> None:
    if row.seq != seq:
        raise Conflict(
            N_("The text has changed since you opened this page. Look at it again before you publish.")
        )


def _check_translated(look: LastLook, *, as_is: bool) -> None:
    if look.left.number and not as_is:
        raise Unacceptable(
            N_(
                "Parts of this translation are in the language of the original. Translate them, or tick that they are "
                "published so."
            )
        )


def _publish(
    session: Session, row: DraftRow, look: LastLook, edition: Edition, files: FileStore, now: datetime
) -> Published:
    draft = as_value(row)
    document = read_draft(session, draft, files).document
    if not look.ready or document is None:
        raise Unacceptable(N_("Something is still missing. The list on this page says what."))
    check_credit(session, draft.id, document)
    document = document.with_data(lambda asset: files.get(asset.sha256))
    done = publish(
        session,
        document=document,
        files=files,
        now=now,
        actor=f"person:{edition.published_by}",
        edition=replace(edition, foreign=look.left.foreign),
    )
    row.state, row.course_id, row.base_version_id = State.PUBLISHED, done.course_id, done.version_id
    end_requests(session, row.id, now=now)
    _end_plans(session, row.id, "done", now)
    note(
        session, row, Act.PUBLISH, person_id=edition.published_by, code=edition.kind, text=edition.notes,
        version=done.number, now=now,
    )  # fmt: skip
    session.flush()
    return done


def plan_publication(
    session: Session,
    *,
    draft: Draft,
    seq: int,
    edition: Edition,
    at: datetime,
    actor: Identity,
    files: FileStore,
    now: datetime,
    as_is: bool = False,
) -> None:
    """Publish at a set time. Raises Unacceptable for a time that is over or more than a year away."""
    row, look = _looked_at(session, draft, Act.PLAN, seq=seq, actor=actor, files=files, as_is=as_is)
    if not now < at <= now + FURTHEST:
        raise Unacceptable(N_("Choose a time within the next twelve months."))
    if not look.ready:
        raise Unacceptable(N_("Something is still missing. The list on this page says what."))
    _end_plans(session, row.id, "cancelled", now)
    plan = PublicationPlan(
        draft_id=row.id, person_id=person_of(actor), at=at, seq=seq, kind=edition.kind, notes=edition.notes,
        state="planned", planned_at=now,
    )  # fmt: skip
    session.add(plan)
    session.flush()
    enqueue(session, name=JOB, payload={"plan": plan.id}, now=now, run_at=at, key=f"{JOB}:{plan.id}")
    note(session, row, Act.PLAN, person_id=person_of(actor), code=edition.kind, text=at.isoformat(), now=now)
    session.flush()


def cancel_plan(session: Session, *, draft: Draft, actor: Identity, now: datetime) -> None:
    """Do not publish at the set time. Raises NotFound if nothing is planned."""
    row = moved(session, draft, Act.CANCEL, actor=actor)
    if plan_of(session, draft.id) is None:
        raise NotFound(N_("No publication is planned."))
    _end_plans(session, row.id, "cancelled", now)
    note(session, row, Act.CANCEL, person_id=person_of(actor), now=now)
    session.flush()


def _end_plans(session: Session, draft_id: str, state: str, now: datetime) -> None:
    session.execute(
        update(PublicationPlan)
        .where(PublicationPlan.draft_id == draft_id, PublicationPlan.state == "planned")
        .values(state=state, ended_at=now)
    )


def publish_planned(session: Session, *, plan_id: int, files: FileStore, now: datetime) -> Published | None:
    """Do what was planned, if the text is still the one that was looked at, nothing is missing and whoever planned it
    may still publish; else write to her. None if the plan was cancelled or nothing was published. Harmless when done
    twice."""
    plan = session.get(PublicationPlan, plan_id)
    draft = find_draft(session, plan.draft_id) if plan is not None else None
    if plan is None or plan.state != "planned" or draft is None:
        return None
    held = hold(session, draft)
    edition = Edition(plan.kind, plan.notes, plan.person_id)
    actor = Identity(plan.person_id, grants=grants_of(session, plan.person_id, now))
    try:
        with session.begin_nested():  # what fails halfway leaves nothing behind
            row, look = _looked_at(
                session, draft, Act.PUBLISH, seq=plan.seq, actor=actor, files=files, as_is=True
            )
            return _publish(session, row, look, edition, files, now)
    except LearnHubError as error:
        _tell_failure(session, held, plan, error, now)
        return None


def _tell_failure(
    session: Session, row: DraftRow, plan: PublicationPlan, error: LearnHubError, now: datetime
) -> None:
    plan.state, plan.ended_at = "failed", now
    note(session, row, Act.FAIL, person_id=plan.person_id, text=error.message, now=now)
    mail_failure(session, to=plan.person_id, title=row.title, error=error, now=now)
    session.flush()


def retire_draft(
    session: Session,
    *,
    draft: Draft,
    why: str,
    actor: Identity,
    now: datetime,
    successor: str | None = None,
) -> None:
    """Take the course out of the catalogue for good reason, which readers see; its versions stay readable and citable,
    and its learners finish it."""
    row = moved(session, draft, Act.RETIRE, actor=actor)
    if row.course_id is None:
        raise Conflict(N_("This course was never published, so there is nothing to retire."))
    if not why:
        raise Unacceptable(N_("Say in a few words why the course is retired."))
    retire(
        session,
        course_id=row.course_id,
        now=now,
        actor=f"person:{actor.person_id}",
        why=why,
        successor=successor,
    )
    row.state = State.RETIRED
    end_requests(session, row.id, now=now)
    _end_plans(session, row.id, "cancelled", now)
    note(session, row, Act.RETIRE, person_id=person_of(actor), text=why, now=now)
    session.flush()


def restore_version(session: Session, *, draft: Draft, number: int, actor: Identity, now: datetime) -> None:
    """Make a published version the text of the draft again. What stood there stays in the history."""
    row = moved(session, draft, Act.RESTORE, actor=actor)
    version = load_version(session, version_id_of(session, row.course_id or 0, number))
    document = version.document
    if number == published_number(session, draft):  # the draft goes on from it, whoever has published it
        row.base_version_id = version.id
    row.state = State.DRAFT
    session.flush()
    wanted = parts_from(document)
    present = parts_of(session, draft.id)
    who = person_of(actor)
    for path in sorted({*present} - {*wanted}):
        remove_part(session, draft=draft, path=path, actor=who, now=now)
    for path in sorted(wanted):
        rev = present[path].rev if path in present else 0
        save_part(
            session,
            draft=draft,
            path=path,
            text=wanted[path],
            base_rev=rev,
            actor=who,
            now=now,
            act="restore",
        )
    note(session, row, Act.RESTORE, person_id=who, version=number, now=now)
    session.flush()
