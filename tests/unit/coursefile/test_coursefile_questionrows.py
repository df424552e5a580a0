"""Rows of a list become questions; nothing of a row is lost, and nothing is guessed that it does not say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.questionrows import as_read, questions_from, roles_of, unused

HEADER = ["Nr", "Question", "A", "B", "C", "Correct answer(s)", "Feedback"]


def one(*cells: str) -> dict[str, Any]:
    """The question of a row under `HEADER`."""
    (made,) = questions_from([HEADER, ["1", *cells]])
    return made


def options(made: dict[str, Any]) -> list[str]:
    return [("*" if each.get("correct") else "") + each["text"] for each in made["options"]]


@pytest.mark.parametrize(
    ("answer", "kind", "listed"),
    [
        ("B", "single", ["x", "*y", "z"]),
        ("b)", "single", ["x", "*y", "z"]),
        ("2", "single", ["x", "*y", "z"]),
        ("٢", "single", ["x", "*y", "z"]),
        ("Z", "single", ["x", "y", "*z"]),
        ("A, C", "multiple", ["*x", "y", "*z"]),
        ("1;3", "multiple", ["*x", "y", "*z"]),
        ("a third", "single", ["*a third", "x", "y", "z"]),
        ("", "single", ["x", "y", "z"]),
    ],
)
def test_an_answer_names_options_by_letters_numbers_or_words(
    answer: str, kind: str, listed: list[str]
) -> None:
    made = one("What?", "x", "y", "z", answer, "So.")
    assert (made["kind"], made["prompt"], made["explanation"]) == (kind, "What?", "So.")
    assert options(made) == listed


def test_the_words_of_an_option_count_before_its_number() -> None:
    assert options(one("How many?", "3", "2", "1", "3", "")) == ["*3", "2", "1"]


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        ("TRUE", {"kind": "true_false", "answer": True}),
        ("خطأ", {"kind": "true_false", "answer": False}),
        ("16,7 m³/s", {"kind": "numeric", "answer": "16.7", "tolerance": "0", "unit": "m³/s"}),
        ("1,250 m", {"kind": "numeric", "answer": "1,250", "tolerance": "0", "unit": "m"}),
        ("0,250", {"kind": "numeric", "answer": "0.250", "tolerance": "0"}),
        ("٣٫٥", {"kind": "numeric", "answer": "3.5", "tolerance": "0"}),
        ("-3", {"kind": "numeric", "answer": "-3", "tolerance": "0"}),
        ("weir; dam", {"kind": "short_text", "accepted": ["weir", "dam"]}),
        ("", {"kind": "single"}),
    ],
)
def test_without_options_the_answer_tells_the_kind(answer: str, made: dict[str, Any]) -> None:
    assert one("What?", "", "", "", answer, "") == made | {"prompt": "What?"}


def test_a_list_without_names_has_the_right_answer_second() -> None:
    rows = [
        ["Open?"],
        ["First?", "yes", "no"],
        ["Second?", "a", "b", "c", "d"],
        ["Moons?", "1", "2", "3"],
        ["", ""],
    ]
    found = questions_from(rows)
    assert [each["prompt"] for each in found] == ["Open?", "First?", "Second?", "Moons?"]
    assert [options(each) for each in found[2:]] == [["*a", "b", "c", "d"], ["*1", "2", "3"]]


def test_wrong_answers_have_no_letters() -> None:
    header = ["Question", "Correct answer", "Distractor 1", "Wrong answer 2"]
    (made,) = questions_from([["My list"], header, ["Moons?", "1", "2", "3"]])
    assert options(made) == ["*1", "2", "3"]


@pytest.mark.parametrize(
    "header",
    [
        ["Вопрос", "Вариант 1", "Вариант 2", "Правильный ответ", "Пояснение"],
        ["题目", "选项A", "选项B", "答案", "解析"],
        ["Question", "Réponse A", "Réponse B", "Bonne réponse", "Explication"],
        ["Pregunta", "Opción 1", "Opción 2", "Respuesta correcta", "Explicación"],
        ["السؤال", "خيار ١", "خيار ٢", "الإجابة", "الشرح"],
        ["Question", "Answer 1", "Answer 2", "Correct answer(s)", "Rationale:"],
        ["Question Text", "Option 1", "Option 2", "Correct Answer", "Answer explanation"],
    ],
)
def test_columns_are_known_by_their_names_in_six_languages(header: list[str]) -> None:
    assert roles_of(header) == ["question", "option", "option", "answer", "explanation"]
    assert unused([header]) == []


def test_other_columns_are_named() -> None:
    assert unused([HEADER]) == ["Nr"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("It costs $5, then $10", "It costs \\$5, then \\$10"),
        ("2*3*4 with h_max < 5", "2\\*3\\*4 with h_max \\< 5"),
        ("What is $v = Q/A$ for $3?", "What is $v = Q/A$ for \\$3?"),
        ("1. What is it?", "1\\. What is it?"),
        ("- 5 °C?", "\\- 5 °C?"),
        ("1.5 m or [this](x)", "1.5 m or \\[this](x)"),
    ],
)
def test_the_words_of_a_cell_stay_words(cell: str, text: str) -> None:
    made = one(cell, cell, "other", "", "A", "")
    assert made["prompt"] == text
    assert as_read(text) == cell, "and are shown as they stood there"
    assert options(made) == [f"*{text}", "other"]


@given(st.lists(st.lists(st.text(max_size=6), min_size=7, max_size=7), max_size=6))
def test_whatever_stands_in_a_list_its_questions_are_there(rows: list[list[str]]) -> None:
    found = questions_from([HEADER, *rows])
    prompts = [each["prompt"].replace("\\", "") for each in found if "prompt" in each]
    assert prompts == [row[1].strip().replace("\\", "") for row in rows if row[1].strip()]
