"""Read a sheet: CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) or the first sheet of an
XLSX file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from learnhub.kernel.zips import DAMAGED

MOST_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_CELL = 2_000
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")


class SheetError(Exception):
    """The file can't be read as a sheet; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header and the rows below it, each with its number in the file. Blank rows are left out."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read_sheet(name: str, data: bytes) -> Sheet:
    """The sheet in a file. Raises SheetError."""
    if len(data) > MOST_BYTES:
        raise SheetError(
            f"The file has {len(data) / 1e6:.1f} MB; at most {MOST_BYTES // 1_000_000} MB can be read. "
            "Split it."
        )
    if data[:4] == b"PK\x03\x04":
        lines = _xlsx(data)
    elif name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise SheetError(
            "This is not an XLSX file. Save the sheet as XLSX or as CSV (UTF-8) and send it again."
        )
    else:
        lines = _csv(data)
    return _sheet(lines)


def _sheet(lines: Iterator[tuple[int, list[str]]]) -> Sheet:
    header: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        tidy = [" ".join(cell.split()) for cell in cells]
        if not any(tidy):
            continue
        if any(len(cell) > MOST_CELL for cell in tidy):
            raise SheetError(f"Row {number} has a cell of more than {MOST_CELL} characters. Shorten it.")
        if header is None:
            if len(tidy) > MOST_COLUMNS:
                raise SheetError(
                    f"The sheet has more than {MOST_COLUMNS} columns. Take out those that are not needed."
                )
            header = tidy
            continue
        if len(rows) >= MOST_ROWS:
            raise SheetError(f"The sheet has more than {MOST_ROWS} rows. Split it into several files.")
        rows.append((number, (tidy + [""] * len(header))[: len(header)]))
    if header is None:
        raise SheetError("The file is empty. The first row holds the names of the columns.")
    return Sheet(header, rows)


def _text(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("The characters of this file can't be read. Save it as CSV (UTF-8) and send it again.")


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(data)
    if "\x00" in text:
        raise SheetError(
            "This is not a text file. Save the sheet as XLSX or as CSV (UTF-8) and send it again."
        )
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise SheetError(
            f"Row {reader.line_num} can't be read as CSV ({error}). Look at its quotation marks."
        ) from error


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
            raise SheetError("The file is too large when unpacked. Save the sheet as CSV and send it again.")
        shared = _shared(archive)
        sheets = sorted(n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))
        sheets.sort(key=lambda n: int(re.sub(r"\D", "", n)))
        if not sheets:
            raise SheetError("The file has no sheet. Save it again as XLSX.")
        body = archive.read(sheets[0])
    except (*DAMAGED, ElementTree.ParseError) as error:
        raise SheetError("This XLSX file is damaged. Open it, save it again, and send it.") from error
    _refuse_entities(body)
    yield from _rows(body, shared)


def _refuse_entities(xml: bytes) -> None:
    # entities are what makes XML dangerous, and no spreadsheet program writes any
    plain = xml.replace(b"\x00", b"")  # in UTF-16 every other byte is empty
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise SheetError("This XLSX file holds what no sheet needs. Save it again as XLSX.")


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    xml = archive.read("xl/sharedStrings.xml")
    _refuse_entities(xml)
    return ["".join(t.text or "" for t in item.iter(f"{_NS}t")) for item in ElementTree.fromstring(xml)]  # noqa: S314


def _column(reference: str) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return -1
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _rows(body: bytes, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    try:
        for _event, element in ElementTree.iterparse(io.BytesIO(body), events=("end",)):  # noqa: S314
            if element.tag == f"{_NS}row":
                yield int(element.get("r", "0")), _cells(element, shared)
                element.clear()
    except (ElementTree.ParseError, ValueError, IndexError) as error:
        raise SheetError("This XLSX file is damaged. Open it, save it again, and send it.") from error


def _cells(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_NS}c"):
        place = _column(cell.get("r", ""))
        place = len(cells) if place < 0 else place
        if place >= MOST_COLUMNS:
            break
        cells += [""] * (place + 1 - len(cells))
        cells[place] = _value(cell, shared)
    return cells


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_NS}t"))
    value = cell.find(f"{_NS}v")
    text = (value.text or "") if value is not None else ""
    if kind == "s" and text:
        return shared[int(text)]
    if kind == "n" and text.endswith(".0"):
        return text[:-2]
    return text
