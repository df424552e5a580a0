"""A question as a page shows it: its texts, its lines in their order, the answer so far, and afterwards the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from learnhub.quiz.answers import Answer, Form, field_name
from learnhub.quiz.model import Matching, Ordering, Question
from learnhub.quiz.outcomes import Outcome

MOST_ITEMS = 1_000  # more lines than any question has
Line = tuple[int, int | None]
"""An item with its place so far, or a pair with what was chosen for it."""


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
    rows: list[Line] = field(default_factory=list)
    outcome: Outcome | None = None
    remarks: list[str] = field(default_factory=list)


def lines_of(question: Question, order: Sequence[int], answer: Answer) -> list[Line]:
    """Ordering: items in the order of the places given so far. Matching: pairs. Nothing for any other kind."""
    if not isinstance(question, Ordering | Matching):
        return []
    given = dict(enumerate(getattr(answer, "places", ())))
    if isinstance(question, Matching):
        return [(number, given.get(number)) for number in range(len(question.pairs))]
    placed = [(index, given.get(index)) for index in order]
    return sorted(placed, key=lambda row: (row[1] is None, row[1] or 0)) if given else placed


def moved(questions: Iterable[Question], form: Form, move: str) -> tuple[str, Form]:
    """A press on Up or Down, `question.item.up`: the form with that item and its neighbour changed over.

    Gives the field of the item's place ("" for any other button) and the form; items without a place stand in the
    order shown.
    """
    parts = move.rsplit(".", 2)
    index = _index(parts[1]) if len(parts) == 3 and parts[2] in {"up", "down"} else None
    if index is None:
        return "", form
    name, step = parts[0], -1 if parts[2] == "up" else 1
    question = next((q for q in questions if q.id == name and isinstance(q, Ordering)), None)
    if question is None:
        return "", form
    order = [_index(text) for text in form.get(f"{field_name(name)}.shown", ())[:MOST_ITEMS]]
    if len(order) != len(question.items) or set(order) != set(range(len(order))) or index not in order:
        return "", form
    here = order.index(index)
    there = min(max(here + step, 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    places = {field_name(name, item): [str(place)] for place, item in enumerate(order, start=1)}
    return field_name(name, index), {**form, **places}


def _index(text: str) -> int | None:
    """A line's number in a form; None for what no page of ours sends."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
