"""The data files agree with one another, and every name is there in every language."""

from __future__ import annotations

import csv
import io
import re
from zoneinfo import ZoneInfo

import pytest

from learnhub.centres.datafiles import (
    FILES,
    centre_rows,
    framework_names,
    group_rows,
    official_names,
    read_files,
)
from learnhub.centres.regions import LANGUAGES, REGIONS, in_language, region_name
from learnhub.kernel.errors import Unacceptable

CONTENTS = read_files()


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(CONTENTS[name].decode(), newline="")))


SCRIPT = {"ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}


@pytest.mark.parametrize("name", FILES)
def test_files_are_tidy(name: str) -> None:
    text = CONTENTS[name].decode()
    assert "\r" not in text
    assert text.endswith("\n")
    for row in rows(name):
        assert None not in row
        assert all(cell is not None and cell == cell.strip() for cell in row.values())


def test_every_reference_finds_its_row() -> None:
    countries = {row["iso2"] for row in rows("countries.csv")}
    themes = {row["theme_code"] for row in rows("themes.csv")}
    assert {row["iso2"] for row in rows("country_names.csv")} == countries
    assert {row["iso2"] for row in rows("country_groups.csv")} <= countries
    assert {row["theme_code"] for row in rows("theme_labels.csv")} == themes
    assert {row["broader_code"] for row in rows("themes.csv")} <= themes | {""}
    for centre in rows("centres.csv"):
        assert {centre["host_iso2"], centre["other_host_iso2"] or "IT"} <= countries
        assert set(centre["themes"].split(";")) <= themes
        assert ZoneInfo(centre["timezone"]).key == centre["timezone"]
        assert re.fullmatch(r"[a-z][a-z0-9-]+", centre["centre_id"])
    items = {(row["framework_code"], row["item_code"]) for row in rows("frameworks.csv")}
    for row in rows("frameworks.csv"):
        assert not row["parent_item_code"] or (row["framework_code"], row["parent_item_code"]) in items


def test_official_names_are_those_of_countries_in_every_other_language() -> None:
    names = official_names()
    assert set(names) <= {row["iso2"] for row in rows("countries.csv")}
    assert names["PS"]["fr"] == "État de Palestine"
    for each in names.values():
        assert set(each) == set(LANGUAGES) - {"en"}
        assert all(name and name == name.strip() for name in each.values())
        assert all(re.search(SCRIPT[code], each[code]) for code in SCRIPT)


def test_names_of_frameworks_are_those_of_known_items() -> None:
    names = framework_names()
    items = {(row["framework_code"], row["item_code"]) for row in rows("frameworks.csv")}
    assert {key for key in names if key[1]} <= items
    assert {framework for framework, _item in names} <= {framework for framework, _item in items}
    for goal in range(1, 18):
        assert set(names["SDG", str(goal)]) == set(LANGUAGES) - {"en"}
    assert names["SDG", "13"]["es"] == "Acción por el clima"
    for each in names.values():
        assert all(name == name.strip() for name in each.values())
        assert all(re.search(SCRIPT[code], each[code]) for code in SCRIPT if code in each)


def test_broader_themes_stand_before_narrower_ones() -> None:
    seen = {""}
    for row in rows("themes.csv"):
        assert row["broader_code"] in seen
        seen.add(row["theme_code"])


@pytest.mark.parametrize("name", ["country_names.csv", "theme_labels.csv"])
@pytest.mark.parametrize("language", sorted(SCRIPT))
def test_names_are_written_in_their_script(name: str, language: str) -> None:
    for row in rows(name):
        assert re.search(SCRIPT[language], row[language]), row


@pytest.mark.parametrize("language", ["fr", "es"])
def test_theme_labels_are_translated_and_distinct(language: str) -> None:
    labels = [row[language] for row in rows("theme_labels.csv")]
    english = [row["label_en"] for row in rows("themes.csv")]
    assert len(set(labels)) == len(labels)
    assert sum(mine == theirs for mine, theirs in zip(labels, english, strict=True)) < 3


def test_the_five_regions_speak_all_languages() -> None:
    assert {row["unesco_region_code"] for row in rows("countries.csv")} == {*REGIONS, ""}
    for names in REGIONS.values():
        assert set(names) == set(LANGUAGES)
    english = {row["unesco_region"] for row in rows("countries.csv")} - {"Not assigned"}
    assert english == {region_name(code, "en") for code in REGIONS}
    assert region_name("XYZ", "en") == "XYZ"
    assert in_language(REGIONS["AFR"], "fr_CA") == in_language(REGIONS["AFR"], "fr-CA") == "Afrique"
    assert in_language(REGIONS["AFR"], "sw") == "Africa"


GROUPS = "group,iso2,from_date,to_date,scheduled_to_date,status,from_precision,confidence,note\n"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("LDC,NP,1971-11-18,24.11.2026,,,,,\n", "line 2: to_date can't be '24.11.2026'. Write a day like"),
        (
            "LDC,NP,1971-11-18,,,,,,\nLDC,LA,1971-11-18,1970-01-01,,,,,\n",
            "line 3: to_date 1970-01-01 is not after",
        ),
        ("LDC,NP,1971-11-18,,,,,,Kathmandu, Nepal\n", "line 2: 10 cells where the first line has 9"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(lines: str, says: str) -> None:
    with pytest.raises(Unacceptable, match=re.escape(f"country_groups.csv, {says}")):
        list(group_rows({"country_groups.csv": (GROUPS + lines).encode()}))


def test_a_file_that_a_spreadsheet_saved_in_its_own_way_says_what_is_wrong() -> None:
    as_csv = CONTENTS["centres.csv"].decode()
    assert list(centre_rows({"centres.csv": as_csv.encode("utf-8-sig")})) == list(centre_rows(CONTENTS))
    with pytest.raises(Unacceptable, match="no column centre_id"):
        list(centre_rows({"centres.csv": b"centre_id;name\nirck;IRCK\n"}))
    with pytest.raises(Unacceptable, match="not in UTF-8"):
        list(centre_rows({"centres.csv": as_csv.encode("utf-16")}))
