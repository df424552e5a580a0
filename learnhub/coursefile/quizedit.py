"""Changes of a quiz as plain data: its questions added, moved, copied, removed and put back.

A quiz that is being written may be wrong in every respect; what these functions do not know they keep.
"""

from __future__ import annotations

import copy
import re
from typing import Any, Final

from .loose import is_single, read_loose, row_fits, write_loose
from .rows import free_number
from .splice import spliced
from .writer import QUIZ_ORDER

Data = dict[str, Any]
ROWS: Final[dict[str, tuple[str, ...]]] = {
    "options": ("text", "correct", "feedback"),
    "units": ("unit", "factor"),
    "pairs": ("left", "right"),
}
"""Keys of a question that hold a list of mappings, and what each of these may have."""
LISTS: Final = ("items", "accepted", "distractors")
"""Keys of a question that hold a list of texts."""


def read_quiz(text: str) -> Data | None:
    """The quiz in a text; None where forms could not show all of it, so that it is edited as text."""
    quiz = read_loose(text)
    if quiz is None or not isinstance(quiz.get("questions", []), list):
        return None
    fits = all(isinstance(question, dict) and _fits(question) for question in quiz.get("questions", []))
    settings = all(
        is_single(value) for key, value in quiz.items() if key in QUIZ_ORDER and key != "questions"
    )
    return quiz if fits and settings else None


def _fits(question: Data) -> bool:
    for key, value in question.items():
        if key in ROWS:
            if not isinstance(value, list) or not all(row_fits(row, ROWS[key]) for row in value):
                return False
        elif key in LISTS:
            if not isinstance(value, list) or not all(is_single(item) for item in value):
                return False
        elif key in QUIZ_ORDER and not is_single(value):
            return False
    return True


def write_quiz(quiz: Data, text: str = "") -> str:
    """The text of a quiz, in which everything that `text` says already keeps its bytes."""
    return spliced(text, quiz, QUIZ_ORDER, deep=True) if text else write_loose(quiz, QUIZ_ORDER, deep=True)


def questions_of(quiz: Data) -> list[Data]:
    """The questions, to be read only."""
    found: list[Data] = quiz.get("questions", [])
    return found


def name_of(quiz: Data, place: int) -> str:
    """How addresses name the question at this place (from 0): its id, or `~3` if it has none of its own."""
    ids = [question.get("id") for question in questions_of(quiz)]
    own = ids[place]
    usable = isinstance(own, str) and re.fullmatch(r"[\w-]{1,80}", own) and ids.count(own) == 1
    return str(own) if usable else f"~{place + 1}"


def place_of(quiz: Data, name: str) -> int | None:
    """The place (from 0) of the question with this name."""
    return next((place for place in range(len(questions_of(quiz))) if name_of(quiz, place) == name), None)


def free_id(quiz: Data) -> str:
    """The first of q1, q2 … that no question has."""
    return free_number("q", {str(question.get("id")) for question in questions_of(quiz)})


def new_question(quiz: Data, kind: str) -> Data:
    """An empty question of this kind."""
    return {"id": free_id(quiz), "kind": kind}


def with_question(quiz: Data, place: int, question: Data) -> Data:
    """The quiz with this question in the place of the one that stands there, or after all others."""
    questions = [*questions_of(quiz)]
    questions[place : place + 1] = [question]
    return {**quiz, "questions": questions}


def inserted(quiz: Data, place: int, question: Data) -> Data:
    """The quiz with one more question before the one at this place."""
    questions = [*questions_of(quiz)]
    questions.insert(place, question)
    return {**quiz, "questions": questions}


def removed(quiz: Data, place: int) -> Data:
    """The quiz without the question at this place."""
    questions = [*questions_of(quiz)]
    del questions[place]
    return {**quiz, "questions": questions}


def moved(quiz: Data, place: int, step: int) -> Data:
    """The quiz with a question and the one `step` places on changed over; as it was at either end."""
    questions = [*questions_of(quiz)]
    there = place + step
    if 0 <= there < len(questions):
        questions[place], questions[there] = questions[there], questions[place]
    return {**quiz, "questions": questions}


def duplicated(quiz: Data, place: int) -> Data:
    """The quiz with a copy of a question after it; the copy has an id of its own and no pair."""
    return inserted(quiz, place + 1, as_new(quiz, questions_of(quiz)[place]))


def as_new(quiz: Data, question: Data) -> Data:
    """A copy of any question, ready to stand in this quiz: with an id that is free and without a pair."""
    taken = {str(each.get("id")) for each in questions_of(quiz)}
    copied = copy.deepcopy(question)
    copied.pop("pair", None)
    if str(question.get("id")) in taken or not isinstance(question.get("id"), str):
        copied["id"] = free_id(quiz)
    return copied
