"""Installed as a package, LearnHub brings along what lies beside it in the source, and works in any folder."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder of packages as the wheel fills it."""
    packages = tmp_path / "packages"
    nothing_made = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SOURCE / "learnhub", packages / "learnhub", ignore=nothing_made)
    found = re.search(r"^BESIDE = (.+)$", (SOURCE / "setup.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    for name in ast.literal_eval(found[1]):
        there = packages / "learnhub" / "source" / name
        if (SOURCE / name).is_dir():
            shutil.copytree(SOURCE / name, there, ignore=nothing_made)
        else:
            shutil.copy(SOURCE / name, there)
    return packages


def test_it_works_in_the_folder_where_it_is_called(installed: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LEARNHUB_")}

    def learnhub(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "learnhub", *words],
            cwd=place,
            env={**kept, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    assert "run `learnhub db upgrade`" in learnhub("ledger", "verify")
    assert "The database went from empty to" in learnhub("db", "upgrade")
    assert (place / "instance" / "learnhub.db").is_file()
    said = learnhub("doctor")
    assert f"{place / 'instance'} can be written" in said
    assert f"{installed / 'learnhub' / 'source' / 'courses'} can be read" in said
