"""What grading one answer gives: an exact share of the marks, a verdict, and notes for the learner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

NOTHING = Fraction(0)
FULL = Fraction(1)
HALF = Fraction(1, 2)

NOTE_TEXTS: Mapping[str, str] = {
    "not_answered": "You did not answer this question.",
    "number_read": "We read this as %(reading)s.",
    "number_read_decimal": "We read this as %(reading)s; if you meant thousands, write %(thousands)s.",
    "number_unreadable": "We could not read '%(text)s' as a number. Write for example 16.7 or 16,7.",
    "number_too_long": "'%(text)s' has more digits than we can read. Write for example 16.7 or 16,7.",
    "check_unit": "The number is right; check the unit.",
    "check_number": "The unit is right; check the number.",
    "unit_not_asked": "No unit was asked for; only the number counts.",
    "options_counted": "Right choices: %(right)s of %(of)s. Wrong choices: %(wrong)s.",
    "order_counted": "Pairs of items in the right order: %(right)s of %(of)s.",
    "order_incomplete": "Give every item a place of its own.",
    "pairs_counted": "Right pairs: %(right)s of %(of)s.",
}
"""English texts of the notes, by code; ``%(name)s`` stands for a parameter of the note."""


class Verdict(StrEnum):
    """How an answer was judged, in one word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the learner: a code of ``NOTE_TEXTS`` and its parameters, for pages to translate."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def english(self) -> str:
        """The remark in English."""
        return NOTE_TEXTS[self.code] % self.params


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
