"""Every golden value of the indicators that the engine knows, character by character."""

from __future__ import annotations

import csv

import pytest

from learnhub.reach.engine import Engine
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.query import parse_query
from learnhub.reach.reference import ReferenceLists
from tests.unit.reach import reach_feeding as feeding

FOLDERS = {"network": feeding.GOLDEN, "micro": feeding.GOLDEN / "micro"}


def _expected() -> list[tuple[str, dict[str, str]]]:
    cases = []
    for name, folder in FOLDERS.items():
        with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
            cases += [(name, row) for row in csv.DictReader(file) if row["indicator"] in INDICATORS]
    return cases


CASES = _expected()


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Engine, ReferenceLists]]:
    made = {}
    for name, folder in FOLDERS.items():
        rows = feeding.read_rows(folder)
        made[name] = (feeding.engine(rows, tmp_path_factory.mktemp(name)), feeding.reference(rows))
    return made


@pytest.mark.parametrize(("name", "row"), CASES, ids=[row["case_id"] for _, row in CASES])
def test_golden_value(
    name: str, row: dict[str, str], engines: dict[str, tuple[Engine, ReferenceLists]]
) -> None:
    engine, reference = engines[name]
    query = parse_query(
        row["indicator"], row["as_of"], row["period_start"], row["period_end"], row["filters"]
    )
    assert engine.compute(query, reference, coverage=False).text == row["expected"]
