"""Lists in a workbook: written at once, they are what they would be cell by cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.sheet import Book, Plain, Sheet
from tests.unit.reach.publication.sample_publication import FORMULA, PARAMETERS

Rows = Sequence[Sequence[Plain]]
LONG = "a text that is longer than the widest column of a sheet may ever be"
ROWS: Rows = [
    ("one", date(2024, 1, 31), Decimal("0.333333"), None, ""),
    ("two", date(2024, 1, 31), Decimal("1.2E+3"), LONG, None),
    (FORMULA, None, 7, " spaced ", "&<>"),
    *[("one", None, Decimal(number) / 8) for number in range(40)],
    ("", "only here", None),
]


def by_cells(sheet: Sheet, rows: Rows) -> None:
    """As sheets for people are written."""
    for row in rows:
        sheet.cells(row)


def members(write: Callable[[Sheet, Rows], None], rows: Rows) -> dict[str, bytes]:
    """The parts of a workbook with a list between words on one sheet, and the same words on the next."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    book = Book(workbook, PARAMETERS, 1_000)
    first, second = book.sheet("First"), book.sheet("Second")
    first.title("A title")
    first.header(("a", "b", "c", "d", "e"))
    write(first, rows)
    first.line("below", strong=True)
    first.finish()
    second.cells(("two", "two", Decimal(1)))
    second.finish()
    workbook.set_properties({"created": date(2024, 1, 31)})
    workbook.close()
    with zipfile.ZipFile(out) as container:
        return {name: container.read(name) for name in container.namelist()}


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
def test_lines_are_what_cells_are(rows: Rows) -> None:
    assert members(Sheet.lines, rows) == members(by_cells, rows)


def test_no_line_is_cut() -> None:
    with pytest.raises(Unacceptable, match="does not fit"):
        members(Sheet.lines, [("x" * 32_767,)])
    with pytest.raises(Unacceptable, match="more than 1000 rows"):
        members(Sheet.lines, [("x",)] * 1_001)
