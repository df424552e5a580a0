"""The data files beside this module, as rows of the tables. Where they come from: data/SOURCES.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from learnhub.centres.regions import REGIONS
from learnhub.kernel.errors import Unacceptable

DATA = Path(__file__).parent / "data"
FILES = (
    "countries.csv",
    "country_names.csv",
    "country_groups.csv",
    "frameworks.csv",
    "themes.csv",
    "theme_labels.csv",
    "centres.csv",
)
OFFICIAL = "country_names_official.csv"
FRAMEWORK_NAMES = "framework_names.csv"
NAMED = (
    ("countries.csv", "iso2", "country_names.csv", "iso2"),
    ("country_names.csv", "iso2", "countries.csv", "iso2"),
    ("country_groups.csv", "iso2", "countries.csv", "iso2"),
    ("themes.csv", "broader_code", "themes.csv", "theme_code"),
    ("themes.csv", "theme_code", "theme_labels.csv", "theme_code"),
    ("centres.csv", "host_iso2", "countries.csv", "iso2"),
    ("centres.csv", "other_host_iso2", "countries.csv", "iso2"),
    ("centres.csv", "themes", "themes.csv", "theme_code"),
)
"""Which column names rows of which list."""
Contents = Mapping[str, bytes]
Row = dict[str, Any]


class Cells(dict[str, str]):
    """A line of a data file, which says where it stands when a cell cannot be used: people edit these files."""

    def __init__(self, cells: Mapping[str, str], place: str) -> None:
        super().__init__(cells)
        self.place = place

    def __missing__(self, column: str) -> str:
        raise Unacceptable(
            f"{self.place}: there is no column {column}. Keep the names and commas of the first line."
        )

    def day(self, column: str) -> date | None:
        """The day in a cell; None if it is empty."""
        try:
            return date.fromisoformat(self[column]) if self[column] else None
        except ValueError as error:
            raise Unacceptable(
                f"{self.place}: {column} can't be {self[column]!r}. Write a day like 2026-11-24."
            ) from error

    def year(self, column: str) -> int | None:
        """The year in a cell; None if it is empty."""
        try:
            return int(self[column]) if self[column] else None
        except ValueError as error:
            raise Unacceptable(
                f"{self.place}: {column} can't be {self[column]!r}. Write a year like 2026."
            ) from error


def read_files(folder: Path = DATA) -> dict[str, bytes]:
    """The bytes of every data file, by name. Raises FileNotFoundError if one is missing."""
    return {name: (folder / name).read_bytes() for name in FILES}


def refuse_strangers(contents: Contents) -> None:
    """Raise Unacceptable with every line that names a row which no list has."""
    problems = []
    for name, column, other, key in NAMED:
        known = {cells[key] for cells in _read(contents, other)}
        for cells in _read(contents, name):
            strangers = [code for code in cells[column].split(";") if code and code not in known]
            problems += [
                f"{cells.place}: {column} has {code}, which {other} does not have." for code in strangers
            ]
    if problems:
        raise Unacceptable("The lists do not fit each other, so nothing was loaded.", problems)


def _read(contents: Contents, name: str) -> list[Cells]:
    try:
        text = contents[name].decode("utf-8-sig")  # spreadsheets put a mark first
    except UnicodeDecodeError as error:
        raise Unacceptable(f"{name} is not in UTF-8: save it as CSV with that encoding.") from error
    return list(_lines(name, csv.reader(io.StringIO(text, newline=""))))


def _lines(name: str, reader: Any) -> Iterator[Cells]:
    columns: list[str] = next(reader, [])
    for cells in reader:
        if cells and len(cells) != len(columns):
            raise Unacceptable(
                f"{name}, line {reader.line_num}: {len(cells)} cells where the first line has {len(columns)}. "
                "Put what has a comma between quotation marks."
            )
        if cells:
            yield Cells(dict(zip(columns, cells, strict=True)), f"{name}, line {reader.line_num}")


def country_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `country`: codes and regions of one file, names of the other."""
    code_of_region = {names["en"]: code for code, names in REGIONS.items()}
    names = {cells["iso2"]: cells for cells in _read(contents, "country_names.csv")}
    for cells in _read(contents, "countries.csv"):
        yield {
            "iso2": cells["iso2"],
            "iso3": cells["iso3"],
            "m49": cells["m49"],
            "name_un": cells["name_en"],
            **{
                f"name_{language}": name
                for language, name in names[cells["iso2"]].items()
                if language != "iso2"
            },
            "unesco_region": cells["unesco_region_code"],
            "unesco_region_secondary": code_of_region.get(cells["unesco_region_secondary"], ""),
            "region_basis": cells["region_basis"],
            "electoral_group": cells["unesco_electoral_group"],
            "unesco_member": cells["unesco_member"],
            "un_member": cells["un_member"] == "yes",
            "m49_region": cells["m49_region"],
            "m49_subregion": cells["m49_subregion"],
            "note": cells["note"],
        }


@lru_cache(maxsize=1)
def official_names() -> Mapping[str, Mapping[str, str]]:
    """By country the names of the United Nations in other languages than English, where everyday ones differ."""
    rows = _read({OFFICIAL: (DATA / OFFICIAL).read_bytes()}, OFFICIAL)
    return {cells.pop("iso2"): cells for cells in rows}


@lru_cache(maxsize=1)
def framework_names() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """By framework and item (none: the framework itself) the official names in other languages, where known."""
    rows = _read({FRAMEWORK_NAMES: (DATA / FRAMEWORK_NAMES).read_bytes()}, FRAMEWORK_NAMES)
    return {
        (cells.pop("framework_code"), cells.pop("item_code")): {
            code: name for code, name in cells.items() if name
        }
        for cells in rows
    }


def group_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `country_group`."""
    for cells in _read(contents, "country_groups.csv"):
        begun, ended = cells.day("from_date"), cells.day("to_date")
        if begun and ended and ended <= begun:
            raise Unacceptable(f"{cells.place}: to_date {ended} is not after from_date {begun}.")
        yield {
            "group_code": cells["group"],
            "iso2": cells["iso2"],
            "from_date": begun,
            "to_date": ended,
            "scheduled_to_date": cells.day("scheduled_to_date"),
            **{key: cells[key] for key in ("status", "from_precision", "confidence", "note")},
        }


def framework_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `framework`: the file repeats them on every item."""
    seen = set()
    for cells in _read(contents, "frameworks.csv"):
        if cells["framework_code"] not in seen:
            seen.add(cells["framework_code"])
            yield {
                "code": cells["framework_code"],
                "title": cells["framework_title"],
                "horizon_start": cells.day("horizon_start"),
                "horizon_end": cells.day("horizon_end"),
                "status": cells["status"],
                "source": cells["source"],
            }


def item_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `framework_item`."""
    for position, cells in enumerate(_read(contents, "frameworks.csv")):
        yield {
            "framework_code": cells["framework_code"],
            "code": cells["item_code"],
            "parent_code": cells["parent_item_code"],
            "position": position,
            **{key: cells[key] for key in ("item_type", "title", "confidence", "note")},
        }


def theme_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `theme`, with their labels in six languages."""
    labels = {cells["theme_code"]: cells for cells in _read(contents, "theme_labels.csv")}
    for position, cells in enumerate(_read(contents, "themes.csv")):
        translated = labels[cells["theme_code"]]
        yield {
            "code": cells["theme_code"],
            "broader_code": cells["broader_code"] or None,
            "position": position,
            "section": cells["section"],
            "isced": cells["isced_f_2013"],
            "isced_label": cells["isced_f_label"],
            "sdgs": cells["sdgs"],
            "scope_note": cells["scope_note"],
            "label_en": cells["label_en"],
            **{f"label_{language}": translated[language] for language in ("fr", "es", "ar", "zh", "ru")},
        }


def centre_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `centre`, without the day of joining, which no file knows."""
    plain = ("acronym", "name", "host_iso2", "city", "category", "section", "scope", "status", "status_note")
    for cells in _read(contents, "centres.csv"):
        yield {
            "id": cells["centre_id"],
            **{key: cells[key] for key in (*plain, "website", "confidence", "source", "timezone")},
            "other_host_iso2": cells["other_host_iso2"] or None,
            "year_approved": cells.year("year_approved"),
            "year_established": cells.year("year_established"),
        }


def centre_theme_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `centre_theme`."""
    for cells in _read(contents, "centres.csv"):
        for position, code in enumerate(cells["themes"].split(";")):
            yield {"centre_id": cells["centre_id"], "theme_code": code, "position": position}
