"""Zip containers that are the same bytes for the same members: every member carries one given moment."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_UNIX, _PRIVATE_FILE = 3, 0o600 << 16


def zipped(members: Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """The members (name, content) in the order given. Zip knows no time before 1980: earlier moments become it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as container:
        for name, content in members:
            info = zipfile.ZipInfo(name, _stamp(moment))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _PRIVATE_FILE
            container.writestr(info, content)
    return out.getvalue()


def redated(content: bytes, moment: datetime) -> bytes:
    """A finished container whose members say the same of themselves as those of `zipped`; nothing is packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        members, place = container.infolist(), container.start_dir
    year, month, day, hour, minute, second = _stamp(moment)
    stamp = struct.pack("<HH", hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
    made = bytearray(content)
    for member in members:  # a member's own head, then what the list at the end says of it
        made[member.header_offset + 10 : member.header_offset + 14] = stamp
        made[place + 5] = _UNIX
        made[place + 12 : place + 16] = stamp
        made[place + 38 : place + 42] = struct.pack("<L", _PRIVATE_FILE)
        place += 46 + sum(struct.unpack_from("<3H", made, place + 28))
    return bytes(made)


def _stamp(moment: datetime) -> tuple[int, int, int, int, int, int]:
    at = max(moment.astimezone(UTC), _EARLIEST)
    return at.year, at.month, at.day, at.hour, at.minute, at.second
