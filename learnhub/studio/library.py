"""The media library as values: kinds of file, their limits, whether a file can be taken, how a course uses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from learnhub.coursefile.limits import SVG_FILE
from learnhub.coursefile.media import MEDIA_TYPES, MediaType, wrong_content
from learnhub.coursefile.svg import inspect_svg
from learnhub.coursefile.svgtidy import tidy_svg
from learnhub.coursefile.variants import wrong_copy
from learnhub.formats.pictures import PictureError, clean_picture
from learnhub.studio.domain import AssetPart


class Kind(StrEnum):
    """What a file is for."""

    PICTURE = "picture"
    DOCUMENT = "document"
    AUDIO = "audio"
    VIDEO = "video"
    DATA = "data"


MOST_BYTES: Final = {
    Kind.PICTURE: 5_000_000,
    Kind.DOCUMENT: 20_000_000,
    Kind.AUDIO: 30_000_000,
    Kind.VIDEO: 50_000_000,
    Kind.DATA: 2_000_000,
}
"""Most bytes of a file. An installation may take less in one request (`max_upload_mb`)."""
_KINDS: Final = {"figure": Kind.PICTURE, "text": Kind.DATA, "document": Kind.DOCUMENT}
_NAME: Final = 60
MOST_COPIES: Final = 4


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A file of a centre's library. Size in bytes, width and height in pixels or SVG units."""

    id: str
    centre_id: str
    kind: Kind
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    title: str
    words: str
    captions: str
    minutes: int | None
    credit: str
    licence: str
    created_by: int | None
    created_at: datetime
    copies: tuple[AssetPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """What people say of a file: its title, the words for those who cannot see or hear it, who made it, the terms."""

    title: str
    words: str
    credit: str
    licence: str
    captions: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that can be taken, as it will be kept, with narrower copies of a picture.

    `removed` counts the bytes of notes taken out of it.
    """

    name: str
    kind: Kind
    media_type: str
    data: bytes
    width: int | None = None
    height: int | None = None
    removed: int = 0
    copies: tuple[Accepted, ...] = ()


class Refused(Exception):
    """A file that cannot be taken. `code` names the sentence, `values` fill it; sizes are in bytes."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def kind_of(name: str) -> tuple[Kind, MediaType]:
    """The kind of a file by the ending of its name. Raises Refused."""
    ending = name.rpartition(".")[2].lower()
    media = MEDIA_TYPES.get(ending)
    if media is None or "." not in name or media.name == "text/vtt":
        raise Refused("kind", name=name[:80])
    return _KINDS.get(media.use) or Kind(media.use), media


def accept(name: str, data: bytes) -> Accepted:
    """The file as the library keeps it. Raises Refused with what is wrong, and how large the file is."""
    kind, media = kind_of(name)
    size = len(data)
    most = SVG_FILE if media.name == "image/svg+xml" else MOST_BYTES[kind]
    if not data:
        raise Refused("empty", name=name[:80])
    if size > most:
        raise Refused("large", size=size, most=most)
    tidy = tidy_name(name)
    if media.name == "image/svg+xml":
        return _drawing(tidy, data)
    if wrong_content(tidy, data):
        raise Refused("content", label=media.label, size=size)
    if kind is not Kind.PICTURE:
        return Accepted(tidy, kind, media.name, data)
    try:
        clean = clean_picture(media.name, data)
    except PictureError as error:
        raise Refused("picture", reason=str(error), size=size) from error
    return Accepted(tidy, kind, media.name, clean.data, clean.width, clean.height, clean.removed)


def _drawing(name: str, data: bytes) -> Accepted:
    tidy = tidy_svg(data)
    size, problems = inspect_svg(name, tidy)
    if problems or size is None:
        _size, as_sent = inspect_svg(name, data)
        first = (problems or as_sent)[0]
        raise Refused("drawing", reason=first.message, size=len(data))
    return Accepted(name, Kind.PICTURE, "image/svg+xml", tidy, *size, max(0, len(data) - len(tidy)))


def with_copies(file: Accepted, copies: Sequence[tuple[str, bytes]]) -> Accepted:
    """The picture with narrower copies of it, given as name and bytes. Raises Refused for one that is none."""
    found: dict[int, Accepted] = {}
    for name, data in copies[:MOST_COPIES]:
        copy = accept(name, data)
        size = (copy.width, copy.height) if copy.width and copy.height else None
        original = (file.width, file.height) if file.width and file.height else None
        wrong = wrong_copy(copy.width or 0, size, original)
        if wrong or copy.kind is not Kind.PICTURE or "image/svg+xml" in (copy.media_type, file.media_type):
            raise Refused("picture", reason=wrong or "a drawing has no copies", size=len(data))
        found[copy.width or 0] = copy
    return replace(file, copies=tuple(found[width] for width in sorted(found)))


def tidy_name(name: str) -> str:
    """A name that assets of courses may have, as close to the given one as can be."""
    stem, _, ending = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    tidy = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_NAME].strip("-")
    return f"{tidy or 'file'}.{ending.lower()}"


def free_path(name: str, taken: set[str]) -> str:
    """The path in assets/ for a file of this name; with a number if it, or what goes with it, would meet others."""
    stem, _, ending = name.rpartition(".")
    stems = {path.rpartition(".")[0].lower().removesuffix("-text") for path in taken}
    free, number = stem, 2
    while f"assets/{free}".lower() in stems:
        free, number = f"{stem}-{number}", number + 1
    return f"assets/{free}.{ending}"


def snippet(item: MediaItem, path: str) -> str:
    """How a lesson uses the file, in the words of the course format."""
    if item.kind is Kind.PICTURE:
        words = " ".join(item.words.split()).replace("[", "(").replace("]", ")")
        caption = " ".join(f"{item.title}. {item.credit}, {item.licence}".split()).replace('"', "”")
        return f'![{words}]({path} "{caption}")'
    if item.kind in (Kind.AUDIO, Kind.VIDEO):
        stem = path.rpartition(".")[0]
        lines = [f"::: {item.kind} {path} {item.title}"]
        if item.kind is Kind.VIDEO:
            lines.append(f"captions: {stem}.vtt")
        return "\n".join([*lines, f"transcript: {stem}-text.md", f"minutes: {item.minutes or 1}", ":::"])
    title = item.title.replace("[", "(").replace("]", ")")
    return f"[{title}]({path})"


def companions(item: MediaItem, path: str) -> dict[str, bytes]:
    """The files that go with sound and film: captions and transcript, by their paths."""
    stem = path.rpartition(".")[0]
    files: dict[str, bytes] = {}
    if item.kind is Kind.VIDEO:
        files[f"{stem}.vtt"] = item.captions.encode()
    if item.kind in (Kind.AUDIO, Kind.VIDEO):
        files[f"{stem}-text.md"] = item.words.encode()
    return files
