"""What is made for a share of all people at a time is what is made for all of them together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.reach import later_sql
from learnhub.reach.query import Query
from tests.unit.reach import reach_feeding as feeding

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
CODES = ("H01", "H03", "L01", "L02", "L07")


def test_slices_change_no_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference = feeding.reference(rows)
    whole, sliced = feeding.engine(rows, tmp_path / "whole"), feeding.engine(rows, tmp_path / "sliced")
    queries = [Query(code, AS_OF, *YEAR, by=("course",)) for code in CODES]
    expected = [whole.tabulate(query, reference).cells for query in queries]
    monkeypatch.setattr(later_sql, "SLICE_ROWS", 10)
    assert [sliced.tabulate(query, reference).cells for query in queries] == expected
    assert expected[0]
    rows_behind = sliced.rows_behind(Query("L01", AS_OF, *YEAR), reference, 1_000)
    assert (
        rows_behind.total
        == len(rows_behind.rows)
        == whole.compute(Query("L01", AS_OF, *YEAR), reference).value
    )
