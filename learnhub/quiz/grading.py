"""Grade one answer or a whole paper. Marks are exact fractions; passing is decided without rounding."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from learnhub.quiz.kinds import KINDS
from learnhub.quiz.model import Question, Quiz
from learnhub.quiz.outcomes import FULL, Note, Outcome, Verdict, judged, unanswered
from learnhub.quiz.paper import Paper
from learnhub.quiz.responses import Answer

__all__ = [
    "ItemResult",
    "Note",
    "Outcome",
    "PaperResult",
    "Verdict",
    "grade",
    "mark_paper",
]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result of one question of a paper, which gives ``max_marks`` marks at most."""

    question_id: str
    position: int
    outcome: Outcome
    max_marks: int


@dataclass(frozen=True, slots=True)
class PaperResult:
    """The result of a paper: ``items`` in the order shown, ``percent`` exact; ``passed`` needs a pass mark.

    ``item_ids`` and ``item_marks`` (each from 0 to 1) list the questions of the paper in the order of the
    quiz, so that the results of different papers can be laid side by side.
    """

    items: tuple[ItemResult, ...]
    marks: Fraction
    max_marks: int
    percent: Fraction
    passed: bool | None
    item_ids: tuple[str, ...]
    item_marks: tuple[Fraction, ...]


def grade(question: Question, answer: Answer) -> Outcome:
    """Judge ``answer``; ``ValueError`` when it is not an answer to this kind of question."""
    kind = KINDS[question.kind]
    if not isinstance(answer, kind.answer):
        raise ValueError(f"{type(answer).__name__} is not an answer to a question of kind {question.kind}")
    return unanswered() if answer.blank else kind.grade(question, answer)


def mark_paper(
    quiz: Quiz, paper: Paper, answers: Mapping[str, Answer], given: AbstractSet[str] = frozenset()
) -> PaperResult:
    """Grade every question of ``paper``; ``answers`` by question id, and what is missing is unanswered. Questions in
    ``given`` have full marks, whatever was answered.

    Raises ``KeyError`` when the paper has a question that the quiz has not.
    """
    questions = {question.id: question for question in quiz.questions}
    items = tuple(
        ItemResult(question.id, item.position, _outcome(question, answers, given), question.marks)
        for item in paper.items
        for question in (questions[item.question_id],)
    )
    marks = sum((item.outcome.marks for item in items), Fraction(0))
    max_marks = sum(item.max_marks for item in items)
    percent = marks * 100 / max_marks if max_marks else Fraction(0)
    fractions = {item.question_id: item.outcome.fraction for item in items}
    item_ids = tuple(question_id for question_id in questions if question_id in fractions)
    return PaperResult(
        items=items,
        marks=marks,
        max_marks=max_marks,
        percent=percent,
        passed=None if quiz.pass_mark is None else percent >= quiz.pass_mark,
        item_ids=item_ids,
        item_marks=tuple(fractions[question_id] for question_id in item_ids),
    )


def _outcome(question: Question, answers: Mapping[str, Answer], given: AbstractSet[str]) -> Outcome:
    if question.id in given:
        return judged(FULL, question.marks, Note("given"))
    answer = answers.get(question.id)
    return unanswered() if answer is None else grade(question, answer)
