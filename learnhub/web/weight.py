"""What a page weighs on the line, said at its foot: its own bytes and those of its stylesheets.

The size is known only when the page is packed, so the template leaves a mark. The page up to the mark is
packed and counted; the number and the few bytes of the foot follow."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

MARK = "@page-weight@"
_MARK = MARK.encode()
_STYLES = re.compile(rb'href="(/static/[^"]+\.css)"')
READY = "learnhub.ready"  # in the environ of a request: the long part of its page, if that was packed before
_GZIP, _RAW = 31, -15  # zlib's numbers for "with a gzip frame" and "with none"
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


@dataclass(frozen=True, slots=True)
class Ready:
    """A part of many pages, packed once and as well as can be; the rest of a page refers to nothing in it."""

    text: bytes
    deflated: bytes

    @classmethod
    def of(cls, text: str) -> Ready:
        """Pack a text."""
        packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
        plain_text = text.encode()
        return cls(plain_text, packer.compress(plain_text) + packer.flush(zlib.Z_FULL_FLUSH))


def stylesheets(page: bytes) -> list[str]:
    """Addresses of the stylesheets that a page asks for."""
    head, _, _ = page.partition(b"</head>")
    return [address.decode() for address in _STYLES.findall(head)]


def packed(page: bytes, styles: Mapping[str, int], level: int, ready: Ready | None = None) -> bytes:
    """The page as gzip; `styles` are packed sizes in bytes by address, `ready` a part of it that need not be packed."""
    before, mark, after = page.rpartition(_MARK)
    if not mark:
        packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
        return packer.compress(page) + packer.flush()
    packer = zlib.compressobj(level, zlib.DEFLATED, _RAW)
    head, found, tail = before.partition(ready.text) if ready else (before, b"", b"")
    first = _GZIP_HEAD + packer.compress(head)
    if ready and found:
        first += packer.flush(zlib.Z_FULL_FLUSH) + ready.deflated + packer.compress(tail)
    first += packer.flush(zlib.Z_SYNC_FLUSH)
    foot = _kilobytes(len(first) + len(after) + _weight(styles, before)) + after
    check = struct.pack("<LL", zlib.crc32(foot, zlib.crc32(before)), len(before) + len(foot))
    return first + packer.compress(foot) + packer.flush() + check


def plain(page: bytes, styles: Mapping[str, int]) -> bytes:
    """The page as it is sent to a browser that takes no gzip; `styles` are sizes as they are."""
    before, mark, after = page.rpartition(_MARK)
    if not mark:
        return page
    return before + _kilobytes(len(page) + _weight(styles, before)) + after


def _weight(styles: Mapping[str, int], page: bytes) -> int:
    return sum(styles.get(address, 0) for address in stylesheets(page))


def _kilobytes(count: int) -> bytes:
    return f"{max(1, round(count / 1000))} KB".encode()
