"""Commands of donor projects: keep them and their indicators, tag courses and trainings, end them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.ledger.records import TargetRecord
from learnhub.ledger.service import next_revs, record
from learnhub.reach.projects.models import DonorIndicator, DonorProject, ProjectTurn
from learnhub.reach.projects.queries import (
    FRAMEWORK,
    MOST_INDICATORS,
    MOST_TAGS,
    Named,
    ends_of,
    ever_tagged,
    find_project,
    indicators_of,
    stamp_of,
    tagged,
    things,
)

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,31}", re.ASCII)
ACTOR = "projects"
NAMED = N_("Courses, trainings or releases name this project, so it cannot be deleted. End it instead.")
EASTMOST = timedelta(hours=14)  # there the day begins so much before UTC's


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectValues:
    """What is said of a project."""

    donor: str
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorValues:
    """What is said of a donor's indicator. Numbers are as they were typed."""

    code: str
    definition: str
    indicator: str
    target: str = ""
    baseline: str = ""
    baseline_day: str = ""
    difference: str = ""


def add_project(
    session: Session, *, code: str, centre: str, values: ProjectValues, now: datetime
) -> DonorProject:
    """A project of a centre (empty: of the network). Raises Unacceptable, Conflict if the code is taken."""
    if CODE.fullmatch(code) is None:
        raise Unacceptable(N_("A code has 2 to 32 small letters, digits and hyphens, such as flood-2026."))
    _refuse_period(values)
    taken = N_("This code is taken. Choose another one.")
    if find_project(session, code) is not None:
        raise Conflict(taken)
    project = DonorProject(
        code=code, donor=values.donor, title=values.title, starts_on=values.starts_on, ends_on=values.ends_on,
        centre=centre, created_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(project)
    except IntegrityError as twice:  # somebody was first by a moment
        raise Conflict(taken) from twice
    return project


def change_project(session: Session, *, project: DonorProject, values: ProjectValues, seen: str = "") -> None:
    """Its code and whose it is stay: tags and files name them. `seen` is the stamp of what was there to be changed.

    Raises Unacceptable, Conflict if it has ended or is not as it was seen.
    """
    _held_open(session, project)
    _as_seen(session, project, seen)
    _refuse_period(values)
    project.donor, project.title = values.donor, values.title
    project.starts_on, project.ends_on = values.starts_on, values.ends_on
    session.flush()


def _refuse_period(values: ProjectValues) -> None:
    if values.ends_on < values.starts_on:
        raise Unacceptable(N_("The last day lies before the first one. Swap the two days."))


def delete_project(session: Session, *, project: DonorProject) -> None:
    """Take it away with its indicators. Raises Conflict if a course or training was ever of it."""
    _locked(session, project)
    if ever_tagged(session, project.code):
        raise Conflict(NAMED)
    session.delete(project)
    session.flush()


def keep_indicator(
    session: Session,
    *,
    project: DonorProject,
    row: DonorIndicator | None,
    values: IndicatorValues,
    seen: str = "",
) -> DonorIndicator:
    """Put an indicator in, or change one; `seen` is the stamp of what was there to be changed.

    Raises Conflict if its code is there already, there are too many, it is not as it was seen, or the project has
    ended.
    """
    _held_open(session, project)
    if row is not None:
        _as_seen(session, row, seen)
    others = [each for each in indicators_of(session, project.code) if each is not row]
    if any(each.code.casefold() == values.code.casefold() for each in others):
        raise Conflict(N_("This project has an indicator of this code already."))
    if row is None:
        if len(others) >= MOST_INDICATORS:
            raise Conflict(N_("This project has as many indicators as it can have."))
        row = DonorIndicator(project=project.code)
        session.add(row)
    row.code, row.definition, row.indicator = values.code, values.definition, values.indicator
    row.target, row.baseline, row.baseline_day = values.target, values.baseline, values.baseline_day
    row.difference = values.difference
    session.flush()
    return row


def drop_indicator(session: Session, *, project: DonorProject, row: DonorIndicator) -> None:
    """Take an indicator out. Raises Conflict if the project has ended."""
    _held_open(session, project)
    session.delete(row)
    session.flush()


def tag(session: Session, *, project: DonorProject, names: Collection[Named], now: datetime) -> int:
    """Make courses and trainings part of the project from now on; how many were not yet.

    Raises Unacceptable for what is not there or of another centre, Conflict if there would be too many or the
    project has ended.
    """
    _held_open(session, project)
    there = tagged(session, project.code)
    new = sorted(set(names) - set(there))
    if len(there) + len(new) > MOST_TAGS:
        raise Conflict(N_("This project has as many courses and trainings as it can have."))
    known = {
        each.name for each in things(session, new) if not project.centre or project.centre in each.centres
    }
    if known != set(new):
        raise Unacceptable(N_("Something that was chosen is not there any more. Look at the list again."))
    _write(session, project, new, weight=1, now=now)
    return len(new)


def untag(session: Session, *, project: DonorProject, names: Collection[Named], now: datetime) -> int:
    """Take courses and trainings out from now on; how many were in. Raises Conflict if the project has ended."""
    _held_open(session, project)
    old = sorted(set(names) & set(tagged(session, project.code)))
    _write(session, project, old, weight=0, now=now)
    return len(old)


def end_project(
    session: Session,
    *,
    project: DonorProject,
    ended_on: date,
    reason: str,
    now: datetime,
    person_id: int | None,
) -> None:
    """Nothing is tagged or changed any more; what was counted stays as it is, and so do pages and releases.

    Raises Conflict if it has ended already, Unacceptable for a day before its first or still to come.
    """
    _held_open(session, project)
    if ended_on < project.starts_on:
        raise Unacceptable(N_("This day lies before the first day of the project."))
    if ended_on > (now + EASTMOST).date():
        raise Unacceptable(N_("This day is still to come. End the project when it is over."))
    turn = ProjectTurn(project=project.code, ended_on=ended_on, reason=reason, at=now, person_id=person_id)
    session.add(turn)
    session.flush()


def open_again(
    session: Session, *, project: DonorProject, reason: str, now: datetime, person_id: int | None
) -> None:
    """Let an ended project run on. Raises Conflict if it runs."""
    _locked(session, project)
    if project.code not in ends_of(session, [project.code]):
        raise Conflict(N_("This project has not ended, so there is nothing to open again."))
    turn = ProjectTurn(project=project.code, ended_on=None, reason=reason, at=now, person_id=person_id)
    session.add(turn)
    session.flush()


def _as_seen(session: Session, row: DonorProject | DonorIndicator, seen: str) -> None:
    """Nobody's change is overwritten unseen. Raises Conflict."""
    session.refresh(row)
    if seen and seen != stamp_of(row):
        raise Conflict(
            N_(
                "Somebody has changed this meanwhile. Look in another tab at what holds now; keep again to put yours "
                "in its place."
            )
        )


def _held_open(session: Session, project: DonorProject) -> None:
    """Nobody ends it meanwhile. Raises Conflict if somebody has."""
    _locked(session, project)
    if project.code in ends_of(session, [project.code]):
        raise Conflict(N_("This project has ended. Open it again to change it."))


def _locked(session: Session, project: DonorProject) -> None:
    """One after another: who comes second sees what the first has tagged."""
    session.execute(select(DonorProject.code).where(DonorProject.code == project.code).with_for_update())


def _write(
    session: Session, project: DonorProject, names: Sequence[Named], *, weight: int, now: datetime
) -> None:
    rows = [
        TargetRecord(
            object_type=kind, object_id=name, framework=FRAMEWORK, target=project.code, weight=Decimal(weight)
        )
        for kind, name in names
    ]
    if rows:
        record(session, next_revs(session, rows), now=now, actor=ACTOR, reason="REVISE")
