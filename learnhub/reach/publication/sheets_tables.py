"""The sheets of tables: title, warning, table, notes, chart, one table below the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import TOTAL
from learnhub.reach.publication.sheet import Sheet
from learnhub.reach.publication.sheets_front import WHAT
from learnhub.reach.publication.table import Amount, Cell, Chart, ChartKind, Ref, Table, Text

_CHART_ROWS, _MOST_ROWS, _ROW_PIXELS = 18, 20, 20
LARGEST = "Those with most"
UNNAMED = "Other countries, whose figures are hidden: {n}."
_IN_WORDS = "The numbers stand in the table above; what is held back is not drawn."
_CHARTS: dict[ChartKind, dict[str, str]] = {
    ChartKind.BAR: {"type": "bar"},
    ChartKind.LINE: {"type": "line"},
    ChartKind.SHARES: {"type": "bar", "subtype": "percent_stacked"},
    ChartKind.CIRCLES: {"type": "bar", "subtype": "stacked"},
    ChartKind.MAP: {"type": "bar", "subtype": "stacked"},
}
_COLOURS = ("#1F5F8B", "#D98E04", "#3A7D44", "#8A4F7D", "#B23A48", "#5B6770", "#2A9D8F", "#7A6C5D")


class _Place(NamedTuple):
    """The rows of a table's title and header."""

    title: int
    header: int


def tables(sheet: Sheet, publication: Publication, name: str) -> None:
    """All tables of a sheet; a sentence where there is none."""
    mine = [table for table in publication.tables if table.sheet == name]
    if not mine:
        sheet.title(name.replace("_", " "))
        sheet.line(publication.say("This publication has no table of this kind."))
    if len(mine) > 1:
        sheet.title(publication.say(WHAT[name]))
        sheet.next_row()
    for table in mine:
        first = _table(sheet, publication, table)
        if len(mine) == 1 and table.cells:
            width = len(table.columns.members) + 1
            sheet.worksheet.freeze_panes(first + 1, 1)
            sheet.worksheet.repeat_rows(first)
            sheet.worksheet.autofilter(first, 0, first + _before_totals(table), width - 1)
    if len(mine) != 1:
        sheet.worksheet.freeze_panes(1, 1)
        sheet.worksheet.repeat_rows(0)
    sheet.finish()


def _before_totals(table: Table) -> int:
    """How many rows stand above the first total, which a reader's sorting must not move."""
    codes = [member.code for member in table.rows.members]
    return codes.index(TOTAL) if TOTAL in codes else len(codes)


def _table(sheet: Sheet, publication: Publication, table: Table) -> int:
    """Write a table; the row of its header."""
    title = sheet.row
    sheet.title(table.title)
    if table.warning:
        sheet.line(table.warning)
    first = sheet.row
    sheet.header((table.rows.label, *(member.label for member in table.columns.members)))
    for member, cells in zip(table.rows.members, table.cells, strict=True):
        strong = member.code == TOTAL
        sheet.put(0, member.label, strong=strong)
        for column, cell in enumerate(cells, start=1):
            _cell(sheet, publication, column, cell, strong=strong)
        sheet.next_row()
    last = sheet.row - 1
    corner = _column_name(len(table.columns.members))
    sheet.book.workbook.define_name(f"t_{table.id}", f"={sheet.name}!$A${first + 1}:${corner}${last + 1}")
    for note in table.notes:
        sheet.line(note)
    if table.unnamed:
        sheet.line(publication.say(UNNAMED).format(n=table.unnamed))
    if table.chart and table.cells:
        _chart(sheet, publication, table, table.chart, _Place(title, first))
    sheet.next_row()
    return first


def _cell(sheet: Sheet, publication: Publication, column: int, cell: Cell, *, strong: bool) -> None:
    if isinstance(cell, Ref):
        sheet.observation(column, publication.at(cell.key), strong=strong)
    elif isinstance(cell, Amount):
        sheet.number(column, cell.value, cell.unit, strong=strong)
    elif isinstance(cell, Text):
        sheet.put(column, cell.text, strong=strong)


def _chart(sheet: Sheet, publication: Publication, table: Table, chart: Chart, place: _Place) -> None:
    """A native chart below the table, of the rows that are no totals. Its title is that of the table, by reference:
    words that look like a place in a sheet would be taken for one."""
    columns = [
        number
        for number, member in enumerate(table.columns.members, start=1)
        if (member.code in chart.columns if chart.columns else member.code != TOTAL)
    ]
    drawn = [row for row, member in enumerate(table.rows.members) if member.code != TOTAL]
    if not any(_amount(publication, table.cells[row][column - 1]) for row in drawn for column in columns):
        return  # all is held back, or there is none: an empty chart says nothing
    top, bottom = place.header + 1 + drawn[0], place.header + 1 + drawn[-1]
    if len(drawn) > _MOST_ROWS and chart.kind is not ChartKind.LINE:
        top, bottom = _largest(sheet, publication, table, drawn, columns)
    made = sheet.book.workbook.add_chart(dict(_CHARTS[chart.kind]))
    for number, column in enumerate(columns):
        colour = _COLOURS[number % len(_COLOURS)]
        made.add_series(_series(sheet.name, place.header, top, bottom, column) | _drawn(chart.kind, colour))
    made.set_title({"name": [sheet.name, place.title, 0], "name_font": {"size": 11}})
    made.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    if _CHARTS[chart.kind]["type"] == "bar":
        made.set_y_axis({"reverse": True, "interval_unit": 1})
    height = max(_CHART_ROWS, bottom - top + 1) * _ROW_PIXELS
    made.set_size({"width": 720, "height": height})
    said = {"description": f"{chart.alt.rstrip('.')}. {_IN_WORDS}", "object_position": 3}
    sheet.worksheet.insert_chart(sheet.row, 0, made, said)
    for _ in range(height // _ROW_PIXELS + 1):
        sheet.next_row()


def _largest(
    sheet: Sheet, publication: Publication, table: Table, drawn: Sequence[int], columns: Sequence[int]
) -> tuple[int, int]:
    """Write the largest rows again, in order of size: a chart of all of them could not be read. First and last row."""

    def size(row: int) -> Fraction:
        return sum((_amount(publication, table.cells[row][column - 1]) for column in columns), Fraction(0))

    chosen = sorted((row for row in drawn if size(row)), key=lambda row: (-size(row), row))[:_MOST_ROWS]
    sheet.next_row()
    sheet.line(publication.say(LARGEST), strong=True)
    top = sheet.row
    for row in chosen:
        sheet.put(0, table.rows.members[row].label)
        for column in columns:
            _cell(sheet, publication, column, table.cells[row][column - 1], strong=False)
        sheet.next_row()
    return top, sheet.row - 1


def _amount(publication: Publication, cell: Cell) -> Fraction:
    if isinstance(cell, Ref):
        observation = publication.at(cell.key)
        return Fraction(0) if observation.suppressed else Fraction(observation.value or 0)
    return Fraction(cell.value or 0) if isinstance(cell, Amount) else Fraction(0)


def _series(name: str, header: int, top: int, bottom: int, column: int) -> dict[str, Any]:
    return {
        "name": [name, header, column],
        "categories": [name, top, 0, bottom, 0],
        "values": [name, top, column, bottom, column],
    }


def _drawn(kind: ChartKind, colour: str) -> dict[str, Any]:
    if kind is ChartKind.LINE:
        return {"line": {"color": colour, "width": 2.25}, "marker": {"type": "circle", "size": 5}}
    return {"fill": {"color": colour}, "gap": 60}


def _column_name(number: int) -> str:
    """`A` for 0, `AA` for 26."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
