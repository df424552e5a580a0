"""The same number in every format, all rows in every format, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication import tidy
from learnhub.reach.publication.files import Format, render, render_manifest
from learnhub.reach.publication.manifest import File
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import Observation
from learnhub.reach.publication.sdmx import reference_area, time_period
from tests.unit.reach.publication.sample_publication import FORMULA, PARAMETERS, REACHED, sample, seen

Values = dict[tuple[str, ...], tuple[Decimal | None, ...]]
MEASURES = ("value", "numerator", "denominator")


@st.composite
def observed(draw: st.DrawFn, cut: dict[str, str]) -> Observation:
    """A count, a rate, an undefined rate, a part of a weight or a figure that is held back."""
    count, over = draw(st.integers(0, 10**7)), draw(st.integers(1, 10**6))
    kinds = (
        seen("R04", count, **cut),
        seen("Q01", count, over, **cut),
        seen("Q01", None, **cut),
        seen("E01", Fraction(count, over), **cut),
        seen("R04", 3, **cut).without_value(),
    )
    return draw(st.sampled_from(kinds))


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    """Figures of all kinds under keys of all kinds, with texts that attack spreadsheets."""
    text = st.text(st.sampled_from("=+-@\t'\"ab,;é中 \n"), max_size=6)
    keys = draw(
        st.sets(
            st.tuples(
                st.sampled_from(["_T", "c01", "c02", "-c"]),
                st.sampled_from(["_T", "k-1", "cours é"]),
                st.sampled_from(["_T", "AFR", "UNK"]),
                st.sampled_from(["_T", "F", "U"]),
            ),
            max_size=12,
        )
    )
    cuts = [dict(zip(("centre", "course", "region", "sex"), key, strict=True)) for key in sorted(keys)]
    found = (replace(draw(observed(cut)), footnote=draw(text).strip()) for cut in cuts)
    return Publication(parameters=PARAMETERS, observations=tuple(found))


def by_ending(files: tuple[File, ...], ending: str) -> File:
    """The file with this ending; data files have one dot in their names."""
    return next(file for file in files if file.name.endswith(ending))


def number(text: Any) -> Decimal | None:
    """A cell as an exact number."""
    return None if text in {"", None, "NaN"} else Decimal(str(text))


def from_rows(rows: list[dict[str, Any]]) -> Values:
    """Numbers by key, of rows of the tidy table."""
    return {
        tuple(
            str(row[name])[:10] if "period" in name else str(row[name]) for name in tidy.PRIMARY_KEY
        ): tuple(number(row[name]) for name in MEASURES)
        for row in rows
    }


def from_csv(file: File) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(file.content.decode(), newline="")))


def from_xlsx(file: File) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(file.content))["Data"]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def from_json(file: File) -> list[dict[str, Any]]:
    document = json.loads(file.content)
    assert document["row_count"] == len(document["rows"])
    return [dict(zip(document["columns"], row, strict=True)) for row in document["rows"]]


def from_parquet(file: File, folder: Path) -> list[dict[str, Any]]:
    path = folder / "data.parquet"
    path.write_bytes(file.content)
    with duckdb.connect() as connection:
        found = connection.execute("FROM read_parquet($path)", {"path": str(path)})
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def normal(values: Values) -> Values:
    """Numbers without trailing zeros, so that 2.500000 is 2.5."""
    return {
        key: tuple(None if n is None else n.normalize() for n in numbers) for key, numbers in values.items()
    }


@settings(max_examples=15, deadline=None)
@given(publication=publications())
def test_all_formats_say_the_same(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = render(publication, (Format.XLSX, Format.CSV, Format.JSON, Format.PARQUET))
    folder = tmp_path_factory.mktemp("parquet")
    expected = normal(from_rows(from_json(by_ending(files, "partner.json"))))
    plain = {(*each.key,): each for each in publication.observations}
    assert len(expected) == len(plain)
    for key, observation in plain.items():
        wanted = None if observation.value is None else tidy.data_number(observation.value)
        assert expected[key][0] == wanted
    guarded = {tuple(_guarded(part) for part in key): numbers for key, numbers in expected.items()}
    assert normal(from_rows(from_csv(by_ending(files, "partner.csv")))) == guarded
    assert normal(from_rows(from_xlsx(by_ending(files, ".xlsx")))) == guarded
    assert normal(from_rows(from_parquet(by_ending(files, ".parquet"), folder))) == expected


def _guarded(text: str) -> str:
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t"} else text


@settings(max_examples=15, deadline=None)
@given(publication=publications())
def test_sdmx_has_every_observation_once(publication: Publication) -> None:
    files = render(publication, (Format.SDMX,))
    rows = [row for file in files for row in from_csv(file)]
    assert len(rows) == len(publication.observations) == sum(file.rows or 0 for file in files)
    found = sorted(str(number(row["OBS_VALUE"])) for row in rows)
    wanted = (
        None if each.value is None else tidy.data_number(each.value) for each in publication.observations
    )
    assert found == sorted(str(None if value is None else Decimal(f"{value:f}")) for value in wanted)


@settings(max_examples=10, deadline=None)
@given(publication=publications())
def test_rendering_again_gives_the_same_bytes(publication: Publication) -> None:
    again = Publication(parameters=PARAMETERS, observations=publication.observations[::-1])
    assert [file.sha256 for file in render(publication)] == [file.sha256 for file in render(again)]


def test_the_manifest_knows_every_file() -> None:
    publication, moment = sample(), datetime(2025, 2, 3, 8, tzinfo=UTC)
    files = render(publication)
    document = json.loads(render_manifest(publication, files, moment).content)
    assert list(document) == [
        "manifest_version",
        "release",
        "title",
        "methodology",
        "as_of",
        "generated_at",
        "generator",
        "view",
        "period",
        "filters",
        "query",
        "seed",
        "ledger",
        "reference_lists",
        "disclosure",
        "quality",
        "supersedes",
        "files",
    ]
    assert document["generated_at"] == "2025-02-03T08:00:00Z"
    assert [entry["name"] for entry in document["files"]] == sorted(file.name for file in files)
    for entry in document["files"]:
        content = by_ending(files, entry["name"]).content
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_manifest_counts_the_rows_of_data() -> None:
    files = render(sample())
    assert by_ending(files, "partner.csv").rows == len(from_csv(by_ending(files, "partner.csv")))
    assert by_ending(files, ".xlsx").rows == len(from_xlsx(by_ending(files, ".xlsx")))
    assert by_ending(files, "partner.json").rows == len(sample().observations)


def test_no_file_but_the_manifest_knows_when_it_was_made() -> None:
    late = replace(sample(), parameters=replace(PARAMETERS, generated_at=datetime(2031, 1, 1, tzinfo=UTC)))
    files = render(late)
    assert [file.sha256 for file in files] == [file.sha256 for file in render(sample())]
    assert b"2031-01-01" in render_manifest(late, files).content


def test_a_text_that_is_a_formula_is_words_in_csv() -> None:
    files = render(sample(), (Format.CSV,))
    footnotes = {row["footnote"] for row in from_csv(by_ending(files, "partner.csv"))}
    assert footnotes == {"", "'" + FORMULA}
    assert "'" + FORMULA in {row["label"] for row in from_csv(by_ending(files, ".codes.csv"))}


def test_csv_has_plain_line_ends_and_no_mark_at_its_start() -> None:
    for file in render(sample(), (Format.CSV, Format.SDMX)):
        assert b"\r" not in file.content
        assert not file.content.startswith(b"\xef\xbb\xbf")
        assert file.content.endswith(b"\n")


def test_negative_numbers_are_numbers_in_csv() -> None:
    publication = Publication(parameters=PARAMETERS, observations=(seen("L04.g", Fraction(-1, 4)),))
    (row,) = from_csv(by_ending(render(publication, (Format.CSV,)), "partner.csv"))
    assert row["value"] == "-0.25"


def test_sdmx_says_why_there_is_no_number() -> None:
    rows = from_csv(by_ending(render(sample(), (Format.SDMX,)), "partner.sdmx.csv"))
    states = {(row["OBS_STATUS"], row["CONF_STATUS"]) for row in rows if row["OBS_VALUE"] == "NaN"}
    assert states == {("Q", "C"), ("M", "F")}
    assert {row["STRUCTURE_ID"] for row in rows} == {"LEARNHUB:DF_REACH(1.0.0)"}
    assert {row["TIME_PERIOD"] for row in rows} == {"2023", "2024"}


def test_codes_of_sdmx_are_legal_ones() -> None:
    """An identifier of SDMX has letters, digits and _ @ $ - alone: the age 35+ is none."""
    old = seen("R04", 9, age="35+")
    publication = replace(sample(), observations=(*sample().observations, old))
    rows = from_csv(by_ending(render(publication, (Format.SDMX,)), "partner.sdmx.csv"))
    codes = {
        row[name]
        for row in rows
        for name in ("INDICATOR", "REF_AREA", "CENTRE", "SEX", "AGE", "THEME", "TARGET")
    }
    assert "35$2B" in codes
    assert all(re.fullmatch(r"[A-Za-z0-9_@$-]+", code) for code in codes)


def test_sdmx_refuses_what_it_cannot_tell_apart() -> None:
    one, other = seen("R04", 1, centre="c.1"), seen("R04", 2, centre="c_1")
    publication = Publication(parameters=PARAMETERS, observations=(one, other))
    with pytest.raises(Unacceptable, match="apart"):
        render(publication, (Format.SDMX,))


def test_areas_of_all_kinds_stay_apart_in_sdmx() -> None:
    cuts: list[dict[str, str]] = [
        {},
        {"ref_area": "ZZ"},
        {"region": "UNK"},
        {"country_group": "UNK"},
        {"region": "AFR"},
        {"country_group": "LDC"},
        {"region": "AFR", "country_group": "LDC"},
        {"ref_area": "KE"},
    ]
    areas = [reference_area(seen("R04", 1, **cut)) for cut in cuts]
    assert areas == ["_T", "_U", "_U_REGION", "_U_GROUP", "AFR", "LDC", "AFR-LDC", "KE"]


def test_an_odd_period_is_a_range_in_sdmx() -> None:
    odd = Observation(
        indicator="R04",
        name="",
        unit="persons",
        period_start=date(2024, 1, 15),
        period_end=date(2024, 2, 3),
        value=1,
    )
    assert time_period(odd) == ("2024-01-15/P20D", "O")
    assert time_period(REACHED) == ("2024", "A")
