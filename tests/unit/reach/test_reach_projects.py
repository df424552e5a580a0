"""Donor projects in the engine: a tag counts from its own moment on, and is no goal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.engine import Engine
from learnhub.reach.mirror import Mirror
from learnhub.reach.query import Query
from tests.unit.reach import reach_feeding as feeding
from tests.unit.reach.random_ledger import random_rows

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
BEFORE, AFTER, LATER = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 3, 5))


def test_codes_of_projects_are_no_goals(tmp_path: Path) -> None:
    rows = random_rows(3)
    engine, lists = feeding.engine(rows, tmp_path), feeding.reference(rows)
    for dimension in ("code", "goal"):
        table = engine.tabulate(Query("E01", AFTER, *YEAR, by=(dimension,)), lists)
        assert not any("PROJECT" in label for axis in table.axes for label in axis)
    with pytest.raises(Unacceptable, match="PROJECT:p-one"):
        engine.compute(Query("E01", AFTER, *YEAR, {"code": "PROJECT:p-one"}), lists)


def test_a_project_without_tags_has_nothing_and_says_so(tmp_path: Path) -> None:
    rows = random_rows(3)
    engine, lists = feeding.engine(rows, tmp_path), feeding.reference(rows)
    figure = engine.compute(Query("E01", AFTER, *YEAR, {"project": "p-three"}), lists)
    assert figure.text == "0"
    assert "No project 'p-three' was known at the as-of." in figure.warnings
    for strange in ("P-ONE", "p one"):
        with pytest.raises(Unacceptable, match="project"):
            engine.compute(Query("E01", AFTER, *YEAR, {"project": strange}), lists)


def test_the_parts_of_a_table_by_project_are_those_of_each_filter(tmp_path: Path) -> None:
    rows = random_rows(5)
    engine, lists = feeding.engine(rows, tmp_path), feeding.reference(rows)
    for code in ("R04", "E01", "H03", "T01"):
        table = engine.tabulate(Query(code, AFTER, *YEAR, by=("project",)), lists)
        for project in table.axes[0]:
            alone = engine.compute(Query(code, AFTER, *YEAR, {"project": project}), lists)
            assert table.cells[(project,)].value == alone.value


def test_a_tag_counts_from_its_own_moment_until_it_is_taken_back(tmp_path: Path) -> None:
    rows = random_rows(4)
    course = next(row["course_id"] for row in rows["enrolments"] if row["role"] == "learner")
    rows["target_map"] = []
    lines = feeding.entries(rows)
    for rev, (moment, weight) in enumerate((("2025-02-01", "1"), ("2025-04-01", "0")), 1):
        body = f"course,{course},PROJECT,flood-2026,{weight}"
        lines.append(feeding.Line(len(lines) + 1_000_000, "target_map", rev, f"{moment}T00:00:00Z", body))
    engine = Engine(Mirror(tmp_path / "mirror"))
    engine.refresh(feeding.Ledger(lines))
    lists = feeding.reference(rows)

    def enrolments(as_of: datetime, **filters: str) -> int:
        return int(engine.compute(Query("E01", as_of, *YEAR, filters), lists).text)

    of_course = enrolments(AFTER, course=course)
    assert of_course > 0
    assert enrolments(AFTER, project="flood-2026") == of_course
    assert [enrolments(moment, project="flood-2026") for moment in (BEFORE, LATER)] == [0, 0]


def test_a_project_has_the_late_records_of_its_courses_and_events(tmp_path: Path) -> None:
    """In the golden ledger a course (K06) has two records that came late, and no training has any."""
    lines = feeding.entries(feeding.read_rows(feeding.GOLDEN))
    tags = (
        "course,K06,PROJECT,late,1", "event,V01,PROJECT,late,1", "course,K01,PROJECT,timely,1",
        "course,K06,PROJECT,past,1", "course,K06,PROJECT,past,0",
    )  # fmt: skip
    for number, body in enumerate(tags):
        rev = 2 if body.endswith(",0") else 1
        lines.append(feeding.Line(1_000_000 + number, "target_map", rev, "2024-02-01T00:00:00Z", body))
    engine = Engine(Mirror(tmp_path / "mirror"))
    engine.refresh(feeding.Ledger(lines))
    as_of = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
    found = {name: engine.late_rows(as_of, *YEAR, {"project": name}) for name in ("late", "timely", "past")}
    assert found == {"late": 2, "timely": 0, "past": 0}
