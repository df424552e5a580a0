"""All golden values, character by character."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from learnhub.reach.engine import Engine
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.query import parse_query
from learnhub.reach.reference import ReferenceLists
from tests.unit.reach import reach_feeding as feeding

FOLDERS = {"network": feeding.GOLDEN, "micro": feeding.GOLDEN / "micro"}


def _expected() -> dict[tuple[str, str], list[dict[str, str]]]:
    """Folder and indicator -> rows."""
    cases = defaultdict(list)
    for name, folder in FOLDERS.items():
        with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cases[name, row["indicator"]].append(row)
    return cases


CASES = _expected()


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Engine, ReferenceLists]]:
    made = {}
    for name, folder in FOLDERS.items():
        rows = feeding.read_rows(folder)
        made[name] = (feeding.engine(rows, tmp_path_factory.mktemp(name)), feeding.reference(rows))
    return made


def test_all_fifty_indicators_have_golden_values() -> None:
    assert {indicator for name, indicator in CASES if name == "network"} == set(INDICATORS)
    assert sum(len(rows) for (name, _), rows in CASES.items() if name == "network") == 789
    assert sum(len(rows) for (name, _), rows in CASES.items() if name == "micro") == 82


@pytest.mark.parametrize(("name", "indicator"), sorted(CASES))
def test_golden_values(name: str, indicator: str, engines: dict[str, tuple[Engine, ReferenceLists]]) -> None:
    engine, reference = engines[name]
    wrong = []
    for row in CASES[name, indicator]:
        query = parse_query(
            row["indicator"], row["as_of"], row["period_start"], row["period_end"], row["filters"]
        )
        found = engine.compute(query, reference, coverage=False).text
        if found != row["expected"]:
            wrong.append((row["case_id"], row["expected"], found))
    assert wrong == []
