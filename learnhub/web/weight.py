"""What a page weighs on the line, said at its foot: its own bytes and those of its stylesheets.

The size is known only when the page is packed, so the template leaves a mark. The page up to the mark is
packed and counted; the number and the few bytes of the foot follow."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

MARK = "@page-weight@"
_MARK = MARK.encode()
_STYLES = re.compile(rb'href="(/static/[^"]+\.css)"')
_GZIP = 31  # zlib's number for "with a gzip frame"


def stylesheets(page: bytes) -> list[str]:
    """Addresses of the stylesheets that a page asks for."""
    head, _, _ = page.partition(b"</head>")
    return [address.decode() for address in _STYLES.findall(head)]


def packed(page: bytes, styles: Mapping[str, int], level: int) -> bytes:
    """The page as gzip; `styles` are packed sizes in bytes by address."""
    packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    before, mark, after = page.rpartition(_MARK)
    if not mark:
        return packer.compress(page) + packer.flush()
    first = packer.compress(before) + packer.flush(zlib.Z_SYNC_FLUSH)
    count = len(first) + len(after) + sum(styles.get(address, 0) for address in stylesheets(before))
    return first + packer.compress(_kilobytes(count) + after) + packer.flush()


def plain(page: bytes, styles: Mapping[str, int]) -> bytes:
    """The page as it is sent to a browser that takes no gzip; `styles` are sizes as they are."""
    before, mark, after = page.rpartition(_MARK)
    if not mark:
        return page
    count = len(page) + sum(styles.get(address, 0) for address in stylesheets(before))
    return before + _kilobytes(count) + after


def _kilobytes(count: int) -> bytes:
    return f"{max(1, round(count / 1000))} KB".encode()
