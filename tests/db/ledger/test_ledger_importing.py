"""Import: one bad row keeps a whole folder out and is named, and what came in already adds nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_support import GOLDEN, NOW, create_ledger, person, spoil, take
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learnhub.ledger import importing
from learnhub.ledger.exporting import export_folder
from learnhub.ledger.importing import KINDS, ImportResult
from learnhub.ledger.queries import START, read_since
from learnhub.ledger.service import erase_person


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the micro folder to spoil."""
    copy = tmp_path / "micro"
    shutil.copytree(GOLDEN / "micro", copy)
    return copy


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "reason"),
    [
        ("enrolments.csv", ",p3,k1,", ",p9,k1,", 4, "person_id: p9 is not in persons"),
        ("enrolments.csv", ",p3,k1,", ",p3,k9,", 4, "course_id: k9 is not in courses"),
        ("sessions.csv", "s3,n4,", "s3,n44,", 4, "enrolment_id: n44 is not in enrolments"),
        ("quiz_attempts.csv", "a3,n2", "a3,n22", 4, "enrolment_id: n22 is not in enrolments"),
        ("attendance.csv", "v1,p5", "v7,p5", 4, "event_id: v7 is not in events"),
        ("surveys.csv", "p2,k1", "p2,k7", 3, "object_id: k7 is not in courses or events"),
        ("quiz_attempts.csv", ",1;1;1;1;0,", ",1;1;7;1;0,", 3, "item_marks: "),
        ("courses.csv", "k2,c2", "k2,c9", 3, "centre_id: c9 is not in centres"),
        ("events.csv", "v2,c2,,", "v2,c2,c8;c1,", 3, "co_centres: c8 is not in centres"),
        ("target_map.csv", "course,k2,SDG,13.1", "event,k2,SDG,13.1", 4, "object_id: k2 is not in events"),
        ("persons.csv", "NP,NP,\n", "NP,NP,p77\n", 4, "merged_into: p77 is not in persons"),
        ("persons.csv", "2020-01-01", "01/02/2020", 2, "valid_from: '01/02/2020' cannot be read"),
        ("persons.csv", ",F,", ",female,", 2, "gender: 'female' is none of F, M, N, U, X"),
        ("persons.csv", "person_id", "id", 1, "the header is not person_id,rev"),
        ("persons.csv", "p2,1,", 'p2,"1,', 7, "is not CSV"),
        ("sessions.csv", "s2,n2,2024-01-11T10:00:00Z", "s2,n2,2024-01-11T10:00:00", 3, "started_at: "),
        ("sessions.csv", "s2,n2,2024-01-11T10:00:00Z", "s2,n2,0001-01-01T00:00:00+01:00", 3, "started_at: "),
        ("sessions.csv", "s2,n2,2024-01-11T10:00:00Z", "s2,n2,9999-12-31T23:00:00-01:00", 3, "started_at: "),
    ],
)
def test_one_bad_row_keeps_everything_out(
    session: Session, folder: Path, name: str, old: str, new: str, line: int, reason: str
) -> None:
    spoil(folder, name, old, new)
    result = take(session, folder)
    first = next(item for item in result.rejected if item.file == name)
    assert first.line == line
    assert first.reason.startswith(reason)
    assert result.added == 0
    assert read_since(session, START) == []


def test_all_bad_rows_are_listed_in_order(session: Session, folder: Path) -> None:
    spoil(folder, "persons.csv", ",F,", ",female,")
    spoil(folder, "persons.csv", "1990", "ninety")
    spoil(folder, "sessions.csv", "s3,n4,", "s3,n44,")
    (folder / "events.csv").write_bytes(b"")
    (folder / "surveys.csv").write_bytes(b"response_id\xff,")
    found = [(item.file, item.line) for item in take(session, folder).rejected]
    assert found[:3] == [("persons.csv", 2), ("persons.csv", 3), ("events.csv", 1)]
    assert {("sessions.csv", 4), ("surveys.csv", 1)} <= set(found)


def test_a_row_is_listed_once_with_its_first_reason(session: Session, folder: Path) -> None:
    spoil(folder, "target_map.csv", "course,k2,SDG,13.1", "seminar,k2,SDG,13.1")
    spoil(folder, "enrolments.csv", ",p3,k1,", ",p8,k8,")
    assert take(session, folder).rejected == [
        ("target_map.csv", 4, "object_type: 'seminar' is none of course, event"),
        ("enrolments.csv", 4, "person_id: p8 is not in persons"),
    ]


def test_another_content_of_a_known_version_is_a_conflict(session: Session, folder: Path) -> None:
    take(session, folder)
    before = read_since(session, START)
    spoil(folder, "enrolments.csv", ",learner,2024-01-11T09:00:00Z,60,", ",learner,2024-01-11T09:00:00Z,61,")
    spoil(folder, "centres.csv", "Centre two", "Centre too")
    result = take(session, folder)
    assert [(item.file, item.line) for item in result.rejected] == [("centres.csv", 3), ("enrolments.csv", 3)]
    assert "says something else" in result.rejected[0].reason
    assert read_since(session, START) == before


@pytest.mark.parametrize("chunk", [1, importing.CHUNK])
def test_two_rows_of_a_folder_that_differ_are_no_fault_of_the_ledger(
    session: Session, folder: Path, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", chunk)
    with (folder / "persons.csv").open("a", encoding="utf-8") as file:
        file.write("p1,1,2023-12-01T00:00:00Z,2020-01-01,learner,confirmed,M,2001,KE,KE,\n")
    result = take(session, folder)
    assert result.rejected == [
        ("persons.csv", 8, "version 1 of p1 stands in an earlier row and says something else")
    ]
    assert result.clashes == 0


def test_some_of_the_files_are_enough_and_other_line_ends_too(session: Session, folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in {"centres.csv", "courses.csv"}:
            path.unlink()
    path = folder / "centres.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    absent = [f"{kind}.csv" for kind in KINDS if kind not in {"centres", "courses"}]
    assert take(session, folder) == ImportResult(added=4, absent=absent)


def test_what_points_at_a_rejected_row_is_not_held_against_it(session: Session, folder: Path) -> None:
    spoil(folder, "persons.csv", "1990", "ninety")
    result = take(session, folder)
    assert [(item.file, item.line) for item in result.rejected] == [("persons.csv", 3)]
    assert result.behind > 0
    assert result.added == 0


@pytest.mark.parametrize("lost", [False, True])
def test_half_a_copy_of_an_export_is_rejected(session: Session, tmp_path: Path, lost: bool) -> None:
    """A file cut at the end of a row still reads as a table, so only the description of the folder tells."""
    take(session, GOLDEN)
    export_folder(session, tmp_path)
    path = tmp_path / "surveys.csv"
    cut = b"".join(path.read_bytes().splitlines(keepends=True)[:-5])
    path.unlink()
    if not lost:
        path.write_bytes(cut)
    assert [(item.file, item.line) for item in take(session, tmp_path).rejected] == [("surveys.csv", 1)]
    path.write_bytes(cut)
    (tmp_path / "datapackage.json").unlink()  # it was meant
    assert take(session, tmp_path).rejected == []


def test_what_was_changed_in_an_export_is_named(session: Session, tmp_path: Path) -> None:
    take(session, GOLDEN)
    export_folder(session, tmp_path)
    with (tmp_path / "persons.csv").open("a") as file:
        file.write("P999,1,2023-01-05T08:00:00Z,2022-01-01,learner,confirmed,F,1990,NA,NA,\n")
    result = take(session, tmp_path)
    assert (result.added, result.rejected, result.changed) == (1, [], ["persons.csv"])


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"resources": ["persons"]}',
        '{"resources": [{"name": "persons", "rows": "many"}]}',
        '{"resources": [{"name": "persons", "rows": null}]}',
        "[" * 100_000,
    ],
    ids=["empty", "names", "words", "null", "deep"],
)
def test_a_description_that_cannot_be_read_is_rejected(session: Session, folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text)
    assert [item.file for item in take(session, folder).rejected] == ["datapackage.json"]


def test_a_folder_without_any_file_is_rejected(session: Session, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    assert [item.line for item in take(session, tmp_path).rejected] == [0]


def test_an_erased_person_does_not_come_back(session: Session, folder: Path) -> None:
    take(session, folder)
    erase_person(session, person_id="p2", now=NOW, actor="x")
    session.commit()
    assert [(item.file, item.line) for item in take(session, folder).rejected] == [("persons.csv", 3)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["KE", "FR", ""])), min_size=1, max_size=15))
def test_any_folder_twice_adds_nothing(engine: Engine, tmp_path: Path, moves: list[tuple[int, str]]) -> None:
    revs: dict[int, int] = {}
    lines = [
        "person_id,rev,recorded_at,valid_from,account_type,status,gender,birth_year,residence,nationality,merged_into"
    ]
    for number, residence in moves:
        revs[number] = revs.get(number, 0) + 1
        item = person(number, revs[number], residence=residence, recorded_at=NOW)
        lines += [item.to_line()] * (1 + len(residence) // 2)
    (tmp_path / "persons.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    create_ledger(engine)
    with Session(engine) as session:
        first = take(session, tmp_path)
        assert (first.added, first.rejected) == (len(moves), [])
        again = take(session, tmp_path)
        assert (again.added, again.known) == (0, len(lines) - 1)
        assert len(read_since(session, START)) == len(moves)
