"""Quiz attempts: answers saved one by one, handed in once, marked on the server from the stored seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.kernel.errors import N_, Conflict, HandedIn, NotFound
from learnhub.kernel.ids import opaque_id
from learnhub.learning.domain import (
    NO_ALLOWANCE,
    Best,
    allowances_from_json,
    paper_seed,
    results_from_json,
    results_to_json,
    tries_left,
    with_try,
)
from learnhub.learning.queries import ATTEMPT, enrolment_with_attempt
from learnhub.learning.queries.keys import marking_for
from learnhub.learning.service.enrolling import LEFT, lock_learner
from learnhub.learning.service.progress import advance
from learnhub.ledger.records import AttemptRecord
from learnhub.quiz.answers import (
    Answer,
    Form,
    Placed,
    answers_from_text,
    answers_to_text,
    blank_answer,
    cannot_be_read,
    field_name,
    fingerprint,
    parse_answer,
)
from learnhub.quiz.grading import PaperResult
from learnhub.quiz.keys import Marking
from learnhub.quiz.model import Quiz
from learnhub.quiz.paper import Paper, PaperItem, draw_paper

_BEGIN = insert(ATTEMPT).returning(ATTEMPT.c.id)
_CHANGE = update(ATTEMPT).where(ATTEMPT.c.id == bindparam("attempt"))
REVISED = N_("This quiz was revised meanwhile. Open it again: the answers that you saved are there.")
NO_TRY_LEFT = N_("You have used all tries of this quiz. Your best result counts.")


@dataclass(frozen=True)
class Sitting:
    """A try as a page shows it: stored or not yet, its paper and the answers so far."""

    number: int
    quiz: Quiz
    paper: Paper
    answers: dict[str, Answer]
    saved_at: datetime | None
    attempt_id: int | None
    version: Version
    left: int | None
    changed: str = ""
    """The last question that the form just sent answered anew."""
    unseen: bool = False
    """Whether another answer is stored to a question than the page of that form showed."""

    @property
    def unanswered(self) -> list[PaperItem]:
        """The questions that have no answer, one for some of their lines only, or a number that cannot be read."""
        return [item for item in self.paper.items if self._lacks(item.question_id)]

    def _lacks(self, question_id: str) -> bool:
        answer = self.answers.get(question_id)
        if answer is None or (isinstance(answer, Placed) and None in answer.places):
            return True
        return cannot_be_read(self.quiz.question(question_id), answer)


def sitting(row: Any, version: Version, quiz: Quiz) -> Sitting:
    """The try that is under way, or the next one, of an enrolment that was read with its open attempt."""
    best = results_from_json(row.results).get(quiz.id)
    tries = best.tries if best else 0
    allowance = allowances_from_json(row.extra_tries).get(quiz.id, NO_ALLOWANCE)
    left = tries_left(quiz.attempts, tries, allowance.extra)
    number = row.number if row.attempt_id else allowance.before + tries + 1
    seed = row.paper_seed if row.attempt_id else paper_seed(row.seed, quiz.id, number)
    return Sitting(
        number,
        quiz,
        draw_paper(quiz, seed),
        answers_from_text(row.answers),
        row.saved_at,
        row.attempt_id,
        version,
        left,
    )


def merged(quiz: Quiz, at: Sitting, form: Form) -> Sitting:
    """A try with the answers of a form on top. A form without a question's fields leaves its answer as it was,
    unless it names the question in `shown`: then nothing chosen is the answer. What the form's page showed already,
    by the fingerprint in `was`, was not answered there: another tab or device may have changed it since."""
    answers, unseen = dict(at.answers), False
    was = dict(each.partition(" ")[::2] for each in form.get("was", []))
    named = {".".join(key.split(".", 2)[:2]) for key in form}
    shown = set(form.get("shown", []))
    for item in at.paper.items:
        question = quiz.question(item.question_id)
        if field_name(question.id) in named or question.id in shown:
            answer = parse_answer(question, form)
            if fingerprint(answer) == was.get(question.id):
                stored = at.answers.get(question.id, blank_answer(question))
                unseen |= fingerprint(stored) != was[question.id]
            elif answer.blank:
                answers.pop(question.id, None)
            else:
                answers[question.id] = answer
    asked = (item.question_id for item in reversed(at.paper.items))
    changed = next((each for each in asked if answers.get(each) != at.answers.get(each)), "")
    return replace(at, answers=answers, changed=changed, unseen=unseen)


def _load(session: Session, person_id: int, version: Version, step: StepInfo) -> tuple[Any, Version]:
    """The enrolment with the open try, and the version of that try; the given one if none is open.

    Raises Conflict if the form was made from a text whose questions are others than those of the open try, or that is
    newer than the learner's own.
    """
    lock_learner(session, person_id)
    row = enrolment_with_attempt(session, person_id, version.course_id, step.id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound(LEFT)
    if row.attempt_id is None and row.pinned_id and row.pinned_id != version.id:
        _refuse_newer(session, row.pinned_id, version)
    if row.attempt_id is None or row.version_id == version.id:
        return row, version
    begun = load_version(session, row.version_id)
    if begun.quizzes[step.id] != version.quizzes[step.id]:
        raise Conflict(REVISED)
    return row, begun


def _refuse_newer(session: Session, pinned: int, version: Version) -> None:
    """A text that is newer than the learner's own was never shown to her; an older one may have been."""
    if version.number > load_version(session, pinned).number:
        raise Conflict(REVISED)


def _store(
    session: Session,
    row: Any,
    at: Sitting,
    quiz: Quiz,
    answers: Mapping[str, Answer],
    now: datetime,
    **more: Any,
) -> tuple[int, str]:
    text = answers_to_text(answers)
    if at.attempt_id is not None:
        session.connection().execute(
            _CHANGE, {"attempt": at.attempt_id, "answers": text, "saved_at": now, **more}
        )
        return at.attempt_id, row.attempt_key
    key = opaque_id("a")
    values = {
        "key": key, "enrolment_id": row.id, "person_id": row.person_id, "quiz": quiz.id, "number": at.number,
        "version_id": at.version.id, "seed": at.paper.seed, "answers": text, "started_at": now, "saved_at": now, **more,
    }  # fmt: skip
    made = session.connection().execute(_BEGIN, values).scalar_one()
    return int(made), key


def save_answers(
    session: Session,
    *,
    person_id: int,
    version: Version,
    step: StepInfo,
    number: int,
    form: Form,
    now: datetime,
) -> Sitting:
    """Keep the answers of a form. Raises Conflict if that try was handed in meanwhile, or none is left."""
    row, at, quiz = _answered(session, person_id, version, step, number, form)
    _store(session, row, at, quiz, at.answers, now)
    return replace(at, saved_at=now)


def _answered(
    session: Session, person_id: int, version: Version, step: StepInfo, number: int, form: Form
) -> tuple[Any, Sitting, Quiz]:
    """The enrolment, its try with the answers of a form on top, and the quiz of that try."""
    row, version = _load(session, person_id, version, step)
    quiz = version.quizzes[step.id]
    at = sitting(row, version, quiz)
    _check_number(at, number)
    return row, merged(quiz, at, form), quiz


def _check_number(at: Sitting, number: int) -> None:
    if number != at.number:
        raise HandedIn(N_("This try was handed in already, perhaps on another device. Its result is kept."))
    if at.left == 0:
        raise Conflict(NO_TRY_LEFT)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What handing in led to."""

    attempt_id: int
    result: PaperResult
    completed: bool


def submit(
    session: Session,
    *,
    person_id: int,
    version: Version,
    step: StepInfo,
    number: int,
    form: Form,
    now: datetime,
) -> Submitted:
    """Hand in, whatever is answered: store the answers, mark them, keep the best result, and record everything that
    follows, at once.

    The ledger gets the marks of the questions that this paper drew, in the order of the quiz. Where a quiz draws some
    of its questions, the same place is thus another item in another try: statistics by item take such tries apart by
    the version and the seed that the attempt keeps, and the ledger alone serves only totals of them.
    """
    row, at, quiz = _answered(session, person_id, version, step, number, form)
    return _hand_in(session, row, at, quiz, step, now)


def submit_if_whole(
    session: Session,
    *,
    person_id: int,
    version: Version,
    step: StepInfo,
    number: int,
    form: Form,
    now: datetime,
) -> Submitted | Sitting:
    """Hand in a paper on which every question is answered, so that it can be read, and every answer was seen. Of any
    other the answers are kept: neither a press too early, nor a slip, nor a page from before must cost a try."""
    row, at, quiz = _answered(session, person_id, version, step, number, form)
    if not at.unanswered and not at.unseen:
        return _hand_in(session, row, at, quiz, step, now)
    _store(session, row, at, quiz, at.answers, now)
    return at


def _hand_in(session: Session, row: Any, at: Sitting, quiz: Quiz, step: StepInfo, now: datetime) -> Submitted:
    marking = marking_for(session, at.version, quiz.id, row.id) if row.rekeyed else Marking(quiz)
    result = marking.of(at.paper, at.answers)
    attempt_id, key = _store(
        session, row, at, quiz, at.answers, now, submitted_at=now, marks=str(result.marks), max_marks=result.max_marks,
        passed=result.passed,
    )  # fmt: skip
    results: dict[str, Best] = with_try(
        results_from_json(row.results), quiz.id, result.marks, result.max_marks, result.passed
    )
    fact = AttemptRecord(
        attempt_id=key,
        enrolment_id=row.key,
        quiz_kind=quiz.kind,
        submitted_at=now,
        item_marks=decimals(result.item_marks),
    )
    completed = advance(
        session, row=row, version=at.version, step=step, results=results, results_text=results_to_json(results),
        now=now, also=[fact],
    )  # fmt: skip
    return Submitted(attempt_id, result, completed)


def decimals(marks: Iterable[Fraction]) -> tuple[Decimal, ...]:
    """Item marks as the ledger writes them: six decimals, rounded half up (docs/ledger.md)."""
    return tuple(
        (Decimal((mark * 1_000_000 + Fraction(1, 2)).__floor__()) / 1_000_000).normalize() for mark in marks
    )
