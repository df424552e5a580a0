"""The report of a course's learners: rows for a page, and all of them as one stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version
from learnhub.formats.cells import safe_cell
from learnhub.kernel.clock import iso
from learnhub.learning.domain import mark_text, progress_percent
from learnhub.learning.queries import ENROLMENT, PERSON

FETCH = 2_000
_COLUMNS = (
    PERSON.c.name, PERSON.c.login, PERSON.c.learner_number, PERSON.c.email, ENROLMENT.c.done, ENROLMENT.c.results,
    ENROLMENT.c.enrolled_at, ENROLMENT.c.completed_at, ENROLMENT.c.withdrawn_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A learner in a course, as her course team sees her."""

    name: str
    sign_in: str
    done: int
    percent: int
    marks: list[str]
    enrolled_at: datetime
    completed_at: datetime | None
    withdrawn_at: datetime | None


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
        select(*_COLUMNS)
        .join(wanted, wanted.c.id == ENROLMENT.c.id)
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .order_by(ENROLMENT.c.id)
    )
    quizzes = list(version.quizzes)
    return [
        ReportRow(
            name, login or number or email or "", done, progress_percent(done, version.all_steps),
            _marks(results, quizzes), enrolled, completed, withdrawn,
        )
        for name, login, number, email, done, results, enrolled, completed, withdrawn in rows
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def _mark_text(marks: str) -> str:
    return mark_text(Fraction(marks))


def _marks(results: str, quizzes: list[str]) -> list[str]:
    if results == "{}":
        return [""] * len(quizzes)
    best = json.loads(results)
    return [_mark_text(best[quiz][0]) if quiz in best else "" for quiz in quizzes]


def _quoted(text: str) -> str:
    safe = safe_cell(text)
    return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in ',"\n\r') else safe


def report_csv(session: Session, version: Version) -> Iterator[str]:
    """The whole report as CSV in pieces, from one ordered cursor; the last line says how many rows there were, so that a
    file that was cut short shows it."""
    steps = version.steps
    quizzes = list(version.quizzes)
    header = ["name", "sign_in", "email", *(f"{s.number}. {s.title}" for s in steps),
              *(f"marks: {version.quizzes[q].title}" for q in quizzes), "progress_pct", "enrolled_at", "completed_at",
              "withdrawn_at"]  # fmt: skip
    yield ",".join(_quoted(cell) for cell in header) + "\n"
    cells: dict[int, str] = {}
    marks: dict[str, str] = {}
    result = session.execute(
        select(*_COLUMNS)
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .where(ENROLMENT.c.course_id == version.course_id)
        .order_by(ENROLMENT.c.id),
        execution_options={"yield_per": FETCH},
    )
    count = 0
    for batch in result.partitions(FETCH):
        lines = []
        for name, login, number, email, done, results, enrolled, completed, withdrawn in batch:
            if done not in cells:
                cells[done] = ",".join("done" if done & step.mask else "" for step in steps)
            if results not in marks:
                if len(marks) > 50_000:
                    marks.clear()
                marks[results] = ",".join(_marks(results, quizzes))
            lines.append(
                f"{_quoted(name)},{_quoted(login or number or '')},{_quoted(email or '')},{cells[done]},{marks[results]},"
                f"{progress_percent(done, version.all_steps)},{iso(enrolled)},{iso(completed) if completed else ''},"
                f"{iso(withdrawn) if withdrawn else ''}\n"
            )
        count += len(lines)
        yield "".join(lines)
    yield f"# complete: {count} learners\n"
