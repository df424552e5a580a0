"""A backup can be restored on either database, and a restore is all or nothing."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import insert, text

from learnhub.accounts.models import Person
from learnhub.cli.database import all_tables, new_engine, upgrade
from learnhub.cli.portable import columns_of, dump_rows
from learnhub.config import Settings
from learnhub.jobs.models import Job
from learnhub.ledger.models import LedgerBlock, LedgerEntry

NewInstance = Callable[[str], Settings]
Call = Callable[..., Result]
AN_INSTANT = datetime(2026, 3, 29, 1, 30, 15, tzinfo=UTC)
PERSON = {
    "id": 7,
    "ledger_id": "p-7",
    "name": 'Amélie "Ω" 王芳\nثانية',
    "email": "a@example.org",
    "status": "confirmed",
    "created_at": AN_INSTANT,
}
JOB = {"id": 3, "name": "mail", "payload": {"to": ["ü"]}, "run_at": AN_INSTANT, "created_at": AN_INSTANT}
ENTRY = {
    "entry_id": 900_041,
    "kind": "persons",
    "key": "p-7",
    "rev": 1,
    "recorded_at": "2026-03-29T01:30:15Z",
    "body": "p-7,F",
    "reason": "new",
    "actor": "p-7",
    "salt": "s",
    "digest": "d" * 64,
    "xid": 0,
}
BLOCK = {
    "block_id": 1,
    "first_entry": 900_041,
    "last_entry": 900_041,
    "last_xid": 0,
    "rows": 1,
    "sealed_at": "2026-03-29T01:30:15Z",
    "prev_hash": "",
    "block_hash": "b" * 64,
    "leaves": b"\x00\xff\x10",
}
ORPHAN = "INSERT INTO course_centre (course_id, centre_id, position) VALUES (99, 'x', 1)"


def fill(settings: Settings, call: Call) -> None:
    """Reference data with its trees, and a row of each kind that is hard to carry."""
    upgrade(settings)
    loaded = call(settings, "reference", "load")
    assert loaded.exit_code == 0, loaded.output
    with new_engine(settings).begin() as connection:
        for model, row in ((Person, PERSON), (Job, JOB), (LedgerEntry, ENTRY), (LedgerBlock, BLOCK)):
            connection.execute(insert(model), [row])
    (settings.instance / "files" / "ab").mkdir(parents=True)
    (settings.instance / "files" / "ab" / "abcd").write_bytes(b"\x89PNG")
    (settings.instance / "secret.key").write_text("the key of this instance")
    (settings.instance / "learnhub.toml").write_text("port = 8080\n")


def contents(settings: Settings) -> dict[str, list[bytes]]:
    """Every row of every table in the portable form."""
    found = {}
    with new_engine(settings).connect() as connection:
        for each in all_tables().sorted_tables:
            found[each.name] = list(dump_rows(connection, each, columns_of(each)))
    return found


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_everything_arrives_on_the_other_database(
    source: str, target: str, new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    old, new, file = new_instance(source), new_instance(target), tmp_path / "all.zip"
    fill(old, call)
    made = call(old, "db", "backup", file)
    assert made.exit_code == 0, made.output
    restored = call(new, "db", "restore", file)
    assert restored.exit_code == 0, restored.output

    before, after = contents(old), contents(new)
    assert before == after
    assert len(after["theme"]) > 10
    assert len(after["person"]) == 1
    assert (new.instance / "files" / "ab" / "abcd").read_bytes() == b"\x89PNG"
    assert (new.instance / "secret.key").read_text() == "the key of this instance"
    assert not (new.instance / "learnhub.toml").exists(), "settings belong to the machine"


def test_what_belongs_to_no_instance_of_people_stays_out(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, file = new_instance("sqlite"), tmp_path / "all.zip"
    fill(settings, call)
    for name in (
        "demo/learnhub.db",
        "demo/files/ab/abcd",
        "errands/figures.csv",
        "imports/people.xlsx",
        "old.zip",
    ):
        (settings.instance / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.instance / name).write_text("not of this instance, or not for long")
    call(settings, "db", "backup", file)
    with zipfile.ZipFile(file, "a") as archive:
        carried = {name for name in archive.namelist() if name.startswith("instance/")}
        archive.writestr("instance/demo/learnhub.db", "as an older version put it there")
    assert carried == {"instance/files/ab/abcd", "instance/secret.key"}

    restored = call(settings, "db", "restore", "--force", file)
    assert restored.exit_code == 0, restored.output
    assert (settings.instance / "demo" / "learnhub.db").read_text() == "not of this instance, or not for long"
    assert not (settings.instance / "errands").exists(), "figures of what was replaced"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restored_database_is_as_strict_as_a_new_one(
    kind: str, new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    old, new, file = new_instance("sqlite"), new_instance(kind), tmp_path / "all.zip"
    fill(old, call)
    call(old, "db", "backup", file)
    call(new, "db", "restore", file)
    engine = new_engine(new)
    with engine.begin() as connection:  # numbers go on above the ones that came with the backup
        values = {key: value for key, value in JOB.items() if key != "id"}
        assert connection.execute(insert(Job).values(values).returning(Job.id)).scalar_one() == 4
    with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
        connection.execute(text("UPDATE ledger_entry SET body = 'forged'"))
    with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key"), engine.begin() as connection:
        connection.execute(text(ORPHAN))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_there_is_not_replaced_unasked(
    kind: str, new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, file = new_instance(kind), tmp_path / "all.zip"
    fill(settings, call)
    assert call(settings, "db", "backup", file).exit_code == 0
    with new_engine(settings).begin() as connection:
        connection.execute(text("UPDATE person SET name = 'later'"))
    later = contents(settings)

    refused = call(settings, "db", "restore", file)
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert not isinstance(refused.exception, Exception)
    assert contents(settings) == later

    forced = call(settings, "db", "restore", "--force", file)
    assert forced.exit_code == 0, forced.output
    assert "Amélie" in contents(settings)["person"][0].decode()
    assert list(settings.instance.glob("before-restore-*/files/ab/abcd"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("harm", ["rows lost", "parent lost", "cut off", "bytes lost"])
def test_a_damaged_backup_changes_nothing(
    kind: str, harm: str, new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, file, damaged = new_instance(kind), tmp_path / "all.zip", tmp_path / "damaged.zip"
    fill(settings, call)
    call(settings, "db", "backup", file)
    spoil(file, damaged, harm)
    before = contents(settings)

    refused = call(settings, "db", "restore", "--force", damaged)
    assert refused.exit_code == 2
    assert "nothing was changed" in refused.output
    assert not isinstance(refused.exception, Exception)
    assert contents(settings) == before
    assert {path.name for path in settings.instance.iterdir()} <= {
        *("files", "secret.key", "learnhub.toml", "upgrade.lock", "mirror"),
        *("learnhub.db", "learnhub.db-wal", "learnhub.db-shm"),
    }, "nothing half done is left"


def test_nothing_is_replaced_under_a_running_server(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    """What people did afterwards would go into the file that was put aside."""
    settings, file = new_instance("sqlite"), tmp_path / "all.zip"
    fill(settings, call)
    call(settings, "db", "backup", file)
    with new_engine(settings).connect() as server:
        server.execute(text("SELECT 1 FROM person"))
        server.rollback()
        refused = call(settings, "db", "restore", "--force", file)
        assert refused.exit_code == 2
        assert "is in use: stop the server" in refused.output
    assert not list(settings.instance.glob("before-restore-*"))
    after = call(settings, "db", "restore", "--force", file)
    assert after.exit_code == 0, after.output


def test_no_tables_are_replaced_under_a_running_server_on_postgresql(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, file = new_instance("postgresql"), tmp_path / "all.zip"
    fill(settings, call)
    call(settings, "db", "backup", file)
    with new_engine(settings).connect():
        refused = call(settings, "db", "restore", "--force", file)
        assert refused.exit_code == 2
        assert "in use by 1 other connection of its account" in refused.output
    assert call(settings, "db", "restore", "--force", file).exit_code == 0


def test_a_damaged_database_is_replaced(new_instance: NewInstance, call: Call, tmp_path: Path) -> None:
    settings, file = new_instance("sqlite"), tmp_path / "all.zip"
    fill(settings, call)
    call(settings, "db", "backup", file)
    (settings.instance / "learnhub.db").write_bytes(b"no database any more" * 1000)
    restored = call(settings, "db", "restore", "--force", file)
    assert restored.exit_code == 0, restored.output
    assert len(contents(settings)["person"]) == 1


def spoil(file: Path, damaged: Path, harm: str) -> None:
    if harm == "cut off":
        damaged.write_bytes(file.read_bytes()[:-2000])
        return
    if harm == "bytes lost":
        with zipfile.ZipFile(file) as source:
            entry = source.getinfo("tables/country.jsonl")
        data = bytearray(file.read_bytes())
        begin = data.index(b"tables/country.jsonl", entry.header_offset) + len(entry.filename)
        data[begin : begin + 200] = b"\xff" * 200
        damaged.write_bytes(data)
        return
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "tables/person.jsonl" and harm == "rows lost":
                data = b""
            if name == "tables/country.jsonl" and harm == "parent lost":
                data = b""
            if name == "manifest.json" and harm == "parent lost":
                manifest = json.loads(data)
                manifest["tables"]["country"]["rows"] = 0
                data = json.dumps(manifest).encode()
            target.writestr(name, data)


def test_only_the_owner_can_read_a_backup_and_none_is_overwritten(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, file = new_instance("sqlite"), tmp_path / "all.zip"
    upgrade(settings)
    assert call(settings, "db", "backup", file).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = file.read_bytes()
    again = call(settings, "db", "backup", file)
    assert again.exit_code == 2
    assert "--force" in again.output
    assert file.read_bytes() == first
    assert not list(tmp_path.glob("*.part"))


def test_what_commands_write_is_for_their_own_account(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, questions, answers = new_instance("sqlite"), tmp_path / "q.csv", tmp_path / "a.csv"
    questions.write_text("indicator,as_of,period_start,period_end,filters\n", encoding="utf-8")
    upgrade(settings)
    assert call(settings, "reach", "compute", questions, "--out", answers).exit_code == 0
    written = {path for path in settings.instance.rglob("*") if path.parts[-2] == "mirror"}
    assert written
    assert [path.name for path in {answers, *written} if path.stat().st_mode & 0o077] == []


def test_a_backup_is_one_state_although_somebody_writes(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, file = new_instance("sqlite"), tmp_path / "all.zip"
    upgrade(settings)
    with new_engine(settings).begin() as connection:  # a writer that holds the write lock all the time
        connection.execute(insert(Job), [JOB])
        made = call(settings, "db", "backup", file)
    assert made.exit_code == 0, made.output
    with zipfile.ZipFile(file) as archive:
        assert archive.read("tables/job.jsonl") == b""


def test_a_newer_backup_is_refused_in_a_sentence(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "new.zip"
    with zipfile.ZipFile(file, "w") as archive:
        manifest = {"format": 1, "revision": "9999", "learnhub": "9.9", "tables": {}}
        archive.writestr("manifest.json", json.dumps(manifest))
    refused = call(new_instance("sqlite"), "db", "restore", file)
    assert refused.exit_code == 2
    assert "9.9" in refused.output
    assert not isinstance(refused.exception, Exception)


def test_a_name_that_leads_out_of_the_instance_is_refused(
    new_instance: NewInstance, call: Call, tmp_path: Path
) -> None:
    settings, other, file = new_instance("sqlite"), new_instance("sqlite"), tmp_path / "all.zip"
    upgrade(settings)
    call(settings, "db", "backup", file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("instance/../../outside", "x")
    refused = call(other, "db", "restore", file)
    assert refused.exit_code == 2
    assert not (tmp_path / "outside").exists()
    assert list(other.instance.glob("learnhub.db")) == []
