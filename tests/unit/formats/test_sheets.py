"""Sheets of any program are read; what is no sheet is refused with a sentence."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learnhub.formats.cells import safe_cell
from learnhub.formats.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, SheetError, read_sheet

HEAD = ["name", "country", "login"]
ROWS = [["Amina Diallo", "Mali", "amina"], ["王小明", "中国", ""], ["O’Brien; Siobhán", "Ireland", "so,b"]]
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_csv(delimiter: str, encoding: str) -> bytes:
    """The rows as a program would save them."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([HEAD, *ROWS])
    return file.getvalue().encode(encoding)


def as_xlsx(body: str, shared: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An XLSX file with one sheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{NS}"><sheetData>{body}</sheetData></worksheet>'
        )
        if shared:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{NS}">{shared}</sst>')
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_programs_save_it(delimiter: str, encoding: str) -> None:
    sheet = read_sheet("people.csv", as_csv(delimiter, encoding))
    assert sheet.header == HEAD
    assert [cells for _number, cells in sheet.rows] == ROWS


def test_the_code_page_of_old_programs() -> None:
    assert read_sheet("x.csv", "name;country\nZoë;Côte d’Ivoire\n".encode("cp1252")).rows[0][1] == [
        "Zoë",
        "Côte d’Ivoire",
    ]


def test_row_numbers_are_those_of_the_program() -> None:
    sheet = read_sheet("x.csv", b"\nname,country\n\nAda,GB\n")
    assert sheet.rows == [(4, ["Ada", "GB"])]


def test_rows_have_as_many_cells_as_the_header() -> None:
    sheet = read_sheet("x.csv", b"name,country\nAda\nGrace,US,more,and more\n")
    assert [cells for _number, cells in sheet.rows] == [["Ada", ""], ["Grace", "US"]]


def test_an_xlsx_with_all_kinds_of_cells() -> None:
    body = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>born</t></is></c></row>'
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3"><v>1990.0</v></c></row>'
    )
    shared = "<si><t>name</t></si><si><r><t>Ada </t></r><r><t>Okafor</t></r></si>"
    sheet = read_sheet("x.xlsx", as_xlsx(body, shared))
    assert sheet.header == ["name", "", "born"]
    assert sheet.rows == [(3, ["Ada Okafor", "", "1990"])]


BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet xmlns="{NS}"><sheetData/></worksheet>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", BOMB.encode(encoding))
    with pytest.raises(SheetError, match="no sheet needs"):
        read_sheet("x.xlsx", file.getvalue())


def test_a_zip_that_swells_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    assert len(file.getvalue()) < MOST_BYTES
    with pytest.raises(SheetError, match="too large when unpacked"):
        read_sheet("x.xlsx", file.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.csv", b"", "empty"),
        ("x.csv", b"\n \n", "empty"),
        ("x.csv", b"x" * (MOST_BYTES + 1), "at most"),
        ("x.xlsx", b"name,country", "not an XLSX"),
        ("x.csv", b"\x00\x01\x02", "not a text file"),
        ("x.csv", b"a,b\n" + b"x" * 100_000 + b",y\n", "characters"),
        ("x.csv", ",".join(["c"] * (MOST_COLUMNS + 1)).encode(), "columns"),
        ("x.csv", b"a\n" + b"x\n" * (MOST_ROWS + 1), "rows"),
        ("x.xlsx", b"PK\x03\x04 damaged", "damaged"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        read_sheet(name, data)


WHOLE = as_xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>')


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_damaged_file_is_read_or_refused(place: int, change: int) -> None:
    data = bytearray(WHOLE)
    data[place] ^= change
    try:
        read_sheet("x.xlsx", bytes(data))
    except SheetError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either outcome is right; this one needs a sentence


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b'"')
@example(b'a,"b\nc')
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        sheet = read_sheet("x.csv", data)
    except SheetError as error:
        assert str(error).endswith(".")  # noqa: PT017 - as above
    else:
        assert all(len(cells) == len(sheet.header) for _number, cells in sheet.rows)


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell or cell[0] not in "=+-@\t\r\n"
    assert cell.removeprefix("'") == text or cell == text
