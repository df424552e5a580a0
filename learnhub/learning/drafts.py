"""Sheets between the dry run and the storing: files in the instance, for the person who sent them, for a day."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from learnhub.config import Settings
from learnhub.kernel.errors import N_, Gone

FOLDER = "imports"
KEEP = timedelta(days=1)  # they hold names
_TOKEN = re.compile(r"[0-9a-f]{32}")


def put(settings: Settings, person_id: int, data: bytes) -> str:
    """Keep a sheet; gives the token by which its sender gets it back."""
    token = secrets.token_hex(16)
    suffix = ".xlsx" if data[:2] == b"PK" else ".csv"
    (settings.folder(FOLDER) / f"{token}-{person_id}{suffix}").write_bytes(data)
    return token


def get(settings: Settings, person_id: int, token: str) -> Path:
    """The sheet that this person sent under this token. Raises Gone."""
    kept = settings.folder(FOLDER)
    found = list(kept.glob(f"{token}-{person_id}.*")) if _TOKEN.fullmatch(token) else []
    if not found:
        raise Gone(
            N_("This sheet was stored already, or is no longer kept. Send it again: nothing is stored twice.")
        )
    return found[0]


def sweep(settings: Settings, *, now: datetime) -> int:
    """Take away what is older than a day; gives how many files went."""
    gone = 0
    for path in settings.folder(FOLDER).iterdir():
        if path.stat().st_mtime < (now - KEEP).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
