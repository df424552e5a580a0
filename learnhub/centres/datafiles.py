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
Contents = Mapping[str, bytes]
Row = dict[str, Any]


def read_files(folder: Path = DATA) -> dict[str, bytes]:
    """The bytes of every data file, by name. Raises FileNotFoundError if one is missing."""
    return {name: (folder / name).read_bytes() for name in FILES}


def _read(contents: Contents, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contents[name].decode("utf-8"), newline="")))


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


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
        yield {
            "group_code": cells["group"],
            "iso2": cells["iso2"],
            "from_date": _day(cells["from_date"]),
            "to_date": _day(cells["to_date"]),
            "scheduled_to_date": _day(cells["scheduled_to_date"]),
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
                "horizon_start": _day(cells["horizon_start"]),
                "horizon_end": _day(cells["horizon_end"]),
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
            "year_approved": _year(cells["year_approved"]),
            "year_established": _year(cells["year_established"]),
        }


def centre_theme_rows(contents: Contents) -> Iterator[Row]:
    """Rows of `centre_theme`."""
    for cells in _read(contents, "centres.csv"):
        for position, code in enumerate(cells["themes"].split(";")):
            yield {"centre_id": cells["centre_id"], "theme_code": code, "position": position}
