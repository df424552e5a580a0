"""The engine against the slow second implementation: on the golden rows and on random ledgers."""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.reach.indicators import INDICATORS, Indicator
from learnhub.reach.indicators.shape import RUNGS
from learnhub.reach.query import AGES, GENDERS, GROUPS, Query, parse_query
from tests.unit.reach import reach_feeding as feeding
from tests.unit.reach.random_ledger import random_rows
from tests.unit.reach.slow_figures import SlowFigures
from tests.unit.reach.slow_numbers import text_of

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
    "project": ("p-one", "p-two"),
    "country": ("KE", "NA", "NP", "ZZ"),
    "region": ("AFR", "ARB", "APA", "ENA", "UNK"),
    "gender": GENDERS,
    "age": AGES,
    "group": GROUPS,
}


ARGUMENTS = {"item": ("1", "2", "3"), "ladder": RUNGS}


def _asked(indicator: Indicator, pick: random.Random, count: int) -> dict[str, str]:
    """Filters that the indicator allows, and some of its own choices."""
    allowed = [key for key in VALUES if key in indicator.disaggregations]
    filters = {key: pick.choice(VALUES[key]) for key in pick.sample(sorted(allowed), count)}
    for argument in indicator.arguments:
        if pick.random() < 0.8:
            filters[argument.name] = pick.choice(argument.choices)
    filters |= {key: pick.choice(ARGUMENTS[key]) for key in ARGUMENTS if key in indicator.disaggregations}
    if indicator.code in ("L05", "L06"):
        filters["course"] = pick.choice(VALUES["course"])
    return filters


@pytest.mark.parametrize("folder", [feeding.GOLDEN, feeding.GOLDEN / "micro"], ids=["network", "micro"])
def test_slow_way_gives_the_golden_values(folder: Path) -> None:
    rows = feeding.read_rows(folder)
    known: dict[datetime, SlowFigures] = {}
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            query = parse_query(
                row["indicator"], row["as_of"], row["period_start"], row["period_end"], row["filters"]
            )
            slow = known.setdefault(query.as_of, SlowFigures(rows, query.as_of))
            value = slow.figure(query.indicator, query.start, query.end, query.filters)
            assert text_of(value) == row["expected"], row["case_id"]


@pytest.mark.parametrize("seed", range(3))
def test_both_ways_agree_on_a_random_ledger(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    pick = random.Random(seed)
    for as_of in AS_OFS:
        slow = SlowFigures(rows, as_of)
        for code, indicator in INDICATORS.items():
            start, end = pick.choice(PERIODS)
            for count in (0, pick.choice([1, 2])):
                filters = _asked(indicator, pick, count)
                query = Query(code, as_of, start, end, filters)
                figure = engine.compute(query, reference, coverage=False)
                expected = text_of(slow.figure(code, start, end, filters))
                assert figure.text == expected, (code, as_of, start, end, filters)


@pytest.mark.parametrize("seed", range(8, 9))
def test_tables_agree_with_single_figures(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    slow, pick = SlowFigures(rows, AS_OFS[2]), random.Random(seed)
    start, end = PERIODS[0]
    for code, indicator in INDICATORS.items():
        chosen = {key: value for key, value in _asked(indicator, pick, 0).items() if key not in ARGUMENTS}
        dimensions = [key for key in (*VALUES, *ARGUMENTS) if key in indicator.disaggregations]
        by = tuple(pick.sample([key for key in dimensions if key not in chosen], 2))
        if code == "L06":
            by = ("item", by[0] if by[0] != "item" else by[1])
        table = engine.tabulate(Query(code, AS_OFS[2], start, end, chosen, by), reference)
        for labels, value in table.cells.items():
            filters = {key: label for key, label in zip(by, labels, strict=True) if label != "*"}
            if code == "L06" and "item" not in filters:
                assert value.value is None or filters
                continue
            if "none" in filters.values():
                continue
            expected = text_of(slow.figure(code, start, end, {**chosen, **filters}))
            assert value.text == expected, (code, chosen, by, labels)
