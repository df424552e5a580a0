"""A ledger of more entries than four bytes can number: the same figures, by a wider number."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.reach import snapshot
from learnhub.reach.query import Query
from tests.unit.reach import reach_feeding as feeding

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
CODES = ("R01", "R04", "E01", "E02", "E03", "C01", "C05", "S02", "H01")


def test_versions_are_told_apart_in_a_large_ledger_as_in_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    queries = [Query(code, AS_OF, date(2024, 1, 1), date(2024, 12, 31), by=("country",)) for code in CODES]
    small = feeding.engine(rows, tmp_path / "small")
    expected = [small.tabulate(query, reference).cells for query in queries]
    monkeypatch.setattr(snapshot, "FOUR_BYTES", 1)
    large = feeding.engine(rows, tmp_path / "large")
    assert [large.tabulate(query, reference).cells for query in queries] == expected
    assert all(expected)
