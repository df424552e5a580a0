"""A quiz and its questions as values, from plain data with the keys of the course file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from learnhub.quiz.fields import Fields, fault
from learnhub.quiz.kinds import KINDS
from learnhub.quiz.kinds.base import COMMON_KEYS
from learnhub.quiz.kinds.choice import Multiple, Option, Single
from learnhub.quiz.kinds.matching import Matching
from learnhub.quiz.kinds.numeric import AcceptedUnit, Numeric
from learnhub.quiz.kinds.ordering import Ordering
from learnhub.quiz.kinds.short_text import ShortText
from learnhub.quiz.kinds.truth import TrueFalse

__all__ = [
    "QUIZ_KINDS",
    "AcceptedUnit",
    "Matching",
    "Multiple",
    "Numeric",
    "Option",
    "Ordering",
    "Question",
    "Quiz",
    "ShortText",
    "Single",
    "TrueFalse",
    "question_from_data",
    "quiz_from_data",
]

Question: TypeAlias = Single | Multiple | TrueFalse | Numeric | ShortText | Ordering | Matching

QUIZ_KINDS = ("pre", "post", "practice", "final")
MOST_ATTEMPTS = 1000
MOST_MINUTES = 10_000
MOST_QUESTIONS = 200

_QUIZ_KEYS = frozenset(
    {"id", "title", "kind", "minutes", "pass_mark", "attempts", "draw", "shuffle", "intro", "questions"}
)
_KEYS_OF = {name: COMMON_KEYS | kind.own_keys for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A set of questions. ``pass_mark`` is in per cent or ``None``; ``attempts`` 0 = no limit.

    ``draw`` is how many questions a paper has (``None``: all); ``shuffle`` whether each has its own order;
    ``minutes`` is how long a paper takes.
    """

    id: str
    title: str
    kind: str
    minutes: int | None = None
    pass_mark: int | None = None
    attempts: int = 0
    draw: int | None = None
    shuffle: bool = True
    intro: str = ""
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question:
        """The question with this id; ``KeyError`` when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def quiz_from_data(data: Mapping[str, object]) -> Quiz:
    """The quiz in ``data``: the keys of a quiz file and ``id``. ``ValueError`` with the path of a fault."""
    fields = Fields(data, "", _QUIZ_KEYS)
    kind = fields.text("kind")
    if kind not in QUIZ_KINDS:
        raise fault("kind", f"must be one of {', '.join(QUIZ_KINDS)}")
    rows = fields.rows("questions", least=1)
    questions = tuple(question_from_data(row, f"questions[{i}]") for i, row in enumerate(rows))
    _refuse_doubles(questions)
    return Quiz(
        id=fields.name("id"),
        title=fields.name("title"),
        kind=kind,
        minutes=fields.whole("minutes", default=1, low=1, high=MOST_MINUTES)
        if fields.has("minutes")
        else None,
        pass_mark=fields.whole("pass_mark", default=0, low=0, high=100) if fields.has("pass_mark") else None,
        attempts=fields.whole("attempts", default=0, low=0, high=MOST_ATTEMPTS),
        draw=fields.whole("draw", default=1, low=1, high=MOST_QUESTIONS) if fields.has("draw") else None,
        shuffle=fields.flag("shuffle", default=True),
        intro=fields.text("intro", ""),
        questions=questions,
    )


def question_from_data(data: object, path: str = "") -> Question:
    """One question; ``ValueError`` with the path of the first fault, below ``path``."""
    name = data.get("kind") if isinstance(data, Mapping) else None
    if not isinstance(name, str) or name not in KINDS:
        raise fault(f"{path}.kind".removeprefix("."), f"must be one of {', '.join(KINDS)}")
    question: Question = KINDS[name].read(Fields(data, path, _KEYS_OF[name]))
    return question


def _refuse_doubles(questions: tuple[Question, ...]) -> None:
    counts = Counter(question.id for question in questions)
    for i, question in enumerate(questions):
        if counts[question.id] > 1:
            raise fault(f"questions[{i}].id", f"'{question.id}' stands more than once")
