"""How one value stands in a CSV cell: its types, their canonical text, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from learnhub.kernel.errors import LearnHubError

CellType = Literal[
    "id",
    "ids",
    "text",
    "line",
    "code",
    "choice",
    "country",
    "instant",
    "date",
    "integer",
    "decimal",
    "flag",
    "marks",
]

MAX_TEXT = 2000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,9}")
_MILLIONTH = Decimal("0.000001")
_DECIMAL = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,28})?")


class RecordError(LearnHubError):
    """A value cannot stand in its column. `column` names it, `reason` is a stable code for programs."""

    code = "bad-record"

    def __init__(self, column: str, reason: str, message: str) -> None:
        super().__init__(f"{column}: {message}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published file: its name, what it holds, whether it may be blank, and its bounds."""

    name: str
    type: CellType
    required: bool = False
    choices: frozenset[str] = field(default=frozenset())
    least: int | None = None
    most: int | None = None


@lru_cache(maxsize=4096)  # the rows of a batch share their instants
def instant_text(value: datetime) -> str:
    """`2026-11-22T09:30:00Z`, whatever the offset was, cut to the second. ValueError without a zone."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat(timespec="seconds")[:19] + "Z"


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant in UTC and to the second. ValueError if it is none or has no offset."""
    if len(text) < 17 or text[10] not in "Tt ":
        raise ValueError("not an instant")
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("an instant needs an offset")
    try:
        return value.astimezone(UTC).replace(microsecond=0)
    except OverflowError:  # the first or last day of the calendar, east or west of Greenwich
        raise ValueError("lies outside the years 1 to 9999 in UTC") from None


def decimal_text(value: int | Decimal | Fraction) -> str:
    """`1.5`, `6`, `0`: no exponent, no trailing zeros, at most six decimal places (rounded half up).

    Raises ValueError or ArithmeticError for what is no number of at most ten digits before the point.
    """
    text = f"{_six_places(value):f}".rstrip("0").rstrip(".")
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError("is not a number of at most ten digits")
    return "0" if text == "-0" else text


def _six_places(value: int | Decimal | Fraction) -> Decimal:
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value).quantize(_MILLIONTH, ROUND_HALF_UP)


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if pattern.fullmatch(value) is None:
            raise ValueError(f"is not {what}")
        return value

    return check


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise ValueError(f"is longer than {MAX_TEXT} characters")
    return _line(value)


def _line(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("has a line break or control character")
    return value


def _ids(value: tuple[str, ...]) -> str:
    return ";".join(_check_id(item) for item in value)


def _integer(value: int) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("is not a whole number")
    return str(value)


def _flag(value: bool) -> str:
    if value not in (True, False):
        raise ValueError("is neither true nor false")
    return "1" if value else "0"


def _date_text(value: date) -> str:
    if isinstance(value, datetime):
        raise TypeError("is an instant, not a date")
    return value.isoformat()


def _marks_text(value: tuple[Decimal, ...]) -> str:
    if not all(0 <= item <= 1 for item in value):  # a score is their mean
        raise ValueError("holds a mark that is not between 0 and 1")
    return ";".join(decimal_text(item) for item in value)


def _read_integer(text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise ValueError("is not a whole number")
    return int(text)


def _read_decimal(text: str) -> Decimal:
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError("is not a number")
    return Decimal(text)


def _read_flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("is neither 0 nor 1")
    return text == "1"


def _read_date(text: str) -> date:
    if len(text) != 10:
        raise ValueError("is not a date such as 2026-11-22")
    return date.fromisoformat(text)


_check_id = _matching(_ID, "an identifier")

_WRITE: Mapping[CellType, Callable[[Any], str]] = {
    "id": _check_id,
    "ids": _ids,
    "text": _text,
    "line": _line,
    "code": _matching(_CODE, "a code"),
    "choice": str,
    "country": _matching(_COUNTRY, "a two-letter country code"),
    "instant": instant_text,
    "date": _date_text,
    "integer": _integer,
    "decimal": decimal_text,
    "flag": _flag,
    "marks": _marks_text,
}
_READ: Mapping[CellType, Callable[[str], Any]] = {
    "ids": lambda text: tuple(text.split(";")),
    "instant": parse_instant,
    "date": _read_date,
    "integer": _read_integer,
    "decimal": _read_decimal,
    "flag": _read_flag,
    "marks": lambda text: tuple(_read_decimal(item) for item in text.split(";")),
}
_BLANK: Mapping[CellType, Any] = {
    "ids": (),
    "marks": (),
    "instant": None,
    "date": None,
    "integer": None,
    "decimal": None,
}


def cell_writer(column: Column) -> Callable[[Any], str]:
    """The function that turns a value of this column into its canonical text; it raises RecordError.

    Made once per column, because every row that is recorded goes through it.
    """
    write, required, choices = _WRITE[column.type], column.required, column.choices
    bounded = column.least is not None or column.most is not None
    blank = None if required else ""

    def write_cell(value: Any) -> str:
        if value is None and blank is not None:
            return blank
        if not value and (value is None or value in ("", ())):
            if required:
                raise RecordError(column.name, "missing", "may not be blank")
            return ""
        try:
            text = write(value)
        except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
            raise RecordError(column.name, f"bad-{column.type}", f"{value!r} {error}") from error
        if choices and text not in choices:
            known = ", ".join(sorted(choices))
            raise RecordError(column.name, "unknown-value", f"{text!r} is none of {known}")
        if bounded:
            _check_bounds(column, value)
        return text

    return write_cell


def _check_bounds(column: Column, value: int | Decimal) -> None:
    if column.least is not None and value < column.least:
        raise RecordError(column.name, "out-of-range", f"{value} is less than {column.least}")
    if column.most is not None and value > column.most:
        raise RecordError(column.name, "out-of-range", f"{value} is more than {column.most}")


def read_cell(column: Column, text: str) -> Any:
    """The value of a cell; bounds and choices are checked when it is written. Raises RecordError."""
    if text == "":
        return _BLANK.get(column.type, "")
    reader = _READ.get(column.type)
    if reader is None:
        return text
    try:
        return reader(text)
    except (ValueError, InvalidOperation) as error:
        raise RecordError(column.name, f"bad-{column.type}", f"{text!r} cannot be read: {error}") from error
