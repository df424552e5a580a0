"""Documents made and kept: one short-lived process per PDF, two at a time, the bytes in the instance.

Measured on Linux with typst 0.15.2: importing it costs a process 7 MB and the first documents another 45 MB,
which stay. A process of its own gives everything back, and the server never holds typesetter or fonts.

A file holds a name, so it is kept for a day and no longer, and goes when its holder erases the account.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog

from learnhub.credentials.document import canonical
from learnhub.kernel.errors import N_, TooMany
from learnhub.kernel.files import write_whole

log = structlog.get_logger()

AT_ONCE = 2
WAIT_SECONDS = 30
MAKE_SECONDS = 60
KEEP = timedelta(days=1)
PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"

_turns = threading.BoundedSemaphore(AT_ONCE)


@cache
def _recipe() -> bytes:
    """What besides the data decides the bytes: template, pictures, fonts, typesetter, code."""
    digest = hashlib.sha256(version("typst").encode())
    code = [DATA.parent / name for name in ("make.py", "glyphs.py")]
    for path in (*sorted(DATA.glob("*.*")), DATA / "fonts" / "SHA256SUMS", *code):
        digest.update(path.read_bytes())
    return digest.digest()


def place(folder: Path, serial: str, data: dict[str, Any]) -> Path:
    """The file of this document, made or not."""
    digest = hashlib.sha256(_recipe() + canonical(data)).hexdigest()
    return folder / f"{serial}-{digest[:16]}.pdf"


def size_if_made(folder: Path, serial: str, data: dict[str, Any]) -> int | None:
    """Bytes of the PDF, if it lies ready."""
    try:
        return place(folder, serial, data).stat().st_size
    except FileNotFoundError:
        return None


def pdf(folder: Path, serial: str, data: dict[str, Any], *, now: datetime) -> bytes:
    """The PDF, from the folder or made now.

    Raises TooMany if too many others wait already, RuntimeError if it can't be made.
    """
    path = place(folder, serial, data)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = _make(serial, canonical(data))
    sweep(folder, now=now)
    write_whole(path, made)
    return made


def forget(folder: Path, serials: Iterable[str]) -> None:
    """Take away what lies ready of these certificates."""
    for serial in serials:
        for path in folder.glob(f"*{serial}-*"):  # half written ones, too
            path.unlink(missing_ok=True)


def sweep(folder: Path, *, now: datetime) -> int:
    """Take away what is older than a day; gives how many files went."""
    eldest = (now - KEEP).timestamp()
    gone = 0
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < eldest:
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # another process was quicker
    return gone


def _make(serial: str, data: bytes) -> bytes:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise TooMany(N_("Many certificates are being made at this moment. Try again in half a minute."), 30)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "learnhub.credentials.make"],
            input=data, capture_output=True, timeout=MAKE_SECONDS, cwd=PACKAGE.parent, check=False,
        )  # fmt: skip
    finally:
        _turns.release()
    notes = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise RuntimeError(f"the document of {serial} could not be made: {notes[-500:]}")
    if notes:
        log.warning("certificate-glyphs-missing", serial=serial, missing=notes[:500])
    return done.stdout
