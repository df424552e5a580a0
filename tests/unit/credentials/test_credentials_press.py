"""Making and keeping: made once, kept for a day, a failure leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from credential_samples import SERIAL, data_of, holding, text_of

from learnhub.credentials import press


def now() -> datetime:
    return datetime.now(UTC)


def test_a_document_is_made_once_and_then_read(tmp_path: Path) -> None:
    data = data_of(holding())
    assert press.size_if_made(tmp_path, SERIAL, data) is None
    made = press.pdf(tmp_path, SERIAL, data, now=now())
    assert press.size_if_made(tmp_path, SERIAL, data) == len(made)
    press.place(tmp_path, SERIAL, data).write_bytes(b"kept")
    assert press.pdf(tmp_path, SERIAL, data, now=now()) == b"kept"


def test_another_text_is_another_file(tmp_path: Path) -> None:
    data, other = data_of(holding()), data_of(holding("Somebody Else"))
    assert press.place(tmp_path, SERIAL, data) != press.place(tmp_path, SERIAL, other)
    assert "Somebody Else" in text_of(press.pdf(tmp_path, SERIAL, other, now=now()), tmp_path)


def test_files_go_after_a_day(tmp_path: Path) -> None:
    """Also those that were cut off while they were written: they hold names, too."""
    half, old, fresh = tmp_path / ".half.pdf.w1.part", tmp_path / "old.pdf", tmp_path / "fresh.pdf"
    for path, age in ((half, timedelta(hours=25)), (old, timedelta(hours=25)), (fresh, timedelta(hours=23))):
        path.write_bytes(b"%PDF")
        stamp = (now() - age).timestamp()
        os.utime(path, (stamp, stamp))
    assert press.sweep(tmp_path, now=now()) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["fresh.pdf"]


def test_nothing_stays_of_a_document_that_is_forgotten(tmp_path: Path) -> None:
    for name in (f"{SERIAL}-1.pdf", f".{SERIAL}-1.pdf.w1.part", "another-1.pdf"):
        (tmp_path / name).write_bytes(b"%PDF")
    press.forget(tmp_path, [SERIAL])
    assert [path.name for path in tmp_path.iterdir()] == ["another-1.pdf"]


def test_a_failure_says_which_document_and_leaves_nothing(tmp_path: Path) -> None:
    data = {**data_of(holding()), "qr": "not a picture"}
    with pytest.raises(RuntimeError, match=SERIAL):
        press.pdf(tmp_path, SERIAL, data, now=now())
    assert list(tmp_path.iterdir()) == []


def test_the_server_never_loads_the_typesetter() -> None:
    code = "import learnhub.app, sys; raise SystemExit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
