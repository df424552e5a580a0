"""From the ledger to the paper: the protected table of the golden network stands in the document, cell by cell."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from learnhub.reach.disclosure.apply import protected
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL
from learnhub.reach.publication.parameters import View
from learnhub.reach.publication.table import Axis, Chart, ChartKind, KeyFigure, Member, Ref, Table
from learnhub.reach.reports import documents_for, render_pdf
from tests.unit.reach.disclosure.golden_publication import Golden
from tests.unit.reach.reach_feeding import GOLDEN
from tests.unit.reach.reports.report_samples import text_of

REGIONS = ("AFR", "ARB", "APA", "ENA", "LAC", "UNK", TOTAL)
SEXES = ("F", "M", "X", "U", TOTAL)
WHERE = {"region", "sex"}


def key(region: str, sex: str) -> tuple[str, ...]:
    places = {"region": region, "sex": sex}
    return ("R04", "2024-01-01", "2024-12-31", *(places.get(name, TOTAL) for name in DIMENSIONS))


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    whole = Golden(tmp_path_factory.mktemp("golden")).publication()
    wanted = {key(region, sex) for region in REGIONS for sex in SEXES}
    shown = tuple(each for each in whole.observations if each.key in wanted)
    assert len(shown) == len(wanted)
    table = Table(
        id="region_sex",
        sheet="Gender_age",
        title="Learners by region and gender",
        rows=Axis("region", "Region", tuple(Member(code, f"Region {code}") for code in REGIONS)),
        columns=Axis("sex", "", tuple(Member(code, code) for code in SEXES)),
        cells=tuple(tuple(Ref(key(region, sex)) for sex in SEXES) for region in REGIONS),
        chart=Chart(ChartKind.SHARES, "Shares by gender"),
    )
    return replace(
        whole,
        observations=shown,
        tables=(table,),
        key_figures=(KeyFigure("Learners reached", key(TOTAL, TOTAL)),),
        parameters=replace(whole.parameters, scope_label="Golden network"),
    )


def expected(column: str) -> dict[str, list[str]]:
    with (GOLDEN / "expected_suppression.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["table_id"] == "D1"]
    return {region: [row[column] for row in rows if row["row"] == region] for region in REGIONS}


def printed(publication: Publication, folder: Path) -> dict[str, list[str]]:
    text = text_of(render_pdf(publication, "network", "en"), folder)
    lines = (line.split() for line in text.splitlines() if line.strip().startswith("Region "))
    return {words[1]: words[2:] for words in lines if words[1] in REGIONS}


@pytest.mark.parametrize(("view", "column"), [(View.INTERNAL, "true_value"), (View.PARTNER, "published")])
def test_the_golden_table_stands_on_paper(
    exact: Publication, view: View, column: str, tmp_path: Path
) -> None:
    assert printed(protected(exact, view), tmp_path) == expected(column)


def test_the_headline_is_the_golden_one(exact: Publication, tmp_path: Path) -> None:
    assert "49" in text_of(render_pdf(protected(exact, View.PARTNER), "board", "en"), tmp_path).split()


def test_documents_are_offered_by_scope(exact: Publication) -> None:
    def offered(scope: str) -> list[str]:
        return [
            str(each)
            for each in documents_for(replace(exact, parameters=replace(exact.parameters, scope=scope)))
        ]

    assert offered("net") == ["network", "board", "matrix"]
    assert offered("c-c01") == ["centre", "board", "renewal"]
    assert offered("country-KE") == ["country"]
