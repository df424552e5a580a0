"""Export and import: golden folders come in wholly, go out byte by byte, and can be checked from outside."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from ledger_support import GOLDEN, NOW, centre, course, create_ledger, person, put, spoil, take, target
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learnhub.ledger import importing
from learnhub.ledger.exporting import export_folder
from learnhub.ledger.importing import KINDS, SINCE_EVER, ImportResult
from learnhub.ledger.queries import latest
from learnhub.ledger.service import erase_person, seal
from learnhub.ledger.verify import verify


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("folder", [GOLDEN, GOLDEN / "micro"], ids=["golden", "micro"])
@pytest.mark.parametrize("chunk", [4, importing.CHUNK])
def test_a_golden_folder_comes_in_wholly_and_only_once(
    session: Session, folder: Path, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", chunk)
    total = sum(len(rows(folder / f"{kind}.csv")) for kind in KINDS)
    assert take(session, folder) == ImportResult(added=total)
    assert take(session, folder) == ImportResult(known=total)
    seal(session, now=NOW)
    session.commit()
    assert verify(session) == []


def test_what_came_in_goes_out_byte_by_byte(session: Session, tmp_path: Path) -> None:
    take(session, GOLDEN / "micro")
    export_folder(session, tmp_path)
    for kind in KINDS:
        name = f"{kind}.csv"
        assert (tmp_path / name).read_bytes() == (GOLDEN / "micro" / name).read_bytes(), name


def test_an_export_that_fails_leaves_no_half_of_itself_and_nothing_else_is_touched(
    session: Session, tmp_path: Path
) -> None:
    take(session, GOLDEN / "micro")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "notes.csv").write_text("mine\n")

    def torn() -> Iterator[tuple[str, str]]:
        yield "KE", "V"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        export_folder(session, folder, reference={"countries": torn()})
    assert everything(folder) == {"notes.csv": b"mine\n"}


def test_an_export_imports_to_the_same_export(engine: Engine, session: Session, tmp_path: Path) -> None:
    take(session, GOLDEN)
    export_folder(session, tmp_path / "one")
    session.close()
    create_ledger(engine)
    with Session(engine) as other:
        assert take(other, tmp_path / "one").rejected == []
        export_folder(other, tmp_path / "two")
    for kind in KINDS:
        name = f"{kind}.csv"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_recording_times_of_the_files_are_kept(session: Session) -> None:
    take(session, GOLDEN)
    as_of = datetime(2024, 8, 1, tzinfo=UTC)
    known = {item.key: item.rev for item in latest(session, "persons", as_of)}
    assert known["P003"] == 1
    assert {item.key: item.rev for item in latest(session, "persons")}["P003"] == 2
    assert len(list(latest(session, "centres", SINCE_EVER))) == 6


def test_the_same_ledger_gives_the_same_bytes(session: Session, tmp_path: Path) -> None:
    reference = {
        "countries": [
            ("KE", "Kenya", "AFR", "1", "1"),
            ("TZ", "Tanzania, United Republic of", "AFR", "1", "1"),
        ],
        "country_groups": [("TZ", "LDC", "1971-01-01", "")],
    }
    take(session, GOLDEN)
    as_of = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC)
    for name in ("one", "two"):
        export_folder(session, tmp_path / name, as_of=as_of, reference=reference)
    put(session, person(77), now=NOW)
    export_folder(session, tmp_path / "three", as_of=as_of, reference=reference)
    assert everything(tmp_path / "one") == everything(tmp_path / "two") == everything(tmp_path / "three")
    assert rows(tmp_path / "one" / "countries.csv")[1]["name"] == "Tanzania, United Republic of"
    assert {
        row["recorded_at"] <= "2025-01-31T23:59:59Z" for row in rows(tmp_path / "one" / "persons.csv")
    } == {True}
    assert "blocks.csv" not in everything(tmp_path / "one")


def test_an_export_that_is_cut_off_leaves_the_folder_as_it_was(session: Session, tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, ...]]:
        yield ("KE", "Kenya", "AFR", "1", "1")
        raise OSError("no space left")

    take(session, GOLDEN / "micro")
    with pytest.raises(OSError, match="no space"):
        export_folder(session, tmp_path / "new", reference={"countries": broken()})
    assert everything(tmp_path / "new") == {}
    export_folder(session, tmp_path / "old")
    before = everything(tmp_path / "old")
    put(session, person(77))
    with pytest.raises(OSError, match="no space"):
        export_folder(session, tmp_path / "old", reference={"countries": broken()})
    assert everything(tmp_path / "old") == before


def test_an_export_over_another_one_leaves_nothing_of_it(session: Session, tmp_path: Path) -> None:
    take(session, GOLDEN / "micro")
    seal(session, now=NOW)
    export_folder(session, tmp_path / "one")
    (tmp_path / "one" / ".part").mkdir()  # left by one that was killed
    (tmp_path / "one" / ".part" / "persons.csv").write_text("half", encoding="utf-8")
    for name in ("one", "two"):
        export_folder(session, tmp_path / name, as_of=NOW)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_the_description_fits_the_files(session: Session, tmp_path: Path) -> None:
    take(session, GOLDEN)
    seal(session, now=NOW)
    export_folder(session, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} == {
        path.name for path in tmp_path.glob("*.csv")
    }
    for resource in package["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert data.split(b"\n", 1)[0].decode() == ",".join(names)
        assert resource["rows"] == len(rows(tmp_path / resource["path"]))


def test_files_without_versions_show_what_holds(session: Session, tmp_path: Path) -> None:
    put(session, centre(), course(), target("0.5"))
    later = NOW + timedelta(days=1)
    put(session, centre(name="New name", rev=2), target("0", rev=2), now=later)
    export_folder(session, tmp_path / "now")
    export_folder(session, tmp_path / "then", as_of=NOW)
    assert [row["name"] for row in rows(tmp_path / "now" / "centres.csv")] == ["New name"]
    assert [row["name"] for row in rows(tmp_path / "then" / "centres.csv")] == ["Centre one"]
    assert rows(tmp_path / "now" / "target_map.csv") == []
    assert len(rows(tmp_path / "then" / "target_map.csv")) == 1
    gone = [row["line"] for row in rows(tmp_path / "now" / "ledger.csv") if row["line"]]
    assert gone == ["c1,Centre one,KE,Africa/Nairobi,", "course,k1,SDG,6.5,0.5", "course,k1,SDG,6.5,0"]


def lines_by_entry(folder: Path) -> dict[str, str]:
    """The line of every entry, put together as the documentation tells an outsider to."""
    files: dict[str, Any] = {}
    found = {}
    for entry in rows(folder / "ledger.csv"):
        kind = entry["kind"]
        if kind not in files:
            text = (folder / f"{kind}.csv").read_text(encoding="utf-8")
            files[kind] = iter(text.splitlines()[1:])
        found[entry["entry_id"]] = entry["line"] or next(files[kind])
    assert all(next(left, None) is None for left in files.values())
    return found


def test_an_outsider_can_check_rows_and_chain(session: Session, tmp_path: Path) -> None:
    take(session, GOLDEN / "micro")
    put(session, centre(name="Other", rev=2))
    erase_person(session, person_id="p2", now=NOW, actor="x")
    session.commit()
    seal(session, now=NOW)
    session.commit()
    put(session, person(9))
    export_folder(session, tmp_path)
    lines, leaves = lines_by_entry(tmp_path), {}
    for entry in rows(tmp_path / "ledger.csv"):
        names = ("kind", "key", "rev", "recorded_at", "reason", "actor", "salt")
        whole = "\n".join([*(entry[name] for name in names), lines[entry["entry_id"]]])
        fits = sha256(whole.encode()).hexdigest() == entry["digest"]
        assert fits is (entry["salt"] != ""), entry
        leaf = ",".join(entry[name] for name in ("entry_id", "kind", "key", "rev", "digest"))
        leaves.setdefault(entry["block_id"], []).append(leaf + "\n")
    assert [entry["key"] for entry in rows(tmp_path / "ledger.csv") if not entry["salt"]] == ["p2"]
    for block in rows(tmp_path / "blocks.csv"):
        head = ",".join(value for name, value in block.items() if name != "block_hash")
        text = head + "\n" + "".join(leaves[block["block_id"]])
        assert sha256(text.encode()).hexdigest() == block["block_hash"]
    assert leaves[""][0].split(",")[2] == "p9"


def test_the_check_in_the_documentation_works(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    take(session, GOLDEN / "micro")
    put(session, centre(name="Other", rev=2))
    erase_person(session, person_id="p2", now=NOW, actor="x")
    session.commit()
    seal(session, now=NOW)
    export_folder(session, tmp_path)
    page = (GOLDEN.parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
    check = compile(page.split("```python\n")[1].split("```")[0], "docs/ledger.md", "exec")
    monkeypatch.chdir(tmp_path)
    exec(check, {})  # noqa: S102
    assert capsys.readouterr().out == ""
    spoil(tmp_path, "persons.csv", ",M,1985,", ",F,1985,")
    spoil(tmp_path, "ledger.csv", ",sessions,s1,", ",sessions,s7,")
    spoil(tmp_path, "persons.csv", "p2,1,2023-12-01T00:00:00Z", "p2,1,2022-12-01T00:00:00Z")
    exec(check, {})  # noqa: S102
    lines = [line.split()[:1] + line.split()[2:] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["altered:", "persons", "p2", "1"],
        ["altered:", "persons", "p5", "1"],
        ["altered:", "sessions", "s7", "1"],
        ["broken:", "1"],
    ]
