"""What a page weighs on the line, said at its foot: its own bytes and those of its stylesheets.

The size is known only when the page is packed, so the template leaves a mark. The page up to the mark is
packed and counted; the number and the few bytes of the foot follow."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MARK = "@page-weight@"
_MARK = MARK.encode()
_STYLES = re.compile(rb'href="(/static/[^"]+\.css)"')
READY = "learnhub.ready"  # in the environ of a request: the parts of its page that were packed before, in their order
_GZIP, _RAW = 31, -15  # zlib's numbers for "with a gzip frame" and "with none"
_WINDOW_BITS, _MEMORY = (
    13,
    7,
)  # for what is packed for one answer: 8 kB back, a quarter of the memory to set up
SHORT = 256  # bytes of a gap between parts that are ready, up to which it is not packed
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


def packed(page: bytes, styles: Mapping[str, int], level: int, ready: Sequence[Ready] = ()) -> bytes:
    """The page as gzip; `styles` are packed sizes in bytes by address, `ready` parts of it that need not be packed."""
    before, mark, after = page.rpartition(_MARK)
    if not mark:
        packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
        return packer.compress(page) + packer.flush()
    deflate = _Deflater(level, apart=bool(ready))
    sent, at = [_GZIP_HEAD], 0
    for part in ready:
        found = _find(before, part.text, at)
        if found >= 0:
            sent += deflate(before[at:found]), part.deflated
            at = found + len(part.text)
    sent.append(deflate(before[at:]))
    first = b"".join(sent)
    foot = _kilobytes(len(first) + len(after) + _weight(styles, before)) + after
    check = struct.pack("<LL", zlib.crc32(foot, zlib.crc32(before)), len(before) + len(foot))
    return first + deflate(foot, last=True) + check


class _Deflater:
    """The blocks of one page. `apart` are those between parts that are ready: they refer to nothing before them, and a
    name or a token goes as it is, since to pack it costs more than it spares."""

    def __init__(self, level: int, *, apart: bool) -> None:
        self._level, self._apart = level, apart
        self._packer: zlib._Compress | None = None

    def __call__(self, text: bytes, *, last: bool = False) -> bytes:
        """A block; nothing for no text."""
        size = len(text)
        if not size:
            return b""
        if self._apart and size <= SHORT:
            return struct.pack("<BHH", last, size, size ^ 0xFFFF) + text  # as RFC 1951 has it, 3.2.4
        if self._packer is None:
            self._packer = _raw_packer(self._level)
        end = zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH if self._apart else zlib.Z_SYNC_FLUSH
        return self._packer.compress(text) + self._packer.flush(end)


def _find(page: bytes, part: bytes, start: int) -> int:
    # to look for all of a long part at once costs much more than to look for its first words
    words = part[:64]
    found = page.find(words, start)
    while found >= 0 and not page.startswith(part, found):
        found = page.find(words, found + 1)
    return found


def _raw_packer(level: int) -> zlib._Compress:
    if level > 1:  # once for many answers: as small as can be
        return zlib.compressobj(level, zlib.DEFLATED, _RAW)
    return zlib.compressobj(level, zlib.DEFLATED, -_WINDOW_BITS, _MEMORY)


def plain(page: bytes, styles: Mapping[str, int]) -> bytes:
    """The page as it is sent to a browser that takes no gzip; `styles` are sizes as they are."""
    before, mark, after = page.rpartition(_MARK)
    if not mark:
        return page
    return before + _kilobytes(len(page) + _weight(styles, before)) + after


def _weight(styles: Mapping[str, int], page: bytes) -> int:
    return sum(styles.get(address, 0) for address in stylesheets(page))


def _kilobytes(count: int) -> bytes:
    return str(max(1, round(count / 1000))).encode()
