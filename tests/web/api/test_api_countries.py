"""A reader who has every file of a release and asks the API: which countries of few learners does he find? None."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from flask import Flask

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.api.domain import Scope as Use
from learnhub.db import transaction
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.folder import FOLDER
from learnhub.reach.releases.queries import folder_of
from learnhub.reach.releases.service import ask_release, publish_release
from learnhub.reach.releases.task import make_release
from tests.unit.reach.disclosure import outsider_files as files
from tests.web.api.conftest import Give, Program
from tests.web.api.test_api_released import settings_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
RELEASE = "net-2024-F1"
NO_COUNTRY = {"_T", "ZZ"}
WITHOUT_ANYBODY = "AQ"
OTHERS = "Other countries, whose figures are hidden: "
AREA = files.KEY.index("ref_area")


@pytest.fixture
def release(golden: Flask) -> Iterator[Path]:
    """A published release of the network with its documents."""
    folder = settings_of(golden).instance / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    with golden.app_context():
        with transaction() as session:
            ask_release(
                session,
                scope="net",
                period="2024",
                stage=Stage.FINAL,
                as_of=AS_OF,
                languages=("en",),
                now=NOW,
            )
        make_release(settings_of(golden), RELEASE, NOW, generator="tests")
        with transaction() as session:
            publish_release(session, RELEASE, now=NOW)
    yield folder_of(settings_of(golden), RELEASE)
    shutil.rmtree(folder)


def test_countries_of_few_learners_are_in_no_file_and_no_answer(
    release: Path, anybody: Program, give: Give, tmp_path: Path
) -> None:
    inside = _contents(release / "internal")
    learners = _learners(files.from_csv(inside, "internal"))
    labels = {
        row["code"]: row["label"]
        for row in files.rows_of(files.one(inside, ".codes.csv"))
        if row["code_list"] == "ref_area"
    }
    few = {code for code, figure in learners.items() if 0 < (figure.value or 0) < 5}
    named = {
        code for code, figure in learners.items() if (figure.value or 0) >= 5 and figure.status[1] == "F"
    }
    assert len(few) > 10
    assert named
    unnamed = learners.keys() - named
    partner = give(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE"), uses=(Use.PARTNER,))
    for view, program in (("public", anybody), ("partner", partner)):
        mine = _contents(release / view)
        assert dict(_codes(mine, view, tmp_path)) == {**dict.fromkeys(FORMATS, named), "groups": named}
        words = {labels[code] for code in unnamed}
        assert {
            (name, word) for name, text in _texts(mine, tmp_path) for word in words if word in text
        } == set()
        _others(mine, tmp_path, learners, named)
        _answers(program, view, named, unnamed)
    exact = files.from_csv(inside, "internal")
    assert sum(each.status[1] != "F" for each in exact.values()) == _held_back(release)


FORMATS = ("csv", "json", "parquet", "sdmx", "iati", "workbook", "codes")


def _contents(folder: Path) -> files.Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _learners(figures: files.Figures) -> dict[str, files.Figure]:
    """Learners reached by country."""
    totals = tuple(files.TOTAL for _ in files.DIMENSIONS)
    return {
        key[AREA]: figure
        for key, figure in figures.items()
        if key[0] == "R04" and key[AREA] not in NO_COUNTRY and (*key[3:AREA], *key[AREA + 1 :]) == totals[1:]
    }


def _codes(mine: files.Files, view: str, folder: Path) -> Iterator[tuple[str, set[str]]]:
    """The countries that stand as codes in each format."""
    tidy = {
        "csv": files.from_csv(mine, view),
        "json": files.from_json(mine, view),
        "parquet": files.from_parquet(mine, folder),
        "workbook": files.from_workbook(files.open_workbook(mine)),
    }
    for name, figures in tidy.items():
        yield name, {key[AREA] for key in figures} - NO_COUNTRY
    areas = {
        row["REF_AREA"] for row in files.rows_of(files.one(mine, ".sdmx.csv", without=".activities.sdmx.csv"))
    }
    yield "sdmx", {area for area in areas if len(area) == 2} - {"_T", "_U"}
    dimensions = ET.fromstring(files.one(mine, ".iati.xml")).iter("dimension")  # noqa: S314 - our own file
    yield (
        "iati",
        {each.get("value", "") for each in dimensions if each.get("name") == "ref_area"} - NO_COUNTRY,
    )
    codes = files.rows_of(files.one(mine, ".codes.csv"))
    yield "codes", {row["code"] for row in codes if row["code_list"] == "ref_area"} - NO_COUNTRY
    groups = {
        country for row in codes if row["code_list"] == "country_group" for country in row["note"].split()
    }
    yield "groups", groups


def _texts(mine: files.Files, folder: Path) -> Iterator[tuple[str, str]]:
    """Every word of every file that people read."""
    for name, content in mine.items():
        if name.endswith(".xlsx"):
            yield name, _words(files.open_workbook(mine))
        elif name.endswith(".pdf"):
            yield name, _printed(content, folder)
        elif not name.endswith((".parquet", ".sig")):
            yield name, content.decode()


def _words(book: openpyxl.Workbook) -> str:
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def _printed(content: bytes, folder: Path) -> str:
    target = folder / "paper.pdf"
    target.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, check=True)
    return told.stdout.decode()


def _others(mine: files.Files, folder: Path, learners: dict[str, files.Figure], named: set[str]) -> None:
    """Their number is told: that of all countries is a figure, and the tables count those without a row."""
    others = sum(bool(figure.value) for figure in learners.values()) - len(named)
    told = f"{OTHERS}{others}."
    texts = dict(_texts(mine, folder))
    assert told in next(text for name, text in texts.items() if name.endswith(".xlsx"))
    assert told in next(text for name, text in texts.items() if "_network_en.pdf" in name)


def _answers(program: Program, view: str, named: set[str], unnamed: set[str]) -> None:
    """By country there are those with a name; asked for any other, the API says word for word the same."""
    for indicator in ("R04", "E01"):
        asked = {"indicator": indicator, "release": "2024-F1", "view": view}
        rows = program.read(f"/reach/data?{urlencode(asked | {'by': 'ref_area'})}")["rows"]
        assert {row[4] for row in rows} - NO_COUNTRY == named
        for by in ({}, {"by": "sex"}, {"sex": "F"}):
            told = {
                program.refused(f"/reach/data?{urlencode(asked | by | {'ref_area': code})}", 404).replace(
                    code, "XX"
                )
                for code in (*unnamed, WITHOUT_ANYBODY)
            }
            assert len(told) == 1, told


def _held_back(release: Path) -> int:
    """How many figures are held back, as a manifest says, with those of countries that have no row."""
    manifest = json.loads((release / "partner" / "manifest.json").read_bytes())
    return sum(manifest["disclosure"]["suppressed_cells"].values())
