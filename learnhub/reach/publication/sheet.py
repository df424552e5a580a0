"""One sheet of the workbook: where the next row goes, how a cell looks, and what may not be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from textwrap import wrap
from typing import Any, NamedTuple

from xlsxwriter import Workbook

from learnhub.formats.cells import safe_cell
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.lines import LinedSheet, Repeated
from learnhub.reach.publication.numbers import (
    POINTS,
    SUPPRESSED,
    UNDEFINED,
    UNITS,
    paper_places,
    paper_value,
)
from learnhub.reach.publication.observation import Number, Observation
from learnhub.reach.publication.parameters import Parameters, View

ROW_LIMIT = 1_048_576
TEXT_LIMIT = 32_767
_WIDEST, _NARROWEST, _HEAD = 60, 9, 16  # signs of a column; a longer head wraps
_LINE = 16  # points
LOOK: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_INK, _BAND = "#12324A", "#E8EEF3"

Plain = str | int | float | Decimal | date | None


class Book:
    """A workbook with the looks that all its sheets share."""

    def __init__(self, workbook: Workbook, parameters: Parameters, row_limit: int) -> None:
        self.workbook = workbook
        self.parameters = parameters
        self.row_limit = row_limit
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str) -> Sheet:
        """A further sheet. Its printed header and footer say release and view."""
        made = self.workbook.add_worksheet(name, LinedSheet)
        parameters = self.parameters
        view = parameters.view.value
        made.set_header(f"&L{_printed(parameters.title)}&R{view}")
        made.set_footer(f"&L{_printed(parameters.release)}, {view}&R&P / &N")
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        if parameters.view is View.INTERNAL:
            made.set_tab_color("#B23A48")
        return Sheet(self, made, name)

    def look(self, **properties: Any) -> Any:
        """The format with these properties; the same one for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(
                {"font_name": "Calibri", "valign": "top"} | properties
            )
        return self._formats[key]


class _Head(NamedTuple):
    """The heads of one table: where, what they say, and which columns below them have numbers."""

    row: int
    labels: tuple[str, ...]
    numeric: set[int]


class Sheet:
    """A sheet that is written from top to bottom; `row` is the next free row."""

    def __init__(self, book: Book, worksheet: LinedSheet, name: str) -> None:
        self.book = book
        self.worksheet = worksheet
        self.name = name
        self.row = 0
        self._widths: dict[int, int] = {}
        self._heads: list[_Head] = []

    def title(self, text: str) -> None:
        """A heading of a sheet or table."""
        self._put(0, text, self.book.look(bold=True, font_size=14, font_color=_INK))
        self.next_row()

    def line(self, text: str, *, strong: bool = False) -> None:
        """A line of words across the sheet."""
        self._put(0, text, self.book.look(bold=strong, italic=not strong))
        self.next_row()

    def header(self, labels: Sequence[str]) -> None:
        """The heads of columns. They are written at the end, when it is known how wide the columns are."""
        for column, label in enumerate(labels):
            self._widen(column, min(len(label), _HEAD))
        self._heads.append(_Head(self.row, tuple(labels), set()))
        self.next_row()

    def cells(self, values: Sequence[Plain], *, strong: bool = False) -> None:
        """A row of plain values: numbers as numbers, days as days, text as text."""
        for column, value in enumerate(values):
            self.put(column, value, strong=strong)
        self.next_row()

    def lines(self, rows: Iterable[Sequence[Plain]]) -> None:
        """Rows of plain values, once in a sheet: a list of any length. Equal cells of a column are made once."""
        first, lines = self.row, []
        made: dict[tuple[int, Plain], Repeated | None] = {}
        for row in rows:
            line = []
            for place in enumerate(row):
                if place not in made:
                    made[place] = self._repeated(*place)
                line.append(made[place])
            lines.append(line)
            self.next_row()
        self.worksheet.put_lines(first, lines)

    def put(self, column: int, value: Plain, *, strong: bool = False) -> None:
        """One value into the current row."""
        look = self._look_of(column, value, strong=strong)
        if isinstance(value, str):
            self._put(column, value, look)
        elif isinstance(value, date):
            self.worksheet.write_datetime(self.row, column, datetime.combine(value, time()), look)
        elif value is not None:
            self.worksheet.write_number(self.row, column, float(value), look)

    def number(self, column: int, value: Number | None, unit: str, *, strong: bool = False) -> None:
        """A number as on paper, shares as per cent; `–` for none."""
        self._numeric(column)
        if value is None:
            self._put(column, UNDEFINED, self.book.look(bold=strong, align="right"))
            return
        kind, shown, places = UNITS[unit], paper_value(value, unit), paper_places(value, unit)
        decimals = "." + "0" * places if places else ""
        pattern = f"0{decimals}%" if kind.percent else f"#,##0{decimals}"
        self.worksheet.write_number(
            self.row,
            column,
            float(shown / 100 if kind.percent else shown),
            self.book.look(num_format=pattern, bold=strong, align="right"),
        )
        self._widen(column, len(str(shown)) + 3)

    def observation(self, column: int, observation: Observation, *, strong: bool = False) -> None:
        """An observation as on paper: its number, `c` or `–`."""
        if observation.suppressed:
            self._numeric(column)
            self._put(column, SUPPRESSED, self.book.look(bold=strong, align="right"))
        else:
            self.number(column, observation.value, observation.unit, strong=strong)

    def difference(self, column: int, moved: tuple[Fraction, str] | None, say: Callable[[str], str]) -> None:
        """How far a figure has moved, with its sign and, for points, their name; empty where that cannot be said."""
        self._numeric(column)
        if moved is None:
            return
        by, unit = moved
        kind, shown, places = UNITS[unit], paper_value(by, unit), UNITS[unit].places
        words = f' "{say(unit)}"' if unit in POINTS else ""
        number = "0." + "0" * places + ("%" if kind.percent else words)
        self.worksheet.write_number(
            self.row,
            column,
            float(shown / 100 if kind.percent else shown),
            self.book.look(num_format=f"+{number};-{number};{number}", align="right"),
        )
        self._widen(column, len(str(shown)) + len(words) + 2)

    def next_row(self) -> None:
        """Go to the next row. Raises Unacceptable where the sheet has no more."""
        self.row += 1
        if self.row > self.book.row_limit:
            raise Unacceptable(
                f"Sheet {self.name} would need more than {self.book.row_limit} rows, which a workbook cannot "
                "hold: take the CSV file, a shorter period or fewer dimensions."
            )

    def freeze_below_header(self, width: int, first: int, *, column: int = 0) -> None:
        """Freeze and repeat the header in row `first`, and let readers filter the rows from there to here."""
        self.worksheet.freeze_panes(first + 1, column)
        self.worksheet.repeat_rows(first)
        self.worksheet.autofilter(first, 0, max(self.row - 1, first), width - 1)

    def finish(self) -> None:
        """Set the widths of the columns and write their heads; nothing may be written after it."""
        widths = {
            column: min(max(width + 2, _NARROWEST), _WIDEST) for column, width in sorted(self._widths.items())
        }
        for column, width in widths.items():
            self.worksheet.set_column(column, column, width)
        for head in self._heads:
            self._write(head, widths)

    def _write(self, head: _Head, widths: Mapping[int, int]) -> None:
        """Heads stand over their numbers, in as many lines as the longest needs."""
        for column, label in enumerate(head.labels):
            place = {"align": "right"} if column in head.numeric else {"indent": min(column, 1)}
            look = self.book.look(
                bold=True, bg_color=_BAND, font_color=_INK, bottom=1, text_wrap=True, **place
            )
            self._put(column, label, look, row=head.row)
        lines = max(
            (len(wrap(label, widths[column] - 2)) for column, label in enumerate(head.labels)), default=1
        )
        self.worksheet.set_row(head.row, _LINE * max(lines, 1))

    def _numeric(self, column: int) -> None:
        if self._heads:
            self._heads[-1].numeric.add(column)

    def _look_of(self, column: int, value: Plain, *, strong: bool = False) -> Any:
        """The format of a plain value, for which its column is made wide enough."""
        if value is None:
            return None
        if isinstance(value, str):
            wraps, indent = len(value) > _WIDEST, min(column, 1)
            self._widen(column, len(value) + indent)
            return self.book.look(bold=strong, text_wrap=wraps, indent=indent)
        if isinstance(value, date):
            self._widen(column, 11)
            return self.book.look(num_format="yyyy-mm-dd")
        self._numeric(column)
        self._widen(column, len(str(value)))
        return self.book.look(bold=True) if strong else None

    def _repeated(self, column: int, value: Plain) -> Repeated | None:
        look = self._look_of(column, value)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self.worksheet.words(self._fitting(value), look)
        if isinstance(value, date):
            return self.worksheet.day(value, look)
        return self.worksheet.number(float(value), look)

    def _put(self, column: int, text: str, look: Any, *, row: int | None = None) -> None:
        if text:
            self.worksheet.write_string(self.row if row is None else row, column, self._fitting(text), look)

    def _fitting(self, text: str) -> str:
        """The text as a cell may hold it. Raises Unacceptable if it is too long."""
        if len(text) >= TEXT_LIMIT:
            raise Unacceptable(
                f"Sheet {self.name}: a text of {len(text)} characters does not fit into a cell."
            )
        return safe_cell(text)

    def _widen(self, column: int, width: int) -> None:
        if width > self._widths.get(column, 0):
            self._widths[column] = width


def _printed(text: str) -> str:
    """A text for a printed header, where `&` begins a code and the whole may have 255 characters."""
    return text[:100].replace("&", "&&")
