"""Read what a learner posted, and tell them before they hand in how a number was read.

Form fields: ``q.ID`` holds an option index (single; several for multiple), ``true`` or ``false``, or typed
text; ``q.ID.INDEX`` holds the place (ordering, from 1) or the choice (matching, from 0) of one item. Indexes
are those of the source, so that an answer does not depend on the order a paper showed. A value that no
control of the form has counts as not answered.
"""

from __future__ import annotations

from learnhub.quiz.kinds import KINDS
from learnhub.quiz.kinds.numeric import Numeric
from learnhub.quiz.model import Question
from learnhub.quiz.numbers import read_number
from learnhub.quiz.outcomes import Note
from learnhub.quiz.responses import (
    Answer,
    Chosen,
    Form,
    Placed,
    Stated,
    Typed,
    answer_from_json,
    answer_to_json,
    answers_from_text,
    answers_to_text,
    field_name,
    fingerprint,
)

__all__ = [
    "Answer",
    "Chosen",
    "Form",
    "Placed",
    "Stated",
    "Typed",
    "answer_from_json",
    "answer_to_json",
    "answers_from_text",
    "answers_to_text",
    "blank_answer",
    "cannot_be_read",
    "field_name",
    "fingerprint",
    "parse_answer",
    "read_number",
    "reading_note",
]


def parse_answer(question: Question, form_values: Form) -> Answer:
    """The answer to ``question`` in a posted form; other fields of the form are ignored."""
    answer: Answer = KINDS[question.kind].parse(question, form_values)
    return answer


def blank_answer(question: Question) -> Answer:
    """The answer of somebody who left ``question`` out."""
    return parse_answer(question, {})


def reading_note(question: Question, answer: Answer) -> Note | None:
    """How a typed number was read, or that it cannot be read; not whether it is right."""
    if not isinstance(question, Numeric) or not isinstance(answer, Typed) or answer.blank:
        return None
    return read_number(answer.text).note


def cannot_be_read(question: Question, answer: Answer) -> bool:
    """Whether a number is asked for and what was typed holds none: a slip of the fingers rather than an answer."""
    if not isinstance(question, Numeric) or not isinstance(answer, Typed) or answer.blank:
        return False
    return read_number(answer.text).value is None
