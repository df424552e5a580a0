"""The commands, on the migrated database of the application."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from ledger_support import GOLDEN, NOW, tamper
from sqlalchemy import text

from learnhub.cli.ledger import ledger
from learnhub.db import db, reading, transaction
from learnhub.ledger.queries import head
from learnhub.ledger.service import erase_person
from learnhub.reach.releases.models import Release


def run(app: Flask, *arguments: Any) -> Result:
    result = CliRunner().invoke(ledger, [str(each) for each in arguments], obj=app)
    db.session.remove()
    return result


def test_in_seal_verify_and_out(app: Flask, tmp_path: Path) -> None:
    folder = GOLDEN / "micro"
    assert run(app, "import", folder).output == "43 records added, 0 were known already.\n"
    assert run(app, "import", folder).output == "0 records added, 43 were known already.\n"
    assert run(app, "seal").output.startswith("43 entries sealed. Block 1, hash ")
    verified = run(app, "verify")
    assert (verified.exit_code, verified.output.split(".")[0]) == (0, "All is as it was recorded")
    result = run(app, "export", tmp_path / "out", "--as-of", "2024-03-01")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "As of 2024-03-01T23:59:59Z.")
    future = run(app, "export", tmp_path / "future", "--as-of", "2199-12-31")
    assert (future.exit_code, "lies in the future" in future.output) == (2, True)
    assert run(app, "export", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "persons.csv").read_bytes() == (folder / "persons.csv").read_bytes()


def test_order_of_entries_after_the_migrations(app: Flask) -> None:
    run(app, "import", GOLDEN / "micro")
    with app.app_context():
        assert (head(reading()).cursor.xid > 0) is (db.engine.dialect.name == "postgresql")


def test_the_migrated_tables_are_locked_but_for_erasure(app: Flask) -> None:
    run(app, "import", GOLDEN / "micro")
    with transaction() as session:
        erase_person(session, person_id="p1", now=NOW, actor="p1")
    assert run(app, "verify").exit_code == 0


def test_findings_and_rejects_end_with_one(app: Flask, tmp_path: Path) -> None:
    run(app, "import", GOLDEN / "micro")
    run(app, "seal")
    tamper(db.engine, text("UPDATE ledger_entry SET body = replace(body, ',F,', ',M,') WHERE key = 'p1'"))
    assert "One thing is not as it was recorded." in run(app, "verify").output
    result = run(app, "verify", "--anchor", "1:" + "0" * 64)
    assert result.exit_code == 1
    assert "2 things are not as they were recorded." in result.output
    assert "(persons p1, version 1) is not what was sealed." in result.output
    assert "block: block 1 is not the block that was anchored elsewhere." in result.output
    (tmp_path / "persons.csv").write_text("person_id\np1\n")
    result = run(app, "import", tmp_path)
    assert result.exit_code == 1
    assert result.output.startswith("persons.csv:1: the header is not person_id,rev,")
    assert result.output.endswith("One row rejected; nothing was taken.\n")


def test_a_block_that_a_release_names_must_be_there(app: Flask) -> None:
    """Who takes the last blocks away with their entries leaves a chain that holds in itself."""
    run(app, "import", GOLDEN / "micro")
    run(app, "seal")
    with transaction() as session:
        session.add(
            Release(
                id="net-2024-F1", scope="net", period="2024", name="2024-F1", stage="F", number=1, as_of=NOW,
                languages="en", reason="", state="made", done=1, steps=1, problem="", asked_at=NOW, block_id=2,
                block_hash="a" * 64, manifests={},
            )
        )  # fmt: skip
    assert "block 2 was anchored elsewhere and is missing" in run(app, "verify").output


def test_rows_that_clash_say_once_where_a_whole_ledger_belongs(app: Flask, tmp_path: Path) -> None:
    run(app, "import", GOLDEN / "micro")
    shutil.copytree(GOLDEN / "micro", tmp_path / "other")
    courses = tmp_path / "other" / "courses.csv"
    header, *rows = courses.read_text().splitlines()
    courses.write_text("\n".join([header, *(row.replace(",en,", ",fr,") for row in rows), ""]))
    result = run(app, "import", tmp_path / "other")
    assert result.exit_code == 1
    assert f"{len(rows)} rows rejected; nothing was taken." in result.output
    assert result.output.count("python3 lh db upgrade") == 1


def test_wrong_arguments_end_with_two(app: Flask, tmp_path: Path) -> None:
    assert run(app, "verify", "--anchor", "1").exit_code == 2
    assert run(app, "export", tmp_path, "--as-of", "lately").exit_code == 2
