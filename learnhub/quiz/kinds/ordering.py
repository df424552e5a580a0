"""Items to put in order: ``ordering``. An answer gives each item of the source its place, from 1."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import ClassVar

from learnhub.quiz.fields import Fields, fault
from learnhub.quiz.kinds.base import Kind, Question, read_common
from learnhub.quiz.outcomes import NOTHING, Note, Outcome, judged
from learnhub.quiz.responses import Form, Placed, posted_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """``items`` stand in the right order."""

    kind: ClassVar[str] = "ordering"

    items: tuple[str, ...]


def _read(fields: Fields) -> Ordering:
    items = fields.texts("items", least=2)
    if len(set(items)) < len(items):
        raise fault(fields.at("items"), "must all be different")
    return Ordering(**read_common(fields), items=items)


def _parse(question: Ordering, form: Form) -> Placed:
    count = len(question.items)
    return Placed(posted_places(form, question.id, count, low=1, high=count))


def _in_order(earlier: int | None, later: int | None) -> bool:
    return earlier is not None and later is not None and earlier < later


def _grade(question: Ordering, answer: Placed) -> Outcome:
    """max(0, 1 - 2 x misplaced pairs / all pairs): Kendall's rank correlation with the right order, floor 0.

    The right order gives 1, the reverse 0, and an order drawn by lot would give 0 on average
    if there was no floor. A pair in which an item has no place, or both have the same, counts as misplaced.
    """
    count = len(question.items)
    places = (answer.places + (None,) * count)[:count]
    pairs = [_in_order(earlier, later) for earlier, later in combinations(places, 2)]
    right = sum(pairs)
    notes = [Note("order_counted", {"right": right, "of": len(pairs)})]
    if None in places or len(set(places)) < count:
        notes.append(Note("order_incomplete"))
    fraction = max(NOTHING, 1 - Fraction(2 * (len(pairs) - right), len(pairs)))
    return judged(fraction, question.marks, *notes)


def _shown(question: Ordering) -> int:
    return len(question.items)


ORDERING = Kind(
    Ordering,
    Placed,
    frozenset({"items"}),
    _read,
    _parse,
    _grade,
    _shown,
    always_shuffled=True,
    never_as_source=True,
)
