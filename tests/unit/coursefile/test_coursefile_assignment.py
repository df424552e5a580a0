"""Assignments: read, refused with a place, written the same, compiled; courses without any stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from course_samples import example, example_files
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.catalogue.publishing import compile_document
from learnhub.coursefile.assignmentform import (
    Data,
    assignment_from,
    fields_of_assignment,
    loose_assignment,
    read_assignment,
    write_assignment,
)
from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.compile.context import no_page
from learnhub.coursefile.jsonform import content_hash, from_json, to_json
from learnhub.coursefile.merge import merge
from learnhub.coursefile.outline import planned, seat_of, with_assignment_to_pass, without_step
from learnhub.coursefile.problems import Problem
from learnhub.coursefile.reader import read_files, read_folder
from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.translation.fields import fields_of
from learnhub.coursefile.writer import files_of

PATH = "assignments/plan.yaml"
PLAN = """title: A plan for your own river
minutes: 60
outcomes: [chance]
task: |-
  Write a plan for the [[return period]] of your river.

  ::: key What a plan has
  - who warns

  - who listens
  :::

  Begin with [what you read](lesson:return-periods).
answer: either
most_words: 1500
criteria:
  - {id: hazard, title: The hazard is described with numbers, points: 4, help: "4: with a source"}
  - {id: people, title: It says who does what, points: 6, help: "6: everybody"}
pass_points: 7
"""


def files(plan: str = PLAN, asked: bool = True) -> dict[str, bytes]:
    """The example course with an assignment, which completion may ask for."""
    found = example_files()
    course = found["course.yaml"].decode()
    course = course.replace("      - quiz: final\n", "      - quiz: final\n      - assignment: plan\n")
    if asked:
        course = course.replace("  quizzes: [final]\n", "  quizzes: [final]\n  assignments: [plan]\n")
        course = course.replace("minutes: 55", "minutes: 115")
    return found | {"course.yaml": course.encode(), PATH: plan.encode()}


def problems(old: str = "", new: str = "", file: str = PATH) -> list[Problem]:
    """What is found after one change."""
    found = files()
    text = found[file].decode()
    assert old in text
    return list(read_files(found | {file: text.replace(old, new, 1).encode()}).problems)


def test_what_is_read_is_written_and_kept_as_json() -> None:
    document = read_files(files()).document
    assert document is not None
    plan = document.assignment("plan")
    assert (plan.points, plan.pass_points, plan.answer, plan.most_words) == (10, 7, "either", 1500)
    assert plan.criterion("people").help == "6: everybody"
    assert document.metadata.completion_assignments == ("plan",)
    assert [step.kind for step in document.steps] == [
        "quiz",
        "lesson",
        "lesson",
        "quiz",
        "assignment",
        "quiz",
    ]
    assert from_json(to_json(document)) == document
    written = files_of(document)
    assert written[PATH].decode() == PLAN
    assert files_of(read_files(written).document or document) == written
    with pytest.raises(KeyError):
        document.assignment("other")
    with pytest.raises(KeyError):
        plan.criterion("other")


def test_courses_without_assignments_keep_their_hashes_and_bytes() -> None:
    for name in ("ecohydrology", "inquiry-based-science", "water-diplomacy"):
        document = read_folder(Path(__file__).parents[3] / "courses" / name).document
        assert document is not None
        assert "assignments" not in to_json(document)
    assert content_hash(example()).startswith("0bcf0ea3b4f493e3")
    assert "assignments" not in to_json(example())
    assert b"assignments" not in files_of(example())["course.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("pass_points: 7", "pass_points: 11", "pass_points", "of 10 points"),
        ("id: people", "id: hazard", "criteria.1.id", "stands twice"),
        ("[chance]", "[luck]", "outcomes.0", "not an outcome"),
        ("points: 4", "points: 0", "criteria.0.points", "1 or more"),
        ("answer: either", "answer: song", "answer", "write one of"),
        ("answer: either", "answer: file", "most_words", "most_words"),
        ("[[return period]]", "[[flow]]", "task", "glossary"),
        ("lesson:return-periods", "lesson:nowhere", "task", "no lesson"),
        ("minutes: 60", "minutes: 61", "minutes", "assignments 61"),
        ("most_words", "most_word", "most_word", "did you mean"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, path: str, words: str) -> None:
    found = problems(old, new)
    assert [(each.path, words in each.message) for each in found] == [(path, True)]


def test_only_what_a_certificate_asks_for_counts_as_time_of_the_course() -> None:
    assert not read_files(files(asked=False)).problems
    too_much = problems("assignments: [plan]", "assignments: []", "course.yaml")
    assert any("take 55 minutes (lessons 35, quizzes 20), not 115" in each.message for each in too_much)


def test_a_problem_of_the_task_stands_on_its_line() -> None:
    (found,) = problems("lesson:return-periods", "lesson:nowhere")
    assert PLAN.split("\n")[found.line - 1].strip().startswith("Begin with")


def test_course_yaml_and_files_agree() -> None:
    unknown = problems("assignments: [plan]", "assignments: [other]", "course.yaml")
    assert any("no assignment `other`" in each.message for each in unknown)
    assert any(
        "add `- assignment: plan`" in each.message
        for each in problems("      - assignment: plan\n", "", "course.yaml")
    )
    both = files() | {"lessons/plan.md": example_files()["lessons/staff-gauge.md"]}
    assert any("a lesson has the id `plan` too" in each.message for each in read_files(both).problems)


def test_the_task_is_compiled_like_a_lesson_one_step_deeper() -> None:
    document = read_files(files()).document
    assert document is not None
    task = compile_document(document, no_page)["tasks"]["plan"]
    assert '<div class="box box-key">' in task["html"]
    assert 'href="../return-periods"' in task["html"]
    assert 'href="../glossary#' in task["html"]
    assert "tasks" not in compile_document(example(), no_page)


def test_the_checklist_advises_on_criteria_and_points() -> None:
    spoilt = PLAN.replace(', help: "6: everybody"', "").replace("pass_points: 7", "pass_points: 10")
    found = {each.code: each for each in checklist(files(spoilt)).findings if each.file == PATH}
    assert found["criterion-unsaid"].path == "criteria.1.help"
    assert dict(found["points-faultless"].params) == {"points": "10"}
    assert all(not each.blocking for each in found.values())
    assert [
        each for each in checklist(files()).findings if each.file == PATH and each.item != "minutes"
    ] == []
    refused = checklist(files(PLAN.replace("pass_points: 7", "pass_points: 11"))).blocking
    assert [each.item for each in refused] == ["pass-mark"]


def test_paragraphs_of_two_authors_merge() -> None:
    assert "".join(each.text for each in blocks_of(PATH, PLAN)) == PLAN
    kinds = [each.kind for each in blocks_of(PATH, PLAN) if not each.key]
    assert kinds == ["paragraph", "box", "paragraph"]
    mine, theirs = PLAN.replace("Write a plan", "Draw a plan"), PLAN.replace("what you read", "what you know")
    merged = merge(PLAN, mine, theirs, PATH)
    assert merged.conflicts == ()
    assert merged.text == mine.replace("what you read", "what you know")


def test_translators_find_task_and_criteria() -> None:
    keys = [field.key for field in fields_of(PATH, read_assignment(PLAN) or {})]
    assert keys == [
        "title", "task", "criteria.hazard.title", "criteria.hazard.help", "criteria.people.title",
        "criteria.people.help",
    ]  # fmt: skip


def test_completion_asks_for_it_and_forgets_it() -> None:
    data: Data = {
        "completion": {"lessons": "all", "quizzes": []},
        "modules": [{"id": "m", "title": "M", "steps": [{"assignment": "plan"}]}],
    }
    assert planned(data)[0].steps[0].path == PATH
    asked = with_assignment_to_pass(data, "plan", needed=True)
    assert asked["completion"]["assignments"] == ["plan"]
    assert with_assignment_to_pass(asked, "plan", needed=False) == data
    assert without_step(asked, "plan")["completion"] == data["completion"]
    assert seat_of(without_step(asked, "plan"), "plan") is None


typed = st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x2FFF), max_size=30)


@given(
    title=typed, task=typed, points=st.one_of(typed, st.integers(0, 200).map(str)),
    rows=st.lists(st.tuples(typed, typed), max_size=4),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_kept(title: str, task: str, points: str, rows: list[tuple[str, str]]) -> None:
    posted = {
        "title": [title],
        "task": [task],
        "answer": ["text"],
        "pass_points": [points],
        "outcomes": ["o1"],
    }
    for number, (name, words) in enumerate(rows):
        posted |= {f"criteria.{number}.title": [name], f"criteria.{number}.help": [words]}
    data = assignment_from(posted, {})
    text = write_assignment(data)
    again = read_assignment(text)
    assert again is not None
    assert fields_of_assignment(again) == fields_of_assignment(data)
    assert loose_assignment("x", text).title == fields_of_assignment(data).texts["title"]


def test_rows_move_and_keep_what_the_form_does_not_show() -> None:
    before = read_assignment(PLAN) or {}
    fields = fields_of_assignment(before)
    posted = {key: [value] for key, value in fields.texts.items()} | {"outcomes": ["chance"]}
    for number, row in enumerate(fields.rows):
        posted |= {f"criteria.{number}.{name}": [value] for name, value in row.items()}
    assert write_assignment(assignment_from(posted, before), PLAN) == PLAN
    moved = assignment_from(posted, before, "criteria.1.up")
    assert [each["id"] for each in moved["criteria"]] == ["people", "hazard"]
    assert read_assignment("title: [a]\n") is None
    assert read_assignment("colour: red\n") is None
