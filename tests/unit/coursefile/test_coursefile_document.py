"""The document: files, folder, zip and JSON are the same course, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from course_samples import example, example_files
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.document import Author, CourseDocument, Metadata, Quiz, Reference, Term
from learnhub.coursefile.jsonform import content_hash, from_json, metadata_of, to_json
from learnhub.coursefile.reader import read_files, read_folder
from learnhub.coursefile.sources import from_zip
from learnhub.coursefile.writer import files_of, write_folder, write_zip
from learnhub.quiz.model import quiz_from_data

EXAMPLE = example()
lines = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=150).map(
    lambda text: " ".join(text.replace("[", "(").replace("$", "€").replace("<", "‹").split()) or "x"
)


def head(**changes: object) -> CourseDocument:
    metadata: Metadata = replace(EXAMPLE.metadata, **changes)  # type: ignore[arg-type]
    return replace(EXAMPLE, metadata=metadata)


@given(title=lines, name=lines, term=lines, text=lines, more=st.lists(lines, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back(title: str, name: str, term: str, text: str, more: list[str]) -> None:
    document = head(
        title=title, authors=(Author(name, None, "0000-0002-1825-0097"),), prerequisites=tuple(more)
    )
    document = replace(
        document,
        glossary=(*EXAMPLE.glossary, Term(f"zz {term}", text)),
        references=(*EXAMPLE.references, Reference("new", text, "https://example.org/a?b=c#d")),
    )
    files = files_of(document)
    result = read_files(files)
    assert result.problems == ()
    assert result.document == document
    assert files_of(document) == files
    assert from_json(to_json(document)) == document
    assert metadata_of(to_json(document)) == document.metadata


def test_writing_what_was_read_changes_nothing_more() -> None:
    once = files_of(EXAMPLE)
    again = read_files(once).document
    assert again == EXAMPLE
    assert files_of(again) == once
    assert once["assets/gauge.svg"] == example_files()["assets/gauge.svg"]


def test_folder_and_zip(tmp_path: Path) -> None:
    write_folder(EXAMPLE, tmp_path / "a" / "b")
    write_zip(EXAMPLE, tmp_path / "c.zip")
    assert read_folder(tmp_path / "a" / "b").document == EXAMPLE
    assert read_files(*from_zip(tmp_path / "c.zip")).document == EXAMPLE


def test_a_folder_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    write_folder(EXAMPLE, tmp_path)
    (tmp_path / "README.md").write_text("kept")
    (tmp_path / "assets" / "old.csv").write_text("gone")
    with pytest.raises(FileExistsError, match="is not empty"):
        write_folder(EXAMPLE, tmp_path)
    write_folder(EXAMPLE, tmp_path, replace=True)
    assert (tmp_path / "README.md").read_text() == "kept"
    assert read_folder(tmp_path).document == EXAMPLE


def test_the_bytes_of_assets_may_come_later() -> None:
    bare = from_json(to_json(EXAMPLE))
    assert all(asset.data is None for asset in bare.assets)
    assert bare == EXAMPLE
    with pytest.raises(ValueError, match="are not loaded"):
        files_of(bare)
    files = example_files()
    assert files_of(bare.with_data(lambda asset: files[asset.path])) == files_of(EXAMPLE)


def test_the_json_is_canonical() -> None:
    text = to_json(EXAMPLE)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "null" not in text
    assert "data:" not in text
    assert len(content_hash(EXAMPLE)) == 64


def test_the_hash_follows_the_content() -> None:
    assert content_hash(EXAMPLE) == content_hash(from_json(to_json(EXAMPLE)))
    assert content_hash(EXAMPLE) != content_hash(head(title="Another title"))
    files = example_files()
    files["assets/readings.csv"] += b"4,2.40\n"
    changed = read_files(files).document
    assert changed is not None
    assert content_hash(EXAMPLE) != content_hash(changed)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"metadata":{}}'])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="this is not the JSON of a course"):
        from_json(text)


def test_json_that_holds_more_is_refused() -> None:
    plain = json.loads(to_json(EXAMPLE)) | {"extra": 1}
    with pytest.raises(ValueError, match="not the canonical JSON"):
        from_json(json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def test_quizzes_are_what_the_quiz_engine_reads() -> None:
    for quiz in EXAMPLE.quizzes:
        engine = quiz_from_data(quiz.engine_data)
        assert engine.id == quiz.id
        assert len(engine.questions) == len(quiz.questions)


def test_defaults_are_not_written() -> None:
    files = example_files()
    data = files["quizzes/final.yaml"].replace(b"shuffle: false", b"shuffle: true\ndraw: 5")
    files["quizzes/final.yaml"] = data.replace(b"attempts: 3", b"attempts: 0")
    document = read_files(files).document
    assert document is not None
    quiz = document.quiz("final")
    assert "shuffle" not in quiz.data
    assert "attempts" not in quiz.data
    assert quiz.data["draw"] == 5
    assert isinstance(quiz, Quiz)
