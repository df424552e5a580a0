"""Releases from the golden ledger: frozen, signed, the same again, and never from a ledger with a broken chain."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from learnhub.cli.release import release as commands
from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.ledger.importing import import_folder
from learnhub.ledger.records import PersonRecord
from learnhub.ledger.service import record, seal
from learnhub.ledger.verify import verify
from learnhub.reach.queries import rebuilt
from learnhub.reach.releases import task
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.diff import read_figures
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import VIEWS, anchors, folder_of, get_release, manifest_of
from learnhub.reach.releases.service import ask_release, note_failed
from learnhub.reach.releases.signing import public_pem, signing_key
from learnhub.reach.releases.verify import verify_folder
from tests.db.reach.conftest import GOLDEN

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FINAL_2024 = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC)
GENERATOR = "learnhub tests"
REVISED_2024 = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)


def make_release(settings: Settings, release_id: str, now: datetime = NOW) -> Release:
    return task.make_release(settings, release_id, now, generator=GENERATOR)


def asked(stage: Stage, as_of: datetime, scope: str = "net", languages: tuple[str, ...] = ()) -> str:
    with transaction() as session:
        return ask_release(
            session, scope=scope, period="2024", stage=stage, as_of=as_of, languages=languages, now=NOW
        ).id


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def of_view(settings: Settings, release_id: str, view: str) -> Path:
    return folder_of(settings, release_id) / view


def figures(settings: Settings, release_id: str, view: str) -> dict[tuple[str, ...], object]:
    data = next(
        path for path in of_view(settings, release_id, view).glob("*.csv") if path.stem.endswith(f"_{view}")
    )
    return {key: told.value for key, told in read_figures(data.read_bytes()).items() if told.status != "Q"}


def revisions_of(settings: Settings, release_id: str, view: str) -> list[tuple[str, str, tuple[str, ...]]]:
    book = openpyxl.load_workbook(next(of_view(settings, release_id, view).glob("*.xlsx")))
    rows = list(book["Revisions"].values)
    start = next(number for number, row in enumerate(rows) if row[0] == "indicator")
    return [
        (str(row[0]), str(row[1] or ""), tuple(str(row[7]).split())) for row in rows[start + 1 :] if row[0]
    ]


@pytest.fixture(autouse=True)
def _no_releases(settings: Settings) -> None:
    shutil.rmtree(settings.instance / "releases", ignore_errors=True)


def test_final_then_revised(app: Flask, session: Session, settings: Settings) -> None:
    final = make_release(settings, asked(Stage.FINAL, FINAL_2024), NOW)
    folder = folder_of(settings, "net-2024-F1")
    assert (final.state, final.problem, set(final.manifests)) == ("made", "", set(VIEWS))
    key = public_pem(signing_key(settings.instance))
    assert [verify_folder(folder / view, key) for view in VIEWS] == [[], [], []]
    frozen = files_in(folder)
    _says_what_it_is(settings, final)
    _finds_every_changed_byte(folder, key)
    _is_the_same_when_made_again(settings, frozen)

    revised = make_release(settings, asked(Stage.REVISED, REVISED_2024), NOW)
    assert files_in(folder) == frozen, "an old release never changes"
    assert revised.supersedes == "net-2024-F1"
    for view in VIEWS:
        _explains_what_changed(settings, view)
    told = {(code, cut): why for code, cut, why in revisions_of(settings, "net-2024-R1", "internal")}
    assert told["E01", "course=K01"] == ("MERGE",)  # P005 and P006 are one person
    assert told["C01", "course=K04"] == ("CONFIRM",)  # P011
    assert "LATE" in told["C01", "course=K06"]  # P019
    assert "VOID" in told["E01", "course=K05"]  # P018
    assert verify(reading(), anchors(reading())) == []
    _commands_tell_the_same(settings, app)


def test_files_of_an_earlier_try_are_not_taken_for_another_as_of(
    session: Session, settings: Settings
) -> None:
    release_id = asked(Stage.FINAL, FINAL_2024, scope="c-C01")
    make_release(settings, release_id)
    with transaction() as writer:  # as if the maker had stopped before it said that all is there
        writer.execute(update(Release).values(state="making"))
    resumed = make_release(settings, release_id)
    assert (resumed.state, manifest_of(settings, release_id, "internal")["as_of"]) == (
        "made", "2025-01-31T23:59:59Z"
    )  # fmt: skip
    later = NOW + timedelta(hours=3)
    with transaction() as writer:
        writer.execute(update(Release).values(state="failed"))
    with transaction() as writer:
        again = ask_release(
            writer, scope="c-C01", period="2024", stage=Stage.FINAL, as_of=REVISED_2024, languages=(), now=later
        )  # fmt: skip
        assert again.id == release_id
    made = make_release(settings, release_id, later)
    about = manifest_of(settings, release_id, "internal")
    assert (made.state, about["as_of"]) == ("made", "2025-06-30T23:59:59Z")


def test_the_command_loads_the_lists_of_countries_first(app: Flask, settings: Settings) -> None:
    with transaction() as writer:
        assert not import_folder(writer, GOLDEN, now=NOW, actor="tests").rejected
    words = ("make", "2024", "--stage", "final", "--as-of", "2025-01-31T23:59:59Z")
    result = CliRunner().invoke(commands, words, obj=app)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Reference data: edition 1")
    found = figures(settings, "net-2024-F1", "internal")
    of_africa = [found[key] for key in found if key[0] == "R04" and "AFR" in key and key.count("_T") == 11]
    assert max(of_africa) > 0, "all learners are of an unknown region"


def _commands_tell_the_same(settings: Settings, app: Flask) -> None:
    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(commands, words, obj=app)
        assert result.exit_code == code, result.output
        return result.output

    assert run("list").splitlines()[0] == "net-2024-F1  as of 2025-01-31T23:59:59Z, not public"
    assert run("publish", "2024-F1") == "net-2024-F1 is public.\n"
    assert '"view": "partner"' in run("show", "2024-F1")
    assert "E01 course=K01: 14 -> 13  MERGE" in run("diff", "2024-F1", "2024-R1")
    assert run("diff", "2024-F1", "2024-F1") == "No figure differs.\n"
    folder = folder_of(settings, "net-2024-F1")
    key = settings.instance / "public.pem"
    run("key", "--out", str(key))
    assert run("verify", str(folder), "--key", str(key)).startswith("All files are as they were signed.")
    changed = folder / "public" / "key_figures.csv"
    changed.chmod(0o644)
    changed.write_bytes(changed.read_bytes().replace(b"R04", b"R05"))
    told = run("verify", str(folder), "--key", str(key), code=1)
    assert "public/key_figures.csv: was changed" in told
    assert "One thing is not as it was signed." in told
    run("make", "2024-Q9", "--as-of", "2025-01-31", code=1)


def _finds_every_changed_byte(folder: Path, key: bytes) -> None:
    """Three bytes of each file, drawn with a seed; and the program inside, with nothing but the folder."""
    chance = Random(2024)
    for view in VIEWS:
        for path in sorted((folder / view).iterdir()):
            whole = path.read_bytes()
            path.chmod(0o644)
            for place in (0, len(whole) - 1, chance.randrange(len(whole))):
                changed = bytearray(whole)
                changed[place] ^= 1 << chance.randrange(8)
                path.write_bytes(changed)
                assert verify_folder(folder / view, key), (path.name, place)
            path.write_bytes(whole)
            path.chmod(0o444)
    alone = folder.parent.parent / "alone.pem"
    alone.write_bytes(key)
    command = [sys.executable, "-I", "verify.py", ".", str(alone)]
    said = subprocess.run(command, cwd=folder / "public", capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "All files are as they were signed.\n"), said.stderr
    alone.unlink()


def _says_what_it_is(settings: Settings, final: Release) -> None:
    about = json.loads((of_view(settings, final.id, "public") / "manifest.json").read_bytes())
    assert (about["release"], about["view"], about["as_of"]) == ("2024-F1", "public", "2025-01-31T23:59:59Z")
    assert about["generated_at"] == "2026-11-22T09:00:00Z"
    assert about["disclosure"]["algorithm"] == "sdc-1.0"
    assert about["disclosure"]["suppressed_cells"]["primary"] > 0
    assert about["ledger"]["chain_sha256"] == final.block_hash
    assert about["ledger"]["rows_considered"]["enrolments"] > 0
    data = next(each for each in about["files"] if each["name"].endswith("_public.csv"))
    assert data["rows"] == len(
        read_figures((of_view(settings, final.id, "public") / data["name"]).read_bytes())
    )
    for path in of_view(settings, final.id, "internal").glob("learnhub_*"):
        assert path.name.startswith("learnhub_reach_net_2024_2024-F1_20250131T235959Z_internal")


def _is_the_same_when_made_again(settings: Settings, frozen: dict[str, bytes]) -> None:
    """The ledger has grown meanwhile, after the as-of; the mirror is made anew."""
    with transaction() as session:
        session.execute(delete(Release))
        record(
            session,
            [PersonRecord(person_id="later", valid_from=NOW.date(), account_type="learner", status="confirmed")],
            now=NOW, actor="tests", reason="FIRST",
        )  # fmt: skip
    shutil.rmtree(folder_of(settings, "net-2024-F1"))
    rebuilt(reading(), settings)
    make_release(settings, asked(Stage.FINAL, FINAL_2024), NOW)
    assert files_in(folder_of(settings, "net-2024-F1")) == frozen


def _explains_what_changed(settings: Settings, view: str) -> None:
    before, after = (figures(settings, f"net-2024-{name}", view) for name in ("F1", "R1"))
    changed = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    explained = revisions_of(settings, "net-2024-R1", view)
    assert len(changed) > 10
    assert {key[0] for key in changed} <= {code for code, _, _ in explained}
    assert len(explained) >= len(changed)
    assert all(why for _, _, why in explained)


def test_no_figure_is_published_from_a_broken_chain(session: Session, settings: Settings) -> None:
    with transaction() as writer:
        seal(writer, now=NOW)
        forge(writer)
    release_id = asked(Stage.FINAL, FINAL_2024)
    task.do(settings, {"id": release_id}, NOW, generator=GENERATOR)
    release = get_release(reading(), release_id)
    assert release.state == "failed"
    assert "not as it was recorded" in release.problem
    assert "altered: entry 30 (" in release.problem
    assert not folder_of(settings, release_id).exists()
    with pytest.raises(Unacceptable, match="not as it was recorded"):
        make_release(settings, release_id, NOW)


def forge(session: Session) -> None:
    """Change an entry as somebody with the whole database in hand could."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER USER"))
        session.execute(text("UPDATE ledger_entry SET actor = 'other' WHERE entry_id = 30"))
        session.execute(text("ALTER TABLE ledger_entry ENABLE TRIGGER USER"))
        return
    names = session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'")
    )
    for name in list(names):
        session.execute(text(f"DROP TRIGGER {name}"))
    session.execute(text("UPDATE ledger_entry SET actor = 'other' WHERE entry_id = 30"))


def test_a_stop_at_any_moment_leaves_no_half_release(session: Session, settings: Settings) -> None:
    """Once the folder stands, only the note is missing; before that there is none."""
    release_id = asked(Stage.PROVISIONAL, FINAL_2024, "c-C01")
    draft = settings.folder("releases") / f"{release_id}.0a1b2c3d.part"
    (draft / "public").mkdir(parents=True)
    release = make_release(settings, release_id, NOW)
    assert not draft.exists()
    frozen, manifests = files_in(folder_of(settings, release_id)), dict(release.manifests)
    with transaction() as writer:
        writer.execute(update(Release).values(state="making", manifests={}, made_at=None))
    again = make_release(settings, release_id, NOW + timedelta(hours=1))
    assert (again.state, again.manifests) == ("made", manifests)
    assert files_in(folder_of(settings, release_id)) == frozen
    about = json.loads(frozen["internal/manifest.json"])
    assert about["filters"] == {"scope": "c-C01", "centre": "C01"}
    assert make_release(settings, release_id, NOW).made_at == again.made_at, "what is made is not made again"


def test_one_release_of_a_period_at_a_time(session: Session, settings: Settings) -> None:
    asked(Stage.FINAL, FINAL_2024)
    with pytest.raises(Conflict, match="at this moment"):
        asked(Stage.PROVISIONAL, FINAL_2024)
    asked(Stage.FINAL, FINAL_2024, "c-C01")
    with transaction() as writer:
        note_failed(writer, "net-2024-F1", problem="The disc was full.")
    assert asked(Stage.FINAL, FINAL_2024) == "net-2024-F1", "a failed one can be asked for again"
    assert get_release(reading(), "2024-F1").problem == ""
