"""Sheets between the dry run and the storing: files in the instance, for the person who sent them, for a day."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

KEEP = timedelta(days=1)  # they hold names
_TOKEN = re.compile(r"[0-9a-f]{32}")


def put(folder: Path, person_id: int, data: bytes) -> str:
    """Keep a sheet; gives the token by which its sender gets it back."""
    token = secrets.token_hex(16)
    suffix = ".xlsx" if data[:2] == b"PK" else ".csv"
    (folder / f"{token}-{person_id}{suffix}").write_bytes(data)
    return token


def find(folder: Path, person_id: int, token: str) -> Path | None:
    """The sheet that this person sent under this token."""
    found = list(folder.glob(f"{token}-{person_id}.*")) if _TOKEN.fullmatch(token) else []
    return found[0] if found else None


def sweep(folder: Path, *, now: datetime) -> int:
    """Take away what is older than a day; gives how many files went."""
    gone = 0
    for path in folder.iterdir():
        if path.stat().st_mtime < (now - KEEP).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
