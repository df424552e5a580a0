"""The four golden tables, cell by cell: what is suppressed, why, and what the open cube shows."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from learnhub.reach.disclosure.rounding import rounded_count
from tests.unit.reach.disclosure.two_way import TOTAL, Protected, TwoWay, protect

GOLDEN = Path(__file__).parents[3] / "golden" / "reach_golden" / "expected_suppression.csv"


def _golden() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["table_id"]].append(row)
    return dict(found)


ROWS = _golden()


def _table(rows: list[dict[str, str]]) -> TwoWay:
    lines = list(dict.fromkeys(row["row"] for row in rows if row["row"] != TOTAL))
    columns = list(dict.fromkeys(row["col"] for row in rows if row["col"] != TOTAL))
    values = {(row["row"], row["col"]): int(row["true_value"]) for row in rows}
    inner = tuple(tuple(values[line, column] for column in columns) for line in lines)
    return TwoWay(tuple(lines), tuple(columns), inner)


def _flag(found: Protected, place: tuple[str, str]) -> str:
    return "p" if place in found.primary else "s" if place in found.secondary else ""


@pytest.mark.parametrize("name", ["D1", "D2", "D3", "D4"])
def test_golden_table(name: str) -> None:
    rows = ROWS[name]
    found = protect(_table(rows))
    got = {
        (row["row"], row["col"]): (
            _flag(found, (row["row"], row["col"])),
            "c" if (value := found.cells[row["row"], row["col"]]) is None else str(value),
        )
        for row in rows
    }
    assert got == {(row["row"], row["col"]): (row["flag"], row["published"]) for row in rows}
    assert len(got) == len(found.cells)


@pytest.mark.parametrize("name", ["D1", "D2", "D3", "D4"])
def test_golden_rounding(name: str) -> None:
    rows = ROWS[name]
    got = [str(rounded_count(int(row["true_value"]))) for row in rows]
    assert got == [row["open_rounded"] for row in rows]
