"""From the ledger of a real database to figures: the golden values again, and what happens as it grows."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from learnhub.centres.load import load_reference
from learnhub.centres.snapshot import reference
from learnhub.cli.reach import reach
from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Unacceptable
from learnhub.ledger.importing import import_folder
from learnhub.ledger.queries import entries_of
from learnhub.ledger.reasons import Reason
from learnhub.ledger.records import AttemptRecord, PersonRecord, SessionRecord
from learnhub.ledger.service import erase_person, record
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.queries import compute, engine_of, reference_lists, refreshed
from learnhub.reach.query import Query, parse_query
from tests.db.reach.conftest import GOLDEN, NOW

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def _golden(folder: Path = GOLDEN) -> list[dict[str, str]]:
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _reached(settings: Settings, **filters: str) -> object:
    return compute(reading(), settings, Query("R04", NOW, *YEAR, filters), now=NOW).value


def test_golden_values_from_the_ledger_and_the_instances_own_lists(
    session: Session, settings: Settings
) -> None:
    refreshed(session, settings)
    engine, lists = engine_of(settings), reference_lists(session)
    wrong = []
    for row in _golden():
        query = parse_query(
            row["indicator"], row["as_of"], row["period_start"], row["period_end"], row["filters"]
        )
        found = engine.compute(query, lists, coverage=False).text
        if found != row["expected"]:
            wrong.append((row["case_id"], row["expected"], found))
    assert wrong == []


def test_a_new_record_counts_at_once_and_only_from_then_on(session: Session, settings: Settings) -> None:
    before = _reached(settings)
    earlier = Query("R04", datetime(2025, 6, 30, tzinfo=UTC), *YEAR)
    known_then = compute(session, settings, earlier, now=NOW).value
    instant = datetime(2024, 5, 5, 12, tzinfo=UTC)
    late = SessionRecord(
        session_id="late", enrolment_id="N019", started_at=instant, ended_at=instant.replace(hour=13)
    )
    with transaction() as writer:
        record(writer, [late], now=NOW, actor="tests", reason=Reason.LATE)
    assert before == 49
    assert _reached(settings) == 50
    assert compute(reading(), settings, earlier, now=NOW).value == known_then


def test_an_erased_person_still_counts_without_age(session: Session, settings: Settings) -> None:
    whole, young = _reached(settings), _reached(settings, age="15-24")
    unknown = _reached(settings, age="UNK")
    with transaction() as writer:
        erase_person(writer, person_id="P055", now=NOW, actor="tests")
    assert isinstance(unknown, int)
    assert isinstance(young, int)
    assert _reached(settings) == whole
    assert _reached(settings, age="UNK") == unknown + 1
    assert _reached(settings, age="15-24") == young - 1
    assert _reached(settings, country="BR") == 5


def test_a_replaced_ledger_gives_its_own_figures(app: Flask, settings: Settings) -> None:
    person = PersonRecord(
        person_id="x", valid_from=date(2020, 1, 1), account_type="learner", status="confirmed"
    )
    with transaction() as writer:
        load_reference(writer, now=NOW)
        record(writer, [person], now=NOW, actor="tests", reason=Reason.FIRST)
    assert _reached(settings) == 0
    assert refreshed(reading(), settings).seq == len(reference(reading()).centres) + 1


def test_nothing_is_counted_without_the_lists_of_countries(app: Flask, settings: Settings) -> None:
    with transaction() as writer:
        assert not import_folder(writer, GOLDEN, now=NOW, actor="tests").rejected
    with pytest.raises(Unacceptable, match="reference load"):
        _reached(settings)


def test_questions_from_a_file_are_answered_into_a_file(app: Flask, session: Session, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    questions = tmp_path / "questions.csv"
    rows = _golden()
    with questions.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = CliRunner().invoke(reach, ["compute", str(questions), "--out", str(answers)], obj=app)
    assert result.exit_code == 0, result.output
    with answers.open(encoding="utf-8", newline="") as file:
        answered = list(csv.DictReader(file))
    assert [row["value"] for row in answered] == [row["expected"] for row in rows]
    assert [row["case_id"] for row in answered] == [row["case_id"] for row in rows]


def test_all_of_the_small_ledger_is_answered(app: Flask, tmp_path: Path) -> None:
    micro, answers = GOLDEN / "micro", tmp_path / "answers.csv"
    with transaction() as writer:
        load_reference(writer, now=NOW)
        assert not import_folder(writer, micro, now=NOW, actor="tests").rejected
    result = CliRunner().invoke(
        reach, ["compute", str(micro / "expected.csv"), "--out", str(answers)], obj=app
    )
    assert result.exit_code == 0, result.output
    with answers.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 82
    assert [row["case_id"] for row in rows if row["value"] != row["expected"]] == []


@pytest.mark.parametrize(
    "broken", ['"R04,2025-06-30\n', "R04," + "x" * 200_000 + "\n", '"'], ids=["quote", "long", "end"]
)
def test_a_row_that_is_no_csv_is_said_and_swallows_none(app: Flask, tmp_path: Path, broken: str) -> None:
    questions, answers = tmp_path / "questions.csv", tmp_path / "answers.csv"
    row = "R04,2025-06-30,2024-01-01,2024-12-31,\n"
    questions.write_text(
        "indicator,as_of,period_start,period_end,filters\n" + row + broken + row, encoding="utf-8"
    )
    result = CliRunner().invoke(reach, ["compute", str(questions), "--out", str(answers)], obj=app)
    assert result.exit_code == 1
    assert "questions.csv cannot be read on from line" in result.output
    assert answers.read_text(encoding="utf-8").splitlines()[1].startswith(row.strip())


def test_a_new_installation_gets_its_lists_of_countries_before_it_answers(app: Flask, tmp_path: Path) -> None:
    micro, answers = GOLDEN / "micro", tmp_path / "answers.csv"
    with transaction() as writer:
        assert not import_folder(writer, micro, now=NOW, actor="tests").rejected
    result = CliRunner().invoke(
        reach, ["compute", str(micro / "expected.csv"), "--out", str(answers)], obj=app
    )
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Reference data: edition ")
    with answers.open(encoding="utf-8", newline="") as file:
        assert [row["case_id"] for row in csv.DictReader(file) if row["value"] != row["expected"]] == []


def test_questions_may_be_separated_as_the_spreadsheets_of_many_countries_do(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    questions, answers = tmp_path / "questions.csv", tmp_path / "answers.csv"
    questions.write_text(
        "indicator;as_of;period_start;period_end;filters\r\n"
        "R04;2025-06-30T23:59:59Z;2024-01-01;2024-12-31;\r\n"
    )
    result = CliRunner().invoke(reach, ["compute", str(questions), "--out", str(answers)], obj=app)
    assert result.exit_code == 0, result.output
    assert answers.read_text().splitlines()[1:] == ["R04,2025-06-30T23:59:59Z,2024-01-01,2024-12-31,,49"]


def test_questions_in_another_encoding_are_refused_in_a_sentence(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_bytes("indicator,as_of,größe\n".encode("latin-1"))
    result = CliRunner().invoke(reach, ["compute", str(questions), "--out", str(tmp_path / "a.csv")], obj=app)
    assert result.exit_code == 1
    assert "is not UTF-8 text" in result.output


def test_a_row_that_cannot_be_answered_is_told_and_the_others_are_answered(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    questions, answers = tmp_path / "questions.csv", tmp_path / "answers.csv"
    questions.write_text(
        "indicator,as_of,period_start,period_end,filters\n"
        "R99,2025-06-30T23:59:59Z,2024-01-01,2024-12-31,\n"
        "R04,2025-06-30T23:59:59Z,2024-01-01,2024-12-31,\n"
    )
    result = CliRunner().invoke(reach, ["compute", str(questions), "--out", str(answers)], obj=app)
    assert result.exit_code == 1
    assert "line 2: There is no indicator 'R99'" in result.stderr
    assert answers.read_text().splitlines()[1:] == [
        "R99,2025-06-30T23:59:59Z,2024-01-01,2024-12-31,,",
        "R04,2025-06-30T23:59:59Z,2024-01-01,2024-12-31,,49",
    ]


def test_a_file_without_a_column_is_refused(app: Flask, session: Session, tmp_path: Path) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_text("indicator,as_of\nR04,2025-06-30T23:59:59Z\n")
    result = CliRunner().invoke(reach, ["compute", str(questions), "--out", str(tmp_path / "a.csv")], obj=app)
    assert result.exit_code == 1
    assert "period_start" in result.stderr


def test_the_mirror_can_be_looked_at_and_rebuilt(app: Flask, session: Session, settings: Settings) -> None:
    runner = CliRunner()
    assert "persons: 68 rows" in runner.invoke(reach, ["mirror"], obj=app).output
    part = next((settings.instance / "mirror").glob("persons-*.parquet"))
    part.unlink()
    broken = runner.invoke(reach, ["mirror", "status"], obj=app)
    assert broken.exit_code == 1
    assert part.name in broken.stderr
    assert runner.invoke(reach, ["mirror", "--rebuild"], obj=app).exit_code == 0
    assert runner.invoke(reach, ["mirror", "status"], obj=app).exit_code == 0


def test_indicators_are_listed(app: Flask) -> None:
    output = CliRunner().invoke(reach, ["indicators"], obj=app).output
    for code, indicator in INDICATORS.items():
        assert f"{code}  {indicator.name}" in output


def test_marks_put_right_change_what_was_learned_from_then_on(session: Session, settings: Settings) -> None:
    gain = Query("L02", NOW, *YEAR)
    before = compute(session, settings, gain, now=NOW).value
    with (GOLDEN / "quiz_attempts.csv").open(encoding="utf-8", newline="") as file:
        posts = [row for row in csv.DictReader(file) if row["quiz_kind"] == "post"]
    marks = {row["attempt_id"]: row["item_marks"].count(";") + 1 for row in posts}
    held = [
        AttemptRecord.from_line(entry.body) for entry in entries_of(session, "quiz_attempts", list(marks))
    ]
    right = [
        replace(each, item_marks=(Decimal(1),) * marks[each.attempt_id], recorded_at=None, rev=2)
        for each in held
    ]
    with transaction() as writer:
        record(writer, right, now=NOW, actor="course-team", reason=Reason.CORRECT)
    assert isinstance(before, Fraction | float | int | Decimal)
    after = compute(reading(), settings, gain, now=NOW).value
    assert isinstance(after, Fraction | float | int | Decimal)
    assert after > before
    earlier = Query("L02", datetime(2026, 11, 21, tzinfo=UTC), *YEAR)
    assert compute(reading(), settings, earlier, now=NOW).value == before
