"""Files of an instance that are complete or not there."""

from __future__ import annotations

from pathlib import Path

from learnhub.kernel.ids import opaque_id


def write_whole(path: Path, data: bytes) -> None:
    """Written beside its place first and renamed into it, so that nobody reads a half, whoever else writes it now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{opaque_id('w')}.part")
    draft.write_bytes(data)
    draft.replace(path)
