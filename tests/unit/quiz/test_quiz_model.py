"""A quiz is read from plain data, and what is not a quiz is refused with the path of the fault."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from learnhub.quiz.model import (
    AcceptedUnit,
    Matching,
    Multiple,
    Numeric,
    Option,
    Single,
    TrueFalse,
    question_from_data,
    quiz_from_data,
)
from tests.unit.quiz.samples import Data, any_quiz_data, quiz_data, quiz_of, sample, sample_data


@given(any_quiz_data())
def test_a_quiz_is_the_same_from_json(data: Data) -> None:
    quiz = quiz_from_data(data)

    assert [question.id for question in quiz.questions] == [each["id"] for each in data["questions"]]
    assert quiz_from_data(json.loads(json.dumps(data))) == quiz


def test_values_are_exact_and_defaults_are_filled_in() -> None:
    quiz = quiz_of()

    assert (quiz.pass_mark, quiz.attempts, quiz.draw, quiz.shuffle, quiz.intro) == (None, 0, None, True, "")
    assert [question.kind for question in quiz.questions] == [
        "single", "multiple", "true_false", "numeric", "short_text", "ordering", "matching",
    ]  # fmt: skip
    assert quiz.question("q1") == Single(
        id="q1",
        prompt="Which of these is a hazard?",
        explanation="Because.",
        options=(
            Option("A river flood", correct=True),
            Option("A flood plain", feedback="That is exposure."),
            Option("A clay house"),
        ),
    )
    assert quiz.question("q3") == TrueFalse(
        id="q3", prompt="A hazard is a disaster.", explanation="Because.", answer=False
    )
    flow = quiz.question("q4")
    assert isinstance(flow, Numeric)
    assert (flow.answer, flow.tolerance, flow.tolerance_is_percent) == (
        Decimal("16.7"),
        Decimal("0.1"),
        False,
    )
    assert flow.units == (AcceptedUnit("L/s", Decimal("0.001")),)


def test_an_unknown_question_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="q99"):
        quiz_of().question("q99")


def test_null_is_the_same_as_left_out() -> None:
    left_out = sample_data("numeric", unit=None, units=None)
    nulls = left_out | dict.fromkeys(["outcome", "pair", "marks", "unit", "units"])

    assert question_from_data(nulls) == question_from_data(left_out)
    assert quiz_from_data(quiz_data([left_out]) | dict.fromkeys(["draw", "pass_mark", "intro"])) == quiz_of(
        [left_out]
    )


@pytest.mark.parametrize("written", ["2 %", "2%", " 2  %"])
def test_a_tolerance_may_be_in_per_cent(written: str) -> None:
    question = sample("numeric", tolerance=written)

    assert isinstance(question, Numeric)
    assert (question.tolerance, question.tolerance_is_percent) == (Decimal(2), True)


def test_choices_of_a_matching_are_listed_once() -> None:
    pairs = [{"left": "Dike", "right": "Structural"}, {"left": "Dam", "right": "Structural"}]
    question = sample("matching", pairs=pairs, distractors=["Legal", "Structural"])

    assert isinstance(question, Matching)
    assert question.choices == ("Structural", "Legal")
    assert question.key == (0, 0)


def test_several_options_may_be_right() -> None:
    question = sample("multiple")

    assert isinstance(question, Multiple)
    assert [option.correct for option in question.options] == [True, True, False, False]


QUIZ_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("title: is missing", {"title": None}),
    ("title: must be text", {"title": 5}),
    ("title: must not be empty", {"title": "  "}),
    ("colour: is not a known key", {"colour": "red"}),
    ("kind: must be one of pre, post, practice, final", {"kind": "exam"}),
    ("pass_mark: must be a whole number from 0 to 100", {"pass_mark": 101}),
    ("pass_mark: must be a whole number from 0 to 100", {"pass_mark": True}),
    ("attempts: must be a whole number from 0 to 1000", {"attempts": -1}),
    ("draw: must be a whole number from 1 to 200", {"draw": 0}),
    ("draw: must be a whole number from 1 to 200", {"draw": "2"}),
    ("shuffle: must be true or false", {"shuffle": "yes"}),
    ("minutes: must be a whole number from 1 to 10000", {"minutes": 0}),
    ("questions: must have at least 1 entry", {"questions": []}),
    ("questions: must be a list", {"questions": {}}),
    ("questions[0].kind: must be one of single", {"questions": ["What?"]}),
    ("questions[0].kind: must be one of single", {"questions": [{"kind": "essay"}]}),
    ("questions[0].kind: must be one of single", {"questions": [{"kind": ["single"]}]}),
    ("questions[0].id: 'a' stands more than once", {"questions": [sample_data("true_false", "a")] * 2}),
]


@pytest.mark.parametrize("data", [[], "quiz", None])
def test_what_is_not_a_mapping_is_not_a_quiz(data: Any) -> None:
    with pytest.raises(ValueError, match=r"^must be a mapping$"):
        quiz_from_data(data)


@pytest.mark.parametrize(("message", "changes"), QUIZ_FAULTS)
def test_a_fault_in_a_quiz_is_named_with_its_path(message: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below, brackets and all
        quiz_from_data(quiz_data(**changes))

    assert str(caught.value).startswith(message)


QUESTION_FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("single", "id: is missing", {"id": None}),
    ("single", "explanation: is missing", {"explanation": None}),
    ("single", "marks: must be a whole number from 1 to 100", {"marks": 0}),
    ("single", "answer: is not a known key", {"answer": True}),
    ("single", "options: must have at least 2 entries", {"options": [{"text": "a", "correct": True}]}),
    ("single", "options: must have exactly one correct option", {"options": [{"text": "a"}, {"text": "b"}]}),
    ("single", "options[1]: must be a mapping", {"options": [{"text": "a"}, "b"]}),
    (
        "single",
        "options[0].right: is not a known key",
        {"options": [{"text": "a", "right": True}, {"text": "b"}]},
    ),
    ("single", "options[0].correct: must be true or false", {"options": [{"text": "a", "correct": 1}] * 2}),
    (
        "multiple",
        "options: must have at least one correct option",
        {"options": [{"text": "a"}, {"text": "b"}]},
    ),
    ("true_false", "answer: must be true or false", {"answer": None}),
    ("numeric", "answer: must be a decimal number in quotes", {"answer": "16,7"}),
    ("numeric", "answer: must be a decimal number in quotes", {"answer": "NaN"}),
    ("numeric", "answer: must be text", {"answer": 16.7}),
    ("numeric", "tolerance: must not be negative", {"tolerance": "-1 %"}),
    ("numeric", "unit: is not written as a unit", {"unit": "m³/"}),
    ("numeric", "units: needs a unit to convert to", {"unit": None}),
    ("numeric", "units[0].factor: must be above 0", {"units": [{"unit": "L/s", "factor": "0"}]}),
    ("numeric", "units[0].unit: is not written as a unit", {"units": [{"unit": "1)", "factor": "1"}]}),
    ("numeric", "units[0].unit: is missing", {"units": [{"factor": "1"}]}),
    ("short_text", "accepted: must have at least 1 entry", {"accepted": []}),
    ("short_text", "accepted[1]: must be text that is not empty", {"accepted": ["a", " "]}),
    ("ordering", "items: must have at least 2 entries", {"items": ["a"]}),
    ("ordering", "items: must all be different", {"items": ["a", "b", "a"]}),
    ("ordering", "items[0]: must be text that is not empty", {"items": [1, 2]}),
    ("matching", "pairs: must have at least 1 entry", {"pairs": []}),
    ("matching", "pairs[0].right: is missing", {"pairs": [{"left": "a"}]}),
]


@pytest.mark.parametrize(("kind", "message", "changes"), QUESTION_FAULTS)
def test_a_fault_in_a_question_is_named_with_its_path(
    kind: str, message: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(ValueError) as alone:  # noqa: PT011 - the message is compared below, brackets and all
        question_from_data(sample_data(kind, **changes))
    with pytest.raises(ValueError) as inside:  # noqa: PT011
        quiz_from_data(quiz_data([sample_data("true_false", "q0"), sample_data(kind, **changes)]))

    assert str(alone.value).startswith(message)
    assert str(inside.value) == f"questions[1].{alone.value}"
