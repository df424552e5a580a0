"""Zip containers that are the same bytes for the same members: every member carries one given moment."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_UNIX, _PRIVATE_FILE = 3, 0o600 << 16


def zipped(members: Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """The members (name, content) in the order given. Zip knows no time before 1980: earlier moments become it."""
    stamp = max(moment.astimezone(UTC), _EARLIEST).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as container:
        for name, content in members:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _PRIVATE_FILE
            container.writestr(info, content)
    return out.getvalue()
