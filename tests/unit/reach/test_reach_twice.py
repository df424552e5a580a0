"""The engine against the slow second implementation: on the golden rows and on random ledgers."""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.reach.query import AGES, GENDERS, GROUPS, Query, parse_query
from tests.unit.reach import reach_feeding as feeding
from tests.unit.reach.random_ledger import random_rows
from tests.unit.reach.slow_reach import SlowReach

CODES = SlowReach.CODES

AS_OFS = (
    datetime(2024, 3, 1, tzinfo=UTC),
    datetime(2025, 1, 15, 12, tzinfo=UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
)
PERIODS = (
    (date(2024, 1, 1), date(2024, 12, 31)),
    (date(2023, 10, 1), date(2023, 12, 31)),
    (date(2024, 1, 1), date(2024, 1, 1)),
    (date(2023, 12, 31), date(2024, 6, 30)),
)
VALUES = {
    "centre": ("C0", "C1", "C2"),
    "course": ("K0", "K1", "K2", "K3"),
    "event": ("V0", "V1", "V2", "V3"),
    "theme": ("WATER", "DRR"),
    "mode": ("online", "in_person", "live_online"),
    "code": ("SDG:13", "SDG:13.1", "SDG:1", "SDG:none", "SENDAI:P1", "SENDAI:none"),
    "country": ("KE", "NA", "NP", "ZZ"),
    "region": ("AFR", "ARB", "APA", "ENA", "UNK"),
    "gender": GENDERS,
    "age": AGES,
    "group": GROUPS,
}


@pytest.mark.parametrize("folder", [feeding.GOLDEN, feeding.GOLDEN / "micro"], ids=["network", "micro"])
def test_slow_way_gives_the_golden_values(folder: Path) -> None:
    rows = feeding.read_rows(folder)
    known: dict[datetime, SlowReach] = {}
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["indicator"] in CODES:
                query = parse_query(
                    row["indicator"], row["as_of"], row["period_start"], row["period_end"], row["filters"]
                )
                slow = known.setdefault(query.as_of, SlowReach(rows, query.as_of))
                value = slow.value(query.indicator, query.start, query.end, query.filters)
                assert str(value) == row["expected"], row["case_id"]


@pytest.mark.parametrize("seed", range(6))
def test_both_ways_agree_on_a_random_ledger(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    pick = random.Random(seed)
    for as_of in AS_OFS:
        slow = SlowReach(rows, as_of)
        for indicator in CODES:
            for _ in range(7):
                start, end = pick.choice(PERIODS)
                keys = pick.sample(sorted(VALUES), pick.choice([0, 1, 2, 2]))
                filters = {key: pick.choice(VALUES[key]) for key in keys}
                figure = engine.compute(
                    Query(indicator, as_of, start, end, filters), reference, coverage=False
                )
                expected = slow.value(indicator, start, end, filters)
                assert figure.value == expected, (indicator, as_of, start, end, filters)


@pytest.mark.parametrize("seed", range(8, 10))
def test_tables_agree_with_single_figures(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    slow = SlowReach(rows, AS_OFS[2])
    start, end = PERIODS[0]
    for indicator in CODES:
        for by in (
            ("centre", "region"),
            ("theme", "gender"),
            ("code", "age"),
            ("group",),
            ("country", "mode"),
        ):
            table = engine.tabulate(Query(indicator, AS_OFS[2], start, end, {}, by), reference)
            for labels, value in table.cells.items():
                filters = {key: label for key, label in zip(by, labels, strict=True) if label != "*"}
                assert value.value == slow.value(indicator, start, end, filters), (indicator, labels)
