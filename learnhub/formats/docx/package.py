"""The zip that a DOCX is, opened within limits, and its XML, read without document types."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from learnhub.kernel.errors import N_
from learnhub.kernel.zips import DAMAGED

MOST_BYTES: Final = 50_000_000
MOST_ENTRIES: Final = 3_000
MOST_UNPACKED: Final = 150_000_000
MOST_XML: Final = 30_000_000
MOST_RATIO: Final = 300
_RATIO_FLOOR: Final = 1_000_000
_DEPTH: Final = 200
Element = ElementTree.Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class DocxError(Exception):
    """The file cannot be read as a DOCX; the message says why and how to mend it."""


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree, and stops at a document type or at nesting that no word processor writes."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def doctype(self, *_: object) -> None:
        raise DocxError(
            N_("The file holds a document type, which no word processor writes. It was not opened.")
        )

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > _DEPTH:
            raise DocxError(N_("The file is nested too deep. Save it again in a word processor."))
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part of the file leads: a name in the zip, or an address outside."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a DOCX by name. Raises DocxError for what is no DOCX, or one that is not to be trusted."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise DocxError(N_("The file has more than 50 MB. Make its pictures smaller, or split it."))
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise DocxError(N_("This is no DOCX file. Save it as DOCX and send it again.")) from error
        entries = self.archive.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise DocxError(N_("The file unpacks to more than any document has. It was not opened."))
        for entry in entries:
            if entry.file_size > _RATIO_FLOOR and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
                raise DocxError(N_("The file unpacks to more than any document has. It was not opened."))
        self.names = {entry.filename for entry in entries}
        if "word/document.xml" not in self.names:
            raise DocxError(N_("This is no DOCX file. Save it as DOCX and send it again."))

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The bytes of a part; empty if there is none."""
        if name not in self.names:
            return b""
        entry = self.archive.getinfo(name)
        if entry.file_size > most:
            raise DocxError(N_("The file unpacks to more than any document has. It was not opened."))
        try:
            with self.archive.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except DAMAGED as error:
            raise DocxError(N_("The file is damaged. Save it again and send it once more.")) from error
        if len(data) != entry.file_size:
            raise DocxError(N_("The file is damaged. Save it again and send it once more."))
        return data

    def xml(self, name: str) -> Element | None:
        """The root of an XML part, or None if there is no such part."""
        data = self.read(name, MOST_XML)
        if not data:
            return None
        parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - it stops at a document type
        try:
            parser.feed(data)
            root: Element = parser.close()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise DocxError(N_("The file is damaged. Save it again and send it once more.")) from error
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """Where the ids in a part lead."""
        folder, _, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels")
        found: dict[str, Relation] = {}
        for each in root if root is not None else ():
            if each.tag != f"{_REL}Relationship":
                continue
            outside = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rpartition("/")[2]
            found[each.get("Id", "")] = Relation(kind, target, outside)
        return found
