"""Files that learners hand in: which kinds, told by their content, and the folder of the instance that keeps them."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnhub.kernel.errors import N_, Unacceptable
from learnhub.kernel.files import write_whole
from learnhub.kernel.ids import opaque_id
from learnhub.kernel.zips import DAMAGED

FOLDER: Final = "handed"
MOST_BYTES: Final = 10_000_000
MOST_NAME: Final = 100
KINDS: Final = ("PDF", "DOCX", "ODT", "XLSX", "ODS", "CSV", "JPEG", "PNG")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_ENDINGS: Final = {
    "application/pdf": "pdf",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    f"{_OPEN}text": "odt",
    f"{_OPEN}spreadsheet": "ods",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/csv": "csv",
    "text/plain": "txt",
}
_KEY = re.compile(r"f[0-9a-z]{12}")
_ODD = re.compile(r'[\\/:*?"<>|]+')
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")

EMPTY = N_("This file is empty. Choose another one.")
TOO_LARGE = N_("This file is larger than 10 MB. Choose a smaller one; your text is kept.")
UNKNOWN = N_(
    "This file is none of the kinds that can be handed in, whatever its name says. "
    "Save it as PDF and choose it again."
)
MACROS = N_("This file has macros in it. Save it without them, or as PDF, and choose it again.")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was looked at and can be kept: `kind` is its media type."""

    name: str
    kind: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Its digest, as hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def looked_at(name: str, data: bytes) -> NewFile:
    """A file as it was sent, with its kind and a clean name. Raises Unacceptable."""
    if not data:
        raise Unacceptable(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unacceptable(TOO_LARGE)
    kind = _kind(name, data)
    if kind is None:
        raise Unacceptable(UNKNOWN)
    return NewFile(clean_name(name, kind), kind, data)


def clean_name(name: str, kind: str) -> str:
    """The name without folders and odd signs, with the ending that its content has."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, _dot, ending = _ODD.sub("-", plain).strip(" .").rpartition(".")
    right = _ENDINGS[kind]
    known = {right, "jpeg"} if right == "jpg" else {right}
    if ending.lower() not in known and not (kind == "text/plain" and ending.lower() in {"md", "text"}):
        stem, ending = (f"{stem}.{ending}" if stem else ending), right
    return f"{stem.strip(' .')[:MOST_NAME] or 'file'}.{ending.lower()}"


def _kind(name: str, data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if _is_text(data):
        return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    return None


def _kind_of_zip(data: bytes) -> str | None:
    """Documents of office programs: ISO/IEC 29500 names its parts, ISO/IEC 26300 begins with its media type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                raise Unacceptable(MACROS)
            if "[Content_Types].xml" in names:
                return _first(
                    {
                        "word/document.xml": "wordprocessingml.document",
                        "xl/workbook.xml": "spreadsheetml.sheet",
                    },
                    names,
                )
            if "mimetype" not in names or archive.getinfo("mimetype").file_size > 100:
                return None
            said = archive.read("mimetype").decode("ascii", "replace").strip()
    except DAMAGED:
        return None
    return said if said in {f"{_OPEN}text", f"{_OPEN}spreadsheet"} else None


def _first(parts: dict[str, str], names: set[str]) -> str | None:
    return next((_OFFICE + kind for part, kind in parts.items() if part in names), None)


def _is_text(data: bytes) -> bool:
    """Text in UTF-8, in UTF-16 with its mark, or in one of the older alphabets: no control characters in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    return _CONTROLS.search(data) is None


class HandedFiles:
    """The folder `handed/` of an instance. Each file has a random name, so that one can go without another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the file with this key is, or would be. Raises ValueError for what is no key."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} names no file")
        return self.folder / key[1:3] / key

    def put(self, data: bytes) -> str:
        """Store and give the key."""
        key = opaque_id("f")
        write_whole(self.path(key), data)
        return key

    def drop(self, keys: Iterable[str]) -> None:
        """Take files away; one that is gone already is no error."""
        for key in keys:
            self.path(key).unlink(missing_ok=True)
