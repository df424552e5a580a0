"""Forms and questions: nothing that was typed is lost, and what nobody touched keeps its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.loose import read_loose, shown, write_loose
from learnhub.coursefile.questionform import (
    PARTS,
    ROW_KEYS,
    QuestionFields,
    as_kind,
    fields_of,
    question_from,
)
from learnhub.coursefile.quizedit import (
    as_new,
    duplicated,
    free_id,
    inserted,
    moved,
    name_of,
    new_question,
    place_of,
    questions_of,
    read_quiz,
    removed,
    with_question,
    write_quiz,
)
from learnhub.coursefile.reader import read_files

ROOT = Path(__file__).parents[3]
QUIZZES = sorted([*ROOT.glob("courses/*/quizzes/*.yaml"), *ROOT.glob("tests/courses/*/quizzes/*.yaml")])


def posted(fields: QuestionFields, **more: str) -> dict[str, list[str]]:
    """What a browser sends of these fields."""
    form = {"was": [fields.kind], "kind": [fields.kind]}
    form |= {name: [text.replace("\n", "\r\n")] for name, text in fields.texts.items()}
    for key, rows in fields.rows.items():
        for number, row in enumerate(rows):
            for name, text in row.items():
                if name != "correct" or text:
                    form[f"{key}.{number}.{name}"] = [text]
    return form | {name: [text] for name, text in more.items()}


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_real_quiz_saved_unchanged_keeps_its_bytes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    quiz = read_quiz(text)
    assert quiz is not None
    for place, question in enumerate(questions_of(quiz)):
        quiz = with_question(quiz, place, question_from(posted(fields_of(question)), question))
    assert write_quiz(quiz, text) == text


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_changed_question_leaves_all_other_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    quiz = read_quiz(text)
    assert quiz is not None
    last = len(questions_of(quiz)) - 1
    question = questions_of(quiz)[last]
    changed = question_from(posted(fields_of(question), explanation="Because: it is so."), question)
    made = write_quiz(with_question(quiz, last, changed), text)
    start = text.index(f"  - id: {question['id']}\n")
    assert made[:start] == text[:start]
    assert made != text
    assert read_quiz(made) == with_question(quiz, last, changed)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
LINE = WORDS.map(lambda text: " ".join(text.split()))
SOME = LINE.filter(bool)
BLOCK = st.lists(SOME, max_size=3).map("\n".join)
OPTION = st.fixed_dictionaries(
    {"text": SOME}, optional={"correct": st.sampled_from([True]), "feedback": SOME}
)
OWN: dict[str, Any] = {
    "options": st.lists(OPTION, min_size=1, max_size=4),
    "items": st.lists(SOME, min_size=1, max_size=4),
    "accepted": st.lists(SOME, min_size=1, max_size=4),
    "distractors": st.lists(SOME, min_size=1, max_size=2),
    "pairs": st.lists(st.fixed_dictionaries({"left": SOME, "right": LINE}), min_size=1, max_size=3),
    "units": st.lists(st.fixed_dictionaries({"unit": SOME, "factor": LINE}), min_size=1, max_size=3),
    "answer": st.sampled_from(["16.7", "-3", "about 4"]),
    "tolerance": st.sampled_from(["0", "2 %", "-"]),
    "unit": SOME,
}


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A question of some kind, right or wrong, with a key that no form knows now and then."""
    kind = draw(st.sampled_from(sorted(PARTS)))
    question: dict[str, Any] = {"id": draw(SOME), "kind": kind}
    for key in ("prompt", "explanation"):
        if text := draw(BLOCK).strip():
            question[key] = text
    for key in PARTS[kind]:
        if draw(st.booleans()):
            question[key] = draw(st.booleans() if kind == "true_false" else OWN[key])
    if draw(st.booleans()):
        question["marks"] = draw(st.integers(2, 10**6))
    if draw(st.booleans()):
        question[draw(st.sampled_from(["hint", "Difficulty level", "yes", 'a "b" \\ c:', "é\u2028"]))] = draw(
            SOME
        )
    return question


@given(st.lists(questions(), max_size=4))
def test_writing_and_reading_a_quiz_gives_the_same_quiz(rows: list[dict[str, Any]]) -> None:
    quiz = {"title": "T", "kind": "practice", "questions": rows}
    text = write_quiz(quiz)
    assert read_quiz(text) == quiz
    assert write_quiz(read_quiz(text) or {}) == text


@given(questions())
def test_a_form_sent_back_untouched_changes_nothing(question: dict[str, Any]) -> None:
    assert question_from(posted(fields_of(question)), question) == question


@given(questions(), st.sampled_from(sorted(PARTS)))
def test_another_kind_keeps_texts_and_unknown_keys(question: dict[str, Any], kind: str) -> None:
    other = as_kind(question, kind)
    known = {key for parts in PARTS.values() for key in parts} | {"kind"}
    assert {k: v for k, v in other.items() if k not in known} == {
        k: v for k, v in question.items() if k not in known
    }
    assert other["kind"] == kind
    assert set(other) & known <= {"kind", *PARTS[kind]}
    assert as_kind(question, question["kind"]) == question


def test_answers_become_those_of_the_new_kind() -> None:
    single = {"kind": "single", "options": [{"text": "a", "correct": True}, {"text": "b", "feedback": "no"}]}
    assert as_kind(single, "multiple")["options"] == single["options"]
    assert as_kind(single, "ordering")["items"] == ["a", "b"]
    assert as_kind(single, "short_text")["accepted"] == ["a"]
    assert as_kind(single, "matching")["pairs"] == [{"left": "a", "right": ""}, {"left": "b", "right": ""}]
    assert "options" not in as_kind(single, "numeric")
    matching = {"kind": "matching", "pairs": [{"left": "a", "right": "b"}]}
    assert as_kind(matching, "single")["options"] == [{"text": "a"}]
    assert as_kind({"kind": "short_text", "accepted": ["x"]}, "multiple")["options"] == [
        {"text": "x", "correct": True}
    ]
    assert as_kind({"kind": "ordering", "items": ["x", "y"]}, "short_text")["accepted"] == ["x", "y"]
    assert "answer" not in as_kind({"kind": "numeric", "answer": "5"}, "true_false")
    assert as_kind(single, "essay") == single


def test_what_is_wrong_is_kept_as_it_was_typed() -> None:
    form = {
        "was": ["numeric"],
        "answer": ["about ten"],
        "tolerance": ["x"],
        "marks": ["many"],
        "prompt": [" P "],
    }
    found = question_from(form, {"id": "q1", "kind": "numeric"})
    assert found == {
        "kind": "numeric",
        "answer": "about ten",
        "tolerance": "x",
        "marks": "many",
        "prompt": "P",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("16,7", "16.7"), ("١٦٫٧", "١٦٫٧"), ("-3,5", "-3.5"), ("16.7", "16.7"), ("1,000,000", "1,000,000")],
)
def test_decimal_commas_are_read(typed: str, kept: str) -> None:
    found = question_from(
        {"was": ["numeric"], "answer": [typed], "tolerance": ["2,5 %"]}, {"kind": "numeric"}
    )
    if typed.isascii():
        assert found["answer"] == kept
    assert found["tolerance"] == "2.5 %"


def test_numbers_as_a_person_wrote_them_stay() -> None:
    quiz = read_quiz("questions:\n  - {id: q1, kind: numeric, answer: 16, tolerance: 0.50, marks: 1}\n")
    assert quiz is not None
    question = questions_of(quiz)[0]
    assert fields_of(question).texts["tolerance"] == "0.50"
    assert question_from(posted(fields_of(question)), question) == question
    changed = question_from(posted(fields_of(question), marks="3", answer="17"), question)
    assert (changed["marks"], changed["answer"], changed["tolerance"]) == (3, "17", "0.50")
    for none in ("", "1", "١"):
        assert "marks" not in question_from(posted(fields_of(question), marks=none), {**question, "marks": 2})


def test_buttons_of_rows_move_and_remove() -> None:
    question = {"id": "q", "kind": "ordering", "items": ["a", "b", "c"]}

    def pressed(press: str) -> list[str]:
        items: list[str] = question_from(posted(fields_of(question)), question, press)["items"]
        return items

    assert pressed("items.2.up") == ["a", "c", "b"]
    assert pressed("items.0.down") == ["b", "a", "c"]
    assert pressed("items.0.up") == pressed("items.2.down") == pressed("items.9.up") == ["a", "b", "c"]
    assert pressed("options.0.drop") == ["a", "b", "c"]
    assert pressed("items.1.drop") == ["a", "c"]


def test_the_right_option_may_come_from_one_choice_or_from_boxes() -> None:
    rows = {
        "options.0.text": ["a"],
        "options.1.text": ["b"],
        "options.3.feedback": ["only this"],
        "options.2.text": [""],
    }
    single = question_from({"was": ["single"], "correct": ["1"], **rows}, {"kind": "single"})
    assert single["options"] == [
        {"text": "a"},
        {"text": "b", "correct": True},
        {"text": "", "feedback": "only this"},
    ]
    multiple = question_from({"was": ["multiple"], "options.0.correct": ["1"], **rows}, {"kind": "multiple"})
    assert multiple["options"][0] == {"text": "a", "correct": True}


def test_an_answer_that_no_button_shows_stays() -> None:
    question = {"id": "q", "kind": "true_false", "answer": "perhaps"}
    assert question_from({"was": ["true_false"], "id": ["q"]}, question) == question
    assert question_from({"was": ["true_false"], "id": ["q"], "answer": ["true"]}, question)["answer"] is True


def test_what_is_emptied_goes() -> None:
    question = {
        "id": "q", "kind": "matching", "pairs": [{"left": "a", "right": "b"}], "distractors": ["d"], "outcome": "o",
    }  # fmt: skip
    assert question_from({"was": ["matching"], "id": ["q"]}, question) == {"id": "q", "kind": "matching"}
    assert question_from({"was": ["true_false"]}, {"kind": "true_false", "answer": True}) == {
        "kind": "true_false"
    }


@pytest.mark.parametrize(
    "text",
    [
        "title: [", "- a", "title: a\ntitle: b\n", "questions: some\n", "questions: [words]\n", "title: [a]\n",
        "questions:\n  - {kind: single, options: words}\n", "questions:\n  - {kind: single, options: [words]}\n",
        "questions:\n  - kind: single\n    options:\n      - {text: a, picture: b}\n",
        "questions:\n  - {kind: ordering, items: {a: b}}\n", "questions:\n  - {prompt: [a]}\n",
    ],
)  # fmt: skip
def test_what_a_form_could_not_show_is_left_to_the_text(text: str) -> None:
    assert read_quiz(text) is None


def test_an_odd_quiz_is_written_as_far_as_it_goes() -> None:
    assert read_quiz("") is None
    assert read_quiz("title:\n") == {}
    assert write_quiz({}) == ""
    assert read_loose("a: {}\nb: [~, x]\n") == {"a": {}, "b": ["", "x"]}
    assert read_loose(write_loose({"b": [{}], "a": {}}, ("a", "b"))) == {"a": "", "b": [""]}
    assert [shown(value) for value in (True, False, 3)] == ["true", "false", "3"]
    assert fields_of({"kind": "essay"}).rows == {}
    assert set(ROW_KEYS) == {"options", "units", "items", "pairs"}


def quiz_of(*ids: str) -> dict[str, Any]:
    return {"title": "T", "questions": [{"id": name, "prompt": name} for name in ids]}


def ids(quiz: dict[str, Any]) -> list[str]:
    return [question["id"] for question in questions_of(quiz)]


def test_questions_are_added_moved_copied_removed_and_put_back() -> None:
    quiz = quiz_of("q1", "q2", "q4")
    assert free_id(quiz) == "q3"
    assert new_question(quiz, "single") == {"id": "q3", "kind": "single"}
    assert ids(moved(quiz, 0, 1)) == ["q2", "q1", "q4"]
    assert ids(moved(quiz, 0, -1)) == ids(moved(quiz, 2, 1)) == ["q1", "q2", "q4"]
    assert ids(duplicated(quiz, 0)) == ["q1", "q3", "q2", "q4"]
    gone = removed(quiz, 1)
    assert ids(gone) == ["q1", "q4"]
    assert inserted(gone, 1, questions_of(quiz)[1]) == quiz
    assert ids(with_question(quiz, 3, {"id": "q9"})) == ["q1", "q2", "q4", "q9"]
    assert ids(quiz) == ["q1", "q2", "q4"], "the quiz that was given is as it was"


def test_every_question_has_an_address() -> None:
    quiz = {"questions": [{"id": "q1"}, {}, {"id": "q1"}, {"id": 5}, {"id": "a b"}, {"id": "x-1"}]}
    names = [name_of(quiz, place) for place in range(6)]
    assert names == ["~1", "~2", "~3", "~4", "~5", "x-1"]
    assert [place_of(quiz, name) for name in names] == list(range(6))
    assert place_of(quiz, "q1") is None


def test_a_copy_from_elsewhere_takes_a_free_id_and_leaves_its_pair() -> None:
    quiz = quiz_of("q1")
    origin = {"id": "q1", "pair": "p1", "options": [{"text": "a"}]}
    copied = as_new(quiz, origin)
    assert copied == {"id": "q2", "options": [{"text": "a"}]}
    copied["options"][0]["text"] = "b"
    assert origin["options"] == [{"text": "a"}]
    assert as_new(quiz, {"id": "other"}) == {"id": "other"}


def test_the_reader_takes_what_the_forms_write() -> None:
    example = ROOT / "tests/courses/example"
    files = {
        path.relative_to(example).as_posix(): path.read_bytes()
        for path in example.rglob("*")
        if path.is_file()
    }
    quiz = read_quiz(files["quizzes/final.yaml"].decode())
    assert quiz is not None
    kinds = {question["kind"]: question for question in questions_of(quiz)}
    assert set(kinds) == set(PARTS), "the example has every kind"
    files["quizzes/final.yaml"] = write_quiz(duplicated(quiz, 3)).encode()
    assert read_files(files).problems == ()
