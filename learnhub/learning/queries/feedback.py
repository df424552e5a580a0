"""What learners say of lessons, and what their course team gets to read: never who, and nothing of a few people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version
from learnhub.db import table
from learnhub.formats.cells import safe_cell
from learnhub.learning.itemstats import FEWEST
from learnhub.learning.models import LessonWord

FETCH = 2_000
WORD = table(LessonWord)


@dataclass(frozen=True, slots=True)
class Heard:
    """A lesson: how many said something of it, how many that it was clear, how many wrote what was not."""

    step: StepInfo
    answers: int
    clear: int
    texts: int

    @property
    def percent(self) -> Fraction:
        """To how many in a hundred it was clear."""
        return Fraction(100 * self.clear, self.answers)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said of a version. `kept_back` counts the answers in lessons of which too few people spoke."""

    lessons: list[Heard]
    kept_back: int


def find_word(session: Session, *, person_id: int, version: Version, step: StepInfo) -> Any:
    """What she said of it last, if anything."""
    return session.execute(hers(select(WORD.c.clear, WORD.c.unclear), person_id, version, step)).first()


def hers(statement: Any, person_id: int, version: Version, step: StepInfo) -> Any:
    """The statement, about what one learner said of one lesson."""
    return statement.where(
        WORD.c.person_id == person_id, WORD.c.version_id == version.id, WORD.c.step == step.id
    )


def feedback_of(session: Session, version: Version) -> Feedback:
    """The lessons of which enough people spoke, in the order of the course."""
    rows = session.execute(
        select(
            WORD.c.step,
            func.count(),
            func.count().filter(WORD.c.clear),
            func.count().filter(WORD.c.unclear != ""),
        )
        .where(WORD.c.version_id == version.id)
        .group_by(WORD.c.step)
    ).all()
    found = {row[0]: row for row in rows}
    lessons = [
        Heard(step, *found[step.id][1:])
        for step in version.steps
        if step.id in found and found[step.id][1] >= FEWEST
    ]
    return Feedback(lessons, sum(row[1] for row in rows if row[1] < FEWEST))


def _texts(version: Version, lessons: Sequence[Heard]) -> Any:
    wanted = [heard.step.id for heard in lessons]
    return select(WORD.c.step, WORD.c.unclear, WORD.c.at).where(
        WORD.c.version_id == version.id, WORD.c.step.in_(wanted), WORD.c.unclear != ""
    )


def texts_page(
    session: Session, version: Version, lessons: Sequence[Heard], *, page: int, size: int
) -> Sequence[Any]:
    """What was not clear in these lessons, in learners' words, the latest first; `lessons` come from `feedback_of`."""
    statement = _texts(version, lessons).order_by(WORD.c.id.desc()).offset((page - 1) * size).limit(size)
    return session.execute(statement).all()


def feedback_csv(session: Session, version: Version, lessons: Sequence[Heard]) -> Iterator[str]:
    """The same as CSV in pieces: the counts of each lesson, then every text with its month; the last line counts."""
    yield _lines([("step", "title", "what", "value", "month")])
    titles = {heard.step.id: heard.step.title for heard in lessons}
    yield _lines(
        (heard.step.id, heard.step.title, what, str(value), "")
        for heard in lessons
        for what, value in (("answers", heard.answers), ("clear", heard.clear), ("texts", heard.texts))
    )
    count = 0
    statement = _texts(version, lessons).order_by(WORD.c.id)
    with session.execute(
        statement, execution_options={"yield_per": FETCH}
    ) as rows:  # closed when nobody takes more
        for batch in rows.partitions(FETCH):
            count += len(batch)
            yield _lines(
                (row.step, titles[row.step], "unclear", row.unclear, f"{row.at:%Y-%m}") for row in batch
            )
    yield f"# complete: {count} texts\n"


def _lines(rows: Any) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return held.getvalue()
