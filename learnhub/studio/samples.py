"""Answers that an author would try first: as learners of several countries type the right one, and near misses."""

from __future__ import annotations

from decimal import Decimal

from learnhub.quiz.model import Numeric, ShortText

MOST_DIGITS = 12  # a value that has more in another unit is none that anybody types


def samples_for(question: Numeric | ShortText) -> str:
    """Typed answers, one a line."""
    if isinstance(question, ShortText):
        words = list(question.accepted)
        return "\n".join(dict.fromkeys([*words, words[0].upper(), f"{words[0]}.", f"{words[0]} ?", "?"]))
    unit = f" {question.unit}" if question.unit else ""
    right = f"{question.answer:f}"
    allowed = (
        abs(question.answer) * question.tolerance / 100
        if question.tolerance_is_percent
        else question.tolerance
    )
    others = [f"{right} {each.unit}" for each in question.units]
    values = [(question.answer / each.factor, each.unit) for each in question.units]
    converted = [f"{value:f} {unit}" for value, unit in values if len(value.as_tuple().digits) <= MOST_DIGITS]
    typed = [
        f"{right}{unit}",
        f"{right}{unit}".replace(".", ","),
        f"{question.answer + allowed:f}{unit}",
        f"{question.answer - allowed:f}{unit}",
        f"{question.answer + allowed + _step(question.answer):f}{unit}",
        *([right] if unit else []),
        *converted,
        *others,
        f"{question.answer * 10:f}{unit}",
    ]
    return "\n".join(dict.fromkeys(typed))


def _step(number: Decimal) -> Decimal:
    """One in the last place of a number as it is written."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
