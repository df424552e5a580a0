"""Hours, sheets of one day kept by two people, and what a sheet of attendance says."""

from __future__ import annotations

from datetime import date

import pytest

from learnhub.formats.sheets import Sheet
from learnhub.training.domain import BLANK, Mark, hours_counted, settle, tidy_hours
from learnhub.training.sheet import Attendance, read_attendance

FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 3)
HERE, GONE = Mark("present", "", "in_person"), Mark("absent")


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("6", "6"), ("4.50", "4.5"), ("4,25", "4.25"), ("٤٫٥", "4.5"), ("\u200f٤٫٥ ", "4.5"),
        ("10", "10"), ("24", "24"), ("6h", "6"), ("4,5 h", "4.5"), ("h", None), ("6hh", None),
        ("0", None), ("24.5", None), ("-1", None), ("1e1", None), ("4.333", None), ("six", None), ("1.2.3", None),
        ("", None), (".", None), ("1,000", None), ("1.000", None),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(typed: str, hours: str | None) -> None:
    assert tidy_hours(typed) == hours


def test_blank_hours_are_an_equal_part_of_what_was_scheduled() -> None:
    assert hours_counted(HERE, hours="10.5", days=2) * 2 == hours_counted(
        Mark("present", "10.5", "in_person"), hours="3", days=1
    )
    assert hours_counted(GONE, hours="12", days=2) == 0


@pytest.mark.parametrize(
    ("seen", "typed", "held", "after"),
    [
        (BLANK, HERE, BLANK, HERE),  # nobody else
        (BLANK, BLANK, HERE, HERE),  # the other one alone
        (HERE, HERE, GONE, GONE),
        (BLANK, HERE, HERE, HERE),  # both the same
        (BLANK, HERE, GONE, None),  # both, and not the same
    ],
)
def test_what_holds_when_two_people_keep_one_sheet(
    seen: Mark, typed: Mark, held: Mark, after: Mark | None
) -> None:
    assert settle(seen=seen, typed=typed, held=held) == after


def read(header: str, *rows: str, mode: str = "in_person", only: date | None = None) -> Attendance:
    cells = [(n, row.split(";")) for n, row in enumerate(rows, 2)]
    return read_attendance(
        Sheet(header.split(";"), cells), mode=mode, only=only, fits=lambda day: FIRST <= day <= SECOND
    )


def said(read: Attendance) -> list[tuple[str, date, Mark]]:
    return [(line.who, line.day, line.mark) for line in read.lines]


def test_a_row_for_each_person_and_day() -> None:
    found = read(
        "E-mail;Date;Hours;Status",
        "a@x.org;02/11/2026;4,5;",
        "a@x.org;2026-11-03;;Absent",
        "b@x.org;3.11.2026;;x",
    )
    assert said(found) == [
        ("a@x.org", FIRST, Mark("present", "4.5", "in_person")),
        ("a@x.org", SECOND, GONE),
        ("b@x.org", SECOND, HERE),
    ]
    assert found.problems == []


def test_a_column_for_each_day() -> None:
    found = read(
        "Name;Login;2026-11-02;03/11/2026", "Amina;amina;x;0", "Bela;bela;4.5;", "Chen;chen;excused;présente"
    )
    assert said(found) == [
        ("amina", FIRST, HERE),
        ("amina", SECOND, GONE),
        ("bela", FIRST, Mark("present", "4.5", "in_person")),
        ("chen", FIRST, Mark("excused")),
        ("chen", SECOND, HERE),
    ]
    assert found.places == {0, 1, 2, 3}
    assert said(read("login;3/11/26", "amina;x")) == [("amina", SECOND, HERE)]


def test_of_day_and_month_the_order_that_fits_the_training() -> None:
    assert [day for _who, day, _mark in said(read("login;date", "a;11/02/2026", "b;02/11/2026"))] == [
        FIRST,
        FIRST,
    ]


def test_a_training_of_one_day_needs_no_column_for_it() -> None:
    assert said(read("login", "amina", only=FIRST)) == [("amina", FIRST, HERE)]
    assert [each.code for each in read("login", "amina").problems] == ["columns"]
    of_another = read("login;4.11.2026", "amina;", only=FIRST)
    assert (said(of_another), [each.code for each in of_another.problems]) == ([], ["columns"])


def test_what_cannot_be_stored_is_named_by_its_row() -> None:
    found = read(
        "login;date;hours;status", "a;2026-12-24;;", "b;2026-11-02;25;", "c;2026-11-02;;perhaps", ";2026-11-02;;",
        "d;2026-11-02;;x", "d;2026-11-02;;a", "d;2026-11-02;;x",
    )  # fmt: skip
    assert [(each.number, each.code) for each in found.problems] == [
        (2, "day"), (3, "hours"), (4, "status"), (5, "key"), (7, "differs"),
    ]  # fmt: skip
    assert said(found) == [("d", FIRST, HERE)]


def test_a_sheet_of_a_hybrid_training_says_how_each_took_part() -> None:
    found = read(
        "login;date;mode", "a;2026-11-02;Online", "b;2026-11-02;in person", "c;2026-11-02;", mode="hybrid"
    )
    assert [mark.mode for _who, _day, mark in said(found)] == ["live_online", "in_person"]
    assert [(each.number, each.code) for each in found.problems] == [(4, "mode")]
