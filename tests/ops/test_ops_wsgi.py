"""`wsgi:app` under a server that somebody else wrote: it starts on an instance that was prepared, and on no other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ops_support import variables

from learnhub.cli.database import upgrade
from learnhub.cli.startup import NOT_AGAIN, unprepared
from learnhub.config import ROOT, Settings

NewInstance = Callable[[str], Settings]


def load(settings: Settings, **more: str) -> subprocess.CompletedProcess[str]:
    """Load the application as such a server does."""
    return subprocess.run(
        [sys.executable, "-c", "import wsgi; print(wsgi.app.name)"],
        env=variables(settings, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_an_instance_that_was_never_prepared_is_refused_in_one_sentence(new_instance: NewInstance) -> None:
    settings = new_instance("sqlite")
    done = load(settings)
    assert done.returncode == NOT_AGAIN
    assert "python3 lh prepare" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(settings.instance.iterdir()) == []


def test_a_setting_that_is_wrong_is_said_in_one_sentence(new_instance: NewInstance) -> None:
    done = load(new_instance("sqlite"), LEARNHUB_PORT="many")
    assert done.returncode == NOT_AGAIN
    assert "LEARNHUB_PORT" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_instance_that_was_prepared_is_loaded(new_instance: NewInstance) -> None:
    settings = new_instance("sqlite")
    upgrade(settings)
    done = load(settings)
    assert (done.returncode, done.stdout) == (0, "learnhub\n"), done.stderr


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_empty_database_and_one_of_another_version_need_preparing(
    kind: str, new_instance: NewInstance
) -> None:
    settings = new_instance(kind)
    assert "python3 lh prepare" in unprepared(settings)
    upgrade(settings, "0001")
    assert "is at 0001" in unprepared(settings)
    upgrade(settings)
    assert unprepared(settings) == ""


def test_a_database_that_does_not_answer_is_no_reason_to_refuse(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"
    assert unprepared(Settings(instance=tmp_path, database_url=url)) == ""
