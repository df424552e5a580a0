"""Files of snapshots: kept while their process lives, gone afterwards, and never those of somebody else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from learnhub.reach.aside import Aside
from learnhub.reach.query import Query
from learnhub.reach.snapshots import FOLDER
from tests.unit.reach import reach_feeding as feeding

KILLED = """
import os, sys
from pathlib import Path
from learnhub.reach.aside import Aside
aside = Aside(Path(sys.argv[1]))
aside.place_of("s1", "session").write_text("rows")
os._exit(9)
"""


def folders(root: Path) -> set[Path]:
    return {each for each in root.iterdir() if each.is_dir()}


def test_what_a_killed_process_left_goes_with_the_next_one(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == 9
    (left,) = folders(tmp_path)
    assert (left / "s1-session.parquet").exists()
    aside = Aside(tmp_path)
    assert folders(tmp_path) == {aside.folder}
    aside.close()


def test_folders_of_living_owners_stay(tmp_path: Path) -> None:
    first = Aside(tmp_path)
    first.place_of("s1", "session").write_text("rows")
    second = Aside(tmp_path)
    assert first.place_of("s1", "session").read_text() == "rows"
    second.close()
    assert folders(tmp_path) == {first.folder}
    first.close()
    assert not folders(tmp_path)


def test_snapshots_take_their_files_with_them(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference, engine = feeding.reference(rows), feeding.engine(rows, tmp_path)
    root = engine.mirror.folder / FOLDER
    for day in range(1, 8):
        as_of = datetime(2025, 6, day, tzinfo=UTC)
        engine.compute(Query("H01", as_of, date(2024, 1, 1), date(2024, 12, 31)), reference)
    (folder,) = folders(root)
    assert len({file.name.partition("-")[0] for file in folder.glob("*.parquet")}) == 4
    engine.close()
    assert not folders(root)
    again = engine.compute(
        Query("H01", datetime(2025, 6, 30, tzinfo=UTC), date(2024, 1, 1), date(2024, 12, 31)), reference
    )
    assert again.value


def test_a_deleted_mirror_takes_them_along_and_comes_back(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    reference, engine = feeding.reference(rows), feeding.engine(rows, tmp_path)
    query = Query("H01", datetime(2025, 6, 30, tzinfo=UTC), date(2024, 1, 1), date(2024, 12, 31))
    before = engine.compute(query, reference).value
    shutil.rmtree(engine.mirror.folder)
    engine.refresh(feeding.Ledger(feeding.entries(rows)))
    assert engine.compute(query, reference).value == before
    assert before
