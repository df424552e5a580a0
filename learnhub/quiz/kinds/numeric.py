"""A number, with or without a unit: ``numeric``. All comparisons are exact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from learnhub.quiz.fields import Fields, exact_decimal, fault
from learnhub.quiz.kinds.base import Kind, Question, parse_typed, read_common
from learnhub.quiz.numbers import NumberReading, read_number
from learnhub.quiz.outcomes import FULL, HALF, NOTHING, Note, Outcome, judged, unreadable
from learnhub.quiz.responses import Typed
from learnhub.quiz.units import read_unit, same_unit, spelt_out

NOT_A_UNIT = "is not written as a unit"
_KEYS = frozenset({"answer", "tolerance", "unit", "units"})
_UNIT_KEYS = frozenset({"unit", "factor"})


@dataclass(frozen=True, slots=True)
class AcceptedUnit:
    """Another unit that is fully right; a value in it times ``factor`` is one in the question's unit."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(Question):
    """The answer is a number within ``tolerance`` (bounds included), in ``unit`` unless this is empty.

    ``tolerance`` is in the unit of the answer, or in per cent of it when ``tolerance_is_percent``.
    """

    kind: ClassVar[str] = "numeric"

    answer: Decimal
    tolerance: Decimal = Decimal(0)
    tolerance_is_percent: bool = False
    unit: str = ""
    units: tuple[AcceptedUnit, ...] = ()


def _read_tolerance(fields: Fields) -> tuple[Decimal, bool]:
    text, path = fields.text("tolerance", "0").strip(), fields.at("tolerance")
    is_percent = text.endswith("%")
    tolerance = exact_decimal(text.removesuffix("%").rstrip(), path)
    if tolerance < 0:
        raise fault(path, "must not be negative")
    return tolerance, is_percent


def _read_unit(fields: Fields) -> str:
    unit = fields.text("unit", "")
    if unit and read_unit(unit) is None:
        raise fault(fields.at("unit"), NOT_A_UNIT)
    return unit


def _read_accepted(row: object, path: str) -> AcceptedUnit:
    fields = Fields(row, path, _UNIT_KEYS)
    fields.name("unit")
    factor = fields.decimal("factor")
    if factor <= 0:
        raise fault(fields.at("factor"), "must be above 0")
    return AcceptedUnit(_read_unit(fields), factor)


def _read(fields: Fields) -> Numeric:
    unit, rows, path = _read_unit(fields), fields.rows("units"), fields.at("units")
    if rows and not unit:
        raise fault(path, "needs a unit to convert to")
    tolerance, is_percent = _read_tolerance(fields)
    return Numeric(
        **read_common(fields),
        answer=fields.decimal("answer"),
        tolerance=tolerance,
        tolerance_is_percent=is_percent,
        unit=unit,
        units=tuple(_read_accepted(row, f"{path}[{i}]") for i, row in enumerate(rows)),
    )


def _is_close(question: Numeric, value: Fraction) -> bool:
    answer, allowed = Fraction(question.answer), Fraction(question.tolerance)
    if question.tolerance_is_percent:
        allowed *= abs(answer) / 100
    return abs(value - answer) <= allowed


def _factor(question: Numeric, unit: str) -> Fraction | None:
    """What to multiply by to come to the question's unit; ``None`` for a unit that is not accepted."""
    if same_unit(unit, question.unit):
        return FULL
    for other in question.units:
        if same_unit(unit, other.unit):
            return Fraction(other.factor)
    return None


def _grade(question: Numeric, answer: Typed) -> Outcome:
    """Full marks for the right quantity; half when the number is right and the unit is missing or another.

    What is typed with a word for a count (``5万``, ``5 million``) may also be meant as the number that it stands for.
    """
    reading = read_number(answer.text)
    if reading.value is None:
        return unreadable(reading.note)
    as_typed = _judge(question, reading, Fraction(reading.value))
    power, unit = spelt_out(reading.unit)
    if not power or as_typed.fraction == FULL:
        return as_typed
    in_digits = _judge(question, replace(reading, unit=unit), Fraction(reading.value) * 10**power)
    return max(as_typed, in_digits, key=lambda outcome: outcome.fraction)


def _judge(question: Numeric, reading: NumberReading, value: Fraction) -> Outcome:
    number_is_right = _is_close(question, value)
    if not question.unit:
        notes = (reading.note, Note("unit_not_asked")) if reading.unit else (reading.note,)
        return judged(FULL if number_is_right else NOTHING, question.marks, *notes)
    factor = _factor(question, reading.unit)
    if factor is not None and _is_close(question, value * factor):
        return judged(FULL, question.marks, reading.note)
    if number_is_right:
        return judged(HALF, question.marks, reading.note, Note("check_unit"))
    notes = (reading.note,) if factor is None else (reading.note, Note("check_number"))
    return judged(NOTHING, question.marks, *notes)


def _rekeyed(seen: Numeric, right: Numeric) -> Numeric | None:
    """A page says whether a unit is asked for, not which."""
    return right if bool(seen.unit) == bool(right.unit) else None


NUMERIC = Kind(Numeric, Typed, _KEYS, _read, parse_typed, _grade, rekeyed=_rekeyed)
