"""Blocks of a translation in the language of the original carry that language in what learners read."""

from __future__ import annotations

import re

import pytest
from course_samples import EXAMPLE as FOLDER

from learnhub.catalogue.publishing import compile_document
from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.compile.foreign import Foreign, texts_of
from learnhub.coursefile.compile.text import compile_lesson
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.reader import read_folder


def _example() -> CourseDocument:
    found = read_folder(FOLDER).document
    assert found is not None
    return found


EXAMPLE = _example()
LESSON = "staff-gauge"
PATH = f"lessons/{LESSON}.md"
BODIES = [block.body for block in blocks_of("a.md", f"\n{EXAMPLE.lesson(LESSON).markdown}") if block.body]


def page(foreign: Foreign) -> str:
    return compile_lesson(EXAMPLE, LESSON, str, foreign=foreign.of(PATH)).html


@pytest.mark.parametrize(("language", "side"), [("ar", "rtl"), ("es", "ltr")])
def test_a_block_is_wrapped_with_its_language_and_direction(language: str, side: str) -> None:
    html = page(Foreign(language, {PATH: texts_of([BODIES[0]])}))
    assert html.startswith(f'<div lang="{language}" dir="{side}">')
    assert html.count(f'lang="{language}"') == 1


def test_neighbours_share_one_element_and_nothing_else_changes() -> None:
    plain = page(Foreign())
    for number in range(1, len(BODIES)):
        html = page(Foreign("es", {PATH: texts_of(BODIES[:number])}))
        assert html.count('<div lang="es" dir="ltr">') >= 1
        opened = html.replace('<div lang="es" dir="ltr">', "")
        assert len(opened) - len(plain) == 6 * html.count('<div lang="es" dir="ltr">')
    assert page(Foreign("es", {"lessons/other.md": texts_of(BODIES)})) == plain


def test_questions_are_marked_text_by_text() -> None:
    quiz = EXAMPLE.quizzes[0]
    question = quiz.questions[0]
    foreign = Foreign("ru", {f"quizzes/{quiz.id}.yaml": texts_of([question["prompt"]])})
    made = compile_document(EXAMPLE, lambda _resource: "", foreign)["texts"][quiz.id]["questions"]
    assert re.match(r'<div lang="ru" dir="ltr">', made[question["id"]]["prompt"])
    assert "lang=" not in made[question["id"]]["explanation"]
