"""Persons gathered once for many questions: every figure is the one that counting them anew gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from learnhub.kernel.errors import Unacceptable
from learnhub.reach import snapshots
from learnhub.reach.query import Query
from tests.unit.reach import reach_feeding as feeding

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
CODES: tuple[tuple[str, dict[str, str]], ...] = (
    ("R03", {}),
    ("R05", {}),
    ("R08", {}),
    ("Q03", {"of": "LDC"}),
)
CUTS: tuple[tuple[str, ...], ...] = (
    ("theme", "region"), ("centre", "group"), ("goal", "mode"),
)  # fmt: skip
FILTERS: tuple[dict[str, str], ...] = (
    {}, {"theme": "DRR|WATER"}, {"code": "SDG:13", "gender": "F"}, {"event": "V02"},
    {"mode": "online", "age": "25-34"}, {"centre": "C02"},
)  # fmt: skip
CENTRES = (None, frozenset({"C01", "C02"}))


def questions() -> Iterator[Query]:
    for (code, arguments), filters, by, centres in product(CODES, FILTERS, CUTS, CENTRES):
        query = Query(code, AS_OF, *YEAR, filters={**filters, **arguments}, by=by, centres=centres)
        with suppress(Unacceptable):
            query.checked()
            yield query


def test_gathering_changes_no_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    plain, gathered = feeding.engine(rows, tmp_path / "plain"), feeding.engine(rows, tmp_path / "gathered")
    queries = list(questions())
    expected = [plain.tabulate(query, reference) for query in queries]
    monkeypatch.setattr(snapshots, "GATHERED_FROM", 0)
    for query, table in zip(queries, expected, strict=True):
        found = gathered.tabulate(query, reference)
        assert (found.cells, found.coverage, found.axes) == (table.cells, table.coverage, table.axes), query
    assert len(queries) > 60
    assert sum(1 for table in expected if len(table.cells) > 1) > 40


def test_what_was_gathered_goes_when_there_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    engine = feeding.engine(rows, tmp_path)
    monkeypatch.setattr(snapshots, "GATHERED_FROM", 0)
    monkeypatch.setattr(snapshots, "KEPT_GATHERED", 2)
    monkeypatch.setattr(snapshots, "KEPT_PERIODS", 2)
    asked = [
        Query("R04", AS_OF, date(year, 1, 1), date(year, 12, 31), filters={"theme": theme})
        for year in (2022, 2023, 2024)
        for theme in ("WATER", "DRR", "OCEAN")
    ]
    first = [engine.compute(query, reference).value for query in asked]
    engine._answers.clear()
    assert [engine.compute(query, reference).value for query in asked] == first
    assert any(first)


def test_hours_alone_are_the_hours_with_their_persons(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    engine = feeding.engine(rows, tmp_path)
    for code in ("H01", "H02", "H03"):
        query = Query(code, AS_OF, *YEAR)
        whole, bare = engine.compute(query, reference), engine.compute(query, reference, persons=False)
        assert whole.value == bare.value
        assert whole.measured.n > 0
