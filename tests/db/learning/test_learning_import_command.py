"""`learnhub people import`: a sheet on the command line, all or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from learnhub.cli import main
from learnhub.db import reading
from learnhub.kernel.ids import tidy_number
from learnhub.learning.queries import ENROLMENT, PERSON
from learnhub.ledger.queries import ENTRIES
from learnhub.ledger.verify import findings

COURSE = "reading-the-river"
HEAD = "username,password,firstname,lastname,email,course1,residence\n"
GOOD = HEAD + "".join(
    f"user{n},secret,Given{n},Family{n},user{n}@example.org,{COURSE},{'Kenya' if n % 2 else ''}\n"
    for n in range(6)
)
Import = Callable[..., Result]


@pytest.fixture
def people_import(example: Flask, tmp_path: Path) -> Import:
    """Run the command on a sheet with this text."""

    def run(text: str, *words: str, course: str = COURSE) -> Result:
        sheet = tmp_path / "people.csv"
        sheet.write_text(text, encoding="utf-8")
        command = ["people", "import", str(sheet), "--course", course, *words]
        return CliRunner().invoke(main, command, obj=example)

    return run


def count(table: object = ENROLMENT) -> int:
    reading().rollback()
    return reading().scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def test_everybody_of_a_sheet_is_enrolled_and_recorded(people_import: Import) -> None:
    before = count(ENTRIES)
    done = people_import(GOOD)
    assert done.exit_code == 0, done.output
    assert done.stdout == "Enrolled: 6, of them new accounts: 6. Already enrolled: 0. Left out: 0.\n"
    assert (count(), count(PERSON), count(ENTRIES) - before) == (6, 6, 12)
    people = reading().execute(select(PERSON).order_by(PERSON.c.id)).all()
    assert [(p.login, p.name, p.residence) for p in people[:2]] == [
        ("user0", "Given0 Family0", ""),
        ("user1", "Given1 Family1", "KE"),
    ]
    assert {(p.status, p.password_hash) for p in people} == {("unconfirmed", None)}
    assert all(tidy_number(p.learner_number) == p.learner_number for p in people)
    lines = reading().scalars(select(ENTRIES.c.body).where(ENTRIES.c.kind == "enrolments")).all()
    assert {line.split(",")[4] for line in lines} == {p.ledger_id for p in people}
    assert list(findings(reading(), {})) == []


def test_the_same_sheet_again_changes_nothing(people_import: Import) -> None:
    people_import(GOOD)
    entries = count(ENTRIES)
    done = people_import(GOOD)
    assert done.stdout == "Enrolled: 0, of them new accounts: 0. Already enrolled: 6. Left out: 0.\n"
    assert (done.exit_code, count(), count(ENTRIES)) == (0, 6, entries)


def test_known_people_get_no_second_account(people_import: Import) -> None:
    people_import("".join(GOOD.splitlines(keepends=True)[:3]))
    done = people_import(GOOD)
    assert done.stdout == "Enrolled: 4, of them new accounts: 4. Already enrolled: 2. Left out: 0.\n"
    assert count(PERSON) == 6


def test_a_dry_run_stores_nothing(people_import: Import) -> None:
    done = people_import(GOOD, "--dry-run")
    assert done.stdout.startswith("Would be enrolled: 6, of them new accounts: 6.")
    assert (done.exit_code, count(), count(PERSON)) == (0, 0, 0)


BAD = GOOD + f"user9,x,,,user9@example.org,{COURSE},\nuser8,x,A,B,nowhere,{COURSE},\n"


def test_a_faulty_row_stops_everything_and_is_named(people_import: Import) -> None:
    done = people_import(BAD)
    assert done.exit_code == 1
    assert "people.csv:8: The name is missing" in done.output
    assert "people.csv:9: This is not an e-mail address. (nowhere)" in done.output
    assert "Nothing was stored" in done.output
    assert (count(), count(PERSON)) == (0, 0)


def test_faulty_rows_are_left_out_on_demand(people_import: Import) -> None:
    done = people_import(BAD, "--skip-faulty")
    assert done.exit_code == 0
    assert done.output.endswith("Enrolled: 6, of them new accounts: 6. Already enrolled: 0. Left out: 2.\n")
    assert count() == 6


@pytest.mark.parametrize("words", [(), ("--skip-faulty",), ("--dry-run",)])
def test_a_sheet_without_the_columns_is_refused(people_import: Import, words: tuple[str, ...]) -> None:
    done = people_import("a,b\n1,2\n", *words)
    assert done.exit_code == 1
    assert "people.csv:1: The first row must name the columns" in done.output
    assert count(PERSON) == 0


def test_an_empty_file_is_refused_in_one_sentence(people_import: Import) -> None:
    done = people_import("")
    assert done.exit_code == 1
    assert (
        done.output == "Error: people.csv: The file is empty. The first row holds the names of the columns.\n"
    )


def test_a_course_that_is_not_there_is_refused(people_import: Import) -> None:
    done = people_import(GOOD, course="no-such-course")
    assert (done.exit_code, done.output) == (1, "Error: There is no published course 'no-such-course'.\n")
    assert count(PERSON) == 0
