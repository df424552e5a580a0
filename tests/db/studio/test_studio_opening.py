"""Courses into the studio and back to files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from studio_support import EXAMPLE, NOW, draft

from learnhub.catalogue.files import FileStore
from learnhub.cli.studio import studio
from learnhub.coursefile.jsonform import content_hash
from learnhub.coursefile.reader import read_files, read_folder
from learnhub.coursefile.sources import from_folder, from_zip
from learnhub.coursefile.starter import About, Starter, starter_files
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.studio.queries.drafts import find_draft_of, parts_of
from learnhub.studio.service.drafts import read_draft
from learnhub.studio.service.opening import Opened, is_code, open_files

COURSES = Path(__file__).parents[3] / "courses"
FOUR = ("disaster-risk-reduction", "ecohydrology", "inquiry-based-science", "water-diplomacy")


def run(app: Flask, *words: str) -> str:
    """A command, and what it said."""
    result = CliRunner().invoke(studio, words, obj=app, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def files_under(folder: Path) -> dict[str, bytes]:
    """What a course consists of in a folder."""
    return from_folder(folder)[0]


@pytest.mark.parametrize("name", FOUR)
def test_a_course_saved_back_unchanged_has_the_same_bytes_and_hash(
    example: Flask, tmp_path: Path, name: str
) -> None:
    source = COURSES / name
    centre = read_folder(source).document.metadata.centres[0]  # type: ignore[union-attr]
    said = run(example, "open", str(source), "--centre", centre)
    assert "left out" not in said
    code = read_folder(source).document.metadata.code  # type: ignore[union-attr]
    run(example, "save", code, str(tmp_path / "out"))
    assert files_under(tmp_path / "out") == files_under(source)
    run(example, "save", code, str(tmp_path / "out.zip"))
    assert from_zip((tmp_path / "out.zip").read_bytes())[0] == files_under(source)
    before, after = read_folder(source).document, read_files(*from_zip(tmp_path / "out.zip")).document
    assert before is not None
    assert after is not None
    assert content_hash(before) == content_hash(after)
    of = find_draft_of(reading(), code)
    assert of is not None
    read = read_draft(reading(), of, FileStore(Path(example.instance_path)))
    assert read.document is not None
    assert content_hash(read.document) == content_hash(before)


def test_a_published_course_opens_as_it_was_published(example: Flask, tmp_path: Path) -> None:
    original = read_folder(EXAMPLE).document
    assert original is not None
    run(example, "open", original.metadata.code, "--centre", "icharm")
    run(example, "save", original.metadata.code, str(tmp_path / "out"))
    again = read_folder(tmp_path / "out").document
    assert again is not None
    assert content_hash(again) == content_hash(original)
    of = find_draft_of(reading(), original.metadata.code)
    assert of is not None
    assert of.course_id is not None
    assert of.base_version_id is not None


def test_commands_say_what_is_in_the_way(example: Flask, tmp_path: Path) -> None:
    runner = CliRunner()
    for words in (
        ["open", "no-such-course", "--centre", "icharm"],
        ["open", str(EXAMPLE), "--centre", "nowhere"],
        ["open", str(EXAMPLE), "--centre", "irck"],
        ["save", "no-such-draft", str(tmp_path / "x")],
    ):
        result = runner.invoke(studio, words, obj=example)
        assert result.exit_code == 1, words
        assert "Error: " in result.output
    of = draft()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "there").touch()
    assert runner.invoke(studio, ["save", of.id, str(tmp_path / "full")], obj=example).exit_code == 1


def open_these(app: Flask, files: dict[str, bytes]) -> Opened:
    """Open a draft of these files."""
    with transaction() as session:
        return open_files(
            session,
            files=files,
            store=FileStore(Path(app.instance_path)),
            centre_id="icharm",
            actor=None,
            now=NOW,
        )


def test_what_no_course_may_carry_is_left_out_and_told(example: Flask) -> None:
    opened = open_these(
        example,
        {
            "course.yaml": b"code: mine\ntitle: Mine\nlanguage: fr\n",
            "notes.txt": b"x",
            "assets/a.png": b"not a picture",
            "assets/evil.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>',
            "assets/program.exe": b"MZ",
            "lessons/latin.md": b"\xff\xfe",
            "lessons/unfinished.md": b"no front matter",
        },
    )
    assert (opened.draft.code, opened.draft.title, opened.draft.language) == ("mine", "Mine", "fr")
    assert set(parts_of(reading(), opened.draft.id)) == {"course.yaml", "lessons/unfinished.md"}
    assert [each.file for each in opened.left_out] == [
        "assets/a.png",
        "assets/evil.svg",
        "assets/program.exe",
        "lessons/latin.md",
        "notes.txt",
    ]


@pytest.mark.parametrize(
    "course", [None, b"title: no code\n", b"code: Not A Code\n", b"code: [a]\n", b"\xff", b"- a"]
)
def test_files_without_a_course_are_refused(example: Flask, course: bytes | None) -> None:
    with pytest.raises(Unacceptable):
        open_these(example, {} if course is None else {"course.yaml": course})


def test_a_code_has_one_draft_and_one_centre(example: Flask) -> None:
    open_these(example, {"course.yaml": b"code: mine\n"})
    with pytest.raises(Conflict):
        open_these(example, {"course.yaml": b"code: mine\n"})


def test_a_zip_that_climbs_out_is_refused(example: Flask) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("course.yaml", "code: mine\n")
        archive.writestr("../../etc/passwd", "x")
    files, problems = from_zip(packed.getvalue())
    with transaction() as session, pytest.raises(Unacceptable) as raised:
        open_files(
            session, files=files, problems=problems, store=FileStore(Path(example.instance_path)),
            centre_id="icharm", actor=None, now=NOW,
        )  # fmt: skip
    assert "leads out" in raised.value.problems[0]


@pytest.mark.parametrize("kind", list(Starter))
def test_a_new_course_lacks_only_what_its_author_must_say(kind: Starter) -> None:
    about = About("floods", "Floods", "en", "icharm", "Kenji Mori", ("DRR",))
    files = starter_files(kind, about, lambda text: text)
    problems = read_files({path: text.encode() for path, text in files.items()}).problems
    lacking = ("summary", "outcomes", "questions", "modules", "minutes", "completion", "task", "criteria")
    assert [str(p) for p in problems if not p.path.startswith(lacking) and "outcome" not in p.message] == []
    total = sum(
        int(line.partition(":")[2]) for path, text in files.items() if path != "course.yaml"
        for line in text.splitlines() if line.startswith("minutes:")
    )  # fmt: skip
    assert f"\nminutes: {total}\n" in files["course.yaml"]


@given(st.text(alphabet="ab-Z 1", max_size=70))
def test_a_code_is_an_address(code: str) -> None:
    parts = code.split("-")
    assert is_code(code) == (len(code) <= 60 and all(part and set(part) <= set("ab1") for part in parts))
