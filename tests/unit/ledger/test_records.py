"""Records: their lines, what is refused, and that lines and records say the same."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.ledger.cells import (
    Column,
    RecordError,
    cell_writer,
    decimal_text,
    instant_text,
    parse_instant,
    read_cell,
)
from learnhub.ledger.records import (
    COLUMNS,
    RECORDS,
    AttemptRecord,
    EnrolmentRecord,
    EventRecord,
    PersonRecord,
    Record,
    has_recorded_at,
    has_rev,
    header,
    join_cells,
    split_line,
)

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reach_golden"
NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
PUBLISHED = [kind for kind in RECORDS if kind != "erasures"]


def enrolment(**values: Any) -> EnrolmentRecord:
    given_values: dict[str, Any] = {
        "enrolment_id": "n1",
        "person_id": "p1",
        "course_id": "k1",
        "enrolled_at": NOW,
        "recorded_at": NOW,
    }
    return EnrolmentRecord(**given_values | values)


def problem(record: Record) -> tuple[str, str]:
    with pytest.raises(RecordError) as caught:
        record.to_line()
    return caught.value.column, caught.value.reason


@pytest.mark.parametrize("folder", [GOLDEN, GOLDEN / "micro"], ids=["golden", "micro"])
@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_golden_line_is_a_record_that_writes_itself(folder: Path, kind: str) -> None:
    heading, *lines = (folder / f"{kind}.csv").read_text(encoding="utf-8").splitlines()
    assert heading == header(kind)
    for line in lines:
        record = RECORDS[kind].from_line(line)
        assert type(record).from_line(record.to_line()) == record
        if "+" not in line:
            assert record.to_line() == line


def test_offsets_become_utc() -> None:
    line = "S045,N902,2024-01-01T01:40:00+03:00,2024-01-01T02:10:00+03:00,2024-01-01T02:10:00+03:00"
    assert RECORDS["sessions"].from_line(line).to_line() == (
        "S045,N902,2023-12-31T22:40:00Z,2023-12-31T23:10:00Z,2023-12-31T23:10:00Z"
    )


def test_a_record_without_a_recording_time_takes_the_one_given() -> None:
    record = enrolment(recorded_at=None)
    assert ",2026-05-04T10:00:00Z,p1," in record.to_line(NOW)
    assert problem(record) == ("recorded_at", "missing")


def test_an_enrolment_names_its_row() -> None:
    assert enrolment(rev=3).record_id == "n1.3"
    assert enrolment(record_id="R7").to_line().startswith("R7,n1,1,")


def test_key_joins_the_key_columns() -> None:
    record = RECORDS["target_map"].from_line("course,K01,SDG,6.5,0.5")
    assert record.key == "course/K01/SDG/6.5"
    assert record.at_rev(4).rev == 4


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"person_id": "Ana María"}, ("person_id", "bad-id")),
        ({"person_id": ""}, ("person_id", "missing")),
        ({"role": "teacher"}, ("role", "unknown-value")),
        ({"progress_pct": 101}, ("progress_pct", "out-of-range")),
        ({"progress_pct": -1}, ("progress_pct", "out-of-range")),
        ({"enrolled_at": datetime(2026, 1, 1)}, ("enrolled_at", "bad-instant")),  # noqa: DTZ001
        ({"enrolled_at": "2026-01-01"}, ("enrolled_at", "bad-instant")),
        ({"rev": 0}, ("rev", "out-of-range")),
        ({"progress_pct": 50.5}, ("progress_pct", "bad-integer")),
        ({"progress_pct": True}, ("progress_pct", "bad-integer")),
        ({"void": "yes"}, ("void", "bad-flag")),
    ],
)
def test_wrong_values_are_named_with_their_column(values: dict[str, Any], expected: tuple[str, str]) -> None:
    assert problem(enrolment(**values)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("p1,1,2023-12-01T00:00:00Z,2020-13-01,learner,confirmed,F,2001,KE,KE,", ("valid_from", "bad-date")),
        ("p1,1,2023-12-01,2020-01-01,learner,confirmed,F,2001,KE,KE,", ("recorded_at", "bad-instant")),
        (
            "p1,1,2023-12-01T00:00:00,2020-01-01,learner,confirmed,F,2001,KE,KE,",
            ("recorded_at", "bad-instant"),
        ),
        ("p1,one,2023-12-01T00:00:00Z,2020-01-01,learner,confirmed,F,2001,KE,KE,", ("rev", "bad-integer")),
        ("p1,1,2023-12-01T00:00:00Z,2020-01-01,learner,confirmed,Q,2001,KE,KE,", ("gender", "unknown-value")),
        (
            "p1,1,2023-12-01T00:00:00Z,2020-01-01,learner,confirmed,F,2001,Kenya,KE,",
            ("residence", "bad-country"),
        ),
        (
            "p1,1,2023-12-01T00:00:00Z,2020-01-01,learner,confirmed,F,1492,KE,KE,",
            ("birth_year", "out-of-range"),
        ),
        (
            "p1,1,2023-12-01T00:00:00Z,2020-01-01,learner,confirmed,F,2001,KE,KE,p1",
            ("merged_into", "self-merge"),
        ),
        ("p1,1", ("row", "cell-count")),
        ('p1,"1', ("row", "bad-csv")),
        ("p1\np2", ("row", "bad-csv")),
    ],
)
def test_wrong_lines_are_refused(line: str, expected: tuple[str, str]) -> None:
    with pytest.raises(RecordError) as caught:
        PersonRecord.from_line(line)
    assert (caught.value.column, caught.value.reason) == expected


@pytest.mark.parametrize(
    ("column_type", "text"),
    [("flag", "yes"), ("decimal", "1e3"), ("decimal", "NaN"), ("marks", "1;;0"), ("date", "1.2.2026")],
)
def test_unreadable_cells(column_type: Any, text: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_cell(Column("it", column_type), text)
    assert caught.value.reason == f"bad-{column_type}"


@pytest.mark.parametrize("value", ["two\nlines", "tab\tstop", "\x00", "x" * 2001, "next\u2028line"])
def test_texts_stay_on_their_line(value: str) -> None:
    with pytest.raises(RecordError, match="it: "):
        cell_writer(Column("it", "text"))(value)


def test_a_date_is_not_an_instant() -> None:
    with pytest.raises(RecordError, match="is an instant"):
        cell_writer(Column("it", "date"))(NOW)


def test_a_line_of_an_erasure_may_be_long_but_not_broken() -> None:
    write = cell_writer(Column("it", "line"))
    assert write("x" * 3000) == "x" * 3000
    with pytest.raises(RecordError):
        write("x\ny")


def test_an_event_does_not_end_before_it_starts() -> None:
    line = (
        "v1,c1,,School,WATER,training,in_person,held,KE,2024-05-06,2024-05-05,12,0,0,0,0,2024-05-08T00:00:00Z"
    )
    with pytest.raises(RecordError) as caught:
        EventRecord.from_line(line)
    assert (caught.value.column, caught.value.reason) == ("end_date", "out-of-order")


def test_co_centres_are_several() -> None:
    line = (
        "v1,c1,c2;c3,School,WATER,training,hybrid,held,KE,2024-05-06,2024-05-06,,0,0,0,0,2024-05-08T00:00:00Z"
    )
    event = EventRecord.from_line(line)
    assert event.co_centres == ("c2", "c3")
    assert event.to_line() == line


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("6.0"), "6"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0.0"), "0"),
        (Decimal(100) / 60, "1.666667"),
        (Fraction(2, 3), "0.666667"),
        (7, "7"),
    ],
)
def test_decimals_have_one_form(value: Any, text: str) -> None:
    assert decimal_text(value) == text


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), Decimal(10**11), Decimal(10**40), "much"]
)
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(RecordError) as caught:
        cell_writer(Column("it", "decimal"))(value)
    assert caught.value.reason == "bad-decimal"


def test_marks_are_exact_to_the_millionth() -> None:
    marks = (Decimal(1), Decimal(1) / 3, Decimal("0.5"), Decimal(1) / 2_000_000)
    record = AttemptRecord(
        attempt_id="a1",
        enrolment_id="n1",
        quiz_kind="post",
        submitted_at=None,
        item_marks=marks,
        recorded_at=NOW,
    )
    assert record.to_line() == "a1,n1,post,,1;0.333333;0.5;0.000001,2026-05-04T10:00:00Z,0"


def test_which_files_tell_versions_and_times() -> None:
    assert {kind for kind in RECORDS if has_rev(kind)} == {"persons", "enrolments", "attendance"}
    assert {kind for kind in PUBLISHED if not has_recorded_at(kind)} == {"centres", "courses", "target_map"}
    assert all(column.name for columns in COLUMNS.values() for column in columns)


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029"), max_size=30
)


@given(st.lists(TEXTS, min_size=2, max_size=8))
def test_a_line_reads_as_any_csv_reader_reads_it(cells: list[str]) -> None:
    line = join_cells(cells)
    assert split_line(line) == cells
    assert next(csv.reader([line])) == cells


INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001
    max_value=datetime(2199, 1, 1),  # noqa: DTZ001
    timezones=st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-720, 840)),
)


@given(INSTANTS)
def test_instants_keep_their_moment(instant: datetime) -> None:
    text = instant_text(instant)
    assert len(text) == 20
    assert parse_instant(text) == instant.replace(microsecond=0)


@given(
    birth_year=st.none() | st.integers(1850, 2200),
    gender=st.sampled_from(["", "F", "M", "X", "U", "N"]),
    valid_from=st.dates(min_value=date(1900, 1, 1)),
    rev=st.integers(1, 99),
    recorded_at=INSTANTS,
    merged_into=st.sampled_from(["", "p2"]),
)
def test_persons_survive_their_line(recorded_at: datetime, **values: Any) -> None:
    person = PersonRecord(
        person_id="p1",
        account_type="learner",
        status="confirmed",
        recorded_at=recorded_at.replace(microsecond=0),
        **values,
    )
    assert PersonRecord.from_line(person.to_line()) == person
