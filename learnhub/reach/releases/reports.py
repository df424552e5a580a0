"""Reports that come regularly: a provisional release of the last whole period, and its link by mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.accounts.queries import get_person
from learnhub.centres.identity import grants_of
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import N_, LearnHubError
from learnhub.reach.releases.access import may_make
from learnhub.reach.releases.calendar import Stage, last_periods, whole_period
from learnhub.reach.releases.models import Release, ReportSchedule
from learnhub.reach.releases.queries import project_ends, releases_of
from learnhub.reach.releases.service import UNDER_WAY, ask_release
from learnhub.web.i18n import translations

AT_ONCE = 50
log = structlog.get_logger()
SUBJECT = N_("Reach report %(period)s is ready")
TEXT = N_(
    "The report you asked for is ready: %(name)s.\n\n%(link)s\n\nSign in to see it. To end these messages: %(end)s"
)

FAILED = N_("Reach report %(period)s could not be made")
WHY = N_(
    "The report you asked for could not be made: %(name)s.\n\n%(problem)s\n\n"
    "Your page of regular reports lets you try again, pause or end it: %(end)s"
)


def due_period(every: str, day: int, today: date) -> str:
    """The last whole `quarter` or `year` whose report is due by today, so many days after its end; empty: none."""
    for name in last_periods(today):
        if ("-Q" in name) is (every == "quarter") and whole_period(name).end + timedelta(days=day) <= today:
            return name
    return ""


def next_due(every: str, day: int, last: str, today: date) -> date:
    """When the next report comes to somebody whose last one was of the period `last`: today where one is due."""
    years = range(today.year - 1, today.year + 3)
    names = (
        [f"{year}-Q{part}" for year in years for part in range(1, 5)]
        if every == "quarter"
        else map(str, years)
    )
    now_due = due_period(every, day, today)
    days = {name: whole_period(name).end + timedelta(days=day) for name in names if name > last}
    return max(today, min(due for name, due in days.items() if due > today or name == now_due))


def plan_reports(session: Session, *, now: datetime) -> int:
    """Have made what is due; gives how many reports were planned. One that is there already is taken.

    A donor project that has ended has none for periods that began after its end.
    """
    planned = 0
    wanted = select(ReportSchedule).where(ReportSchedule.paused_at.is_(None)).order_by(ReportSchedule.id)
    schedules = session.scalars(wanted).all()
    ends = project_ends(session, {each.scope for each in schedules})
    for each in schedules:
        period = due_period(each.every, each.day, now.date())
        if not period or period <= each.last_period or planned >= AT_ONCE:
            continue
        if each.scope in ends and ends[each.scope] < whole_period(period).start:
            continue
        if not _still_may(session, each, now):
            continue
        try:
            release = _release(session, each, period, now)
        except LearnHubError as error:
            log.warning("report not planned", schedule=each.id, period=period, reason=error.message)
            continue
        each.last_period, each.sent_at, each.release_id = period, None, release.id
        planned += 1
    session.flush()
    return planned


def send_reports(session: Session, *, public_url: str, now: datetime) -> int:
    """Send the links of reports that are made by now, or why one could not be made; gives how many."""
    waiting = session.execute(
        select(ReportSchedule, Release)
        .join(Release, Release.id == ReportSchedule.release_id)
        .where(ReportSchedule.sent_at.is_(None), Release.state.in_(("made", "failed")))
        .order_by(ReportSchedule.id)
        .limit(AT_ONCE)
    ).all()
    for schedule, release in waiting:
        schedule.sent_at = now
        person = get_person(session, schedule.person_id)
        if person.confirmed_email and _still_may(session, schedule, now):
            _mail(session, person.confirmed_email, schedule, release, public_url, now)
    session.flush()
    return len(waiting)


def _release(session: Session, schedule: ReportSchedule, period: str, now: datetime) -> Release:
    there = releases_of(session, schedule.scope, period, UNDER_WAY)
    if there:
        return there[-1]
    return ask_release(
        session, scope=schedule.scope, period=period, stage=Stage.PROVISIONAL, as_of=now - timedelta(seconds=1),
        languages=(schedule.language,), now=now, person_id=schedule.person_id,
    )  # fmt: skip


def _still_may(session: Session, schedule: ReportSchedule, now: datetime) -> bool:
    """Roles end; a report must not outlive them."""
    identity = Identity(schedule.person_id, grants=grants_of(session, schedule.person_id, now))
    return may_make(identity, session, schedule.scope)


def _mail(
    session: Session, address: str, schedule: ReportSchedule, release: Release, public_url: str, now: datetime
) -> None:
    say = translations(schedule.language).gettext
    root = f"{public_url}/{schedule.language}/reach"
    problem, _, _ = release.problem.partition("\n")
    values = {"period": release.period, "name": release.name, "link": f"{root}/releases/{release.id}",
              "end": f"{root}/regular-reports", "problem": say(problem) if problem else ""}  # fmt: skip
    subject, text = (SUBJECT, TEXT) if release.state == "made" else (FAILED, WHY)
    send_mail(session, to=address, subject=say(subject) % values, text=say(text) % values, now=now)
