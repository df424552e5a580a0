"""Settings find the database wherever the instance lies, and say how to mend what they can't use."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from learnhub.cli import main
from learnhub.cli.database import upgrade
from learnhub.config import SettingsError, load_settings, secret_key


@pytest.mark.parametrize("name", ["plain", "what?", "50%41 #1", "пробел и é"])
def test_the_database_lies_in_the_instance_whatever_its_folder_is_called(tmp_path: Path, name: str) -> None:
    settings = load_settings({}, instance=tmp_path / name)
    upgrade(settings)
    assert (tmp_path / name / "learnhub.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    done = CliRunner().invoke(main, ["doctor"], obj=settings)
    assert f"{tmp_path / name / 'learnhub.db'} answers" in done.output


def test_a_backup_is_put_back_in_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    upgrade(load_settings({}, instance=tmp_path / "a"))
    there = load_settings({}, instance=tmp_path / "b?c%20d")
    saved = ["db", "backup", str(tmp_path / "all.zip")]
    assert CliRunner().invoke(main, saved, obj=load_settings({}, instance=tmp_path / "a")).exit_code == 0
    assert CliRunner().invoke(main, ["db", "restore", str(tmp_path / "all.zip")], obj=there).exit_code == 0
    assert (there.instance / "learnhub.db").is_file()


def test_a_relative_file_is_looked_for_in_the_instance_from_any_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    upgrade(load_settings({}, instance=tmp_path / "instance", database_url="sqlite:///own.db"))
    assert (tmp_path / "instance" / "own.db").is_file()
    assert not (tmp_path / "own.db").exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://learnhub:secret@db.example.org:port/learnhub",
        "mysql://learnhub:secret@db.example.org/learnhub",
        "learnhub:secret",
        "postgresql://learnhub:p@secret@db.example.org/learnhub",
        "postgresql://learnhub:p@secret/w@db.example.org/learnhub",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_that_leads_to_no_database_is_explained_without_its_password(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(SettingsError) as stop:
        load_settings({"LEARNHUB_DATABASE_URL": address}, instance=tmp_path)
    assert "LEARNHUB_DATABASE_URL" in str(stop.value)
    assert "%40 for @" in str(stop.value)
    assert "secret" not in str(stop.value)


def test_an_instance_of_simulated_data_is_known_by_its_stamp(tmp_path: Path) -> None:
    assert not load_settings({}, instance=tmp_path).demo
    (tmp_path / "demonstration").touch()
    assert load_settings({}, instance=tmp_path).demo


def test_a_public_address_below_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="without a path"):
        load_settings({"LEARNHUB_BASE_URL": "https://example.org/learn"}, instance=tmp_path)
    kept = load_settings({"LEARNHUB_BASE_URL": "https://learn.example.org/"}, instance=tmp_path)
    assert kept.public_url == "https://learn.example.org"


def test_a_settings_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "learnhub.toml").write_bytes(b"\xef\xbb\xbfport = 8123\r\n")
    assert load_settings({}, instance=tmp_path).port == 8123


def test_the_key_is_made_once_and_never_left_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings({}, instance=tmp_path / "instance")
    with monkeypatch.context() as full:
        full.setattr("secrets.token_urlsafe", Mock(side_effect=OSError(errno.ENOSPC, "no room")))
        with pytest.raises(OSError, match="no room"):
            secret_key(settings)
    assert list(settings.instance.iterdir()) == []
    assert len(secret_key(settings)) == 64
    assert secret_key(settings) == secret_key(settings)
    (key,) = settings.instance.iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
