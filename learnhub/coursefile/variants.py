"""Narrower copies of a picture: `photo-w480.webp` beside `photo.jpg`, for small screens and slow lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .problems import Message, say

_COPY: Final = re.compile(r"(.+)-w([1-9][0-9]{1,3})\.(?:png|jpe?g|webp)")
_PICTURE: Final = re.compile(r"(.+)\.(?:png|jpe?g|webp)")


def copy_path(path: str, width: int, ending: str) -> str:
    """The name of a copy of this width, in pixels, of the picture."""
    return f"{path.rpartition('.')[0]}-w{width}.{ending}"


def copies_of(path: str, paths: Iterable[str]) -> list[tuple[int, str]]:
    """Width and path of each copy of a picture among these paths, the narrowest first."""
    picture = _PICTURE.fullmatch(path)
    if picture is None:
        return []
    found = ((_COPY.fullmatch(other), other) for other in paths)
    return sorted((int(match[2]), other) for match, other in found if match and match[1] == picture[1])


def wrong_copy(width: int, size: tuple[int, int] | None, original: tuple[int, int] | None) -> Message | None:
    """What is wrong with a copy of this width and size, or None. Its height may be off by a pixel."""
    if size is None or original is None:
        return say("copy-unread")
    if size[0] != width:
        return say("copy-width", told=width, n=size[0])
    if width >= original[0]:
        return say("copy-wide", n=original[0])
    if abs(size[1] * original[0] - original[1] * width) > original[0]:
        return say("copy-shape")
    return None
