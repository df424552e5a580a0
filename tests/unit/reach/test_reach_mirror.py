"""The mirror: the same bytes however it came about, nothing lost, nothing stale."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnhub.kernel.errors import Conflict
from learnhub.ledger.records import header
from learnhub.reach.layout import COLUMNS, KINDS
from learnhub.reach.mirror import Mirror
from tests.unit.reach.random_ledger import random_rows
from tests.unit.reach.reach_feeding import GOLDEN, Ledger, Line, entries, read_rows

LINES = entries(read_rows(GOLDEN))


def small(folder: Path, part_rows: int = 25) -> Mirror:
    return Mirror(folder, memory_mb=256, part_rows=part_rows)


def files(mirror: Mirror) -> dict[str, str]:
    return {part.file: part.sha256 for parts in mirror.manifest().parts.values() for part in parts}


def rows(mirror: Mirror, kind: str) -> list[tuple[object, ...]]:
    found = mirror.files(mirror.manifest(), kind)
    return duckdb.connect().execute("FROM read_parquet($files) ORDER BY seq", {"files": found}).fetchall()


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_those_of_the_ledger(kind: str) -> None:
    assert ",".join(COLUMNS[kind]) == header(kind)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(LINES)), max_size=4))
def test_refreshing_in_steps_gives_the_bytes_of_a_rebuild(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    stepwise, at_once = small(folder / "a"), small(folder / "b")
    for upto in sorted(steps):
        stepwise.refresh(Ledger(LINES[:upto]))
    stepwise.refresh(Ledger(LINES))
    at_once.refresh(Ledger(LINES))
    assert files(stepwise) == files(at_once)
    assert stepwise.manifest_file.read_bytes() == at_once.manifest_file.read_bytes()
    assert stepwise.damaged() == []


def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    mirror.refresh(Ledger(LINES))
    before, generation = files(mirror), mirror.generation()
    mirror.rebuild(Ledger(LINES))
    assert files(mirror) == before
    assert mirror.generation() != generation


def test_full_parts_are_never_written_again(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    mirror.refresh(Ledger(LINES[:200]))
    full = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*-000025.parquet")}
    mirror.refresh(Ledger(LINES))
    assert full
    assert {path: path.stat().st_mtime_ns for path in full} == full


def test_every_entry_is_in_it_once(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    mirror.refresh(Ledger(LINES))
    found = [row[0] for kind in KINDS for row in rows(mirror, kind)]
    assert sorted(found) == list(range(1, len(LINES) + 1))


def test_text_is_kept_as_it_was_written(tmp_path: Path) -> None:
    line = Line(1, "centres", 1, "2024-01-01T00:00:00Z", 'NA,"Say ""no"", later",NA,,')
    mirror = small(tmp_path)
    mirror.refresh(Ledger([line]))
    assert rows(mirror, "centres")[0][4:] == ("NA", 'Say "no", later', "NA", None, None)


def test_a_field_that_does_not_fit_counts_as_missing_and_is_told(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    session = Line(
        1, "sessions", 1, "2024-01-01T00:00:00Z", "s,n,yesterday,2024-01-01T01:00:00Z,2024-01-01T02:00:00Z"
    )
    assert mirror.refresh(Ledger([session])).unreadable == 1


def test_a_ledger_that_was_put_back_is_read_anew(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    mirror.refresh(Ledger(LINES))
    other = Ledger(
        [replace(line, body=line.body + " ") if line.kind == "centres" else line for line in LINES[:100]]
    )
    assert mirror.refresh(other).seq == 100
    fresh = small(tmp_path / "fresh")
    fresh.refresh(other)
    assert files(mirror) == files(fresh)


def test_a_deleted_mirror_comes_back(tmp_path: Path) -> None:
    mirror = small(tmp_path / "mirror")
    mirror.refresh(Ledger(LINES))
    before = files(mirror)
    for path in mirror.folder.iterdir():
        if path.is_file():
            path.unlink()
    mirror.refresh(Ledger(LINES))
    assert files(mirror) == before


def test_a_lost_part_is_written_again(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    mirror.refresh(Ledger(LINES))
    before = files(mirror)
    next(tmp_path.glob("persons-*.parquet")).unlink()
    mirror.refresh(Ledger(LINES))
    assert files(mirror) == before
    assert mirror.damaged() == []


def test_damage_is_noticed(tmp_path: Path) -> None:
    mirror = small(tmp_path)
    mirror.refresh(Ledger(LINES))
    victim = next(tmp_path.glob("persons-*.parquet"))
    victim.write_bytes(victim.read_bytes()[:-1])
    assert mirror.damaged() == [victim.name]


def test_a_blanked_line_replaces_the_old_one_everywhere(tmp_path: Path) -> None:
    old = next(line for line in LINES if line.kind == "persons" and ",1990," in line.body)
    blank = replace(old, body=old.body.replace(",1990,", ",,"))
    note = Line(len(LINES) + 1, "erasures", 1, "2025-01-01T00:00:00Z", f'{old.entry_id},"{blank.body}"')
    after = [*(blank if line is old else line for line in LINES), note]
    mirror, fresh = small(tmp_path / "a"), small(tmp_path / "b")
    mirror.refresh(Ledger(LINES))
    assert 1990 in [row[9] for row in rows(mirror, "persons") if row[1] == old.entry_id]
    mirror.refresh(Ledger(after))
    assert [row[9] for row in rows(mirror, "persons") if row[1] == old.entry_id] == [None]
    fresh.refresh(Ledger(after))
    assert files(mirror) == files(fresh)
    assert mirror.manifest().erased == 1


def test_transactions_order_the_entries_not_their_numbers(tmp_path: Path) -> None:
    lines = [replace(line, xid=100 - line.entry_id % 7) for line in LINES]
    mirror = small(tmp_path)
    mirror.refresh(Ledger([line for line in lines if line.xid < 98]))
    mirror.refresh(Ledger(lines))
    found = [row[1] for kind in KINDS for row in rows(mirror, kind)]
    assert sorted(found) == [line.entry_id for line in LINES]


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="kind"):
        small(tmp_path).refresh(Ledger([Line(1, "poems", 1, "2024-01-01T00:00:00Z", "x")]))


def test_several_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    lines = entries(random_rows(1, people=40))

    def refresh(upto: int) -> int:
        return small(tmp_path).refresh(Ledger(lines[:upto])).seq

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(refresh, [len(lines)] * 8))
    mirror, fresh = small(tmp_path), small(tmp_path / "fresh")
    fresh.refresh(Ledger(lines))
    assert files(mirror) == files(fresh)
