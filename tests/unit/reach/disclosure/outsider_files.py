"""What stands in the files of a release, read by somebody who has nothing but the files.

Every reader gives figures under the columns of the tidy table, which all formats share; none of them knows the product.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import openpyxl

Files = Mapping[str, bytes]
Key = tuple[str, ...]
DIMENSIONS = (
    "centre", "course", "event", "theme", "mode", "ref_area", "region", "sex", "age", "country_group", "framework",
    "target",
)  # fmt: skip
KEY = ("indicator", "period_start", "period_end", *DIMENSIONS)
NUMBERS = ("value", "numerator", "denominator")
TOTAL = "_T"
_UNKNOWN = {"sex": ("U", "_U"), "age": ("UNK", "_U")}
_AREAS = (("ref_area", "ZZ", "_U"), ("region", "UNK", "_U_REGION"), ("country_group", "UNK", "_U_GROUP"))
_SEXES = {"female": "F", "male": "M", "other": "X", "unknown": "U"}
_QUARTERS = {f"{n}": (f"{3 * n - 2:02}-01", f"{3 * n:02}-{30 if n in {2, 3} else 31}") for n in range(1, 5)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a file tells it. `status`: observation and confidentiality codes."""

    numbers: tuple[Fraction | None, ...]
    unit: str
    status: tuple[str, str]

    @property
    def value(self) -> Fraction | None:
        """The figure itself; None where it is held back or undefined."""
        return self.numbers[0]

    @property
    def held_back(self) -> bool:
        """Whether the file says that there is a number, and not which."""
        return self.status[0] == "Q"


Figures = dict[Key, Figure]


def guessed(shown: Figures, true: Figures) -> Figures:
    """What he has who guesses which countries are not named: a figure without a row is one that is held back."""
    nothing = (None, None, None)
    return {key: shown.get(key, Figure(nothing, each.unit, ("Q", "C"))) for key, each in true.items()}


def one(files: Files, ending: str, *, without: str = "") -> bytes:
    """The one file whose name ends so."""
    found = [name for name in files if name.endswith(ending) and not (without and name.endswith(without))]
    assert len(found) == 1, found
    return files[found[0]]


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def from_csv(files: Files, view: str) -> Figures:
    """The tidy table as CSV."""
    return _tidy(rows_of(one(files, f"_{view}.csv")))


def from_json(files: Files, view: str) -> Figures:
    """The tidy table as JSON."""
    document = json.loads(one(files, f"_{view}.json"), parse_float=Decimal)
    assert document["row_count"] == len(document["rows"])
    return _tidy(dict(zip(document["columns"], row, strict=True)) for row in document["rows"])


def from_parquet(files: Files, folder: Path) -> Figures:
    """The tidy table as Parquet."""
    target = folder / "data.parquet"
    target.write_bytes(one(files, ".parquet"))
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet($path)", {"path": str(target)})
        names = [column[0] for column in found.description or ()]
        return _tidy(dict(zip(names, row, strict=True)) for row in found.fetchall())


def from_workbook(book: openpyxl.Workbook) -> Figures:
    """The tidy table on the sheet `Data`."""
    head, *rows = book["Data"].iter_rows(values_only=True)
    return _tidy(dict(zip(map(str, head), row, strict=True)) for row in rows)


def open_workbook(files: Files) -> openpyxl.Workbook:
    """The workbook of a release."""
    return openpyxl.load_workbook(io.BytesIO(one(files, ".xlsx")))


def from_sdmx(files: Files, like: Figures) -> Figures:
    """SDMX-CSV of both dataflows, under the keys of `like` whose codes it writes in its own way."""
    names = {_sdmx_key(key): key for key in like}
    assert len(names) == len(like)
    found: Figures = {}
    for name, content in files.items():
        for row in rows_of(content) if name.endswith(".sdmx.csv") else ():
            places = [row.get(column, TOTAL) for column in _SDMX]
            key = names[tuple(places)]
            written = [row[column] for column in ("OBS_VALUE", "NUMERATOR", "DENOMINATOR")]
            numbers = tuple(None if text in {"", "NaN"} else Fraction(text) for text in written)
            found[key] = Figure(numbers, like[key].unit, (row["OBS_STATUS"], row["CONF_STATUS"]))
    return found


def from_iati(files: Files, confined: Mapping[str, str]) -> dict[Key, Fraction]:
    """The values in the IATI results: totals of the period and their simple breakdowns; shares from 0 to 1."""
    found = {}
    for result in ET.fromstring(one(files, ".iati.xml")).iter("indicator"):  # noqa: S314 - our own file
        code = next(each.get("code", "") for each in result.iter("reference"))
        share = Fraction(1, 100) if result.get("measure") == "2" else Fraction(1)
        for period in result.iter("period"):
            start, end = (period.find(tag) for tag in ("period-start", "period-end"))
            assert start is not None
            assert end is not None
            days = [start.get("iso-date", ""), end.get("iso-date", "")]
            for actual in period.iter("actual"):
                cut = {each.get("name", ""): each.get("value", "") for each in actual.iter("dimension")}
                cut["sex"] = _SEXES.get(cut.get("sex", ""), cut.get("sex", TOTAL))
                places = {**confined, **{name: code for name, code in cut.items() if code != TOTAL}}
                key = (code, *days, *(places.get(name, TOTAL) for name in DIMENSIONS))
                found[key] = Fraction(actual.get("value", "")) * share
    return found


def _tidy(rows: Iterable[Mapping[str, object]]) -> Figures:
    found: Figures = {}
    for row in rows:
        key = tuple(_text(row[name]) for name in KEY)
        assert key not in found, key
        found[key] = figure_of(row)
    return found


def figure_of(row: Mapping[str, object]) -> Figure:
    """The figure in a row of the tidy table."""
    numbers = tuple(_number(row[name]) for name in NUMBERS)
    return Figure(numbers, str(row["unit"]), (str(row["obs_status"]), str(row["conf_status"])))


def _text(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _number(value: object) -> Fraction | None:
    return None if value in {None, ""} else Fraction(repr(value) if isinstance(value, float) else str(value))


_SDMX = (
    "INDICATOR", "REF_AREA", "CENTRE", "SEX", "AGE", "THEME", "MODE", "TARGET", "COURSE", "EVENT", "TIME_PERIOD",
)  # fmt: skip


def _sdmx_key(key: Key) -> Key:
    row = dict(zip(KEY, key, strict=True))
    areas = (mark if row[name] == code else row[name] for name, code, mark in _AREAS)
    target = ":".join(row[name] for name in ("framework", "target") if row[name] != TOTAL) or TOTAL
    person = [mark if row[name] == code else row[name] for name, (code, mark) in _UNKNOWN.items()]
    first = (row["indicator"], "-".join(area for area in areas if area != TOTAL) or TOTAL, row["centre"])
    last = (row["theme"], row["mode"], target, row["course"], row["event"])
    period = _sdmx_period(row["period_start"], row["period_end"])
    return (*map(_sdmx_code, (*first, *person)), *map(_sdmx_code, last), period)


def _sdmx_code(text: str) -> str:
    for foreign, instead in ((":", "-"), (".", "_"), ("/", "_"), (" ", "_")):
        text = text.replace(foreign, instead)
    return "".join(
        f"${ord(letter):X}" if not letter.isalnum() and letter not in "_-@$" else letter for letter in text
    )


def _sdmx_period(start: str, end: str) -> str:
    year = start[:4]
    quarters: Sequence[str] = [name for name, days in _QUARTERS.items() if days == (start[5:], end[5:])]
    return f"{year}-Q{quarters[0]}" if quarters else year
