"""The example course as files in memory, and ways to spoil it."""

from __future__ import annotations

from pathlib import Path

from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.problems import Problem
from learnhub.coursefile.reader import read_files, read_folder

EXAMPLE = Path(__file__).parents[2] / "courses" / "example"


def example_files() -> dict[str, bytes]:
    """The files of the example course."""
    paths = [path for path in EXAMPLE.rglob("*") if path.is_file()]
    return {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in paths}


def example() -> CourseDocument:
    """The example course."""
    document = read_folder(EXAMPLE).document
    assert document is not None
    return document


def spoil(file: str, old: str, new: str, more: dict[str, bytes] | None = None) -> list[Problem]:
    """The problems after one change in one file; `more` adds files."""
    files = example_files() | (more or {})
    text = files[file].decode()
    assert old in text, f"{file} does not hold {old!r}"
    files[file] = text.replace(old, new, 1).encode()
    return list(read_files(files).problems)


def with_lesson(text: str, more: dict[str, bytes] | None = None) -> list[Problem]:
    """The problems of the first lesson after text was added at its end."""
    files = example_files() | (more or {})
    files["lessons/staff-gauge.md"] += b"\n" + text.encode()
    return list(read_files(files).problems)


def line_of(file: str, needle: str) -> int:
    """The line of the example file on which a text stands first."""
    text = example_files()[file].decode()
    return text[: text.index(needle)].count("\n") + 1


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x28\x00\x00\x00\x1e\x08\x02\x00\x00\x00"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 1_200_000
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 3_000
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nThe river rises.\n"
