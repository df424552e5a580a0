"""Rows that mostly have one version count in their latest one as soon as a few have two."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from learnhub.reach.query import Query
from tests.unit.reach import reach_feeding as feeding

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
BEFORE, AFTER = datetime(2025, 1, 31, 12, tzinfo=UTC), datetime(2025, 6, 30, 12, tzinfo=UTC)
CORRECTED = "2025-03-01T00:00:00Z"


def values(folder: Path, rows: feeding.Rows, code: str) -> tuple[str, str]:
    """The value of an indicator as known before and after the corrections."""
    engine, reference = feeding.engine(rows, folder), feeding.reference(rows)
    texts = [engine.compute(Query(code, as_of, *YEAR), reference).text for as_of in (BEFORE, AFTER)]
    return texts[0], texts[1]


def test_a_corrected_stay_counts_in_its_latest_version(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    once = values(tmp_path / "once", rows, "H01")
    ended = [
        {**row, "ended_at": row["started_at"], "rev": "2", "recorded_at": CORRECTED}
        for row in rows["sessions"]
    ]
    twice = values(tmp_path / "twice", {**rows, "sessions": [*rows["sessions"], *ended]}, "H01")
    assert float(once[0]) > 0
    assert (twice[0], float(twice[1])) == (once[0], 0)


def test_a_void_attempt_counts_no_more(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    once = values(tmp_path / "once", rows, "L01")
    void = [{**row, "void": "1", "rev": "2", "recorded_at": CORRECTED} for row in rows["quiz_attempts"]]
    twice = values(tmp_path / "twice", {**rows, "quiz_attempts": [*rows["quiz_attempts"], *void]}, "L01")
    assert int(once[0]) > 0
    assert (twice[0], int(twice[1])) == (once[0], 0)
