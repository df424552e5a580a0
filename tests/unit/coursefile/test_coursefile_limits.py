"""The limits that docs/course-file.md states are those of the code, and none is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import BaseModel

from learnhub.coursefile import limits
from learnhub.coursefile.assignmentschema import AssignmentModel
from learnhub.coursefile.quizschema import QuizModel
from learnhub.coursefile.resources import PASSAGE
from learnhub.coursefile.schema import CourseModel, LessonModel

PAGE: Final = (Path(__file__).parents[3] / "docs" / "course-file.md").read_text()
CHAPTER: Final = PAGE.partition("\n## Limits\n")[2].partition("\n## ")[0]
FILES: Final[dict[str, type[BaseModel]]] = {
    "course.yaml": CourseModel,
    "lessons": LessonModel,
    "quizzes": QuizModel,
    "assignments": AssignmentModel,
}
ROWS: Final = {
    "FILES": "files of a course",
    "TEXT_FILE": "bytes of a file of text",
    "TEXT_TOTAL": "bytes of all files of text",
    "ASSETS_TOTAL": "bytes of all files in `assets/`",
    "LESSON_TEXT": "bytes of the text of a lesson",
    "SVG_FILE": "bytes of a figure in SVG",
    "SVG_DEPTH": "elements of a figure in one another",
    "ZIP_RATIO": "times that a file may be larger than it is packed in a zip",
    "ZIP_RATIO_FLOOR": "bytes of a file that may be packed better than that",
    "YAML_NODES": "values in a file of YAML",
    "YAML_DEPTH": "levels of YAML in one another",
    "BOX_DEPTH": "boxes in one another",
    "FORMULA_CHARACTERS": "characters of a formula",
    "ID_CHARACTERS": "characters of an `ID`",
    "STEPS": "steps of a course",
}
IN_THE_SCHEMA: Final = {
    "TITLE_CHARACTERS", "LINE_CHARACTERS", "PROMPT_CHARACTERS", "MODULES", "QUESTIONS", "CHOICES", "GLOSSARY",
    "REFERENCES", "OUTCOMES", "TASK_TEXT", "CRITERIA", "CRITERION_POINTS", "ANSWER_WORDS",
}  # fmt: skip
"""Limits that reach authors as those of keys, which the schema of each file tells."""


def rows() -> list[list[str]]:
    """The cells of every row of the tables of the chapter."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in CHAPTER.split("\n")
        if line.startswith("| ")
    ]


def number(text: str) -> int | None:
    return int(text.replace(",", "")) if re.fullmatch(r"[\d,]+", text) else None


def stated(schema: dict[str, Any], defined: dict[str, Any], path: str = "") -> Iterator[tuple[str, str, int]]:
    """Every limit of a schema: the dotted path of its key, its kind, and the number."""
    if "$ref" in schema:
        schema = defined[schema["$ref"].rpartition("/")[2]]
    kinds = {
        "minItems": "least",
        "minimum": "least",
        "maxItems": "most",
        "maximum": "most",
        "maxLength": "characters",
    }
    yield from ((path, kind, schema[key]) for key, kind in kinds.items() if key in schema)
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from stated(each, defined, path)
    if "items" in schema:
        yield from stated(schema["items"], defined, path)
    for key, value in schema.get("properties", {}).items():
        yield from stated(value, defined, f"{path}.{key}".lstrip("."))


def limits_of(file: str) -> dict[tuple[str, str], int]:
    schema = FILES[file].model_json_schema()
    return {(path, kind): most for path, kind, most in stated(schema, schema.get("$defs", {}))}


@pytest.mark.parametrize("file", FILES)
def test_entries_and_numbers_are_those_of_the_schema(file: str) -> None:
    told: dict[tuple[str, str], int] = {}
    for cells in rows():
        if cells[0] == file and len(cells) == 4:
            for kind, text in zip(("least", "most"), cells[2:], strict=True):
                if text:
                    told |= {(path, kind): number(text) or 0 for path in re.findall("`([a-z_.]+)`", cells[1])}
    assert told == {key: most for key, most in limits_of(file).items() if key[1] != "characters"}


@pytest.mark.parametrize("file", FILES)
def test_characters_are_those_of_the_schema(file: str) -> None:
    told = {
        (path, "characters"): number(cells[2])
        for cells in rows()
        if cells[0] == file and len(cells) == 3
        for path in re.findall("`([a-z_.]+)`", cells[1])
    }
    assert told == {key: most for key, most in limits_of(file).items() if key[1] == "characters"}


def test_sizes_and_nesting_are_those_of_the_code() -> None:
    told = {cells[0]: number(cells[1]) for cells in rows() if len(cells) == 2}
    known = {name: getattr(limits, name) for name in dir(limits) if isinstance(getattr(limits, name), int)}
    assert set(known) - IN_THE_SCHEMA == set(ROWS), "a new limit is told on the page"
    for name, row in ROWS.items():
        assert told.get(row) == known[name], row
    assert told["characters of a fact of a case or site"] == PASSAGE
    words = re.search(r"summary: >-\s+# plain language, (\d+) to (\d+) words", PAGE)
    assert words
    assert tuple(map(int, words.groups())) == limits.SUMMARY_WORDS
