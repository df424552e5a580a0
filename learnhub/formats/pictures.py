"""Pictures without what cameras and programs write into them: place, device, owner, comments.

JPEG by ITU-T T.81 and Exif 2.32, PNG by its third edition (W3C, 2025), WebP by RFC 9649. The picture itself is copied
byte by byte, never decoded, so it looks exactly as before; colour profiles and the way up stay.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from learnhub.kernel.errors import N_

MOST_PIXELS: Final = 50_000_000
_JPEG_KEPT: Final = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's note on colours
_PNG_DROPPED: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_ORIENTATION: Final = 0x0112
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_DAMAGED: Final = N_("The picture is cut off or damaged. Save it again and send it once more.")


class PictureError(Exception):
    """The bytes are not the picture that they should be; the message says what is wrong, for people."""


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """The picture as it may be shown to everybody, its size in pixels, and how many bytes of notes were taken out."""

    data: bytes
    width: int
    height: int
    removed: int


def clean_picture(media_type: str, data: bytes) -> CleanPicture:
    """The picture without its notes. Raises PictureError if it is damaged, too large, or no such picture."""
    readers = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
    try:
        kept, width, height = readers[media_type](data)
    except (struct.error, IndexError) as error:
        raise PictureError(_DAMAGED) from error
    if width < 1 or height < 1:
        raise PictureError(N_("The picture has no size. Save it again and send it once more."))
    if width * height > MOST_PIXELS:
        raise PictureError(N_("The picture has more than 50 million points. Make it smaller."))
    return CleanPicture(kept, width, height, max(0, len(data) - len(kept)))


def _jpeg(data: bytes) -> tuple[bytes, int, int]:
    if data[:2] != b"\xff\xd8":
        raise PictureError(N_("This is no JPEG picture. Save it as JPEG, or give the file its right ending."))
    kept, size, turn = [b"\xff\xd8"], (0, 0), 1
    for marker, segment in _jpeg_segments(data):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            size = struct.unpack(">HH", segment[5:9])
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turn = _turn(segment[10:])
        if marker in _JPEG_KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
    if turn != 1:
        kept.insert(1, _turn_segment(turn))
    kept.append(b"\xff\xd9")
    return b"".join(kept), size[1], size[0]


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments up to the end of the first picture; a scan comes with its coded data."""
    position = 2
    while True:
        while data[position + 1] == 0xFF:  # fill bytes before a marker
            position += 1
        marker = data[position + 1]
        if data[position] != 0xFF:
            raise PictureError(_DAMAGED)
        if marker == 0xD9:
            return
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        end = position + 2 + length
        if marker == 0xDA:
            found = _NEXT_MARKER.search(data, end)
            if found is None:
                raise PictureError(_DAMAGED)
            end = found.start()
        yield marker, data[position:end]
        position = end


def _turn(exif: bytes) -> int:
    """Which way up the picture is, from the first directory of an Exif block; 1 if it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 10:
        return 1
    (start,) = struct.unpack(order + "I", exif[4:8])
    if start + 2 > len(exif):
        return 1
    (count,) = struct.unpack(order + "H", exif[start : start + 2])
    for number in range(count):
        entry = exif[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) < 12:
            break
        tag, _kind, _count, value = struct.unpack(order + "HHIH", entry[:10])
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else 1
    return 1


def _turn_segment(turn: int) -> bytes:
    """An Exif block that says which way up, and nothing else."""
    body = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 8) + b"Exif\0\0" + body


def _png(data: bytes) -> tuple[bytes, int, int]:
    if data[:8] != _PNG_SIGNATURE:
        raise PictureError(N_("This is no PNG picture. Save it as PNG, or give the file its right ending."))
    kept = [_PNG_SIGNATURE]
    width = height = 0
    ended = False
    for kind, body, whole in _png_chunks(data):
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if kind not in _PNG_DROPPED:
            kept.append(whole)
        if kind == b"IEND":
            ended = True
            break
    if not ended:
        raise PictureError(_DAMAGED)
    return b"".join(kept), width, height


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    position = 8
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        body = data[position + 8 : position + 8 + length]
        (check,) = struct.unpack(">I", data[position + 8 + length : position + 12 + length])
        if zlib.crc32(kind + body) != check:
            raise PictureError(_DAMAGED)
        yield kind, body, data[position : position + 12 + length]
        position += 12 + length


def _webp(data: bytes) -> tuple[bytes, int, int]:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise PictureError(N_("This is no WebP picture. Save it as WebP, or give the file its right ending."))
    kept, size, position = [], (0, 0), 12
    (length,) = struct.unpack("<I", data[4:8])
    end = min(len(data), 8 + length)
    if end < 8 + length:
        raise PictureError(_DAMAGED)
    while position < end:
        kind, count = struct.unpack("<4sI", data[position : position + 8])
        body = data[position + 8 : position + 8 + count]
        if len(body) < count:
            raise PictureError(_DAMAGED)
        position += 8 + count + count % 2
        if kind in (b"EXIF", b"XMP "):
            continue
        if kind == b"VP8X":
            body = bytes([body[0] & ~0x0C]) + body[1:]  # no Exif, no XMP any more
        size = size if size != (0, 0) else _webp_size(kind, body)
        kept.append(kind + struct.pack("<I", count) + body + b"\0" * (count % 2))
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside, size[0], size[1]


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
