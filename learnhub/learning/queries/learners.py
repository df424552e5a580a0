"""The learners of a course as their team works with them: page by page, one by one, or all as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.db import table
from learnhub.formats.cells import safe_cell
from learnhub.kernel.clock import iso
from learnhub.kernel.errors import NotFound
from learnhub.learning.domain import completion_holds, progress_percent
from learnhub.learning.models import LearnerChange
from learnhub.learning.queries import COHORT, ENROLMENT, LAST_ACTIVE, PERSON, find_enrolment
from learnhub.learning.queries.choosing import DUE_ON
from learnhub.learning.queries.naming import identities
from learnhub.learning.queries.reporting import failed_mask, without_failed

FETCH = 2_000
MOST_CHANGES = 200
HEADER = (
    "name", "sign_in", "email", "cohort", "version", "progress_pct", "stands_at", "excused", "enrolled_at",
    "last_active_at", "due_on", "completed_at", "completes_anew", "withdrawn_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner in a course; `version` is hers. `at` is the title of the step where she stands."""

    id: int
    name: str
    sign_in: str
    email: str
    cohort: str
    version: int
    percent: int
    at: str
    excused: int
    enrolled_at: datetime
    active_at: datetime
    due_on: date | None
    completed_at: datetime | None
    renewing: bool
    withdrawn_at: datetime | None

    def late(self, today: date) -> bool:
        """Whether her deadline is over and she is not done."""
        return self.due_on is not None and self.due_on < today and not completion_holds(self)

    def cells(self) -> list[str]:
        """A line of the file."""
        return [
            self.name, self.sign_in, self.email, self.cohort, str(self.version), str(self.percent),
            self.at, str(self.excused), iso(self.enrolled_at), iso(self.active_at),
            self.due_on.isoformat() if self.due_on else "",
            iso(self.completed_at) if self.completed_at else "", "yes" if self.renewing else "",
            iso(self.withdrawn_at) if self.withdrawn_at else "",
        ]  # fmt: skip


def _wanted(version: Version, which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            ENROLMENT.c.id, ENROLMENT.c.pinned_id, ENROLMENT.c.done, ENROLMENT.c.excused, ENROLMENT.c.last_step,
            ENROLMENT.c.results, ENROLMENT.c.enrolled_at, LAST_ACTIVE.label("active_at"), DUE_ON.label("due_on"),
            ENROLMENT.c.completed_at,
            ENROLMENT.c.renewing, ENROLMENT.c.withdrawn_at, COHORT.c.name.label("cohort"),
            *identities(version.document.metadata.centres),
        )
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .outerjoin(COHORT, COHORT.c.id == ENROLMENT.c.cohort_id)
        .where(which)
        .order_by(ENROLMENT.c.id)
    )  # fmt: skip


class _Versions:
    """The versions of many learners, and the titles of their steps, each looked up once."""

    def __init__(self, session: Session, in_force: Version) -> None:
        self.session = session
        self.known: dict[int | None, tuple[Version, dict[str, str]]] = {None: self._with_titles(in_force)}

    @staticmethod
    def _with_titles(version: Version) -> tuple[Version, dict[str, str]]:
        return version, {step.id: step.title for step in version.steps}

    def of(self, pinned: int | None) -> tuple[Version, dict[str, str]]:
        """A learner's version and its titles."""
        if pinned not in self.known:
            self.known[pinned] = self._with_titles(load_version(self.session, pinned or 0))
        return self.known[pinned]


def _learner(row: Any, versions: _Versions) -> Learner:
    version, titles = versions.of(row.pinned_id)
    done = row.done
    if not completion_holds(row):
        done = without_failed(done, failed_mask(version, row.results), row.excused)
    return Learner(
        id=row.id, name=row.name, sign_in=row.login or row.learner_number or row.email or "", email=row.email or "",
        cohort=row.cohort or "", version=version.number,
        percent=progress_percent(done, version.all_steps), at=titles.get(row.last_step, ""),
        excused=(row.excused & version.all_steps).bit_count(), enrolled_at=row.enrolled_at, active_at=row.active_at,
        due_on=row.due_on, completed_at=row.completed_at, renewing=row.renewing, withdrawn_at=row.withdrawn_at,
    )  # fmt: skip


def learners_page(
    session: Session, version: Version, which: ColumnElement[bool], *, page: int, size: int
) -> list[Learner]:
    """One page of them, in order of enrolment; `version` is the one in force."""
    rows = session.execute(_wanted(version, which).offset((page - 1) * size).limit(size)).all()
    versions = _Versions(session, version)
    return [_learner(row, versions) for row in rows]


def get_learner(session: Session, version: Version, enrolment_id: int) -> tuple[Learner, Any]:
    """One learner of this course, and her enrolment as commands take it. Raises NotFound for any other course's."""
    mine = (ENROLMENT.c.id == enrolment_id) & (ENROLMENT.c.course_id == version.course_id)
    row = session.execute(_wanted(version, mine)).first()
    person = session.scalar(select(ENROLMENT.c.person_id).where(mine))
    if row is None or person is None:
        raise NotFound
    return _learner(row, _Versions(session, version)), find_enrolment(session, person, version.course_id)


def changes_of(session: Session, enrolment_id: int) -> Sequence[Any]:
    """What was decided about a learner, the latest first, with the name of who decided."""
    change = table(LearnerChange)
    return session.execute(
        select(change.c.kind, change.c.subject, change.c.reason, change.c.at, change.c.by_id, PERSON.c.name)
        .join(PERSON, PERSON.c.id == change.c.by_id)
        .where(change.c.enrolment_id == enrolment_id)
        .order_by(change.c.id.desc())
        .limit(MOST_CHANGES)
    ).all()


def learners_csv(session: Session, version: Version, which: ColumnElement[bool]) -> Iterator[str]:
    """All of them as CSV in pieces; the last line counts the rows, so that a file that was cut short shows it."""
    yield ",".join(HEADER) + "\n"
    count, versions = 0, _Versions(session, version)
    with session.execute(_wanted(version, which), execution_options={"yield_per": FETCH}) as result:
        for batch in result.partitions(FETCH):
            held = io.StringIO()
            writer = csv.writer(held, lineterminator="\n")
            for row in batch:
                writer.writerow([safe_cell(cell) for cell in _learner(row, versions).cells()])
            count += len(batch)
            yield held.getvalue()
    yield f"# complete: {count} learners\n"
