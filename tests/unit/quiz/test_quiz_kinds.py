"""Every registered kind has all its parts, and a paragraph in the page on the course file."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from learnhub.quiz.answers import answer_from_json, answer_to_json, parse_answer
from learnhub.quiz.grading import Verdict, grade
from learnhub.quiz.kinds import KINDS
from learnhub.quiz.model import Question, question_from_data
from learnhub.quiz.paper import draw_paper
from tests.unit.quiz.samples import OWN, RIGHT_FORMS, SAMPLES, quiz_of, sample, sample_data

PAGE = Path(__file__).parents[3] / "docs" / "course-file.md"


def documented_questions() -> dict[str, object]:
    """The questions of the example in the page, by kind."""
    section = PAGE.read_text(encoding="utf-8").split("## quizzes/ID.yaml", 1)[1]
    example = yaml.safe_load(section.split("```yaml", 1)[1].split("```", 1)[0])
    return {question["kind"]: question for question in example["questions"]}


def test_samples_and_types_cover_every_kind() -> None:
    assert set(SAMPLES) == set(RIGHT_FORMS) == set(OWN) == set(KINDS)
    assert {question.kind for question in get_args(Question)} == set(KINDS)
    assert all(name == kind.name for name, kind in KINDS.items())


def test_the_page_shows_every_kind_and_no_other() -> None:
    assert set(documented_questions()) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_documented_example_can_be_read(kind: str) -> None:
    assert question_from_data(documented_questions()[kind]).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_read_answered_and_graded(kind: str) -> None:
    question = sample(kind)
    answer = parse_answer(question, RIGHT_FORMS[kind])
    assert answer_from_json(answer_to_json(answer)) == answer
    assert grade(question, answer).verdict is Verdict.RIGHT
    assert grade(question, parse_answer(question, {})).verdict is Verdict.UNANSWERED


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_drawn_with_all_its_options(kind: str) -> None:
    question = sample(kind)
    (item,) = draw_paper(quiz_of([sample_data(kind)]), "seed").items

    assert sorted(item.option_order) == list(range(KINDS[kind].shown(question)))
