"""Sheets of any program are read; what is no sheet is refused with a sentence."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learnhub.formats.cells import safe_cell
from learnhub.formats.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, SheetError, read_sheet, rows_of_text

HEAD = ["name", "country", "login"]
ROWS = [["Amina Diallo", "Mali", "amina"], ["王小明", "中国", ""], ["O’Brien; Siobhán", "Ireland", "so,b"]]
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_csv(delimiter: str, encoding: str) -> bytes:
    """The rows as a program would save them."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([HEAD, *ROWS])
    return file.getvalue().encode(encoding)


LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = (
    f'<workbook xmlns="{NS}" xmlns:r="{LINKS}"><workbookPr%s/><sheets>'
    '<sheet name="Notes" sheetId="3" state="hidden" r:id="a3"/><sheet name="Nairobi" sheetId="2" r:id="a2"/>'
    '<sheet name="Mombasa" sheetId="1" r:id="a1"/><sheet name="Empty" sheetId="4" r:id="a4"/></sheets></workbook>'
)
PLACES = "".join(f'<Relationship Id="a{n}" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2, 3, 4))
SHEET = f'<worksheet xmlns="{NS}"><sheetData>%s</sheetData></worksheet>'.encode()
EMPTY = f'<worksheet xmlns="{NS}"><sheetData/></worksheet>'


def as_xlsx(body: str, shared: str = "", *, styles: str = "", book: str = "") -> bytes:
    """An XLSX file; its first sheet that is not hidden has this body, and the others have none."""
    first = f'<worksheet xmlns="{NS}"><sheetData>{body}</sheetData></worksheet>'
    parts = {
        "workbook.xml": BOOK % book,
        "_rels/workbook.xml.rels": f'<Relationships xmlns="{OF_PACKAGE}">{PLACES}</Relationships>',
        **{f"worksheets/sheet{n}.xml": EMPTY for n in (1, 3, 4)},
        "worksheets/sheet2.xml": first,
    }
    if shared:
        parts["sharedStrings.xml"] = f'<sst xmlns="{NS}">{shared}</sst>'
    if styles:
        parts["styles.xml"] = f'<styleSheet xmlns="{NS}">{styles}</styleSheet>'
    return zipped({f"xl/{name}": text.encode() for name, text in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_programs_save_it(delimiter: str, encoding: str) -> None:
    sheet = read_sheet("people.csv", as_csv(delimiter, encoding))
    assert sheet.header == HEAD
    assert [cells for _number, cells in sheet.rows] == ROWS


def test_the_code_page_of_old_programs() -> None:
    sheet = read_sheet("x.csv", "name;country\nZoë;Côte d’Ivoire\n".encode("cp1252"))
    assert sheet.rows[0][1] == ["Zoë", "Côte d’Ivoire"]
    assert sheet.guessed, "the file does not say so"


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


def row(number: int, *cells: str) -> str:
    """A row of an XLSX file."""
    texts = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{texts}</row>'


def test_the_first_tab_counts_and_the_others_are_named() -> None:
    whole = as_xlsx(row(1, "name", "login") + row(2, "Ada", "ada"))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = f'<worksheet xmlns="{NS}"><sheetData>{row(1, "name")}</sheetData></worksheet>'.encode()
    sheet = read_sheet("x.xlsx", zipped({**parts, "xl/worksheets/sheet1.xml": body}))
    assert sheet.rows == [(2, ["Ada", "ada"])]
    assert sheet.others == ("Mombasa",)
    assert read_sheet("x.xlsx", whole).others == ()


@pytest.mark.parametrize(("book", "number"), [("", "32966"), (' date1904="1"', "31504")])
def test_a_day_is_written_out(book: str, number: str) -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm\\-yyyy;@"/>'
        '<numFmt numFmtId="165" formatCode="0 &quot;days&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    )
    cells = "".join(f'<c s="{style}"><v>{number}</v></c>' for style in range(4))
    sheet = read_sheet(
        "x.xlsx", as_xlsx(row(1, *"abcd") + f'<row r="2">{cells}</row>', styles=styles, book=book)
    )
    assert sheet.rows == [(2, [number, "1990-04-03", "1990-04-03", number])]


def test_readings_above_characters_are_no_part_of_a_name() -> None:
    shared = '<si><t>name</t></si><si><t>東京太郎</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    body = f'<row r="1"><c t="s"><v>0</v></c></row>{row(2)}<row r="3"><c t="s"><v>1</v></c></row>'
    assert read_sheet("x.xlsx", as_xlsx(body, shared)).rows == [(3, ["東京太郎"])]


def test_a_title_above_the_names_of_columns_is_left_out() -> None:
    sheet = read_sheet("x.csv", b"Participants, Nairobi;;\n;;\nname;e-mail;sex\nAda;ada@example.org;F\n")
    assert sheet.header == ["name", "e-mail", "sex"]
    assert sheet.rows == [(4, ["Ada", "ada@example.org", "F"])]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a\t"Hello" she said\nb\tc\n', [["a", '"Hello" she said'], ["b", "c"]]),
        ('"To be or\tnot\nb\tsay "yes"\n', [['"To be or', "not"], ["b", 'say "yes"']]),
        ('"two\nlines"\t"a ""word"""\nb\tc', [["two lines", 'a "word"'], ["b", "c"]]),
        ("a\tb\tc\r\nd\te\tf\tg\r\n\r\nh\ti", [["a", "b", "c"], ["d", "e", "f", "g"], ["h", "i"]]),
    ],
)
def test_rows_that_are_pasted_keep_every_cell(text: str, rows: list[list[str]]) -> None:
    assert rows_of_text(text) == rows


def test_a_separator_that_is_said_is_no_row() -> None:
    sheet = read_sheet("x.csv", "\ufeffsep=;\r\nname;e-mail\r\nAda, Dr;ada@example.org\r\n".encode())
    assert sheet.header == ["name", "e-mail"]
    assert sheet.rows == [(3, ["Ada, Dr", "ada@example.org"])]


@pytest.mark.parametrize(
    ("name", "encoding"), [("محمد علي", "cp1256"), ("Иван Петров", "cp1251"), ("王小明 李娜娜", "gbk")]
)
def test_names_of_other_scripts_are_never_guessed(name: str, encoding: str) -> None:
    text = f"name;e-mail\n{name};a@example.org\n"
    assert read_sheet("x.csv", text.encode()).rows[0][1][0] == name
    assert not read_sheet("x.csv", text.encode()).guessed
    with pytest.raises(SheetError, match="characters"):
        read_sheet("x.csv", text.encode(encoding))


BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet xmlns="{NS}"><sheetData/></worksheet>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(part: str, encoding: str) -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx(row(1, "name")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with pytest.raises(SheetError, match="no sheet needs"):
        read_sheet("x.xlsx", zipped({**parts, part: BOMB.encode(encoding)}))


def test_a_zip_that_swells_is_refused() -> None:
    data = zipped({"xl/worksheets/sheet1.xml": b" " * 300_000_000})
    assert len(data) < MOST_BYTES
    with pytest.raises(SheetError, match="no sheet needs"):
        read_sheet("x.xlsx", data)


def test_a_tab_that_is_named_a_thousand_times_is_read_once() -> None:
    body = row(1, "name", "login").encode() + b" " * 40_000_000
    with zipfile.ZipFile(io.BytesIO(as_xlsx(""))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.xml"]
    tabs = book[book.index(b"<sheets>") + len(b"<sheets>") : book.index(b"</sheets>")]
    data = zipped(
        {
            **parts,
            "xl/workbook.xml": book.replace(tabs, tabs * 1_000),
            "xl/worksheets/sheet2.xml": SHEET % body,
        }
    )
    tracemalloc.start()
    try:
        assert read_sheet("x.xlsx", data).header == ["name", "login"]
        assert tracemalloc.get_traced_memory()[1] < 200_000_000, "it was gigabytes"
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.csv", b"", "empty"),
        ("x.csv", b"\n \n", "empty"),
        ("x.csv", b"x" * (MOST_BYTES + 1), "more than 10 MB"),
        ("x.xlsx", b"name,country", "no sheet"),
        ("x.numbers", zipped({"Index/Document.iwa": b"x"}), "no sheet"),
        ("x.ods", zipped({"content.xml": b"<x/>"}), "no sheet"),
        ("x.csv", b"\x00\x01\x02", "no sheet"),
        ("x.csv", b"a,b\n" + b"x" * 100_000 + b",y\n", "characters"),
        ("x.csv", ",".join(["c"] * (MOST_COLUMNS + 1)).encode(), "columns"),
        ("x.csv", b"a\n" + b"x\n" * (MOST_ROWS + 1), "rows"),
        ("x.xlsx", b"PK\x03\x04 damaged", "damaged"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        read_sheet(name, data)


WHOLE = as_xlsx(row(1, "name"))


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
    assert cell in {text, f"'{text}"}
