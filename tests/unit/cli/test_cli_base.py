"""Commands say in a sentence what stops them, and work on the application they are given."""

from __future__ import annotations

import errno
import os
import re
import socket
from pathlib import Path
from unittest.mock import Mock

import click
import pytest
from click.testing import CliRunner
from flask import Flask, current_app
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from learnhub.cli import ListedGroup, main
from learnhub.cli.base import database_sentence, with_app, with_settings
from learnhub.config import ROOT, Settings, load_settings
from learnhub.kernel.errors import Conflict, Unacceptable


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, instance=tmp_path / "instance")


def command(error: Exception) -> click.Command:
    @click.command()
    @with_app
    def fail() -> None:
        raise error

    return fail


def test_the_application_that_is_given_is_used() -> None:
    app = Flask("given")

    @click.command()
    @with_app
    def name() -> None:
        click.echo(current_app.name)

    assert CliRunner().invoke(name, [], obj=app).output == "given\n"


def test_settings_come_first_and_options_after(settings: Settings) -> None:
    @click.command()
    @click.option("--word")
    @with_settings
    def show(given: Settings, word: str) -> None:
        click.echo(f"{given.instance.name} {word}")

    assert CliRunner().invoke(show, ["--word", "x"], obj=settings).output == "instance x\n"


def test_our_errors_are_sentences_and_others_are_not_hidden() -> None:
    done = CliRunner().invoke(command(Conflict("It was changed.")), [], obj=Flask("x"))
    assert (done.exit_code, done.output) == (1, "Error: It was changed.\n")
    done = CliRunner().invoke(command(Unacceptable("Mend this:", ["a", "b"])), [], obj=Flask("x"))
    assert done.output == "Error: Mend this:\na\nb\n"
    done = CliRunner().invoke(command(ZeroDivisionError()), [], obj=Flask("x"))
    assert isinstance(done.exception, ZeroDivisionError)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory", "/nowhere/x"),
        PermissionError(errno.EACCES, "Permission denied", "/nowhere/x"),
        OSError(errno.ENOSPC, "No space left on device", "/nowhere/x"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_in_a_sentence(error: OSError) -> None:
    done = CliRunner().invoke(command(error), [], obj=Flask("x"))
    assert done.exit_code == 2
    assert done.output == f"/nowhere/x cannot be used ({error.strerror}): mend that and try again.\n"


def test_a_disk_that_is_full_in_the_middle_of_a_file_is_said_in_a_sentence() -> None:
    error = OSError(errno.ENOSPC, "No space left on device")
    done = CliRunner().invoke(command(error), [], obj=Flask("x"))
    assert (done.exit_code, done.output) == (
        2,
        "There is no room left on the disk: make room and try again.\n",
    )


def test_what_is_nobody_s_file_is_not_hidden() -> None:
    done = CliRunner().invoke(command(TimeoutError(errno.ETIMEDOUT, "late", "/x")), [], obj=Flask("x"))
    assert isinstance(done.exception, TimeoutError)


@pytest.mark.parametrize("words", [["db", "upgrade"], ["ledger", "verify"]])
def test_a_file_that_is_no_database_is_said_in_a_sentence(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "learnhub.db").write_bytes(b"no database at all" * 100)
    settings = load_settings({}, instance=tmp_path)
    done = CliRunner().invoke(main, words, obj=settings)
    assert done.exit_code == 2
    assert done.output.startswith("The database file is damaged (file is not a database): put a backup back")


def test_an_instance_that_cannot_be_a_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(main, ["db", "upgrade"], obj=load_settings({}, instance=tmp_path / "file"))
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert str(tmp_path / "file") in done.output


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LEARNHUB_PORTT", "1", "portt (in the environment, LEARNHUB_PORTT) is not a setting"),
        ("LEARNHUB_WORKERS", "many", "workers (in the environment, LEARNHUB_WORKERS) can't be 'many'"),
        ("LEARNHUB_DATABASE_URL", "mysql://x", "postgresql://"),
        ("LEARNHUB_BASE_URL", "learn", "can't be 'learn': write an address like https://"),
        ("LEARNHUB_MAIL_FROM", "LearnHub", "can't be 'LearnHub': write an address like learn@example.org"),
        ("LEARNHUB_MAIL_FROM", "a@b.org\nBcc: c@d.org", "write an address like"),
    ],
)
@pytest.mark.parametrize("words", [["serve"], ["doctor"], ["db", "upgrade"], ["worker"]])
def test_a_wrong_setting_stops_every_command_with_a_sentence(
    words: list[str], name: str, value: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEARNHUB_TEST_DATABASE", raising=False)
    done = CliRunner().invoke(main, words, env={name: value, "LEARNHUB_INSTANCE": str(tmp_path)})
    assert done.exit_code == 2
    assert says in done.output


@pytest.mark.parametrize("words", [["ledger", "verify"], ["records", "find"], ["db", "backup", "all.zip"]])
def test_an_instance_that_is_not_there_is_not_made(words: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, words, obj=load_settings({}, instance=tmp_path / "mistyped"))
    assert (done.exit_code, done.output.partition(" yet: ")[2][:28]) == (2, "run `python3 lh db upgrade` ")
    assert not (tmp_path / "mistyped").exists()


def test_a_new_instance_may_begin_with_a_ledger_from_elsewhere(settings: Settings) -> None:
    folder = ROOT / "tests" / "golden" / "reach_golden" / "micro"
    first = CliRunner().invoke(main, ["ledger", "import", str(folder)], obj=settings)
    assert (first.exit_code, first.output.partition(" (")[0]) == (0, "Database: made")
    again = CliRunner().invoke(main, ["ledger", "import", str(folder)], obj=settings)
    assert again.output.startswith("0 records added")


@pytest.mark.parametrize("words", [["serve"], ["prepare"], ["doctor"], ["reference", "load"]])
def test_an_instance_of_another_account_is_said_in_a_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEARNHUB_INSTANCE", str(tmp_path))
    monkeypatch.setattr(Path, "is_file", Mock(side_effect=PermissionError(errno.EACCES, "Permission denied")))
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output
    assert f"{tmp_path}, or learnhub.toml in it, can't be read" in done.output


def test_an_instance_that_is_named_in_its_own_settings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "learnhub.toml").write_text('instance = "/srv/other"\n')
    done = CliRunner().invoke(main, ["doctor"], env={"LEARNHUB_INSTANCE": str(tmp_path)})
    assert (done.exit_code, "set LEARNHUB_INSTANCE instead" in done.output) == (2, True)


def test_a_database_that_does_not_answer_stops_with_a_sentence(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"postgresql://nobody@127.0.0.1:{probe.getsockname()[1]}/nothing"
        there = load_settings({}, instance=settings.instance, database_url=nobody)
        done = CliRunner().invoke(main, ["db", "upgrade"], obj=there)
    assert done.exit_code == 2
    assert "does not answer" in done.output
    assert done.output.count("\n") == 1


FILLING = pytest.mark.parametrize("words", [["prepare"], ["db", "upgrade"], ["reference", "load"]])


@FILLING
def test_a_database_that_may_only_be_read_stops_with_a_sentence(
    words: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access  # root may write into every file, so the system's answer is changed
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith(".db") and access(path, mode))
    done = CliRunner().invoke(main, words, obj=settings)
    assert done.exit_code == 2
    assert done.output.startswith(f"{settings.instance / 'learnhub.db'} cannot be written: give it")


@FILLING
def test_a_lock_that_cannot_be_taken_stops_with_a_sentence(words: list[str], settings: Settings) -> None:
    (settings.instance / "upgrade.lock").mkdir(parents=True)
    done = CliRunner().invoke(main, words, obj=settings)
    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output


def test_a_full_disk_is_called_one() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(OperationalError) as full:
            connection.execute(text("CREATE TABLE t (x)"))
    assert "make room on its disk" in database_sentence(full.value.orig)


def test_a_command_before_the_first_upgrade_says_what_to_do(settings: Settings) -> None:
    done = CliRunner().invoke(main, ["ledger", "verify"], obj=settings)
    assert done.exit_code == 2
    assert "run `python3 lh db upgrade`" in done.output


def test_a_group_lists_what_is_there_and_names_the_rest_unknown() -> None:
    group = ListedGroup({"doctor": "learnhub.cli.doctor:doctor", "later": "learnhub.cli.later_one:later"})
    context = click.Context(group)
    assert group.list_commands(context) == ["doctor"]
    assert group.get_command(context, "later") is None
    assert CliRunner().invoke(main, ["dance"]).exit_code == 2


def test_every_command_in_the_listing_can_be_loaded_and_is_documented() -> None:
    documented = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        found = main.get_command(context, name)
        assert found is not None
        assert found.help, name
        if isinstance(found, ListedGroup):
            assert all(f"`{name} {word}" in documented for word in found.list_commands(context))
        else:
            assert f"`{name}" in documented, name


def test_the_settings_in_the_documentation_are_the_settings_there_are() -> None:
    documented = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    section = documented.partition("## Settings")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section, re.MULTILINE))
    assert set(rows) == set(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            continue
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert rows[name] == (f"`{shown}`" if shown else "empty"), name
