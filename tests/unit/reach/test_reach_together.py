"""Numbers asked for together are those that are asked for one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.kernel.errors import Unacceptable
from learnhub.kernel.recent import Recent
from learnhub.reach import snapshots
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.query import Query
from tests.unit.reach import reach_feeding as feeding

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
YEARS = (YEAR, (date(2023, 1, 1), date(2023, 12, 31)))
VIEWS: tuple[tuple[dict[str, str], frozenset[str] | None], ...] = (
    ({}, None), ({}, frozenset({"C01", "C03"})), ({"theme": "DRR|WATER", "region": "AFR"}, None),
    ({"code": "SDG:13", "group": "LDC"}, None), ({"centre": "C02", "age": "25-34"}, None),
)  # fmt: skip


def questions(filters: dict[str, str], centres: frozenset[str] | None) -> Iterator[Query]:
    """Every indicator with every one of its arguments."""
    for code, indicator in INDICATORS.items():
        arguments = [{}, *({each.name: choice} for each in indicator.arguments for choice in each.choices)]
        for argument in arguments:
            for dates in YEARS if code in {"R04", "Q03", "H01"} else (YEAR,):
                query = Query(code, AS_OF, *dates, filters={**filters, **argument}, centres=centres)
                with suppress(Unacceptable):
                    query.checked()
                    yield query


@pytest.mark.parametrize("gathered_from", [0, 50_000])
def test_together_is_as_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gathered_from: int
) -> None:
    monkeypatch.setattr(snapshots, "GATHERED_FROM", gathered_from)
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    single, together = feeding.engine(rows, tmp_path / "single"), feeding.engine(rows, tmp_path / "together")
    for filters, centres in VIEWS:
        queries = list(questions(filters, centres))
        expected = [
            single.compute(query, reference, coverage=False, persons=False).measured for query in queries
        ]
        found = together.values(queries, reference)
        assert len(queries) > 60
        for query, value, other in zip(queries, found, expected, strict=True):
            assert value == other, query


def test_fourteen_questions_take_three_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    engine = feeding.engine(rows, tmp_path)
    asked: list[str] = []
    keep = Recent.keep

    def noted(self: Recent[tuple[str, ...], object], key: tuple[str, ...], found: object) -> object:
        asked.extend(part for part in key if isinstance(part, str))
        return keep(self, key, found)

    monkeypatch.setattr(Recent, "keep", noted)
    codes = ("R02", "R03", "R04", "R05", "R06", "R08", "Q01", "Q03", "Q04", "C01", "C02", "H01", "H02", "H03")
    queries = [Query(code, AS_OF, *YEAR, filters={"region": "AFR"}) for code in codes]
    engine.values(queries, feeding.reference(rows))
    assert len([sql for sql in asked if "FROM period" in sql]) == 3


def test_questions_of_two_moments_do_not_go_together(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    engine = feeding.engine(rows, tmp_path)
    query = Query("R04", AS_OF, *YEAR)
    later = replace(query, as_of=datetime(2025, 7, 30, tzinfo=UTC))
    with pytest.raises(ValueError, match="several"):
        engine.values([query, later], feeding.reference(rows))
    assert engine.values([], feeding.reference(rows)) == []


def test_more_periods_than_are_kept_can_be_asked_for_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "KEPT_PERIODS", 2)
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    engine = feeding.engine(rows, tmp_path)
    queries = [
        Query(code, AS_OF, date(year, 1, 1), date(year, 12, 31))
        for year in (2022, 2023, 2024)
        for code in ("R04", "E01", "C01", "H01")
    ]
    found = engine.values(queries, reference)
    expected = [engine.compute(query, reference, coverage=False, persons=False).measured for query in queries]
    assert found == expected
    assert any(value.numerator for value in found)
