"""A statement that is true or false: ``true_false``. Form values are ``true`` and ``false``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from learnhub.quiz.fields import Fields
from learnhub.quiz.kinds.base import Kind, Question, read_common
from learnhub.quiz.outcomes import FULL, NOTHING, Outcome, judged
from learnhub.quiz.responses import Form, Stated, field_name, posted_text

_VALUES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """The prompt is a statement; ``answer`` is whether it is true."""

    kind: ClassVar[str] = "true_false"

    answer: bool


def _read(fields: Fields) -> TrueFalse:
    return TrueFalse(**read_common(fields), answer=fields.flag("answer"))


def _parse(question: TrueFalse, form: Form) -> Stated:
    return Stated(_VALUES.get(posted_text(form, field_name(question.id))))


def _grade(question: TrueFalse, answer: Stated) -> Outcome:
    return judged(FULL if answer.value is question.answer else NOTHING, question.marks)


TRUE_FALSE = Kind(TrueFalse, Stated, frozenset({"answer"}), _read, _parse, _grade)
