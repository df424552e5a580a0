"""One release in all its formats: every number is the same in each, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.api.domain import Scope as Use
from learnhub.db import transaction
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.queries import folder_of
from learnhub.reach.releases.service import ask_release, publish_release
from learnhub.reach.releases.task import make_release
from tests.unit.reach.disclosure import outsider_files as seen
from tests.unit.reach.disclosure import outsider_papers as papers
from tests.web.api.conftest import Give, Program
from tests.web.api.test_api_released import settings_of

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
YEAR, BEFORE = ("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31")
RELEASE = "net-2024-F1"


@pytest.fixture
def release(golden: Flask) -> Path:
    """A published release of the network with its documents in English."""
    settings = settings_of(golden)
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
        make_release(settings, RELEASE, NOW, generator="tests")
        with transaction() as session:
            publish_release(session, RELEASE, now=NOW)
    return folder_of(settings, RELEASE)


def test_the_same_number_everywhere(release: Path, anybody: Program, give: Give, tmp_path: Path) -> None:
    partner = give(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE"), uses=(Use.PARTNER,))
    for view, program in (("public", anybody), ("partner", partner)):
        files = {path.name: path.read_bytes() for path in (release / view).iterdir()}
        figures = seen.from_csv(files, view)
        assert len(figures) > 600
        assert sum(each.value is not None for each in figures.values()) > 250
        assert seen.from_json(files, view) == figures
        assert seen.from_parquet(files, tmp_path) == figures
        assert seen.from_sdmx(files, figures) == figures
        assert dict(_answers(program, view, figures)) == figures
        _iati(files, figures)
        _summary(files, figures)
        _papers(files, figures, tmp_path, for_all=view == "public")


def _answers(program: Program, view: str, figures: seen.Figures) -> Iterator[tuple[seen.Key, seen.Figure]]:
    """Everything that the API says of the release, asked for breakdown by breakdown."""
    asked: dict[tuple[str, ...], None] = {}
    for key in figures:
        cut = {name for name, code in zip(seen.DIMENSIONS, key[3:], strict=True) if code != seen.TOTAL}
        asked[(*key[:3], ",".join(sorted(cut - {"framework"})))] = None
    for code, start, end, by in asked:
        period = {} if (start, end) == YEAR else {"period": _name(start, end)}
        question = {"indicator": code, "release": RELEASE, "view": view, "by": by, **period}
        document = json.loads(program.ask(f"/reach/data?{urlencode(question)}").data, parse_float=Decimal)
        for row in document["rows"]:
            told = dict(zip(document["columns"], row, strict=True))
            key = (code, start, end, *(told.get(name, seen.TOTAL) for name in seen.DIMENSIONS))
            yield key, seen.figure_of(told)


def _name(start: str, end: str) -> str:
    months = int(end[5:7]) - int(start[5:7]) + 1
    return start[:4] if months == 12 else f"{start[:4]}-Q{int(end[5:7]) // 3}"


def _iati(files: seen.Files, figures: seen.Figures) -> None:
    told = seen.from_iati(files, {})
    assert len(told) > 30
    for key, value in told.items():
        shown = figures[key].value
        assert shown is not None, key
        assert abs(shown - value) <= Fraction(1, 10**6), key


def _summary(files: seen.Files, figures: seen.Figures) -> None:
    rows = seen.rows_of(files["key_figures.csv"])
    assert len(rows) > 30
    for row in rows:
        for days, value, status in ((YEAR, "value", "status"), (BEFORE, "year_before", "year_before_status")):
            figure = figures[row["indicator"], *days, *(seen.TOTAL for _ in seen.DIMENSIONS)]
            told = Fraction(row[value]) if row[value] else None
            assert (told, row[status], row["unit"]) == (figure.value, figure.status[0], figure.unit), row


def _papers(files: seen.Files, figures: seen.Figures, folder: Path, *, for_all: bool) -> None:
    """The workbook, its sentence, and the documents."""
    book = seen.open_workbook(files)
    assert seen.from_workbook(book) == figures
    workbook = papers.Workbook(book, YEAR)
    tables = dict(workbook.tables())
    cells = [*workbook.key_figures(), *(cell for rows in tables.values() for _, row in rows for cell in row)]
    assert len(cells) > 500
    for key, content in cells:
        shown = papers.on_paper(figures[key])
        assert shown == content if isinstance(content, str) else float(shown) == content, key
    _sentence(workbook, figures)
    for product, least in (("network", 80), ("matrix", 40)):
        text = papers.text_of(files, f"_{product}_en.pdf", folder)
        assert workbook.sentence() in text
        rows = list(papers.printed_rows(text, tables))
        assert len(rows) >= least
        for name, keys, printed in rows:
            assert printed == [
                papers.on_paper(figures[key], percent=True, for_all=for_all) for key in keys
            ], name
        if product == "network":
            headlines = list(papers.printed_key_figures(text, workbook.headlines()))
            assert len(headlines) > 25
            for key, told in headlines:
                assert told == papers.on_paper(figures[key], percent=True, for_all=for_all), key


def _sentence(workbook: papers.Workbook, figures: seen.Figures) -> None:
    cuts = {
        "": {},
        "F": {"sex": "F"},
        **{name: {"country_group": name.upper()} for name in ("Africa", "SIDS", "LDC")},
    }
    parts = papers.sentence_parts(workbook.sentence())
    assert len(parts) > 1
    for name, count in parts.items():
        key = ("R04", *YEAR, *(cuts[name].get(place, seen.TOTAL) for place in seen.DIMENSIONS))
        assert figures[key].value == count, name
