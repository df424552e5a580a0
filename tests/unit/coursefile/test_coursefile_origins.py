"""The courses that a course was made from: named in its file, kept with their licence, absent where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnhub.coursefile.derive import derived
from learnhub.coursefile.document import Author, CourseDocument, Making
from learnhub.coursefile.jsonform import from_json, to_json
from learnhub.coursefile.reader import read_files, read_folder
from learnhub.coursefile.terms import may_carry, open_to_all
from learnhub.coursefile.writer import files_of

EXAMPLE = Path(__file__).parents[2] / "courses" / "example"


def example() -> CourseDocument:
    found = read_folder(EXAMPLE).document
    assert found is not None
    return found


def made(
    source: CourseDocument, how: Making = "translation", code: str = "lire-la-riviere"
) -> CourseDocument:
    return derived(
        source, version=3, how=how, code=code, title="Lire la rivière", language="fr", centre="irtces",
        author=Author("Awa Sow"),
    )  # fmt: skip


def test_a_course_without_origins_is_written_as_before() -> None:
    assert "based_on" not in to_json(example())
    assert b"based_on" not in files_of(example())["course.yaml"]


def test_a_translation_names_what_it_was_made_from() -> None:
    course = made(example())
    origin = (course.metadata.based_on or ())[0]
    assert (origin.how, origin.code, origin.version, origin.language) == (
        "translation", "reading-the-river", 3, "en",
    )  # fmt: skip
    assert origin.authors == ("LearnHub course team",)
    assert (course.metadata.centres, course.metadata.language) == (("irtces",), "fr")
    assert read_files(files_of(course)).document == course
    assert from_json(to_json(course)) == course


def test_origins_of_the_origin_stay_named() -> None:
    second = made(made(example()), "adaptation", "lire-le-niger")
    assert [(each.how, each.code) for each in second.metadata.based_on or ()] == [
        ("adaptation", "lire-la-riviere"),
        ("translation", "reading-the-river"),
    ]


def test_a_licence_that_an_origin_forbids_is_a_problem_at_its_line() -> None:
    files = files_of(made(example()))
    text = files["course.yaml"].decode()
    files["course.yaml"] = text.replace("    licence: CC-BY-4.0", "    licence: CC-BY-SA-4.0").encode()
    problems = read_files(files).problems
    assert [(each.path, each.line) for each in problems] == [
        ("based_on", text.split("\n").index("based_on:") + 2)
    ]
    assert "`reading-the-river` is under CC-BY-SA-4.0" in problems[0].message


def test_a_course_is_not_made_from_itself() -> None:
    files = files_of(made(example()))
    text = files["course.yaml"].decode()
    files["course.yaml"] = text.replace("code: reading-the-river", "code: lire-la-riviere").encode()
    (problem,) = read_files(files).problems
    assert problem.line == text.split("\n").index("based_on:") + 2
    assert "`lire-la-riviere` is this course itself" in problem.message


def test_what_comes_back_to_its_first_author_keeps_the_whole_line() -> None:
    there_and_back = made(made(example()), "adaptation", "reading-the-river")
    assert read_files(files_of(there_and_back)).document == there_and_back


@pytest.mark.parametrize(
    ("origin", "licence", "fine"),
    [
        ("CC0-1.0", "CC0-1.0", True),
        ("CC-BY-4.0", "CC0-1.0", False),
        ("CC-BY-4.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-4.0", False),
        ("CC-BY-SA-3.0-IGO", "CC-BY-SA-4.0", True),
        ("CC-BY-NC-4.0", "CC-BY-4.0", False),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", True),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", False),
    ],
)
def test_what_may_become_of_a_course_is_as_its_licence_says(origin: str, licence: str, fine: bool) -> None:
    assert may_carry(origin, licence) is fine


@pytest.mark.parametrize(
    ("licence", "fine"),
    [("CC-BY-4.0", True), ("CC-BY-SA-3.0-IGO", True), ("CC-BY-NC-4.0", False), ("CC-BY-ND-4.0", False)],
)
def test_a_non_commercial_course_is_not_open_to_all(licence: str, fine: bool) -> None:
    assert open_to_all(licence) is fine
