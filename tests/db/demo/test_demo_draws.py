"""Names, residences and answers as they are drawn."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
from flask import Flask

from learnhub.centres.snapshot import reference
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading
from learnhub.demo.answers import chance, filled_in, right_answer, wrong_answer
from learnhub.demo.names import TRADITION_OF, TRADITIONS
from learnhub.demo.people import People, joining_times
from learnhub.quiz.grading import grade
from learnhub.quiz.model import Question, Quiz, quiz_from_data
from learnhub.quiz.paper import draw_paper
from tests.databases import EXAMPLE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def quizzes() -> list[Quiz]:
    """Those of the example course, which has every kind of question."""
    document = read_folder(EXAMPLE).document
    assert document is not None
    return [quiz_from_data(quiz.engine_data) for quiz in document.quizzes]


QUESTIONS = [question for quiz in quizzes() for question in quiz.questions]


def test_the_network_reaches_every_region_and_group(example: Flask) -> None:
    known = reference(reading())
    people = People(Random(3), known)
    crowd = [people.draw(NOW) for _ in range(1_500)]
    homes = {person.residence for person in crowd} - {""}
    assert len(homes) > 120
    assert {known.countries[iso2].region for iso2 in homes} == {"AFR", "ARB", "APA", "ENA", "LAC"}
    for group in ("LDC", "SIDS", "LLDC"):
        members = {spell.iso2 for spell in known.members_at(group, NOW.date())}
        assert len(homes & members) > len(members) // 2
    genders = Counter(person.gender for person in crowd)
    assert set(genders) == {"F", "M", "X", "N", ""}
    assert sum(person.birth_year is None for person in crowd) > 50
    assert {person.language for person in crowd} == {"ar", "en", "es", "fr", "ru", "zh"}


def test_every_country_that_names_a_tradition_has_one() -> None:
    assert set(TRADITION_OF.values()) <= set(TRADITIONS)
    for tradition in TRADITIONS.values():
        assert min(len(tradition.women), len(tradition.men), len(tradition.families)) >= 5


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_right_and_wrong_answers(question: Question) -> None:
    assert grade(question, right_answer(question)).fraction == 1
    rng = Random(5)
    assert min(grade(question, wrong_answer(question, rng)).fraction for _ in range(30)) < 1


def test_ability_shows() -> None:
    quiz = next(quiz for quiz in quizzes() if quiz.kind == "final")
    paper = draw_paper(quiz, "seed")

    def right(skill: float) -> int:
        rng = Random(7)
        return sum(
            answers.get(question.id) == right_answer(question)
            for _ in range(40)
            for answers in [filled_in(quiz, paper, skill, rng)]
            for question in quiz.questions
        )

    assert right(-3) < right(0) < right(3)
    assert all(0 < chance(-9, question) < chance(9, question) <= 1 for question in quiz.questions)


def test_more_people_join_towards_the_end() -> None:
    start = datetime(2024, 11, 22, tzinfo=UTC)
    times = joining_times(Random(1), 400, start, NOW)
    assert times == sorted(times)
    assert start <= times[0] <= times[-1] <= NOW
    middle = start + (NOW - start) / 2
    assert sum(time > middle for time in times) > 220
