"""Kinds of asset: which files a course may carry, and whether the bytes are what the name says."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Final

from .problems import Message, say


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file: its media type, what people call it, its use and how its bytes begin."""

    name: str
    label: str
    use: str
    magic: bytes | None = None
    offset: int = 0


MEDIA_TYPES: Final[dict[str, MediaType]] = {
    "svg": MediaType("image/svg+xml", "SVG", "figure"),
    "png": MediaType("image/png", "PNG", "figure", b"\x89PNG\r\n\x1a\n"),
    "jpg": MediaType("image/jpeg", "JPEG", "figure", b"\xff\xd8\xff"),
    "jpeg": MediaType("image/jpeg", "JPEG", "figure", b"\xff\xd8\xff"),
    "webp": MediaType("image/webp", "WebP", "figure", b"WEBP", 8),
    "csv": MediaType("text/csv", "CSV", "text"),
    "txt": MediaType("text/plain", "TXT", "text"),
    "md": MediaType("text/markdown", "TXT", "text"),
    "geojson": MediaType("application/geo+json", "GeoJSON", "text"),
    "vtt": MediaType("text/vtt", "VTT", "text"),
    "pdf": MediaType("application/pdf", "PDF", "document", b"%PDF-"),
    "mp3": MediaType("audio/mpeg", "MP3", "audio"),
    "ogg": MediaType("audio/ogg", "OGG", "audio", b"OggS"),
    "m4a": MediaType("audio/mp4", "M4A", "audio", b"ftyp", 4),
    "mp4": MediaType("video/mp4", "MP4", "video", b"ftyp", 4),
    "webm": MediaType("video/webm", "WebM", "video", b"\x1aE\xdf\xa3"),
}
ASSET_PATH: Final = re.compile(
    r"assets/(?:[A-Za-z0-9][A-Za-z0-9_-]*/){0,3}[A-Za-z0-9][A-Za-z0-9._-]*\.[a-z0-9]+"
)


def media_type(path: str) -> MediaType | None:
    """The kind of file by its ending, or None when a course may not carry it."""
    return MEDIA_TYPES.get(path.rpartition(".")[2])


def wrong_content(path: str, data: bytes) -> Message | None:
    """What is wrong with the bytes of an asset, or None. SVG files are looked at elsewhere."""
    kind = MEDIA_TYPES[path.rpartition(".")[2]]
    if not data:
        return say("file-empty")
    if kind.magic and data[kind.offset : kind.offset + len(kind.magic)] != kind.magic:
        return say("wrong-content", kind=kind.label)
    if kind.name == "audio/mpeg" and not (
        data.startswith(b"ID3") or (data[0] == 0xFF and data[1:2] >= b"\xe0")
    ):
        return say("wrong-content", kind=kind.label)
    if kind.use == "text":
        return _wrong_text(kind, data)
    return None


def _wrong_text(kind: MediaType, data: bytes) -> Message | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return say("not-utf8")
    if "\x00" in text:
        return say("zero-bytes", kind=kind.label)
    if kind.name == "text/vtt" and not text.startswith("WEBVTT"):
        return say("captions-head")
    return None


def image_size(path: str, data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or WebP picture in pixels, or None when they cannot be found."""
    kind = media_type(path)
    if kind is None:
        return None
    if kind.name == "image/png" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if kind.name == "image/jpeg":
        return _jpeg_size(data)
    if kind.name == "image/webp":
        return _webp_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (ITU-T T.81, section B.2.2)."""
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + struct.unpack(">H", data[position + 2 : position + 4])[0]
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """The canvas of the three forms of WebP (RFC 9649, section 2)."""
    form = data[12:16]
    if form == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 " and len(data) >= 30:
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
