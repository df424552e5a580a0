"""One process at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path, wait_s: float = 600.0) -> Iterator[None]:
    """Hold the lock `path` for the length of the block, against every process and thread of this machine.

    A database of its own works as a lock on every operating system, and the lock goes away with its holder.
    Raises sqlite3.OperationalError after `wait_s` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()
