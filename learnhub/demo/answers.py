"""Papers filled in: each question is known or not, by the ability of the learner and its difficulty."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from random import Random

from learnhub.quiz.answers import Answer, Chosen, Placed, Stated, Typed
from learnhub.quiz.model import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortText,
    Single,
    TrueFalse,
)
from learnhub.quiz.paper import Paper

GUESS = 0.15  # share of questions that somebody without any idea has right
LEFT_OUT = 0.25  # share of questions not known that are left blank
GAIN: Mapping[str, float] = {"pre": -0.6, "practice": 0.5, "final": 1.0, "post": 1.1}
"""How much more able a learner is when a quiz of this kind is taken (one-parameter logistic model)."""


def difficulty(question: Question) -> float:
    """Between -1 and 1, always the same for a question. Twins in pre-test and post-test are equally hard."""
    mark = hashlib.sha256((question.pair or question.id).encode()).digest()[0]
    return mark / 127.5 - 1


def chance(skill: float, question: Question) -> float:
    """Probability that a learner of this ability knows the answer."""
    return GUESS + (1 - GUESS) / (1 + math.exp(difficulty(question) - skill))


def right_answer(question: Question) -> Answer:
    """What gets full marks."""
    match question:
        case Single() | Multiple():
            return Chosen(tuple(n for n, option in enumerate(question.options) if option.correct))
        case TrueFalse():
            return Stated(question.answer)
        case Numeric():
            return Typed(f"{question.answer} {question.unit}".strip())
        case ShortText():
            return Typed(question.accepted[0])
        case Ordering():
            return Placed(tuple(range(1, len(question.items) + 1)))
        case Matching():
            return Placed(question.key)


def wrong_answer(question: Question, rng: Random) -> Answer:
    """What a learner who does not know might give."""
    match question:
        case Single():
            return Chosen(
                (rng.choice([n for n, option in enumerate(question.options) if not option.correct]),)
            )
        case Multiple():
            chosen = [n for n in range(len(question.options)) if rng.random() < 0.5]
            return Chosen(tuple(chosen) or (0,))
        case TrueFalse():
            return Stated(not question.answer)
        case Numeric():
            return Typed(f"{question.answer * rng.choice((2, 3, 10)) + 1} {question.unit}".strip())
        case ShortText():
            return Typed("?")
        case Ordering():
            places: list[int | None] = list(range(1, len(question.items) + 1))
            rng.shuffle(places)
            return Placed(tuple(places))
        case Matching():
            return Placed(tuple(rng.randrange(len(question.choices)) for _ in question.key))


def filled_in(quiz: Quiz, paper: Paper, skill: float, rng: Random) -> dict[str, Answer]:
    """The answers of a learner of this ability to a paper; what is left out is not in it."""
    answers: dict[str, Answer] = {}
    able = skill + GAIN[quiz.kind]
    questions = {question.id: question for question in quiz.questions}
    for item in paper.items:
        question = questions[item.question_id]
        if rng.random() < chance(able, question):
            answers[question.id] = right_answer(question)
        elif rng.random() >= LEFT_OUT:
            answers[question.id] = wrong_answer(question, rng)
    return answers
