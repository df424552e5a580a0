"""What grading one answer gives: an exact share of the marks, a verdict, and notes for the learner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

NOTHING = Fraction(0)
FULL = Fraction(1)
HALF = Fraction(1, 2)


class Verdict(StrEnum):
    """How an answer was judged, in one word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the learner: a code, and what its sentence says besides. Pages have the words."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one question: ``fraction`` from 0 to 1; ``marks`` is that times the question's marks."""

    fraction: Fraction
    marks: Fraction
    verdict: Verdict
    notes: tuple[Note, ...] = ()


def judged(fraction: Fraction, marks: int, *notes: Note) -> Outcome:
    """The outcome of an answer that could be judged."""
    short = Verdict.PARTLY if fraction else Verdict.WRONG
    verdict = Verdict.RIGHT if fraction == FULL else short
    return Outcome(fraction, fraction * marks, verdict, notes)


def unanswered() -> Outcome:
    """The outcome of a question that was left blank."""
    return Outcome(NOTHING, NOTHING, Verdict.UNANSWERED, (Note("not_answered"),))


def unreadable(note: Note) -> Outcome:
    """The outcome of an answer that could not be read; ``note`` says why."""
    return Outcome(NOTHING, NOTHING, Verdict.UNREADABLE, (note,))
