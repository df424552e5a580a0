"""Read a sheet: CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) or the first sheet of an
XLSX file that is not hidden."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree import ElementTree

from learnhub.kernel.errors import N_
from learnhub.kernel.letters import plain_lines
from learnhub.kernel.zips import DAMAGED

MOST_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_CELL = 2_000
MOST_ABOVE = 10
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_CELL = re.compile(rb"<(\w+:)?c[ >]")
_COPIED = re.compile(r'(?:"((?:[^"]|"")*+)"(?=[\t\n]|\Z)|([^\t\n]*+))(\t|\n|\Z)')
_SEPARATOR = re.compile(r"\ufeff?sep=(.)\r?\n")
# four signs beyond ASCII in a row, quotation marks and dashes aside, stand in no name of Western Europe
_OTHER_SCRIPT = re.compile("[^\x00-\x7f\xa0«»“”‘’–—…€]{4}")
# formats of numbers that every program knows by their number: 14 to 22 are days, those above days of East Asia
_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
_UNSPOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_NO_SHEET = N_("This is no sheet that can be read. Save it as XLSX or as CSV (UTF-8) and send it again.")
_CHARACTERS = N_(
    "The characters of this file can't be read. Save it as XLSX or as CSV (UTF-8) and send it again."
)
_DAMAGED = N_("This XLSX file is damaged. Open it, save it again, and send it.")
_HEAVY = N_("This XLSX file holds what no sheet needs. Save it again as XLSX or as CSV (UTF-8).")


class SheetError(Exception):
    """The file can't be read as a sheet. The message says why and how to mend it; pages say it in the reader's
    language and put `values` in."""

    def __init__(self, message: str, **values: int) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header and the rows below it, each with its number in the file. Blank rows and a title above the header
    are left out. `others` are further sheets of the file that hold something and were not read; `guessed`: the file
    does not say its characters, and they were read as those of Western Europe."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    others: tuple[str, ...] = ()
    guessed: bool = False


def read_sheet(name: str, data: bytes) -> Sheet:
    """The sheet in a file. Raises SheetError."""
    lines, others, guessed = _lines(name, data)
    return _sheet(_said(lines), others, guessed=guessed)


def rows_of_file(name: str, data: bytes) -> list[list[str]]:
    """All rows of a file that say something, each as long as it is. Raises SheetError."""
    return [cells for _number, cells in _said(_lines(name, data)[0])]


def rows_of_text(text: str) -> list[list[str]]:
    """The same of rows that were copied: between cells stand tabs, or what does in CSV. Raises SheetError."""
    return [cells for _number, cells in _said(_copied(text) if "\t" in text else _csv(text))]


def _lines(name: str, data: bytes) -> tuple[Iterator[tuple[int, list[str]]], tuple[str, ...], bool]:
    if len(data) > MOST_BYTES:
        raise SheetError(
            N_("The file has more than %(most)s MB. Split it into several files."),
            most=MOST_BYTES // 1_000_000,
        )
    if data[:4] == b"PK\x03\x04":
        book = _Book.of(data)
        return book.rows(), book.others, False
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".numbers")):
        raise SheetError(_NO_SHEET)
    text, guessed = _text(data)
    return _csv(text), (), guessed


def _said(lines: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows that say something, without blanks around their words."""
    kept: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        tidy = [" ".join(cell.split()) for cell in cells]
        if not any(tidy):
            continue
        if any(len(cell) > MOST_CELL for cell in tidy):
            raise SheetError(
                N_("Row %(row)s has a cell of more than %(most)s characters. Shorten it."),
                row=number, most=MOST_CELL,
            )  # fmt: skip
        if len(kept) > MOST_ROWS:
            raise SheetError(
                N_("The sheet has more than %(most)s rows. Split it into several files."), most=MOST_ROWS
            )
        kept.append((number, tidy))
    if not kept:
        raise SheetError(N_("The file is empty. The first row holds the names of the columns."))
    return kept


def _sheet(kept: list[tuple[int, list[str]]], others: tuple[str, ...], *, guessed: bool) -> Sheet:
    # a title stands alone in its row, above the names of the columns
    above = next((n for n, (_, cells) in enumerate(kept[:MOST_ABOVE]) if sum(map(bool, cells)) > 1), 0)
    header = kept[above][1]
    if len(header) > MOST_COLUMNS:
        raise SheetError(
            N_("The sheet has more than %(most)s columns. Take out those that are not needed."),
            most=MOST_COLUMNS,
        )
    rows = [(number, (cells + [""] * len(header))[: len(header)]) for number, cells in kept[above + 1 :]]
    return Sheet(header, rows, others, guessed)


def _text(data: bytes) -> tuple[str, bool]:
    """The characters, and whether they are a guess."""
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise SheetError(_CHARACTERS) from None
    if _OTHER_SCRIPT.search(text):
        # Arabic, Cyrillic or Chinese of an old program would become names of accents and signs
        raise SheetError(_CHARACTERS)
    return text, True


def _copied(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of cells between tabs. Quotation marks hold a cell together where a program put them around all of it;
    others are words."""
    cells: list[str] = []
    number = 1
    for found in _COPIED.finditer(plain_lines(text).replace("\x00", "")):
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if found[3] != "\t":
            yield number, cells
            cells = []
        number += found[0].count("\n")


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise SheetError(_NO_SHEET)
    said = _SEPARATOR.match(text)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = said[1] if said else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for cells in reader:
            if not said or reader.line_num > 1:
                yield reader.line_num, cells
    except csv.Error as error:
        raise SheetError(
            N_("Row %(row)s can't be read as CSV. Look at its quotation marks."), row=reader.line_num
        ) from error


@dataclass(frozen=True, slots=True)
class _Book:
    """What of an XLSX file is needed to read its first sheet."""

    body: bytes
    others: tuple[str, ...]
    shared: list[str]
    days: frozenset[str]
    first_day: date

    @classmethod
    def of(cls, data: bytes) -> _Book:
        """Raises SheetError."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise SheetError(_HEAVY)
            if "xl/workbook.xml" not in archive.namelist():
                raise SheetError(_NO_SHEET)
            book = _xml(archive, "xl/workbook.xml")
            links = {
                each.get("Id"): each.get("Target", "") for each in _xml(archive, "xl/_rels/workbook.xml.rels")
            }
            # each file once, however many sheets are said to be in it
            sheets = {
                "xl/" + links[each.get(_LINKS)].removeprefix("/xl/"): each.get("name", "")
                for each in book.iter(f"{_NS}sheet")
                if each.get("state", "visible") == "visible" and each.get(_LINKS) in links
            }
            if not sheets:
                raise SheetError(_NO_SHEET)
            first, *rest = sheets
            body = archive.read(first)
            others = tuple(sheets[path] for path in rest if _CELL.search(archive.read(path)))
            since_1904 = any(each.get("date1904") in {"1", "true"} for each in book.iter(f"{_NS}workbookPr"))
            shared = _shared(archive)
            days = _days(archive)
        except (*DAMAGED, KeyError, ElementTree.ParseError) as error:
            raise SheetError(_DAMAGED) from error
        _refuse_entities(body)
        first_day = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        return cls(body, others, shared, days, first_day)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their numbers. Raises SheetError."""
        try:
            for _event, element in ElementTree.iterparse(io.BytesIO(self.body), events=("end",)):  # noqa: S314
                if element.tag == f"{_NS}row":
                    yield int(element.get("r", "0")), self._cells(element)
                    element.clear()
        except (ElementTree.ParseError, ValueError, IndexError) as error:
            raise SheetError(_DAMAGED) from error

    def _cells(self, row: ElementTree.Element) -> list[str]:
        cells: list[str] = []
        for cell in row.iter(f"{_NS}c"):
            place = _column(cell.get("r", ""))
            place = len(cells) if place < 0 else place
            if place >= MOST_COLUMNS:
                break
            cells += [""] * (place + 1 - len(cells))
            cells[place] = self._value(cell)
        return cells

    def _value(self, cell: ElementTree.Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_spoken(each) for each in cell.iter(f"{_NS}is"))
        value = cell.find(f"{_NS}v")
        text = (value.text or "") if value is not None else ""
        if kind == "s" and text:
            return self.shared[int(text)]
        if kind == "n" and cell.get("s") in self.days and text:
            return self._day(text)
        if kind == "n" and text.endswith(".0"):
            return text[:-2]
        return text

    def _day(self, text: str) -> str:
        """A day as people write it, where the file has the number of days since the first one."""
        try:
            return (self.first_day + timedelta(days=int(float(text)))).isoformat()
        except OverflowError:
            return text


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    xml = archive.read(name)
    _refuse_entities(xml)
    return ElementTree.fromstring(xml)  # noqa: S314


def _refuse_entities(xml: bytes) -> None:
    # entities are what makes XML dangerous, and no spreadsheet program writes any
    plain = xml.replace(b"\x00", b"")  # in UTF-16 every other byte is empty
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise SheetError(_HEAVY)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_spoken(item) for item in _xml(archive, "xl/sharedStrings.xml").iter(f"{_NS}si")]


def _spoken(item: ElementTree.Element) -> str:
    """A text without the readings that stand above Chinese characters."""
    texts = [*item.findall(f"{_NS}t"), *item.findall(f"{_NS}r/{_NS}t")]
    return "".join(each.text or "" for each in texts)


def _days(archive: zipfile.ZipFile) -> frozenset[str]:
    """The styles of cells whose number is a day."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = _xml(archive, "xl/styles.xml")
    own = {
        each.get("numFmtId", ""): bool({"y", "d"} & {*_UNSPOKEN.sub("", each.get("formatCode", "")).lower()})
        for each in styles.iter(f"{_NS}numFmt")
    }
    formats = [each.get("numFmtId", "0") for each in styles.iterfind(f"{_NS}cellXfs/{_NS}xf")]
    return frozenset(
        str(style)
        for style, number in enumerate(formats)
        if own.get(number, number.isdecimal() and int(number) in _DAYS)
    )


def _column(reference: str) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return -1
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
