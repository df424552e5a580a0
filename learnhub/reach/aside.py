"""Tables of snapshots that few questions read, as files beside the mirror: they take disk instead of memory.

Each process has a folder of its own, which goes when it closes its database. What a process left that was killed
goes when the next one opens its own.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from learnhub.kernel.ids import secret_token
from learnhub.reach.locking import alone

LOCK = "lock"


class Aside:
    """The folder of one process under `root`. The lock in it says that its owner lives."""

    def __init__(self, root: Path) -> None:
        with alone(root / LOCK):
            for folder in root.iterdir():
                if folder.is_dir() and _is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)
            self.folder = root / secret_token()
            self.folder.mkdir()
            self._lock = sqlite3.connect(self.folder / LOCK, isolation_level=None, check_same_thread=False)
            self._lock.execute("BEGIN EXCLUSIVE")
            self._owner = os.getpid()

    @property
    def stands(self) -> bool:
        """Whether the folder is still there: the mirror may be deleted at any time."""
        return (self.folder / LOCK).exists()

    def place_of(self, schema: str, table: str) -> Path:
        """The file of a table of a snapshot."""
        return self.folder / f"{schema}-{table}.parquet"

    def drop(self, schema: str) -> None:
        """Delete the files of a snapshot."""
        for file in self.folder.glob(f"{schema}-*.parquet"):
            file.unlink(missing_ok=True)

    def close(self) -> None:
        """Delete everything; a forked process does not own what its parent made."""
        if os.getpid() != self._owner:
            return
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        with alone(folder / LOCK, wait_s=0):
            return True
    except sqlite3.OperationalError:
        return False
