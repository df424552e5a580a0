"""Commands of releases: ask for one, note how its making goes, open its public view, have reports regularly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.db import rows_changed
from learnhub.jobs.service import enqueue
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.reach.patience import Cancelled
from learnhub.reach.projects import service
from learnhub.reach.projects.models import DonorProject
from learnhub.reach.releases.calendar import Stage, newest, next_name
from learnhub.reach.releases.models import Release, ReportSchedule
from learnhub.reach.releases.queries import (
    UNSHARED,
    find_release,
    get_schedule,
    names_of,
    project_ends,
    releases_of,
    unnamed,
)
from learnhub.web.service import pages_changed

JOB = "release"
UNDER_WAY = ("asked", "making", "made")
PATIENCE = timedelta(hours=2)
CANCELLED = "Cancelled."
BEING_MADE = N_("A release of this period is being made at this moment. Wait until it is there.")
SUBSCRIBED = N_("You get this report already.")


def ask_release(
    session: Session,
    *,
    scope: str,
    period: str,
    stage: Stage,
    as_of: datetime,
    languages: Sequence[str],
    now: datetime,
    person_id: int | None = None,
    reason: str = "",
    job_at: datetime | None = None,
    public: bool = False,
) -> Release:
    """Put a release on the list to be made by a job, now or at `job_at`; a `public` one is opened to everybody then.

    Who makes it at once gives a later time: the job then finds it made, or takes it up if its maker was stopped.
    Raises Unacceptable or Conflict with what the calendar has against it.
    """
    _give_up(session, now)
    there = releases_of(session, scope, period, UNDER_WAY)
    if any(each.state != "made" for each in there):
        raise Conflict(BEING_MADE)
    before = names_of(there)
    name = next_name(period, stage, before, as_of=as_of, now=now, reason=reason)
    release_id = f"{scope}-{name}"
    session.execute(delete(Release).where(Release.id == release_id, Release.state == "failed"))
    previous = newest(before)
    release = Release(
        id=release_id, scope=scope, period=period, name=str(name), stage=stage.value, number=name.number,
        as_of=as_of, languages=" ".join(languages), reason=reason.strip(), state="asked", done=0, steps=0,
        problem="", supersedes=f"{scope}-{previous}" if previous else None, person_id=person_id, asked_at=now,
        block_hash="", manifests={},
    )  # fmt: skip
    with _first(session, BEING_MADE):
        session.add(release)
    payload = {"id": release_id, "public": public}
    enqueue(session, name=JOB, payload=payload, now=now, key=f"{JOB}:{release_id}", run_at=job_at)
    return release


@contextmanager
def _first(session: Session, taken: str) -> Iterator[None]:
    """Write what can be there once only. Raises Conflict if somebody was first by a moment."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as twice:
        raise Conflict(taken) from twice


def _give_up(session: Session, now: datetime) -> None:
    """A release that nobody finished within hours does not stand in the way of another one."""
    session.execute(
        update(Release)
        .where(Release.state.in_(("asked", "making")), Release.asked_at < now - PATIENCE)
        .values(state="failed", problem="Its making stopped and was not taken up again.")
        .execution_options(synchronize_session=False)
    )


def cancel_release(session: Session, release_id: str) -> None:
    """Stop the making of a release, at its next step. Raises NotFound; Conflict if it is made or has failed."""
    stopped = session.execute(
        update(Release)
        .where(Release.id == release_id, Release.state.in_(("asked", "making")))
        .values(state="failed", problem=CANCELLED)
        .execution_options(synchronize_session=False)
    )
    if rows_changed(stopped):
        return
    if find_release(session, release_id) is None:
        raise NotFound(N_("There is no such release. The list of releases has them all."))
    raise Conflict(N_("This release is not being made any more."))


def note_step(session: Session, release_id: str, *, done: int, steps: int) -> None:
    """How far the making has come. A release that is made stays as it is. Raises Cancelled if it was cancelled."""
    session.execute(
        update(Release)
        .where(Release.id == release_id, Release.state != "made", Release.problem != CANCELLED)
        .values(state="making", done=done, steps=steps, problem="")
        .execution_options(synchronize_session=False)
    )
    _still_wanted(session, release_id)


def note_made(
    session: Session,
    release_id: str,
    *,
    manifests: Mapping[str, str],
    block: tuple[int, str],
    head: tuple[int, int],
    now: datetime,
) -> None:
    """It is there: from now on it never changes. `manifests` are the SHA-256 of each view's manifest.

    Raises Cancelled if it was cancelled at the last moment.
    """
    session.execute(
        update(Release)
        .where(Release.id == release_id, Release.state != "made", Release.problem != CANCELLED)
        .values(
            state="made",
            done=1,
            steps=1,
            problem="",
            made_at=now,
            manifests=dict(manifests),
            block_id=block[0],
            block_hash=block[1],
            last_xid=head[0],
            last_entry=head[1],
        )
        .execution_options(synchronize_session=False)
    )
    _still_wanted(session, release_id)


def _still_wanted(session: Session, release_id: str) -> None:
    """Raises Cancelled. Asked after the note is written: only then can nobody cancel any more before it counts."""
    if session.scalar(select(Release.problem).where(Release.id == release_id)) == CANCELLED:
        raise Cancelled


def note_failed(session: Session, release_id: str, *, problem: str) -> None:
    """It could not be made; the words say why."""
    session.execute(
        update(Release)
        .where(Release.id == release_id, Release.state != "made", Release.problem != CANCELLED)
        .values(state="failed", problem=problem[:4000])
        .execution_options(synchronize_session=False)
    )


def publish_release(session: Session, release_id: str, *, now: datetime) -> Release:
    """Open the public view to everybody; a second time changes nothing. Raises NotFound, Conflict."""
    release = find_release(session, release_id)
    if release is None:
        raise NotFound(N_("There is no such release. The list of releases has them all."))
    if release.state != "made":
        raise Conflict(N_("This release is not made yet."))
    release.published_at = release.published_at or now
    pages_changed(session)
    session.flush()
    return release


def subscribe(
    session: Session, *, person_id: int, scope: str, every: str, day: int, language: str, now: datetime
) -> ReportSchedule:
    """Have a provisional report made and sent after the end of each quarter or year. Raises Conflict."""
    _not_over(session, scope)
    _only_once(session, person_id, (scope, every, language))
    made = ReportSchedule(
        person_id=person_id,
        scope=scope,
        every=every,
        day=day,
        language=language,
        created_at=now,
        last_period="",
    )
    with _first(session, SUBSCRIBED):
        session.add(made)
    return made


def change_report(
    session: Session,
    *,
    person_id: int,
    schedule_id: int,
    scope: str,
    every: str,
    day: int,
    language: str,
) -> None:
    """Let a report be about something else, or come at other times. Raises NotFound, Conflict."""
    found = get_schedule(session, person_id, schedule_id)
    _only_once(session, person_id, (scope, every, language), but=schedule_id)
    if found.scope != scope:
        _not_over(session, scope)
    with _first(session, SUBSCRIBED):
        if (found.scope, found.every) != (scope, every):
            found.last_period, found.release_id, found.sent_at = "", None, None
        found.scope, found.every, found.day, found.language = scope, every, day, language


def pause_report(session: Session, *, person_id: int, schedule_id: int, now: datetime | None) -> None:
    """Make no more of a report from `now` on; None: go on with it. Raises NotFound."""
    found = get_schedule(session, person_id, schedule_id)
    found.paused_at = now and (found.paused_at or now)
    session.flush()


def try_report_again(session: Session, *, person_id: int, schedule_id: int) -> None:
    """Have the last report made after all, which could not be made. Raises NotFound; Conflict if it did not fail."""
    found = get_schedule(session, person_id, schedule_id)
    release = find_release(session, found.release_id or "")
    if release is None or release.state != "failed":
        raise Conflict(N_("This report did not fail: there is nothing to try again."))
    found.last_period, found.release_id, found.sent_at = "", None, None
    session.flush()


def _not_over(session: Session, scope: str) -> None:
    """No new report is about what has ended. Raises Conflict."""
    if project_ends(session, [scope]):
        raise Conflict(
            N_("This project has ended, so nothing comes regularly any more. Make a release of it.")
        )


def _only_once(
    session: Session, person_id: int, wanted: tuple[str, str, str], but: int | None = None
) -> None:
    """Scope, rhythm and language together name a report of a person. Raises Conflict."""
    there = select(ReportSchedule.id).where(
        ReportSchedule.person_id == person_id,
        tuple_(ReportSchedule.scope, ReportSchedule.every, ReportSchedule.language).in_([wanted]),
    )
    if any(each != but for each in session.scalars(there)):
        raise Conflict(SUBSCRIBED)


def unsubscribe(session: Session, *, person_id: int, schedule_id: int) -> None:
    """End a report that a person gets. Raises NotFound."""
    gone = session.execute(
        delete(ReportSchedule).where(ReportSchedule.id == schedule_id, ReportSchedule.person_id == person_id)
    )
    if not rows_changed(gone):
        raise NotFound(N_("There is no such report."))


def delete_project(session: Session, *, project: DonorProject) -> None:
    """Take away a project of which nothing was made, with its indicators and the reports that were asked of it.

    Raises Conflict if a course or training was ever of it, or a release was asked for.
    """
    if not unnamed(session, project.code):
        raise Conflict(service.NAMED)
    session.execute(delete(ReportSchedule).where(ReportSchedule.scope == UNSHARED + project.code))
    service.delete_project(session, project=project)
