"""Files: complete in an instance or not there, and what they weigh on the line."""

from __future__ import annotations

import zlib
from pathlib import Path

from learnhub.kernel.ids import opaque_id

COMPRESSIBLE = ("text/", "application/json", "application/problem", "image/svg+xml")
"""How the media types begin that are packed on their way."""


def write_whole(path: Path, data: bytes) -> None:
    """Written beside its place first and renamed into it, so that nobody reads a half, whoever else writes it now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{opaque_id('w')}.part")
    draft.write_bytes(data)
    draft.replace(path)


def sent_size(data: bytes, media_type: str = "text/html") -> int:
    """What a reader pays for a file, in bytes: text and drawings are packed on their way."""
    return len(zlib.compress(data, 9)) if media_type.startswith(COMPRESSIBLE) else len(data)
