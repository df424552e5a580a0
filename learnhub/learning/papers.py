"""A paper as templates show it: each question with its texts, its answer so far, and afterwards its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from learnhub.catalogue.content import Version
from learnhub.catalogue.remarks import words
from learnhub.learning.service.attempts import Sitting
from learnhub.quiz.answers import Answer, blank_answer, field_name, reading_note
from learnhub.quiz.asked import Asked, lines_of
from learnhub.quiz.grading import PaperResult
from learnhub.quiz.keys import rekeyed
from learnhub.quiz.model import Multiple, Question, Quiz, Single
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


def texts_by(version: Version, quiz: str, rights: Iterable[Version]) -> dict[str, Any]:
    """The texts of a quiz with what newer versions say of their keys, where these hold for its questions."""
    own: dict[str, Any] = version.texts[quiz]
    questions = dict(own["questions"])
    for right in rights:
        texts = {each.id: each for each in right.quizzes[quiz].questions} if quiz in right.quizzes else {}
        for seen in version.quizzes[quiz].questions:
            if seen.id in texts and rekeyed(seen, texts[seen.id]) is not None:
                said = right.texts[quiz]["questions"][seen.id]
                order = _places(seen, texts[seen.id])
                questions[seen.id] = {
                    **questions[seen.id],
                    "explanation": said["explanation"],
                    "feedback": [said["feedback"][place] for place in order],
                }
    return {**own, "questions": questions}


def _places(seen: Question, right: Question) -> list[int]:
    """Where the options of a question stand in another text of it."""
    match seen, right:
        case (Single() | Multiple(), Single() | Multiple()):
            texts = [option.text for option in right.options]
            return [texts.index(option.text) for option in seen.options]
    return []


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
