"""The tidy table: one observation per row. Its columns are the same in CSV, workbook, JSON and Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.model import Code, Definition, Publication
from learnhub.reach.publication.numbers import DATA_PLACES, UNITS, rounded
from learnhub.reach.publication.observation import (
    DIMENSIONS,
    TOTAL,
    Confidential,
    Number,
    Observation,
    Observed,
)

Value = str | Decimal | date | None
_EXACT_DIGITS = 15


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "string"
    NUMBER = "number"
    DAY = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the tidy table. `codes` are all that may stand in it, `code_list` where they are explained."""

    name: str
    description: str
    kind: Kind = Kind.TEXT
    nullable: bool = False
    code_list: str = ""
    codes: tuple[str, ...] = ()


def _dimension(name: str, description: str, codes: tuple[str, ...] = ()) -> Column:
    return Column(
        name, f"{description}; {TOTAL} for all", code_list=name, codes=(TOTAL, *codes) if codes else ()
    )


COLUMNS = (
    Column("indicator", "Code of the indicator; a variant follows a dot", code_list="indicator"),
    Column("name", "Name of the indicator"),
    Column(
        "unit",
        "What one unit of the value is; a ratio runs from 0 to 1",
        code_list="unit",
        codes=tuple(UNITS),
    ),
    Column("period_start", "First day of the period", Kind.DAY),
    Column("period_end", "Last day of the period, included", Kind.DAY),
    Column("time_basis", "Which moment of a record must lie in the period", nullable=True),
    _dimension("centre", "Training centre"),
    _dimension("course", "Course"),
    _dimension("event", "Training event"),
    _dimension("theme", "Theme"),
    _dimension("mode", "Mode of delivery"),
    _dimension("ref_area", "Country or area of residence, ISO 3166-1; ZZ for unknown"),
    _dimension("region", "UNESCO programme region of residence; UNK for unknown"),
    _dimension("sex", "Gender; U for unknown", ("F", "M", "X", "U")),
    _dimension("age", "Age class at the end of the period; UNK for unknown"),
    _dimension("country_group", "Country group, by the list in force on the last day of the period"),
    _dimension("framework", "Framework of goals, such as SDG"),
    _dimension("target", "Goal or target of the framework"),
    Column(
        "value", "The figure, six decimals; empty if it is held back or undefined", Kind.NUMBER, nullable=True
    ),
    Column("numerator", "Numerator of a rate, six decimals", Kind.NUMBER, nullable=True),
    Column("denominator", "Denominator of a rate, six decimals", Kind.NUMBER, nullable=True),
    Column(
        "obs_status",
        "Whether there is a figure, and if not why",
        code_list="obs_status",
        codes=tuple(Observed),
    ),
    Column(
        "conf_status",
        "Whether the figure may be shown",
        code_list="conf_status",
        codes=tuple(Confidential),
    ),
    Column("footnote", "What a reader must know about this figure", nullable=True),
)
_COMMON_CODES = (
    *(Code("unit", unit.code, unit.label) for unit in UNITS.values()),
    Code("sex", "F", "Female"),
    Code("sex", "M", "Male"),
    Code("sex", "X", "Another gender"),
    Code("sex", "U", "Unknown"),
    *(Code(name, TOTAL, "All") for name in DIMENSIONS),
    Code("obs_status", "A", "Normal value"),
    Code("obs_status", "P", "Provisional value"),
    Code("obs_status", "M", "Cannot exist: nothing divided by nothing"),
    Code("obs_status", "O", "Missing"),
    Code("obs_status", "Q", "Held back to protect people"),
    Code("conf_status", "F", "Free"),
    Code("conf_status", "C", "Held back"),
    Code("conf_status", "A", "Held back from all but the staff: a small count"),
    Code("conf_status", "D", "Held back from all but the staff: it would reveal a small count"),
)
NAMES = tuple(column.name for column in COLUMNS)
_KINDS = tuple(column.kind for column in COLUMNS)
_found = attrgetter(*NAMES)
PRIMARY_KEY = ("indicator", "period_start", "period_end", *DIMENSIONS)


def rows(publication: Publication) -> Iterable[tuple[Value, ...]]:
    """The observations as rows of `COLUMNS`, sorted by key. Raises Unacceptable for a number beyond fifteen
    digits, which spreadsheets could not hold."""
    for observation in publication.sorted_observations:
        yield tuple([_value(kind, found) for kind, found in zip(_KINDS, _found(observation), strict=True)])


def indicator_rows(publication: Publication) -> tuple[Definition, ...]:
    """A definition for every indicator code in the data, sorted. A variant takes the words of its indicator."""
    known = {definition.code: definition for definition in publication.definitions}
    used = {each.indicator: each for each in publication.sorted_observations}
    return tuple(
        known[code] if code in known else _of_variant(code, used[code], known)
        for code in sorted({*used, *known})
    )


def code_rows(publication: Publication) -> tuple[Code, ...]:
    """The code lists of the publication and those that every publication has, sorted by list and code."""
    listed = {(code.code_list, code.code): code for code in (*_COMMON_CODES, *publication.code_lists)}
    return tuple(listed[key] for key in sorted(listed))


def data_number(value: Number) -> Decimal:
    """The number as data files hold it. Raises Unacceptable beyond fifteen digits."""
    number = rounded(value, DATA_PLACES).normalize()
    if len(number.as_tuple().digits) > _EXACT_DIGITS:
        raise Unacceptable(f"{number} has more digits than spreadsheets can hold.")
    return number


def plain(value: Value) -> str:
    """A value of the tidy table as text; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def json_number(value: Decimal) -> int | float:
    """The number as JSON and spreadsheets hold it: the same digits."""
    return int(value) if value == value.to_integral_value() else float(value)


def _value(kind: Kind, found: Any) -> Value:
    if kind is Kind.TEXT:
        return str(found) or None
    return data_number(found) if kind is Kind.NUMBER and found is not None else found


def _of_variant(code: str, observation: Observation, known: dict[str, Definition]) -> Definition:
    whole = known.get(code.partition(".")[0])
    if whole is None:
        return Definition(code=code, name=observation.name, definition="", unit=observation.unit)
    return replace(whole, code=code, name=observation.name, unit=observation.unit)
