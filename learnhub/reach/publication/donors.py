"""A donor's own indicators, read from a sheet and mapped to ours; both are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from learnhub.formats.sheets import Sheet
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.model import DonorAlias
from learnhub.reach.publication.numbers import DATA_PLACES, UNITS, rounded

NEEDED = ("donor", "code", "definition", "indicator")
FURTHER = ("target", "baseline", "baseline_day", "difference")
MOST_ROWS = 200
_NUMBER = re.compile(r"(\d{1,12})(?:\.(\d{1,20}))?(%?)", re.ASCII)
_SERIAL = re.compile(r"[2-6]\d{4}", re.ASCII)
_FIRST_SERIAL = date(1899, 12, 30)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Fault(StrEnum):
    """What is wrong with a row."""

    COLUMN = "a column is not there"
    MANY = "too many rows"
    EMPTY = "a cell is empty that must not be"
    INDICATOR = "no such indicator"
    TWICE = "the same code of the same donor stands twice"
    NUMBER = "not a number"
    SHARE = "a share must be written as a percentage, or from 0 to 1"
    DAY = "not a day"
    BASELINE = "a baseline needs its day, and the day a baseline"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault: in which row (0: of the whole sheet), and what is written there."""

    fault: Fault
    row: int = 0
    typed: str = ""


class DonorSheetError(Unacceptable):
    """A sheet that cannot be taken, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Problem, ...]) -> None:
        super().__init__(
            "This sheet of a donor's indicators cannot be taken.",
            [f"Row {each.row}: {each.fault.value} ({each.typed})." for each in faults],
        )
        self.faults = faults


def aliases_of(sheet: Sheet, units: Mapping[str, str]) -> tuple[DonorAlias, ...]:
    """The donor's indicators in the order of the sheet. `units` has the unit of each of our codes.

    Columns `donor`, `code`, `definition`, `indicator`; if there are any `target`, `baseline`, `baseline_day`,
    `difference` (what differs between both definitions). A share is `55%` or `0.55`. Raises DonorSheetError.
    """
    places = {name.casefold().replace(" ", "_"): place for place, name in enumerate(sheet.header)}
    faults = [Problem(Fault.COLUMN, typed=name) for name in NEEDED if name not in places]
    if len(sheet.rows) > MOST_ROWS:
        faults.append(Problem(Fault.MANY, typed=str(len(sheet.rows))))
    if faults:
        raise DonorSheetError(tuple(faults))
    named = {name: place for name, place in places.items() if name in {*NEEDED, *FURTHER}}
    rows = [
        _Row(number, {name: cells[place] for name, place in named.items()}) for number, cells in sheet.rows
    ]
    faults += [problem for row in rows for problem in row.faults(units)]
    faults += _repeated(rows)
    if faults:
        raise DonorSheetError(tuple(sorted(faults, key=lambda each: each.row)))
    return tuple(row.alias(units) for row in rows)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def faults(self, units: Mapping[str, str]) -> Iterator[Problem]:
        yield from (Problem(Fault.EMPTY, self.number, name) for name in NEEDED if not self[name])
        unit = units.get(self["indicator"], "")
        if self["indicator"] and not unit:
            yield Problem(Fault.INDICATOR, self.number, self["indicator"])
        for name in ("target", "baseline"):
            if self[name] and unit and (fault := _fault_of(self[name], unit)):
                yield Problem(fault, self.number, self[name])
        if self["baseline_day"] and _day(self["baseline_day"]) is None:
            yield Problem(Fault.DAY, self.number, self["baseline_day"])
        elif bool(self["baseline"]) != bool(self["baseline_day"]):
            yield Problem(Fault.BASELINE, self.number, self["baseline"] or self["baseline_day"])

    def alias(self, units: Mapping[str, str]) -> DonorAlias:
        unit = units[self["indicator"]]
        return DonorAlias(
            donor=self["donor"],
            code=self["code"],
            definition=self["definition"],
            indicator=self["indicator"],
            target=_number(self["target"], unit),
            baseline=_number(self["baseline"], unit),
            baseline_day=_day(self["baseline_day"]),
            difference=self["difference"],
        )


def _repeated(rows: list[_Row]) -> list[Problem]:
    seen: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        key = (row["donor"].casefold(), row["code"].casefold())
        if key in seen and all(key):
            found.append(Problem(Fault.TWICE, row.number, row["code"]))
        seen.add(key)
    return found


def _fault_of(text: str, unit: str) -> Fault | None:
    number = _number(text, unit)
    if number is None:
        return Fault.NUMBER
    return Fault.SHARE if UNITS[unit].percent and number > 1 else None


def _number(text: str, unit: str) -> Fraction | None:
    found = _NUMBER.fullmatch("".join(text.split()))
    if found is None or (found[3] and not UNITS[unit].percent):
        return None
    number = Fraction(f"{found[1]}.{found[2] or 0}") / (100 if found[3] else 1)
    return Fraction(rounded(number, DATA_PLACES))


def _day(text: str) -> date | None:
    if _SERIAL.fullmatch(text):  # how workbooks store a day
        return _FIRST_SERIAL + timedelta(days=int(text))
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
