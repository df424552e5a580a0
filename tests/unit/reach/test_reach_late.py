"""Records of a period that came after it was closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from learnhub.reach import late
from learnhub.reach.engine import Engine
from tests.unit.reach import reach_feeding as feeding

START, END = date(2024, 1, 1), date(2024, 12, 31)
AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
CLOSING = "2025-01-31T23:59:59Z"
DAYS = {
    "sessions": "started_at",
    "quiz_attempts": "submitted_at",
    "enrolments": "enrolled_at",
    "attendance": "date",
}
KEYS = {
    "sessions": "session_id", "quiz_attempts": "attempt_id", "enrolments": "enrolment_id",
    "attendance": "attendance_id",
}  # fmt: skip


@pytest.fixture(scope="module", params=[0, late.MOST_OF_A_PART])
def golden(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[feeding.Rows, Engine]]:
    """An engine for which each part with late records is full of them, and one for which none is."""
    rows = feeding.read_rows(feeding.GOLDEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(late, "MOST_OF_A_PART", request.param)
        yield rows, feeding.engine(rows, tmp_path_factory.mktemp("late"))


def late_by_hand(rows: feeding.Rows) -> set[tuple[str, str]]:
    return {
        (kind, row[KEYS[kind]])
        for kind, day in DAYS.items()
        for row in rows[kind]
        if row[day][:4] == "2024"
        and (row.get("rev") or "1") == "1"
        and CLOSING < row["recorded_at"] <= f"{AS_OF:%FT%TZ}"
    }


def test_the_network_has_the_late_records_of_the_ledger(golden: tuple[feeding.Rows, Engine]) -> None:
    rows, engine = golden
    expected = late_by_hand(rows)
    assert {kind for kind, _ in expected} >= {"enrolments", "sessions"}
    assert engine.late_rows(AS_OF, START, END, {}) == len(expected)


def test_centres_and_countries_have_their_own(golden: tuple[feeding.Rows, Engine]) -> None:
    rows, engine = golden
    expected = late_by_hand(rows)
    course_of = {row["enrolment_id"]: row["course_id"] for row in rows["enrolments"]}
    person_of = {row["enrolment_id"]: row["person_id"] for row in rows["enrolments"]}
    centre_of = {row["course_id"]: {row["centre_id"]} for row in rows["courses"]}
    centre_of |= {
        row["event_id"]: {row["centre_id"], *filter(None, row["co_centres"].split(";"))}
        for row in rows["events"]
    }
    home = {row["person_id"]: row["residence"] for row in sorted(rows["persons"], key=lambda row: int(row["rev"]))
            if row["recorded_at"] <= f"{AS_OF:%FT%TZ}"}  # fmt: skip
    by_centre: dict[str, int] = {}
    by_country: dict[str, int] = {}
    for kind in DAYS:
        found = {row[KEYS[kind]]: row for row in rows[kind] if (kind, row[KEYS[kind]]) in expected}
        for row in found.values():
            enrolment = row.get("enrolment_id", "")
            thing = course_of[enrolment] if enrolment else row["event_id"]
            for centre in centre_of[thing]:
                by_centre[centre] = by_centre.get(centre, 0) + 1
            country = home[person_of[enrolment] if enrolment else row["person_id"]]
            by_country[country] = by_country.get(country, 0) + 1
    assert by_centre
    for centre in {row["centre_id"] for row in rows["centres"]}:
        assert engine.late_rows(AS_OF, START, END, {"centre": centre}) == by_centre.get(centre, 0)
    for country in set(home.values()) - {""}:
        assert engine.late_rows(AS_OF, START, END, {"country": country}) == by_country.get(country, 0)


def test_late_records_of_people_of_unknown_residence_are_those_of_no_country(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    enrolment = next(
        each for each in rows["enrolments"] if ("enrolments", each["enrolment_id"]) in late_by_hand(rows)
    )
    person = [each for each in rows["persons"] if each["person_id"] == enrolment["person_id"]][-1]
    home = {"country": person["residence"]}
    engine = feeding.engine(rows, tmp_path / "before")
    before = engine.late_rows(AS_OF, START, END, home)
    assert before
    assert engine.late_rows(AS_OF, START, END, {"country": "ZZ"}) == 0
    rev = str(int(person["rev"]) + 1)
    rows["persons"].append({**person, "rev": rev, "residence": "", "recorded_at": "2025-06-01T00:00:00Z"})
    moved = feeding.engine(rows, tmp_path / "after")
    found = moved.late_rows(AS_OF, START, END, {"country": "ZZ"})
    assert found
    assert moved.late_rows(AS_OF, START, END, home) == before - found


def test_nothing_is_late_before_the_period_is_closed(golden: tuple[feeding.Rows, Engine]) -> None:
    _, engine = golden
    assert engine.late_rows(datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC), START, END, {}) == 0
    assert engine.late_rows(AS_OF, date(2025, 1, 1), date(2025, 12, 31), {}) == 0


def test_records_that_come_later_are_counted_with_the_next_question(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    entries = feeding.entries(rows)
    session = next(each for each in entries if each.kind == "sessions" and ",2024-" in each.body)
    engine = feeding.engine(rows, tmp_path)
    before = engine.late_rows(AS_OF, START, END, {})
    more = [
        replace(session, entry_id=len(entries) + n, recorded_at="2025-03-01T00:00:00Z", rev=1,
                body=session.body.replace(session.body.split(",")[0], f"late{n}", 1)
                .replace(session.body.rsplit(",", 1)[1], "2025-03-01T00:00:00Z"))
        for n in (1, 2)
    ]  # fmt: skip
    engine.refresh(feeding.Ledger([*entries, *more]))
    assert engine.late_rows(AS_OF, START, END, {}) == before + 2
    engine.close()
    assert engine.late_rows(AS_OF, START, END, {}) == before + 2
