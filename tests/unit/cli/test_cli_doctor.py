"""The doctor finds what is wrong and says what to do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from learnhub.cli import doctor, main
from learnhub.cli.database import head, new_engine, upgrade
from learnhub.cli.doctor import clock, database, folders, fonts, public, versions
from learnhub.config import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "courses").mkdir()
    return load_settings({}, instance=tmp_path / "instance", courses=tmp_path / "courses")


def test_a_sound_installation_is_well(settings: Settings) -> None:
    upgrade(settings)
    findings = [finding for look in (versions, database, folders, clock) for finding in look(settings)]
    assert [finding for finding in findings if not finding.well] == []
    assert any(f"at the newest ({head()})" in finding.said for finding in findings)


def test_every_line_has_a_verdict_and_the_exit_code_follows(settings: Settings) -> None:
    done = CliRunner().invoke(main, ["doctor"], obj=settings)
    *lines, summary = done.output.splitlines()
    assert {line[:3] for line in lines} <= {"ok ", "BAD"}
    assert done.exit_code == 1, "there is no database yet"
    assert "attention" in summary
    assert not settings.instance.exists(), "looking makes nothing"


def test_an_old_database_is_told_to_upgrade(settings: Settings) -> None:
    upgrade(settings)
    engine = new_engine(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    bad = [finding for finding in database(settings) if not finding.well]
    assert [finding.about for finding in bad] == ["migrations"]
    assert "db upgrade" in bad[0].said


def test_a_damaged_database_is_found(settings: Settings) -> None:
    settings.instance.mkdir()
    (settings.instance / "learnhub.db").write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    assert [finding.well for finding in database(settings)] == [False]


def test_a_key_that_others_can_read_is_found(settings: Settings) -> None:
    settings.instance.mkdir()
    key = settings.instance / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    bad = [finding for finding in folders(settings) if not finding.well]
    assert [finding.about for finding in bad] == ["secret.key"]
    assert f"chmod 600 {key}" in bad[0].said


def test_missing_courses_are_found(settings: Settings) -> None:
    settings.instance.mkdir()
    settings.courses.rmdir()
    assert [finding.about for finding in folders(settings) if not finding.well] == ["courses"]


def test_an_instance_that_is_a_file_is_found(settings: Settings) -> None:
    settings.instance.write_text("")
    assert [finding.about for finding in folders(settings)] == ["instance"]


def test_a_font_that_is_missing_or_changed_is_found(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [finding.well for finding in fonts(settings)] == [True]
    copy = tmp_path / "fonts"
    shutil.copytree(doctor.FONTS, copy)
    monkeypatch.setattr(doctor, "FONTS", copy)
    (copy / "Amiri-Bold.ttf").unlink()
    (copy / "NotoSansSC-Regular.ttf").write_bytes(b"half")
    [bad] = fonts(settings)
    assert bad.said.startswith("missing or changed: Amiri-Bold.ttf, NotoSansSC-Regular.ttf; ")


@pytest.mark.skipif(os.name != "posix", reason="there are no such modes")
def test_what_others_on_the_machine_can_read_is_found(settings: Settings) -> None:
    settings.instance.mkdir()
    settings.instance.chmod(0o755)
    upgrade(settings)
    assert [finding for finding in folders(settings) if not finding.well] == [], "made private"
    file = settings.instance / "learnhub.toml"
    file.write_text('smtp_password = "secret"\n')
    file.chmod(0o644)
    [bad] = [finding for finding in folders(settings) if not finding.well]
    assert "read learnhub.toml: chmod -R o= " in bad.said
    settings.instance.chmod(0o700)
    assert [finding for finding in folders(settings) if not finding.well] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"base_url": "https://learn.example.org", "secure_cookies": True}, ["set it to 1"]),
        ({"base_url": "https://learn.example.org", "trusted_proxies": 1}, ["secure_cookies = true"]),
        ({"secure_cookies": True}, ["nobody can sign in"]),
        ({"base_url": "https://learn.example.org", "secure_cookies": True, "trusted_proxies": 1}, []),
        ({"mail": "smtp", "smtp_host": "127.0.0.1", "smtp_port": 1}, ["does not answer"]),
        ({"host": "::"}, ["point to http://[::]:8000"]),
        ({"host": "::", "base_url": "http://learn.example.org"}, []),
        ({}, []),
    ],
)
def test_settings_that_do_not_fit_each_other_are_found(
    tmp_path: Path, given: dict[str, object], words: list[str]
) -> None:
    bad = [finding for finding in public(Settings(instance=tmp_path, **given)) if not finding.well]
    assert len(bad) == len(words)
    assert all(word in finding.said.lower() for word, finding in zip(words, bad, strict=True))


def test_a_clock_behind_the_newest_training_record_is_found(settings: Settings) -> None:
    upgrade(settings)
    assert [finding for finding in clock(settings) if not finding.well] == []
    with new_engine(settings).begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO ledger_entry (kind, key, rev, recorded_at, body, reason, actor, salt, digest)"
            " VALUES ('persons', 'P1', 1, '2999-01-01T00:00:00Z', '{}', '', '', '', hex(zeroblob(32)))"
        )
    [bad] = [finding for finding in clock(settings) if not finding.well]
    assert "newest training record (2999-01-01T00:00:00Z)" in bad.said
