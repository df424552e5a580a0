"""Items to put in order: ``ordering``. An answer gives each item of the source its place, from 1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import ClassVar

from learnhub.quiz.fields import Fields, fault
from learnhub.quiz.kinds.base import Kind, Question, read_common
from learnhub.quiz.outcomes import NOTHING, Note, Outcome, judged
from learnhub.quiz.responses import Form, Placed, posted_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """``items`` stand in the right order, unless ``order`` names another: the index of the item for each place."""

    kind: ClassVar[str] = "ordering"

    items: tuple[str, ...]
    order: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[int, ...]:
        """For each place, from the first, the index of the item that belongs there."""
        return self.order or tuple(range(len(self.items)))


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
    given = (answer.places + (None,) * count)[:count]
    places = [given[index] for index in question.key]
    pairs = [_in_order(earlier, later) for earlier, later in combinations(places, 2)]
    right = sum(pairs)
    notes = [Note("order_counted", {"right": right, "of": len(pairs)})]
    if None in places or len(set(places)) < count:
        notes.append(Note("order_incomplete"))
    fraction = max(NOTHING, 1 - Fraction(2 * (len(pairs) - right), len(pairs)))
    return judged(fraction, question.marks, *notes)


def _shown(question: Ordering) -> int:
    return len(question.items)


def _rekeyed(seen: Ordering, right: Ordering) -> Ordering | None:
    if sorted(seen.items) != sorted(right.items):
        return None
    return replace(seen, order=tuple(seen.items.index(right.items[index]) for index in right.key))


def _bare(question: Ordering) -> Ordering:
    return replace(question, order=question.key)


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
    rekeyed=_rekeyed,
    bare=_bare,
)
