"""Folders and zips: what is let in, and what a hostile archive meets."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from course_samples import EXAMPLE, example, example_files
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile import sources
from learnhub.coursefile.reader import read_files, read_folder
from learnhub.coursefile.sources import from_zip
from learnhub.coursefile.writer import write_folder, zip_bytes, zip_of


def make_zip(files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change and name.startswith("bad"):
                change(entry)
            archive.writestr(entry, data)
    return buffer.getvalue()


def problems_of(data: bytes) -> list[str]:
    return [str(problem) for problem in read_files(*from_zip(data)).problems]


def test_a_zip_with_or_without_a_top_folder(tmp_path: Path) -> None:
    plain = make_zip(example_files())
    nested = make_zip({f"my-course/{name}": data for name, data in example_files().items()})
    path = tmp_path / "course.zip"
    path.write_bytes(plain)
    assert (
        read_files(*from_zip(plain)).document
        == read_files(*from_zip(nested)).document
        == read_files(*from_zip(path)).document
        == example()
    )


def test_a_course_is_found_however_deep_it_lies_in_a_zip() -> None:
    deep = {f"backup/my-course/{name}": data for name, data in example_files().items()}
    assert read_files(*from_zip(make_zip(deep | {"README.md": b"x"}))).document == example()
    quiz = {"my-course/quizzes/course.yaml": b"", "my-course/course.yaml": b""}
    assert not any("several courses" in line for line in problems_of(make_zip(quiz)))


def test_a_zip_of_several_courses_names_them() -> None:
    both = {f"{top}/{name}": data for top in ("a", "b") for name, data in example_files().items()}
    assert problems_of(make_zip(both)) == [
        "course.zip:1:1: the zip holds several courses (a, b); make a zip of each"
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [("index.html", "put it beside lessons/"), ("my-course/Course.YML", "rename Course.YML")],
)
def test_a_zip_without_a_course_says_what_is_missing_and_nothing_else(name: str, told: str) -> None:
    (found,) = problems_of(make_zip({name: b"x"}))
    assert found.startswith("course.yaml:1:1: course.yaml is missing; ")
    assert told in found


def test_folders_in_a_zip_are_no_files() -> None:
    buffer = io.BytesIO(make_zip(example_files()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.mkdir("lessons")
    assert read_files(*from_zip(buffer.getvalue())).document == example()


@pytest.mark.parametrize(
    "name", ["../evil.md", "/etc/passwd", "lessons/../../x.md", "a\\..\\b.md", "C:/x.md"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert any(
        f"`{name}` leads out of the course folder" in line
        for line in problems_of(make_zip({"course.yaml": b"", name: b""}))
    )


def test_what_is_ignored_in_a_folder_is_ignored_in_a_zip() -> None:
    more = {"README.md": b"x", "LICENSE": b"x", ".git/config": b"x"}
    assert read_files(*from_zip(make_zip(example_files() | more))).document == example()


def test_links_are_refused() -> None:
    def link(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    found = problems_of(make_zip(example_files() | {"bad.md": b"/etc/passwd"}, link))
    assert any("this is a link or a special file" in line for line in found)


def test_bombs_are_refused() -> None:
    found = problems_of(make_zip(example_files() | {"assets/bomb.csv": b"0" * 5_000_000}))
    assert any("compressed beyond belief" in line for line in found)


def test_a_size_that_lies_is_found() -> None:
    data = make_zip({"course.yaml": b"title: a\n" * 50})
    lie = data.replace((450).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lie != data
    found = problems_of(lie)
    assert any("not as long as the zip says" in line for line in found)


def test_a_name_twice_is_refused() -> None:
    buffer = io.BytesIO(make_zip(example_files()))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("course.yaml", b"title: other")
    assert any("stands twice in the zip" in line for line in problems_of(buffer.getvalue()))


def test_encrypted_files_are_refused() -> None:
    data = bytearray(make_zip({"course.yaml": b"title: a"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert any("this file is encrypted" in line for line in problems_of(bytes(data)))


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04" + b"\x00" * 40])
def test_what_is_no_zip(data: bytes) -> None:
    found = problems_of(data)
    assert "cannot be read as a zip" in found[0]


def test_a_broken_zip() -> None:
    data = bytearray(make_zip({"course.yaml": b"title: " + bytes(range(65, 91)) * 9}))
    middle = data.index(b"course.yaml") + 20
    data[middle] ^= 0xFF
    assert any("cannot be read as a zip" in line for line in problems_of(bytes(data)))


def test_a_zip_whose_packed_bytes_were_changed() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("course.yaml", "summary: rivers and rain\n" * 50)
    data = bytearray(held.getvalue())
    begin = 30 + len("course.yaml")
    data[begin : begin + 6] = b"\xff" * 6
    assert any("cannot be read as a zip" in line for line in problems_of(bytes(data)))


def test_a_zip_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read as a zip" in str(read_files(*from_zip(tmp_path / "none.zip")).problems)


def test_too_many_files(tmp_path: Path) -> None:
    many = {f"assets/a{number}.csv": b"1" for number in range(2_001)}
    assert any("more than 2000 files" in line for line in problems_of(make_zip(many)))
    (tmp_path / "assets").mkdir()
    for name in many:
        (tmp_path / name).write_bytes(b"1")
    assert any("more than 2000 files" in str(problem) for problem in read_folder(tmp_path).problems)


def test_too_large_files(tmp_path: Path) -> None:
    write_folder(example(), tmp_path)
    (tmp_path / "lessons" / "staff-gauge.md").write_bytes(b"a" * 1_000_001)
    assert any("at most 1000000 are allowed" in str(problem) for problem in read_folder(tmp_path).problems)


def test_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(example(), tmp_path)
    monkeypatch.setattr(sources.limits, "TEXT_TOTAL", 3_000)
    monkeypatch.setattr(sources.limits, "ASSETS_TOTAL", 600)
    found = " ".join(str(problem) for problem in read_folder(tmp_path).problems)
    assert "the texts have more than" in found
    assert "the assets have more than" in found


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    course = tmp_path / "course"
    write_folder(example(), course)
    (course / "assets" / "gauge.svg").unlink()
    (course / "assets" / "gauge.svg").symlink_to(EXAMPLE / "assets" / "gauge.svg")
    (course / "more").symlink_to(EXAMPLE)
    found = [str(problem) for problem in read_folder(course).problems]
    assert any(line.startswith("assets/gauge.svg") and "put the real file here" in line for line in found)
    assert any(line.startswith("more:") for line in found)


def test_the_same_course_gives_the_same_zip() -> None:
    data = zip_bytes(example())
    document = read_files(*from_zip(data)).document
    assert document is not None
    assert zip_bytes(document) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "reading-the-river/assets/gauge.svg"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(st.binary(min_size=1, max_size=200), st.integers(1, 20_000))
@settings(max_examples=40, deadline=None)
def test_what_we_pack_we_read_however_well_it_packs(unit: bytes, times: int) -> None:
    files = {"course.yaml": b"title: T\n", "assets/data.csv": (unit * times)[:1_000_000]}
    assert from_zip(zip_of({f"course/{name}": data for name, data in files.items()})) == (files, [])


def test_a_course_with_a_file_of_zeros_comes_back() -> None:
    files = example_files() | {"assets/readings.csv": b"0" * 2_000_000}
    document = read_files(files).document
    assert document is not None
    again = read_files(*from_zip(zip_bytes(document)))
    assert again.problems == ()
    assert again.document == document
