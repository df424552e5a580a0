"""A few words typed by the learner: ``short_text``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from learnhub.quiz.fields import Fields
from learnhub.quiz.kinds.base import Kind, Question, parse_typed, read_common
from learnhub.quiz.outcomes import FULL, NOTHING, Outcome, judged
from learnhub.quiz.responses import Typed
from learnhub.quiz.wording import normal_wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(Question):
    """Any of the ``accepted`` wordings is right; the first one is shown as the right answer."""

    kind: ClassVar[str] = "short_text"

    accepted: tuple[str, ...]


def _read(fields: Fields) -> ShortText:
    return ShortText(**read_common(fields), accepted=fields.texts("accepted", least=1))


def _grade(question: ShortText, answer: Typed) -> Outcome:
    given = normal_wording(answer.text)
    right = any(given == normal_wording(wording) for wording in question.accepted)
    return judged(FULL if right else NOTHING, question.marks)


SHORT_TEXT = Kind(ShortText, Typed, frozenset({"accepted"}), _read, parse_typed, _grade)
