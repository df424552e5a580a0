"""Budgets of the engine in processor time, measured in an interpreter of its own, without tracing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import process_time
from timeit import repeat

import pytest

from learnhub.quiz.answers import parse_answer
from learnhub.quiz.grading import mark_paper
from learnhub.quiz.model import quiz_from_data
from learnhub.quiz.paper import draw_paper
from tests.unit.quiz.samples import SAMPLES, quiz_data, right_form, sample_data

ROOT = Path(__file__).parents[3]


def measure() -> dict[str, float]:
    """Milliseconds of the fastest of 20 rounds, by what was done."""
    kinds = list(SAMPLES)
    rows = [sample_data(kinds[i % len(kinds)], f"q{i}") for i in range(15)]
    data = quiz_data(rows, pass_mark=60)
    quiz = quiz_from_data(quiz_data(rows[:10], pass_mark=60))
    form = {name: values for question in quiz.questions for name, values in right_form(question).items()}

    def attempt() -> None:
        paper = draw_paper(quiz, "seed")
        answers = {question.id: parse_answer(question, form) for question in quiz.questions}
        mark_paper(quiz, paper, answers)

    def best(work: object) -> float:
        return min(repeat(work, timer=process_time, number=20, repeat=20)) / 20 * 1000  # type: ignore[arg-type]

    return {"attempt": best(attempt), "load": best(lambda: quiz_from_data(data))}


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    command = [sys.executable, "-m", "tests.unit.quiz.test_quiz_speed"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(run.stdout))


def test_drawing_parsing_and_grading_ten_questions_takes_less_than_a_millisecond(
    measured: dict[str, float],
) -> None:
    assert measured["attempt"] < 1


def test_loading_fifteen_questions_takes_less_than_a_millisecond(measured: dict[str, float]) -> None:
    assert measured["load"] < 1


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()))
