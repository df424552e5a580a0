"""A quiz beside its course: the reader's own problems, by the field that shows them; settings; texts kept in parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from learnhub.coursefile.document import Asset
from learnhub.coursefile.quizcheck import (
    Surroundings,
    engine_question,
    field_of,
    of_question,
    of_settings,
    quiz_problems,
)
from learnhub.coursefile.quizedit import questions_of, read_quiz, with_question, write_quiz
from learnhub.coursefile.quizform import settings_from, settings_of
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.sketch import sketch

EXAMPLE = Path(__file__).parents[2] / "courses" / "example"
FINAL = "quizzes/final.yaml"
FILES = {
    path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()
}
TEXT = FILES[FINAL].decode()
AROUND = Surroundings(FILES["course.yaml"].decode(), frozenset(FILES))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pass_mark: 60", "pass_mark: 600"),
        ("correct: true", "correct: false"),
        ('"25"', "many"),
        ("m³", "1"),
        ("outcome: read", "outcome: none"),
        ("explanation:", "explain:"),
        ("the river has no memory", "see [[nothing]]"),
        ("What belongs", "# What belongs"),
        ("kind: final", "kind: exam"),
        ("- id: q2", "- id: q1"),
        ("title:", "title: ["),
        ("items: [Look at the water line, Read the scale, Note level and time]", "items: [a, b]"),
        ("level has its time", "level ![x](assets/none.svg) time"),
        ("distractors: [100 %]", "distractors: [10 %]"),
    ],
)
def test_the_problems_are_those_of_the_reader(old: str, new: str) -> None:
    text = TEXT.replace(old, new)
    found = quiz_problems("final", text, AROUND)
    told = read_files({**FILES, FINAL: text.encode()}).problems
    assert set(found) == {problem for problem in told if problem.file == FINAL}
    assert bool(found) == (text != TEXT)


def test_a_course_that_cannot_be_read_hides_no_problem_of_the_quiz() -> None:
    assert quiz_problems("final", TEXT, Surroundings("title: [", frozenset())) == ()


def test_problems_stand_at_questions_and_settings() -> None:
    text = TEXT.replace("pass_mark: 60", "pass_mark: 600").replace('answer: "25"', "answer: many")
    problems = quiz_problems("final", text, AROUND)
    assert set(of_settings(problems)) == {"pass_mark"}
    assert set(of_settings(quiz_problems("final", "colour: red\n" + TEXT, AROUND))) == {""}
    assert set(of_question(problems, 3)) == {"answer"}
    assert of_question(problems, 0) == {}
    whole = quiz_problems("final", TEXT.replace("- id: q3\n    kind: true_false", "- id: q3"), AROUND)
    assert "" in of_question(whole, 2)


@pytest.mark.parametrize(
    ("path", "kind", "field"),
    [
        ("items.2", "ordering", "items.2.text"),
        ("items", "ordering", "items"),
        ("accepted.1", "short_text", "accepted"),
        ("distractors", "matching", "distractors"),
        ("options", "single", "options"),
        ("options.1", "multiple", "options"),
        ("options.1.text", "single", "options.1.text"),
        ("prompt", "essay", "prompt"),
        ("answer", "single", ""),
        ("hint", "numeric", ""),
        ("", "numeric", ""),
    ],
)
def test_each_path_has_a_field(path: str, kind: str, field: str) -> None:
    assert field_of(path, kind) == field


def test_only_a_whole_question_is_shown_to_the_engine() -> None:
    quiz = read_quiz(TEXT)
    assert quiz is not None
    for question in questions_of(quiz):
        made = engine_question(question)
        assert made is not None
        assert made.kind == question["kind"]
        assert engine_question({**question, "prompt": ""}) is None
    assert engine_question({"kind": "essay"}) is None
    numeric = questions_of(quiz)[3]
    assert engine_question({**numeric, "unit": "1 2"}) is None, "the engine reads no such unit"


def settings(**typed: str) -> dict[str, list[str]]:
    whole = {**settings_of(read_quiz(TEXT) or {}), **typed}
    return {name: [text] for name, text in whole.items()}


def test_settings_come_back_as_they_were() -> None:
    quiz = read_quiz(TEXT)
    assert quiz is not None
    assert settings_from(settings(), quiz) == quiz
    assert settings_of({})["shuffle"] == "true"
    assert settings_from({"shuffle": ["true"]}, {}) == {}
    assert settings_from({"shuffle": ["true"]}, {"shuffle": True}) == {"shuffle": True}
    assert settings_from({}, {"title": "t"}) == {"shuffle": False}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("5", 5), ("٥", 5), ("0", 0), ("007", "007"), ("many", "many"), ("", None), ("1" * 30, "1" * 30)],
)
def test_numbers_of_settings(typed: str, kept: Any) -> None:
    made = settings_from(settings(attempts=typed), read_quiz(TEXT) or {})
    assert made.get("attempts") == kept


def test_a_course_is_sketched_as_far_as_it_can_be_made_out() -> None:
    asset = Asset("assets/a.svg", "image/svg+xml", 3, "0" * 64)
    made = sketch(AROUND.course, [asset])
    assert made.metadata.language == "en"
    assert [term.term for term in made.glossary][:1] == ["staff gauge"]
    assert made.asset("assets/a.svg") == asset
    odd = sketch("language: xx\nglossary: [{term: a}, {}]\nreferences: [{id: r}, {text: t}]\n")
    assert (odd.metadata.language, len(odd.glossary), len(odd.references)) == ("en", 1, 1)
    assert sketch("title: [").metadata.title == ""
    assert sketch("- a").metadata.title == ""


LOOKS = [
    "# by hand\ntitle:   T\n\nquestions:\n- id: a\n  prompt: 'One'   # why\n\n- {id: b, prompt: Two}\n# end\n",
    "questions:\n      - id: a\n        prompt: |\n          One\n      - id: b\n        prompt: Two\ntitle: T",
    "title: T\nquestions: [{id: a, prompt: One}, {id: b, prompt: Two}]\n",
    "title: T\nquestions:\n  -\n    id: a\n    prompt: One\n  - id: b\n    prompt: Two\n",
    "{title: T, questions: [{id: a, prompt: One}, {id: b, prompt: Two}]}",
]


@pytest.mark.parametrize("text", LOOKS)
def test_texts_of_every_look_are_changed_without_loss(text: str) -> None:
    quiz = read_quiz(text)
    assert quiz is not None
    changed = {**with_question(quiz, 1, {"id": "b", "prompt": "Zwei\n\nund mehr"}), "minutes": 5}
    made = write_quiz(changed, text)
    assert read_quiz(made) == changed
    assert read_quiz(write_quiz(quiz, text)) == quiz


def test_comments_and_looks_of_untouched_parts_stay() -> None:
    quiz = read_quiz(LOOKS[0])
    assert quiz is not None
    made = write_quiz(with_question(quiz, 1, {"id": "b", "prompt": "Zwei"}), LOOKS[0])
    assert made.startswith("# by hand\ntitle:   T\n\nquestions:\n- id: a\n  prompt: 'One'   # why\n\n- ")
    assert "Zwei" in made
    indented = write_quiz(
        with_question(read_quiz(LOOKS[1]) or {}, 1, {"id": "b", "prompt": "Zwei"}), LOOKS[1]
    )
    assert "      - {id: b, prompt: Zwei}\n" in indented
    assert write_quiz({**quiz, "questions": []}, LOOKS[0]).endswith("questions: []\n")
