"""The report of a course's learners: rows for a page, and all of them as one stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Text, func, select, type_coerce
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version
from learnhub.db import UTCDateTime, in_utc
from learnhub.formats.cells import safe_cell
from learnhub.kernel.clock import iso
from learnhub.learning.domain import mark_text, progress_percent
from learnhub.learning.models import StepSet
from learnhub.learning.queries import ENROLMENT, PERSON
from learnhub.learning.queries.naming import identities
from learnhub.learning.queries.work import WORK, WorkState, most_points, states_of

FETCH = 2_000
MOST_KEPT = 50_000


def _columns(version: Version) -> tuple[ColumnElement[Any], ...]:
    return (
        *identities(version.document.metadata.centres), ENROLMENT.c.done, ENROLMENT.c.results,
        ENROLMENT.c.enrolled_at, ENROLMENT.c.completed_at, ENROLMENT.c.withdrawn_at, ENROLMENT.c.excused,
        ENROLMENT.c.renewing,
    )  # fmt: skip


def _as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Instants and steps as the database driver gives them: they are looked up among those seen before."""
    if isinstance(column.type, UTCDateTime):
        return type_coerce(column, DateTime(timezone=True))
    return type_coerce(column, Text) if isinstance(column.type, StepSet) else column


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A learner in a course, as her course team sees her."""

    name: str
    sign_in: str
    done: int
    percent: int
    marks: tuple[str, ...]
    enrolled_at: datetime
    completed_at: datetime | None
    withdrawn_at: datetime | None
    works: Mapping[str, WorkState] = field(default_factory=dict)


def count_learners(session: Session, course_id: int) -> int:
    """How many are or were enrolled."""
    counted = select(func.count()).select_from(ENROLMENT).where(ENROLMENT.c.course_id == course_id)
    return session.scalar(counted) or 0


def report_page(session: Session, version: Version, *, page: int, size: int) -> list[ReportRow]:
    """One page, in order of enrolment: an index range, then as many account rows as the page shows."""
    wanted = (
        select(ENROLMENT.c.id).where(ENROLMENT.c.course_id == version.course_id)
        .order_by(ENROLMENT.c.id).offset((page - 1) * size).limit(size).subquery()
    )  # fmt: skip
    rows = session.execute(
        select(*_columns(version), ENROLMENT.c.id)
        .join(wanted, wanted.c.id == ENROLMENT.c.id)
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .order_by(ENROLMENT.c.id)
    ).all()
    works = _works_between(session, version, rows[0].id, rows[-1].id) if rows else {}
    return [_row(version, row, works.get(row.id, {})) for row in rows]


def _row(version: Version, row: Any, works: Mapping[str, WorkState]) -> ReportRow:
    name, login, number, email, done, results, enrolled, completed, withdrawn, excused, renewing = row[:11]
    if completed is None or renewing:
        done = without_failed(done, failed_mask(version, results), excused)
    return ReportRow(
        name, login or number or email or "", done, progress_percent(done, version.all_steps),
        tuple(_marks(results, list(version.quizzes))), enrolled, completed, withdrawn, works,
    )  # fmt: skip


def failed_mask(version: Version, results: str) -> int:
    """The bits of the quizzes that completion asks for and that these results have not passed."""
    best = _best(results)
    wanted = version.document.metadata.completion_quizzes
    return sum(version.step(quiz).mask for quiz in wanted if quiz in best and best[quiz][2] is False)


def without_failed(done: int, failed: int, excused: int) -> int:
    """The steps that are done as the learner's own pages have it: a quiz that she must pass once she has passed it."""
    return done & ~(failed & ~excused)


def _works_between(
    session: Session, version: Version, first: int, last: int
) -> dict[int, dict[str, WorkState]]:
    """The works of a course in a range of its enrolments; a course without assignments is not asked about."""
    if not version.document.assignments:
        return {}
    return states_of(
        session, (WORK.c.course_id == version.course_id) & WORK.c.enrolment_id.between(first, last)
    )


@lru_cache(maxsize=4096)
def _mark_text(marks: str) -> str:
    return mark_text(Fraction(marks))


def _marks(results: str, quizzes: list[str]) -> list[str]:
    best = _best(results)
    return [_mark_text(best[quiz][0]) if quiz in best else "" for quiz in quizzes]


@lru_cache(maxsize=4096)
def _best(results: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(results)
    return found


_SPECIAL = re.compile(r'[,"\n\r]|^[=+\-@\t]')


_SPECIAL_CELLS = re.compile(r'[,"\n\r]|(?:^|\0)[=+\-@\t]')


def _quoted_cells(*cells: str) -> str:
    """Cells with commas between them. Most need no quotes, and one look at all of them together tells."""
    together = "\0".join(cells)
    if _SPECIAL_CELLS.search(together) is None and together.count("\0") == len(cells) - 1:
        return together.replace("\0", ",")
    return ",".join(map(_quoted, cells))


def _quoted(text: str) -> str:
    if _SPECIAL.search(text) is None:
        return text
    return '"' + safe_cell(text).replace('"', '""') + '"'


class _Cells:
    """The cells that many learners share, made once each."""

    def __init__(self, version: Version) -> None:
        self.version, self.quizzes = version, list(version.quizzes)
        self.steps: dict[str, tuple[str, int]] = {}
        self.marks: dict[str, tuple[str, int]] = {}
        self.times: dict[datetime | None, str] = {None: ""}

    def of_steps(self, stored: str) -> tuple[str, int]:
        """The steps, and progress in per cent."""
        if len(self.steps) > MOST_KEPT:
            self.steps.clear()
        done = int(stored)
        cells = ",".join("done" if done & step.mask else "" for step in self.version.steps)
        made = self.steps[stored] = cells, progress_percent(done, self.version.all_steps)
        return made

    def of_marks(self, results: str) -> tuple[str, int]:
        """Best marks, each with its comma, and the quizzes that are not passed."""
        if len(self.marks) > MOST_KEPT:
            self.marks.clear()
        cells = "".join(f"{mark}," for mark in _marks(results, self.quizzes))
        made = self.marks[results] = cells, failed_mask(self.version, results)
        return made

    def of_time(self, instant: datetime) -> str:
        """An instant as text."""
        if len(self.times) > MOST_KEPT:
            self.times = {None: ""}
        made = self.times[instant] = iso(in_utc(instant))
        return made

    def line(self, row: Any, works: str = "") -> str:
        """One learner; `works` are the cells of her works, each with its comma."""
        name, login, number, email, done, results, enrolled, completed, withdrawn, excused, renewing = row[
            :11
        ]
        marks, failed = self.marks.get(results) or self.of_marks(results)
        if failed and (renewing or not completed):
            done = str(without_failed(int(done), failed, int(excused)))
        steps, percent = self.steps.get(done) or self.of_steps(done)
        times = self.times
        return (
            f"{_quoted_cells(name, login or number or '', email or '')},{steps},{marks}{works}"
            f"{percent},{times.get(enrolled) or self.of_time(enrolled)},"
            f"{times.get(completed) or (self.of_time(completed) if completed else '')},"
            f"{times.get(withdrawn) or (self.of_time(withdrawn) if withdrawn else '')}\n"
        )


def _with_works(session: Session, cells: _Cells, batch: Sequence[Any]) -> Iterator[str]:
    works = _works_between(session, cells.version, batch[0].id, batch[-1].id)
    tasks = [task.id for task in cells.version.document.assignments]
    for row in batch:
        hers = works.get(row.id, {})
        said = [_work_cell(session, hers[task], task) if task in hers else "" for task in tasks]
        yield cells.line(row, "".join(f"{_quoted(cell)}," for cell in said))


def _work_cell(session: Session, state: WorkState, task: str) -> str:
    """Where a work stands; the words of files are English in every language."""
    of = f"{state.total} of {most_points(session, state, task)}"
    words = {
        "waiting": "waiting for marks",
        "another_look": "waiting for another look",
        "revise": f"to be revised {of}",
        "passed": f"passed {of}",
    }
    return words[state.state] + (" late" if state.late else "")


def report_csv(session: Session, version: Version) -> Iterator[str]:
    """The whole report as CSV in pieces, from one ordered cursor; the last line counts the rows, so that a
    file that was cut short shows it."""
    header = ["name", "sign_in", "email", *(f"{s.number}. {s.title}" for s in version.steps),
              *(f"marks: {quiz.title}" for quiz in version.quizzes.values()),
              *(f"work: {task.title}" for task in version.document.assignments), "progress_pct", "enrolled_at",
              "completed_at", "withdrawn_at"]  # fmt: skip
    yield ",".join(_quoted(cell) for cell in header) + "\n"
    cells = _Cells(version)
    statement = (
        select(*map(_as_stored, _columns(version)), ENROLMENT.c.id)
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .where(ENROLMENT.c.course_id == version.course_id)
        .order_by(ENROLMENT.c.id)
    )
    count = 0
    with session.execute(statement, execution_options={"yield_per": FETCH}) as result:
        for batch in result.partitions(FETCH):
            count += len(batch)
            if version.document.assignments:
                yield "".join(_with_works(session, cells, batch))
            else:
                yield "".join(map(cells.line, batch))
    yield f"# complete: {count} learners\n"
