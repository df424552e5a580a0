"""Every course of the repository is good, compiles, and stands in its canonical form once written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learnhub.coursefile.compile.text import compile_lesson, compile_text
from learnhub.coursefile.limits import RESERVED_IDS
from learnhub.coursefile.markup.blocks import BOX_KINDS
from learnhub.coursefile.media import MEDIA_TYPES
from learnhub.coursefile.quizschema import QUESTION_KINDS
from learnhub.coursefile.reader import read_files, read_folder
from learnhub.coursefile.writer import files_of

ROOT = Path(__file__).parents[2]
FOLDERS = [
    Path(__file__).parent / "example",
    Path(__file__).parent / "resources",
    *sorted(path.parent for path in ROOT.glob("courses/*/course.yaml")),
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_course_is_good_and_round(folder: Path) -> None:
    result = read_folder(folder)
    assert [str(problem) for problem in result.problems] == []
    document = result.document
    assert document is not None
    files = files_of(document)
    assert read_files(files).document == document


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_course_compiles(folder: Path) -> None:
    document = read_folder(folder).document
    assert document is not None
    for lesson in document.lessons:
        compiled = compile_lesson(document, lesson.id, str)
        ids = re.findall(r' id="([^"]*)"', compiled.html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"', compiled.html)) <= set(ids)
        assert compiled.html.count("<img ") == compiled.figures == compiled.html.count("<figcaption>")
        words = re.sub(r"<code>.*?</code>|<[^>]*>", "", compiled.html, flags=re.DOTALL)
        assert not re.search(r"\[\[|\]\]|:::|\[@|\$\$", words)
    for quiz in document.quizzes:
        for question in quiz.questions:
            assert compile_text(document, question["prompt"], str, prefix="q-")
            assert compile_text(document, question["explanation"], str, prefix="q-")


def test_the_lesson_shown_in_the_docs_is_the_one_that_is_tested() -> None:
    page = (ROOT / "docs" / "course-file.md").read_text(encoding="utf-8")
    lesson = (FOLDERS[0] / "lessons" / "return-periods.md").read_text(encoding="utf-8")
    assert f"````markdown\n{lesson}````" in page


def test_the_docs_name_every_kind() -> None:
    page = (ROOT / "docs" / "course-file.md").read_text(encoding="utf-8")
    for name in (*QUESTION_KINDS, *BOX_KINDS, *MEDIA_TYPES, *RESERVED_IDS):
        assert re.search(rf"\b{name}\b", page), name
