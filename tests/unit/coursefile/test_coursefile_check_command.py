"""`learnhub courses check`"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from course_samples import EXAMPLE, example

from learnhub.cli.courses import courses
from learnhub.coursefile.writer import write_folder, write_zip


def test_a_good_course_is_one_line(tmp_path: Path) -> None:
    write_zip(example(), tmp_path / "river.zip")
    result = CliRunner().invoke(courses, ["check", str(EXAMPLE), str(tmp_path / "river.zip")])
    assert result.exit_code == 0
    first, second = result.output.splitlines()
    assert first.startswith("example: Reading the river: 2 lessons, 9 questions, 55 minutes, ")
    assert first.endswith(" kB; 1 remark with --advice")
    assert second.startswith("river.zip: Reading the river: 2 lessons")


def test_a_broken_mark_is_said_at_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "river"
    write_folder(example(), folder)
    lesson = folder / "lessons" / "staff-gauge.md"
    lines = lesson.read_text().count("\n")
    lesson.write_text(lesson.read_text() + "\nThe **bold* word.\n")
    result = CliRunner().invoke(courses, ["check", "--advice", str(folder)])
    assert result.exit_code == 0
    place = (
        f"river/lessons/staff-gauge.md:{lines + 2}:5: text: advice: “**bold* word.” is shown with its signs"
    )
    assert any(line.startswith(place) for line in result.output.splitlines())


def test_every_problem_is_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "river"
    write_folder(example(), folder)
    (folder / "notes.txt").write_text("x")
    result = CliRunner().invoke(courses, ["check", str(folder), str(EXAMPLE)])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith("river/notes.txt:1:1: this name has no place")
    assert lines[1] == "river: 1 problem to mend"
    assert lines[2].startswith("example: ")


def test_a_name_with_a_break_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "river"
    write_folder(example(), folder)
    (folder / "assets" / "a\n\x1b[31mb.csv").write_text("x")
    lines = CliRunner().invoke(courses, ["check", str(folder)], color=True).output.splitlines()
    assert lines[0].startswith("river/assets/a??[31mb.csv:1:1: name assets with letters")
    assert lines[1] == "river: 1 problem to mend"


def test_the_folder_in_which_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(example(), tmp_path / "river")
    (tmp_path / "river" / "notes.txt").write_text("x")
    monkeypatch.chdir(tmp_path / "river")
    result = CliRunner().invoke(courses, ["check", "."])
    assert result.output.splitlines()[0].startswith("river/notes.txt:1:1: ")


def test_a_path_that_is_not_there() -> None:
    assert CliRunner().invoke(courses, ["check", "nowhere"]).exit_code == 2
