"""Figures of one version of a course for its team: where people stop, time per step, statistics of quizzes."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.formats.cells import safe_cell
from learnhub.learning.domain import percent_text
from learnhub.learning.itemstats import FEWEST, ItemFigures, Passage, Sat, Stand, funnel, item_figures, median
from learnhub.learning.queries import ATTEMPT, ENROLMENT, LAST_ACTIVE
from learnhub.learning.queries.choosing import COMPLETED
from learnhub.learning.queries.feedback import Heard, feedback_of
from learnhub.learning.queries.keys import changes_of, marking_by
from learnhub.learning.queries.reporting import failed_mask, without_failed
from learnhub.quiz.answers import Answer, answers_from_text
from learnhub.quiz.keys import Marking
from learnhub.quiz.model import Quiz
from learnhub.quiz.responses import Chosen, Stated

QUIET = timedelta(days=14)
MOST_TIMES = 2_000  # the latest learners are enough for a median
MOST_TRIES = 400  # marking them again takes a second or so


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A step: the funnel, the median time in minutes of those who have done it, and whether it was clear; None for too
    few."""

    step: StepInfo
    passage: Passage
    minutes: Fraction | None
    timed: int
    heard: Heard | None


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """A quiz by its first tries: how many, their mean share in per cent, and its questions; by the keys that hold."""

    quiz: Quiz
    tries: int
    mean: Fraction | None
    items: list[ItemFigures]


@dataclass(frozen=True, slots=True)
class Insights:
    """All of it for one version. `steps` and `quizzes` are empty if there are fewer learners than can be shown."""

    version: Version
    learners: int
    completed: int
    steps: list[StepFigures]
    quizzes: list[QuizFigures]

    @property
    def enough(self) -> bool:
        """Whether there are learners enough to show anything."""
        return self.learners >= FEWEST


def _of(version: Version, in_force: bool) -> ColumnElement[bool]:
    own = ENROLMENT.c.pinned_id == version.id
    # who has no version of her own learns with the one in force
    hers = or_(own, ENROLMENT.c.pinned_id.is_(None)) if in_force else own
    return and_(ENROLMENT.c.course_id == version.course_id, hers)


def versions_learned(session: Session, in_force: Version) -> list[tuple[Version, int]]:
    """The versions with which people learn or learned, and how many; the latest first."""
    rows = session.execute(
        select(ENROLMENT.c.pinned_id, func.count())
        .where(ENROLMENT.c.course_id == in_force.course_id)
        .group_by(ENROLMENT.c.pinned_id)
    ).all()
    counts: dict[int, int] = {}
    for pinned, count in rows:
        key = pinned or in_force.id
        counts[key] = counts.get(key, 0) + count
    found = [(load_version(session, each), count) for each, count in counts.items()]
    return sorted(found, key=lambda pair: -pair[0].number)


def insights_of(session: Session, version: Version, *, in_force: bool, now: datetime) -> Insights:
    """The figures of a version; nothing of fewer than ten people."""
    which = _of(version, in_force)
    stands = _stands(session, version, which, now)
    learners = sum(stand.count for stand in stands)
    completed = sum(stand.count for stand in stands if stand.completed)
    if learners < FEWEST:
        return Insights(version, learners, completed, [], [])
    passages = funnel([step.mask for step in version.steps], stands)
    times = _times(session, which)
    heard = {each.step.id: each for each in feedback_of(session, version).lessons}
    steps = [
        _step_figures(step, passage, times, heard.get(step.id))
        for step, passage in zip(version.steps, passages, strict=True)
    ]
    quizzes = [_quiz_figures(session, version, quiz) for quiz in version.quizzes.values()]
    return Insights(version, learners, completed, steps, quizzes)


def _stands(session: Session, version: Version, which: ColumnElement[bool], now: datetime) -> list[Stand]:
    quiet, done = (now - QUIET > LAST_ACTIVE).label("quiet"), COMPLETED.label("completed")
    # who has completed the course has nothing open, whatever her results
    results = case((COMPLETED, ""), else_=ENROLMENT.c.results).label("results")
    # PostgreSQL takes a condition with a value in it for another one each time, so it is named before it is grouped by
    each = select(ENROLMENT.c.done, done, quiet, results, ENROLMENT.c.excused).where(which).subquery()
    counts: Counter[tuple[int, bool, bool]] = Counter()
    for row in session.execute(select(*each.c, func.count()).group_by(*each.c)):
        failed = failed_mask(version, row.results) if row.results else 0
        counts[without_failed(row.done, failed, row.excused), bool(row.completed), bool(row.quiet)] += row[-1]
    return [Stand(*stand, count) for stand, count in counts.items()]


def _times(session: Session, which: ColumnElement[bool]) -> list[tuple[int, dict[str, int]]]:
    rows = session.execute(
        select(ENROLMENT.c.done, ENROLMENT.c.times)
        .where(which, ENROLMENT.c.times != "{}")
        .order_by(ENROLMENT.c.id.desc())
        .limit(MOST_TIMES)
    )
    return [(done, json.loads(times)) for done, times in rows]


def _step_figures(
    step: StepInfo, passage: Passage, times: list[tuple[int, dict[str, int]]], heard: Heard | None
) -> StepFigures:
    spent = [seconds[step.id] for done, seconds in times if done & step.mask and seconds.get(step.id)]
    middle = median(spent) if len(spent) >= FEWEST else None
    return StepFigures(step, passage, None if middle is None else middle / 60, len(spent), heard)


def _quiz_figures(session: Session, version: Version, quiz: Quiz) -> QuizFigures:
    rows = session.execute(
        select(ATTEMPT.c.seed, ATTEMPT.c.answers)
        .where(
            ATTEMPT.c.version_id == version.id,
            ATTEMPT.c.quiz == quiz.id,
            ATTEMPT.c.number == 1,
            ATTEMPT.c.submitted_at.is_not(None),
        )
        .order_by(ATTEMPT.c.id.desc())
        .limit(MOST_TRIES)
    ).all()
    if len(rows) < FEWEST:
        return QuizFigures(quiz, len(rows), None, [])
    done = [each for each in changes_of(session, version.course_id, quiz.id) if each.ended == "done"]
    marking = marking_by(session, version, quiz.id, done)
    marked = [_sat(marking, row) for row in rows]
    mean = sum((percent for _, percent in marked), Fraction(0)) / len(marked)
    figures = item_figures([question.id for question in quiz.questions], [sat for sat, _ in marked])
    return QuizFigures(marking.quiz, len(rows), mean, figures)


def _sat(marking: Marking, row: Any) -> tuple[Sat, Fraction]:
    answers = answers_from_text(row.answers)
    result = marking.of(marking.paper(row.seed), answers)
    shares = dict(zip(result.item_ids, result.item_marks, strict=True))
    marks = {each: marking.quiz.question(each).marks for each in shares}
    chosen = {each: _options(answers[each]) for each in shares if each in answers}
    return Sat(shares, marks, chosen), result.percent


def _options(answer: Answer) -> tuple[int, ...]:
    """The options of an answer; of a statement, 0 stands for true and 1 for false."""
    match answer:
        case Chosen(options):
            return options
        case Stated(bool() as value):
            return (0 if value else 1,)
    return ()


def insights_csv(found: Insights) -> Iterator[str]:
    """The same as CSV: one line for each figure."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(["of", "id", "title", "figure", "value", "people"])

    def line(of: str, key: str, title: str, figure: str, value: object, people: int) -> None:
        writer.writerow([of, key, safe_cell(title), figure, value, people])

    for each in found.steps:
        step = each.step
        line("step", step.id, step.title, "done", each.passage.done, found.learners)
        line("step", step.id, step.title, "stopped_before", each.passage.stopped, found.learners)
        if each.minutes is not None:
            line("step", step.id, step.title, "median_minutes", percent_text(each.minutes), each.timed)
        if each.heard is not None:
            line(
                "step",
                step.id,
                step.title,
                "clear_percent",
                percent_text(each.heard.percent),
                each.heard.answers,
            )
    for of in found.quizzes:
        if of.mean is not None:
            line("quiz", of.quiz.id, of.quiz.title, "mean_percent", percent_text(of.mean), of.tries)
        for item in of.items:
            key, title = f"{of.quiz.id}/{item.question}", of.quiz.question(item.question).prompt
            line("question", key, title, "facility_percent", percent_text(item.facility), item.answered)
            if item.discrimination is not None:
                line(
                    "question",
                    key,
                    title,
                    "discrimination",
                    Decimal(item.discrimination).scaleb(-2),
                    item.answered,
                )
            for option, count in sorted(item.chosen.items()):
                line("question", key, title, f"chose_option_{option + 1}", count, item.answered)
    yield held.getvalue()
