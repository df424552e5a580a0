"""A posted form becomes an answer that can be stored; whatever was posted, reading it never fails."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.quiz.answers import (
    Answer,
    Chosen,
    Placed,
    Stated,
    Typed,
    answer_from_json,
    answer_to_json,
    blank_answer,
    field_name,
    fingerprint,
    parse_answer,
    reading_note,
)
from learnhub.quiz.model import Question
from tests.unit.quiz.samples import forms, questions, sample


@given(st.data(), questions())
def test_any_form_gives_an_answer_that_survives_json(data: st.DataObject, question: Question) -> None:
    answer = parse_answer(question, data.draw(forms(question)))

    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer)))) == answer


def test_each_answer_has_a_fingerprint_of_its_own_and_a_blank_one_none() -> None:
    said = [
        Chosen((0,)),
        Chosen((0, 1)),
        Stated(value=True),
        Stated(value=False),
        Typed("0"),
        Typed("1"),
        Placed((1, None)),
    ]
    assert len({fingerprint(each) for each in said}) == len(said)
    assert [fingerprint(each) for each in (Chosen(), Stated(), Typed(), Placed((None, None)))] == [""] * 4
    assert fingerprint(Typed("gauge")) == fingerprint(Typed("gauge"))


@given(questions())
def test_an_empty_form_is_a_blank_answer(question: Question) -> None:
    assert parse_answer(question, {}).blank
    assert parse_answer(question, {"q.other": ["0"], f"q.{question.id}": []}) == blank_answer(question)


@pytest.mark.parametrize(
    ("kind", "form", "answer"),
    [
        ("single", {"q.q1": ["2"]}, Chosen((2,))),
        ("single", {"q.q1": ["3"]}, Chosen()),
        ("single", {"q.q1": ["-1"]}, Chosen()),
        ("single", {"q.q1": ["²"]}, Chosen()),
        ("single", {"q.q1": ["00000"]}, Chosen()),
        ("single", {"q.q1": ["2", "1"]}, Chosen((1,))),
        ("multiple", {"q.q1": ["3", "0", "3", "9", "x"]}, Chosen((0, 3))),
        ("true_false", {"q.q1": ["true"]}, Stated(True)),  # noqa: FBT003 - the value is the point
        ("true_false", {"q.q1": ["false"]}, Stated(False)),  # noqa: FBT003
        ("true_false", {"q.q1": ["1"]}, Stated()),
        ("numeric", {"q.q1": ["  16,7 m³/s "]}, Typed("16,7 m³/s")),
        ("short_text", {"q.q1": ["Sendai\n"]}, Typed("Sendai")),
        ("short_text", {"q.q1": ["x" * 5000]}, Typed("x" * 1000)),
        ("ordering", {"q.q1.0": ["4"], "q.q1.3": ["1"], "q.q1.2": ["5"]}, Placed((4, None, None, 1))),
        ("matching", {"q.q1.0": ["2"], "q.q1.1": ["3"]}, Placed((2, None))),
    ],
)
def test_what_a_form_means(kind: str, form: dict[str, list[str]], answer: Answer) -> None:
    assert parse_answer(sample(kind), form) == answer


@pytest.mark.parametrize(
    ("answer", "data"),
    [
        (Chosen((0, 2)), {"chosen": [0, 2]}),
        (Stated(False), {"stated": False}),  # noqa: FBT003
        (Stated(), {"stated": None}),
        (Typed("5 m"), {"typed": "5 m"}),
        (Placed((1, None)), {"placed": [1, None]}),
    ],
)
def test_the_stored_form_of_an_answer(answer: Answer, data: object) -> None:
    assert answer_to_json(answer) == data
    assert answer_from_json(data) == answer


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"chosen": 1},
        {"chosen": ["1"]},
        {"chosen": [True]},
        {"typed": 1},
        {"placed": [1.5]},
        {"x": 1},
        {"stated": 1},
    ],
)
def test_what_is_not_an_answer_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"must be|is not a known key"):
        answer_from_json(data)


def test_names_of_form_fields() -> None:
    assert field_name("q7") == "q.q7"
    assert field_name("q7", 0) == "q.q7.0"


def test_a_typed_number_is_echoed_without_telling_whether_it_is_right() -> None:
    question = sample("numeric")

    right, wrong = (reading_note(question, Typed(text)) for text in ("16,7 m3/s", "1 L"))
    assert right is not None
    assert wrong is not None
    assert right.code == wrong.code
    assert (right.code, right.params) == ("number_read", {"reading": "16.7 m³/s"})


def test_there_is_no_echo_without_a_typed_number() -> None:
    assert reading_note(sample("numeric"), Typed("")) is None
    assert reading_note(sample("numeric"), Chosen((1,))) is None
    assert reading_note(sample("short_text"), Typed("5")) is None
