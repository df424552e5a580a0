"""One question of every kind as data, its right answer as a posted form, and strategies that make more."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from learnhub.quiz.answers import Answer, parse_answer
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
    question_from_data,
    quiz_from_data,
)

Data = dict[str, Any]

SAMPLES: dict[str, Data] = {
    "single": {
        "prompt": "Which of these is a hazard?",
        "options": [
            {"text": "A river flood", "correct": True},
            {"text": "A flood plain", "feedback": "That is exposure."},
            {"text": "A clay house"},
        ],
    },
    "multiple": {
        "prompt": "Which of these raise vulnerability?",
        "options": [
            {"text": "Poverty", "correct": True},
            {"text": "Weak walls", "correct": True},
            {"text": "Heavy rain"},
            {"text": "Drills"},
        ],
    },
    "true_false": {"prompt": "A hazard is a disaster.", "answer": False},
    "numeric": {
        "prompt": "How large is the peak flow?",
        "answer": "16.7",
        "tolerance": "0.1",
        "unit": "m³/s",
        "units": [{"unit": "L/s", "factor": "0.001"}],
    },
    "short_text": {"prompt": "Which framework?", "accepted": ["Sendai Framework", "Sendai"]},
    "ordering": {"prompt": "Put in order.", "items": ["Observe", "Forecast", "Warn", "Act"]},
    "matching": {
        "prompt": "Match.",
        "pairs": [
            {"left": "Hazard", "right": "A flood"},
            {"left": "Exposure", "right": "Houses on the plain"},
        ],
        "distractors": ["A drought plan"],
    },
}

RIGHT_FORMS: dict[str, dict[str, list[str]]] = {
    "single": {"q.q1": ["0"]},
    "multiple": {"q.q1": ["0", "1"]},
    "true_false": {"q.q1": ["false"]},
    "numeric": {"q.q1": ["16,7 m3/s"]},
    "short_text": {"q.q1": ["sendai framework"]},
    "ordering": {f"q.q1.{i}": [str(i + 1)] for i in range(4)},
    "matching": {"q.q1.0": ["0"], "q.q1.1": ["1"]},
}


def sample_data(kind: str, question_id: str = "q1", **changes: object) -> Data:
    """The data of one question; a change to ``None`` takes the key away."""
    data = {"id": question_id, "kind": kind, "explanation": "Because.", **SAMPLES[kind], **changes}
    return {key: value for key, value in data.items() if value is not None}


def sample(kind: str, question_id: str = "q1", **changes: object) -> Question:
    """One question."""
    return question_from_data(sample_data(kind, question_id, **changes))


def quiz_data(questions: list[Data] | None = None, **changes: object) -> Data:
    """The data of a quiz with one question of each kind."""
    if questions is None:
        questions = [sample_data(kind, f"q{i}") for i, kind in enumerate(SAMPLES, start=1)]
    data = {"id": "final", "title": "Final", "kind": "final", "questions": questions, **changes}
    return {key: value for key, value in data.items() if value is not None}


def quiz_of(questions: list[Data] | None = None, **changes: object) -> Quiz:
    """A quiz, by default with one question of each kind."""
    return quiz_from_data(quiz_data(questions, **changes))


def right_form(question: Question) -> Mapping[str, list[str]]:
    """The form of a learner who knows everything."""
    name = f"q.{question.id}"
    match question:
        case Single() | Multiple():
            return {name: [str(i) for i, option in enumerate(question.options) if option.correct]}
        case TrueFalse():
            return {name: [str(question.answer).lower()]}
        case Numeric():
            return {name: [f"{question.answer} {question.unit}"]}
        case ShortText():
            return {name: [question.accepted[0]]}
        case Ordering():
            return {f"{name}.{i}": [str(i + 1)] for i in range(len(question.items))}
        case Matching():
            return {f"{name}.{i}": [str(index)] for i, index in enumerate(question.key)}


def right_answer(question: Question) -> Answer:
    """The answer of a learner who knows everything."""
    return parse_answer(question, right_form(question))


words = st.text(string.ascii_letters + "éßñعмд水 ", min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)
decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=3).map(str)
sizes = st.decimals(min_value=0, max_value=10**4, places=2).map(str)
options = st.lists(
    st.fixed_dictionaries({"text": words}, optional={"correct": st.sampled_from([True]), "feedback": words}),
    min_size=2,
    max_size=6,
)


def _with_one_right(rows: list[Data], right: int) -> list[Data]:
    plain = [{key: value for key, value in row.items() if key != "correct"} for row in rows]
    plain[right % len(plain)]["correct"] = True
    return plain


def _with_a_right(rows: list[Data], right: int) -> list[Data]:
    rows[right % len(rows)]["correct"] = True
    return rows


OWN: dict[str, st.SearchStrategy[Data]] = {
    "single": st.fixed_dictionaries({"options": st.builds(_with_one_right, options, st.integers(0, 5))}),
    "multiple": st.fixed_dictionaries({"options": st.builds(_with_a_right, options, st.integers(0, 5))}),
    "true_false": st.fixed_dictionaries({"answer": st.booleans()}),
    "numeric": st.one_of(
        st.fixed_dictionaries({"answer": decimals, "tolerance": sizes}),
        st.fixed_dictionaries(
            {"answer": decimals, "tolerance": sizes.map("{} %".format), "unit": st.just("m³/s")}
        ),
        st.fixed_dictionaries(
            {
                "answer": decimals,
                "tolerance": sizes,
                "unit": st.just("km"),
                "units": st.just([{"unit": "m", "factor": "0.001"}]),
            }
        ),
    ),
    "short_text": st.fixed_dictionaries({"accepted": st.lists(words, min_size=1, max_size=3)}),
    "ordering": st.fixed_dictionaries({"items": st.lists(words, min_size=2, max_size=6, unique=True)}),
    "matching": st.fixed_dictionaries(
        {
            "pairs": st.lists(st.fixed_dictionaries({"left": words, "right": words}), min_size=1, max_size=5),
        },
        optional={"distractors": st.lists(words, min_size=1, max_size=3)},
    ),
}


@st.composite
def question_data(draw: st.DrawFn, question_id: str = "q1") -> Data:
    """The data of any question, without what is left out because it is empty."""
    kind = draw(st.sampled_from(sorted(OWN)))
    common = st.fixed_dictionaries(
        {"prompt": words, "explanation": words},
        optional={"outcome": words, "marks": st.integers(2, 9), "pair": words},
    )
    return {"id": question_id, "kind": kind} | draw(common) | draw(OWN[kind])


def questions() -> st.SearchStrategy[Question]:
    """Any question."""
    return question_data().map(question_from_data)


@st.composite
def any_quiz_data(draw: st.DrawFn) -> Data:
    """The data of any quiz."""
    count = draw(st.integers(1, 6))
    rows = [draw(question_data(f"q{i}")) for i in range(count)]
    common = st.fixed_dictionaries(
        {
            "title": words,
            "kind": st.sampled_from(["pre", "post", "practice", "final"]),
            "attempts": st.integers(0, 5),
            "shuffle": st.booleans(),
        },
        optional={
            "minutes": st.integers(1, 90),
            "pass_mark": st.integers(0, 100),
            "draw": st.integers(1, 8),
            "intro": words,
        },
    )
    return {"id": "quiz", "questions": rows} | draw(common)


def quizzes() -> st.SearchStrategy[Quiz]:
    """Any quiz."""
    return any_quiz_data().map(quiz_from_data)


def forms(question: Question) -> st.SearchStrategy[dict[str, list[str]]]:
    """What may be posted for ``question``: controls used in any way, and values no control has."""
    names = [f"q.{question.id}"] + [f"q.{question.id}.{i}" for i in range(7)]
    value = st.one_of(
        st.integers(-1, 9).map(str), st.sampled_from(["", "true", "no", "x", "12 m", "٣"]), words
    )
    return st.dictionaries(st.sampled_from(names), st.lists(value, max_size=5))
