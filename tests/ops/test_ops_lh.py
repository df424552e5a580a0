"""`lh`, copied into a folder of its own: set-up, what it passes on, and what it says when it cannot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from learnhub.config import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]
RECORDER = """#!/bin/sh
echo "$LEARNHUB_TEST_DATABASE|$PWD|$*" >> "{record}"
exit {code}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A source tree with nothing in it but `lh`, empty locks and a package that says hello."""
    home = tmp_path / "a home"
    (home / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "lh", home / "lh")
    for name in ("uv.txt", "prod.txt", "dev.txt"):
        (home / "requirements" / name).write_text("")
    (home / "learnhub").mkdir()
    (home / "learnhub" / "__main__.py").write_text("import sys\nprint('hello', *sys.argv[1:])\nsys.exit(7)\n")
    return home


def load(home: Path) -> ModuleType:
    """The script as a module, to ask it for names and sums."""
    loader = SourceFileLoader("lh_under_test", str(home / "lh"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def start(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    ours = ("LEARNHUB_", "CI", "PIP_", "UV_", "PYTHONPATH", "PYTHONPYCACHEPREFIX", "PYTHONOPTIMIZE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return subprocess.Popen(
        [sys.executable, str(home / "lh"), *words],
        cwd=home.parent,
        env={**kept, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a shell that runs the tests in the background lets its children ignore Ctrl-C
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads that fork
    )


def run(home: Path, *words: str, **more: str) -> tuple[int, str, str]:
    process = start(home, *words, **more)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def pretend_ready(home: Path, code: int = 0) -> Path:
    """An environment that counts as made, whose Python writes down what it is called with."""
    script, record = load(home), home / "record"
    script.BIN.mkdir(parents=True)
    (script.BIN / "python").write_text(RECORDER.format(record=record, code=code))
    (script.BIN / "python").chmod(0o755)
    (script.VENV / "lh-dev.txt").write_text(script.wanted("dev.txt"))
    return record


def stuck(home: Path) -> Path:
    """Make the environment's Python one that never ends; give back the file in which it writes its number."""
    step = home / "step"
    (home / ".venv" / "bin" / "python").write_text(
        f'#!/bin/sh\necho $$ >> "{step}"\nexec tail -f /dev/null\n'
    )
    return step


def written(file: Path, process: subprocess.Popen[str]) -> str:
    """The line of a file that the process is about to write."""
    while not (file.is_file() and file.read_text().endswith("\n")):
        assert process.poll() is None
        os.sched_yield()
    return file.read_text().strip()


def one_sentence(err: str) -> bool:
    """No traceback, one line of ours, with an end."""
    return err.startswith("lh: ") and err.count("\n") == 1 and err.rstrip()[-1] in ".)"


def test_two_first_runs_at_once_set_up_once_and_pass_the_exit_code_on(home: Path) -> None:
    both = [start(home, "greet", "you") for _ in range(2)]
    said = [process.communicate(timeout=180) for process in both]
    assert [process.returncode for process in both] == [7, 7], said
    assert [out for out, _ in said] == ["hello greet you\n"] * 2
    assert sum("making a virtual environment" in err for _, err in said) == 1

    code, out, err = run(home, "again")
    assert (code, out, err) == (7, "hello again\n", "")


@pytest.mark.parametrize(
    ("words", "level"), [("serve --port 1", 2), ("worker", 2), ("serve --help", 0), ("doctor", 0)]
)
def test_what_runs_for_days_runs_without_docstrings_and_help_has_them(
    home: Path, words: str, level: int
) -> None:
    (home / "learnhub" / "__main__.py").write_text("import sys\nprint(sys.flags.optimize)\n")
    assert run(home, *words.split())[1] == f"{level}\n"


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("OLDEST = (3, 11)", "OLDEST = (99, 0)", "needs Python 99.0 or newer"),
        ("NEEDED_MB = 700", "NEEDED_MB = 10**12", "make room and try again"),
    ],
)
def test_it_says_in_a_sentence_what_is_wrong(home: Path, was: str, now: str, says: str) -> None:
    text = (home / "lh").read_text()
    assert was in text
    (home / "lh").write_text(text.replace(was, now))
    code, out, err = run(home, "serve")
    assert code == 1
    assert out == ""
    assert says in err
    assert one_sentence(err)


@pytest.mark.parametrize(
    ("module", "says"), [("ensurepip", "-venv"), ("venv", "-venv"), ("sqlite3", "without SQLite")]
)
def test_a_python_without_a_module_is_told_what_to_install(home: Path, module: str, says: str) -> None:
    (home / "broken").mkdir()
    (home / "broken" / f"{module}.py").write_text(f"raise ImportError(name={module!r})\n")
    code, _, err = run(home, "serve", PYTHONPATH=str(home / "broken"))
    assert code == 1
    assert says in err
    assert one_sentence(err)


def test_a_folder_that_cannot_be_written_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = load(home)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(script.Stop, match="copy LearnHub to a folder of your own"):
        script.main(["serve"])


def test_packages_that_cannot_be_had_leave_no_stamp(home: Path) -> None:
    lock = "no-such-package==1 --hash=sha256:" + "0" * 64 + "\n"
    (home / "requirements" / "prod.txt").write_text(lock)
    code, _, err = run(home, "serve", PIP_NO_INDEX="1")
    assert code == 1
    assert "could not be installed" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert not list((home / ".venv").glob("lh-*.txt"))


def test_a_set_up_that_was_cut_off_is_begun_anew(home: Path) -> None:
    script = load(home)
    subprocess.run([sys.executable, "-m", "venv", str(script.VENV)], check=True)
    (pip,) = script.VENV.glob("lib/*/site-packages/pip/_internal")
    shutil.rmtree(pip)
    code, out, err = run(home, "greet", PIP_USER="1")  # as some set it for good
    assert (code, out) == (7, "hello greet\n"), err
    assert run(home, "greet") == (7, "hello greet\n", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_waits_for_the_set_up_of_another_can_stop(home: Path, number: signal.Signals) -> None:
    script = load(home)
    others = script.lock_out_others()
    with start(home, "greet") as waiting:
        assert waiting.stderr is not None
        assert "waiting for it" in waiting.stderr.readline()
        waiting.send_signal(number)
        assert waiting.wait(timeout=20) != 0
    others.close()


def test_a_set_up_that_is_stopped_takes_its_step_along(home: Path) -> None:
    pretend_ready(home)
    (home / "requirements" / "dev.txt").write_text("# changed\n")
    step = stuck(home)
    with start(home, "check") as setting_up:
        pid = written(step, setting_up)
        setting_up.terminate()
        assert setting_up.wait(timeout=20) == 128 + signal.SIGTERM
    assert not Path("/proc", pid).exists()


def test_tests_that_are_stopped_are_not_begun_on_the_other_database(home: Path) -> None:
    pretend_ready(home)
    step = stuck(home)
    with start(home, "test", "tests/x", CI="") as testing:
        pid = written(step, testing)
        testing.terminate()
        assert testing.wait(timeout=20) == 128 + signal.SIGTERM
    assert step.read_text() == f"{pid}\n"


def test_a_changed_lock_is_noticed(home: Path) -> None:
    script = load(home)
    pretend_ready(home)
    assert script.is_ready("dev.txt")
    (home / "requirements" / "dev.txt").write_text("# changed\n")
    assert not script.is_ready("dev.txt")


@pytest.mark.parametrize(("given", "databases"), [("", ["sqlite", "postgresql"]), ("sqlite", ["sqlite"])])
@pytest.mark.parametrize("code", [0, 3])
def test_tests_run_on_both_databases(home: Path, code: int, given: str, databases: list[str]) -> None:
    record = pretend_ready(home, code)
    assert run(home, "test", "tests/x", "-k", "y", LEARNHUB_TEST_DATABASE=given)[0] == code
    lines = [line.split("|") for line in record.read_text().splitlines()]
    assert [database for database, _, _ in lines] == databases
    assert {folder for _, folder, _ in lines} == {str(home)}
    assert all(
        words.startswith("-m pytest tests/x -k y") and "-n 2 --dist worksteal" in words
        for _, _, words in lines
    )


def test_without_chromium_browser_tests_are_left_out_except_in_ci(home: Path, tmp_path: Path) -> None:
    record = pretend_ready(home)
    (tmp_path / "bin").mkdir()
    bare = {"PATH": str(tmp_path / "bin")}
    code, _, err = run(home, "test", **bare)
    assert code == 0
    assert "no Chromium" in err
    assert record.read_text().count("-m not browser") == 2
    code, _, err = run(home, "test", **bare, CI="true")
    assert code == 1
    assert one_sentence(err)


def test_check_runs_every_check_and_fails_if_one_does(home: Path) -> None:
    (home / "learnhub" / "web" / "templates").mkdir(parents=True)
    record = pretend_ready(home, 1)
    code, _, err = run(home, "check")
    assert code == 1
    assert err.splitlines()[-1] == "lh: failed: ruff, format, mypy, lint-imports, djlint"
    assert record.read_text().count("\n") == 5


def test_locks_name_no_host_and_every_package_has_a_hash() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert "://" not in text, lock.name
        packages = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
        assert packages, lock.name
        assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
