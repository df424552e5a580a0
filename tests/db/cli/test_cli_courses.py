"""Courses come in from files by a command that says beforehand what would stop it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.catalogue.publishing import Edition, publish, retire
from learnhub.cli import main
from learnhub.cli.publish import publish_courses
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from tests.databases import EXAMPLE


@pytest.mark.parametrize("words", [["--check-only"], ["--publish"]])
def test_a_course_of_other_centres_is_refused_before_it_is_published(
    example: Flask, words: list[str]
) -> None:
    done = CliRunner().invoke(
        main, ["courses", "import", str(EXAMPLE), "--centre", "erce", *words], obj=example
    )
    assert done.exit_code == 1
    assert done.output == "Error: example belongs to icharm, not to erce: mend `centres` in course.yaml.\n"


def test_a_course_without_faults_can_be_published(example: Flask) -> None:
    done = CliRunner().invoke(main, ["courses", "import", str(EXAMPLE), "--centre", "icharm"], obj=example)
    assert (done.exit_code, done.output) == (
        0,
        "Reading the river can be published: repeat with --publish.\n",
    )


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The example course with a centre, a theme and an item that are on no list."""
    folder = tmp_path / "river"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "course.yaml"
    text = file.read_text().replace("[icharm]", "[icharm, arcee]").replace("FLOOD-RISK", "ECOHYDROLOGIE")
    file.write_text(text.replace('"11.5"', '"6.33"'))
    return folder


WRONG = (
    "river/course.yaml:11:19: centres.1: there is no centre 'arcee'; see the centre list for its id",
    "river/course.yaml:15:10: themes.0: there is no theme 'ECOHYDROLOGIE'; see the theme list for its code",
    "river/course.yaml:18:28: frameworks.1.item: framework 'SDG' has no item '6.33'; see the framework list",
)


@pytest.mark.parametrize("words", [["--check-only"], ["--publish"]])
def test_codes_that_are_on_no_list_are_told_with_their_places(
    example: Flask, wrong: Path, words: list[str]
) -> None:
    done = CliRunner().invoke(
        main, ["courses", "import", str(wrong), "--centre", "icharm", *words], obj=example
    )
    assert done.exit_code == 1
    assert done.output.splitlines() == ["Error: river has problems to mend first.", *WRONG]


def test_the_check_knows_the_codes_too(example: Flask, wrong: Path) -> None:
    done = CliRunner().invoke(main, ["courses", "check", str(wrong)], obj=example)
    assert done.exit_code == 1
    assert done.output.splitlines() == [*WRONG, "river: 3 problems to mend"]


def test_a_rehearsal_leaves_nothing_behind(example: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "course.yaml"
    file.write_text(file.read_text().replace("code: reading-the-river", "code: reading-again"))
    done = CliRunner().invoke(main, ["courses", "import", str(folder), "--centre", "icharm"], obj=example)
    assert done.exit_code == 0, done.output
    assert reading().scalar(select(Course.id).where(Course.code == "reading-again")) is None


def test_the_folder_of_courses_is_checked_course_by_course(example: Flask, wrong: Path) -> None:
    done = CliRunner().invoke(main, ["courses", "check", str(wrong.parent)], obj=example)
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == f"{wrong.parent} is no course but holds 1 course:"
    assert done.output.splitlines()[1:4] == list(WRONG)
    given = ["courses", "import", str(wrong.parent), "--centre", "icharm"]
    refused = CliRunner().invoke(main, given, obj=example)
    assert (
        refused.output
        == f"Error: {wrong.parent} is no course but holds 1: give one of them, such as {wrong}.\n"
    )


def test_a_file_that_is_no_zip_is_one_line(example: Flask, tmp_path: Path) -> None:
    (tmp_path / "bad3.zip").write_text("no zip")
    done = CliRunner().invoke(main, ["courses", "check", str(tmp_path / "bad3.zip")], obj=example)
    assert done.exit_code == 1
    assert done.output == (
        "bad3.zip: the file cannot be read as a zip (File is not a zip file); "
        "give the folder of the course, or make its zip again\n"
    )


def test_what_the_checklist_stops_is_said_when_a_course_is_taken_in(example: Flask, tmp_path: Path) -> None:
    """It is taken all the same: another installation may have published it under an older list."""
    folder = tmp_path / "river"
    shutil.copytree(EXAMPLE, folder)
    lesson = folder / "lessons" / "staff-gauge.md"
    lines = lesson.read_text().count("\n")
    lesson.write_text(lesson.read_text() + "\n| Mark | |\n|---|---|\n| Red | warn |\n")
    done = CliRunner().invoke(main, ["courses", "import", str(folder), "--centre", "icharm"], obj=example)
    assert done.exit_code == 0
    place = f"river/lessons/staff-gauge.md:{lines + 2}:1: text: Column 2 of the table has no heading."
    assert place in done.output
    assert "can be published" in done.output


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    """A folder of courses with the example course alone."""
    shutil.copytree(EXAMPLE, tmp_path / "courses" / "river")
    return tmp_path / "courses"


def in_force() -> tuple[str, int]:
    """Status and number of the version of the example course that learners are offered."""
    session = reading()
    session.expire_all()
    course = session.scalars(select(Course)).one()
    return course.status, load_version(session, course.version_id or 0).number


def test_the_start_does_not_bring_a_retired_course_back(example: Flask, packaged: Path) -> None:
    with transaction() as session:
        retire(session, course_id=session.scalars(select(Course.id)).one(), now=now(), actor="test")
    assert publish_courses(packaged) == ([], [])
    assert in_force() == ("retired", 1)


def test_the_start_leaves_what_was_published_in_the_studio(example: Flask, packaged: Path) -> None:
    file = packaged / "river" / "course.yaml"
    text = file.read_text()
    file.write_text(text.replace("Reading the river", "Reading the river anew"))
    document = read_folder(packaged / "river").document
    assert document is not None
    with transaction() as session:
        ada = register(session, account=NewAccount(name="Ada", password_hash=None), now=now())
        publish(
            session, document=document, files=FileStore(Path(example.instance_path)), now=now(), actor="test",
            edition=Edition(published_by=ada.id),
        )  # fmt: skip
    file.write_text(text)
    assert publish_courses(packaged) == ([], [])
    assert in_force() == ("published", 2)
    file.write_text(text.replace("Reading the river", "Reading rivers"))
    assert publish_courses(packaged) == (["river"], [])
    assert in_force() == ("published", 3)
