"""A paper as templates show it: each question with its texts, its answer so far, and afterwards its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from learnhub.catalogue.remarks import words
from learnhub.learning.service.attempts import Form, Sitting
from learnhub.quiz.answers import Answer, blank_answer, field_name, reading_note
from learnhub.quiz.grading import PaperResult
from learnhub.quiz.model import Matching, Ordering, Question, Quiz
from learnhub.quiz.outcomes import Outcome
from learnhub.quiz.paper import Paper, PaperItem

MOST_ITEMS = 1_000  # more lines than any question has


@dataclass(frozen=True)
class Asked:
    """A question on a page. `order` are source indexes in the order shown; `name` begins its form fields."""

    question: Question
    position: int
    name: str
    order: tuple[int, ...]
    prompt: str
    explanation: str
    options: list[str]
    feedback: list[str]
    answer: Answer
    answered: bool
    reading: str
    rows: list[tuple[int, int | None]] = field(default_factory=list)
    outcome: Outcome | None = None
    remarks: list[str] = field(default_factory=list)


def _rows(question: Question, item: PaperItem, answer: Answer) -> list[tuple[int, int | None]]:
    """Ordering: (item, place) in the order of the places given so far. Matching: (item, choice)."""
    places = getattr(answer, "places", ()) or ()
    if isinstance(question, Ordering):
        shown = list(item.option_order)
        given = dict(enumerate(places)) if places else {}
        placed = [(index, given.get(index)) for index in shown]
        return sorted(placed, key=lambda row: (row[1] is None, row[1] or 0)) if given else placed
    if isinstance(question, Matching):
        return [(n, places[n] if n < len(places) else None) for n in range(len(question.pairs))]
    return []


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
        rows=_rows(question, item, answer),
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


def _index(text: str) -> int | None:
    """A line's number in a form; None for what no page of ours sends."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def moved(quiz: Quiz, form: Form, move: str) -> tuple[str, Form]:
    """A press on Up or Down, `question.item.up`: the form with that item and its neighbour changed over.

    Gives the question's id ("" for any other button) and the form; items without a place stand in the order shown.
    """
    parts = move.rsplit(".", 2)
    index = _index(parts[1]) if len(parts) == 3 and parts[2] in {"up", "down"} else None
    if index is None:
        return "", form
    name, step = parts[0], -1 if parts[2] == "up" else 1
    question = next((q for q in quiz.questions if q.id == name and isinstance(q, Ordering)), None)
    if question is None:
        return "", form
    order = [_index(text) for text in form.get(f"{field_name(name)}.shown", [])[:MOST_ITEMS]]
    if len(order) != len(question.items) or set(order) != set(range(len(order))) or index not in order:
        return "", form
    here = order.index(index)
    there = min(max(here + step, 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    places = {field_name(name, item): [str(place)] for place, item in enumerate(order, start=1)}
    return name, {**form, **places}
