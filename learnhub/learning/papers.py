"""A paper as templates show it: each question with its texts, its answer so far, and afterwards its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from learnhub.catalogue.remarks import words
from learnhub.learning.service.attempts import Sitting
from learnhub.quiz.answers import Answer, blank_answer, field_name, reading_note
from learnhub.quiz.asked import Asked, lines_of
from learnhub.quiz.grading import PaperResult
from learnhub.quiz.model import Quiz
from learnhub.quiz.paper import Paper, PaperItem


def _asked(quiz: Quiz, item: PaperItem, answers: Mapping[str, Answer], texts: dict[str, Any]) -> Asked:
    question = quiz.question(item.question_id)
    answer = answers.get(question.id) or blank_answer(question)
    own = texts["questions"][question.id]
    note = reading_note(question, answer)
    return Asked(
        question=question,
        position=item.position,
        name=field_name(question.id),
        order=item.option_order,
        prompt=own["prompt"],
        explanation=own["explanation"],
        options=own.get("options", []),
        feedback=own.get("feedback", []),
        answer=answer,
        answered=question.id in answers,
        reading=words(note) if note else "",
        rows=lines_of(question, item.option_order, answer),
    )


def asked_questions(quiz: Quiz, at: Sitting, texts: dict[str, Any]) -> list[Asked]:
    """The questions of a try, to be answered."""
    return [_asked(quiz, item, at.answers, texts) for item in at.paper.items]


def reviewed_questions(
    quiz: Quiz,
    result: PaperResult,
    paper: Paper,
    answers: Mapping[str, Answer],
    texts: dict[str, Any],
    *,
    open_book: bool,
) -> list[Asked]:
    """The questions of a try with their results; explanations are left out of a closed book."""
    outcomes = {item.question_id: item.outcome for item in result.items}
    shown = []
    for item in paper.items:
        asked = _asked(quiz, item, answers, texts)
        outcome = outcomes[item.question_id]
        remarks = [words(note) for note in outcome.notes]
        explanation = asked.explanation if open_book else ""
        shown.append(replace(asked, outcome=outcome, remarks=remarks, explanation=explanation))
    return shown


def answer_key(answer: Answer) -> tuple[object, ...]:
    """An answer as part of a key: what it is and what it says."""
    return (type(answer).__name__, *(getattr(answer, name) for name in answer.__slots__))
