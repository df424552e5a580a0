"""The workbook against the rules of ECMA-376 that spreadsheet programs insist on when they open a file."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from learnhub.reach.publication.xlsx import render_xlsx
from tests.unit.reach.publication.sample_publication import sample

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# CT_Worksheet and CT_Workbook are sequences: an element out of its place is a damaged file (18.3.1.99, 18.2.27).
WORKSHEET = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
WORKBOOK = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "extLst",
)  # fmt: skip
STYLES = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The parts of the workbook by name."""
    with zipfile.ZipFile(io.BytesIO(render_xlsx(sample()).content)) as container:
        names = container.namelist()
        assert len(set(names)) == len(names)
        return {name: container.read(name) for name in names}


def tree(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own file


def sheets(parts: Parts) -> Iterator[tuple[str, ET.Element]]:
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            yield name, tree(content)


def in_order(element: ET.Element, order: tuple[str, ...]) -> bool:
    places = [order.index(child.tag.removeprefix(MAIN)) for child in element]
    return places == sorted(places)


def number_of(column: str) -> int:
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - 64
    return number


def test_elements_stand_in_the_order_of_the_schema(parts: Parts) -> None:
    assert len(list(sheets(parts))) == 17
    for name, sheet in sheets(parts):
        assert in_order(sheet, WORKSHEET), name
        once = [child.tag for child in sheet if not child.tag.endswith("conditionalFormatting")]
        assert len(set(once)) == len(once), name
    assert in_order(tree(parts["xl/workbook.xml"]), WORKBOOK)
    assert in_order(tree(parts["xl/styles.xml"]), STYLES)


def test_rows_and_cells_rise_and_point_at_what_is_there(parts: Parts) -> None:
    texts = len(tree(parts["xl/sharedStrings.xml"]).findall(f"{MAIN}si"))
    looks = tree(parts["xl/styles.xml"]).find(f"{MAIN}cellXfs")
    assert looks is not None
    for name, sheet in sheets(parts):
        last = 0
        for row in sheet.iter(f"{MAIN}row"):
            number, column = int(row.get("r", "")), 0
            assert number > last, name
            last = number
            for cell in row:
                place = CELL.fullmatch(cell.get("r", ""))
                assert place is not None
                assert int(place[2]) == number
                assert number_of(place[1]) > column
                column = number_of(place[1])
                _points(cell, texts, len(looks))


def _points(cell: ET.Element, texts: int, looks: int) -> None:
    """Text is a shared string, everything else a number; there is no formula, error or inline rich text."""
    assert [child.tag for child in cell] in ([], [f"{MAIN}v"])
    assert int(cell.get("s", "0")) < looks
    value = cell.findtext(f"{MAIN}v")
    if value is None:
        return
    assert cell.get("t", "n") in {"n", "s"}
    if cell.get("t") == "s":
        assert 0 <= int(value) < texts
    else:
        assert float(value) == float(value)


def test_every_relationship_leads_to_a_part_and_every_part_is_reached(parts: Parts) -> None:
    reached = set()
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        links = list(tree(content))
        assert len({each.get("Id") for each in links}) == len(links)
        for each in links:
            assert each.tag == f"{PACKAGE}Relationship"
            assert each.get("TargetMode", "Internal") == "Internal", "nothing is fetched from elsewhere"
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
            assert target in parts, (name, target)
            reached.add(target)
        used = set(_references(parts.get(folder + file.removesuffix(".rels"), b"<none/>")))
        assert used <= {each.get("Id") for each in links}, name
    own = {name for name in parts if name.endswith(".rels") or name == "[Content_Types].xml"}
    assert reached | own == set(parts)


def _references(content: bytes) -> Iterator[str]:
    for element in tree(content).iter():
        for name, value in element.items():
            if name.startswith(LINK):
                yield value


def test_every_part_has_one_content_type(parts: Parts) -> None:
    types = tree(parts["[Content_Types].xml"])
    by_name = [each.get("PartName", "") for each in types.findall(f"{TYPES}Override")]
    by_ending = [each.get("Extension", "") for each in types.findall(f"{TYPES}Default")]
    assert len(set(by_name)) == len(by_name)
    assert len(set(by_ending)) == len(by_ending)
    assert {"rels", "xml"} <= set(by_ending)
    for name in parts:
        if not name.endswith(".rels") and name != "[Content_Types].xml":
            assert f"/{name}" in by_name, name


def test_names_of_sheets_and_ranges_are_allowed(parts: Parts) -> None:
    book = tree(parts["xl/workbook.xml"])
    names = [each.get("name", "") for each in book.iter(f"{MAIN}sheet")]
    numbers = [each.get("sheetId", "") for each in book.iter(f"{MAIN}sheet")]
    assert len({name.casefold() for name in names}) == len(set(numbers)) == 17
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    ranges = [
        (each.get("name", ""), each.get("localSheetId"), each.text or "")
        for each in book.iter(f"{MAIN}definedName")
    ]
    assert len({(name.casefold(), sheet) for name, sheet, _ in ranges}) == len(ranges)
    for name, _, text in ranges:
        assert re.fullmatch(r"(_xlnm\.)?[A-Za-z_][\w.]*", name), name
        assert not CELL.fullmatch(name.upper()), name
        assert text.partition("!")[0].strip("'") in names, text
