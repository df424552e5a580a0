"""Pictures of tables: lines over time, circles on a map, effects with intervals. The table always stands below.

Only figures that the publication shows are drawn: what is hidden has no point, no circle and no part.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from learnhub.reach.charts.intervals import Interval, interval_plot
from learnhub.reach.charts.lines import Series, line_chart
from learnhub.reach.charts.sheet import PRINT, About
from learnhub.reach.charts.worldmap import world_map
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.publication.observation import TOTAL
from learnhub.reach.publication.table import ChartKind, Table
from learnhub.reach.reports.bars import seen
from learnhub.reach.reports.choice import COUNTRIES, NEITHER
from learnhub.reach.reports.coverage import fitted
from learnhub.reach.reports.words import Words

MOST_LINES = 3
MOST_INTERVALS = 12
PAIRS = "L01"
EFFECT = ("L04.g", "L04.lo", "L04.hi")


def pictures(publication: Publication, table: Table, words: Words) -> list[dict[str, Any]]:
    """The picture that the table asks for, or nothing."""
    if all(code in [member.code for member in table.columns.members] for code in EFFECT):
        return _intervals(publication, table, words)
    if table.chart is None:
        return []
    if table.chart.kind is ChartKind.LINE:
        return _lines(publication, table, words)
    if table.chart.kind in (ChartKind.MAP, ChartKind.CIRCLES):
        return _map(publication, table, words)
    return []


def _lines(publication: Publication, table: Table, words: Words) -> list[dict[str, Any]]:
    wanted = _columns(table)[:MOST_LINES]
    series = []
    for column in wanted:
        values = [_value(publication, table, row, column) for row in range(len(table.rows.members))]
        if any(value is not None for value in values):
            series.append(Series(fitted(table.columns.members[column].label), values))
    figures = (seen(publication, row[column]) for row in table.cells for column in wanted)
    units = {figure.unit for figure in figures if figure is not None}
    if not series or len(table.rows.members) < 2:
        return []
    unit = units.pop() if len(units) == 1 else "persons"
    drawing = line_chart(
        About(table.id, table.title, _alt(table)),
        [fitted(member.label) for member in table.rows.members],
        series,
        say=lambda value: words.number(value, unit),
        whole=not UNITS[unit].percent,
        mirrored=words.language == "ar",
        palette=PRINT,
    )
    return [_picture(table, words, drawing, [], width=80)]


def _intervals(publication: Publication, table: Table, words: Words) -> list[dict[str, Any]]:
    """Effect sizes with their intervals, for the rows that have all three and pairs enough for a mean."""
    codes = [member.code for member in table.columns.members]
    value, low, high = (codes.index(code) for code in EFFECT)
    pairs, enough = codes.index(PAIRS), publication.parameters.disclosure.n_mean
    rows = []
    for row, member in enumerate(table.rows.members):
        least, middle, most = (_value(publication, table, row, column) for column in (low, value, high))
        few = (_value(publication, table, row, pairs) or 0) < enough
        if not few and least is not None and middle is not None and most is not None:
            said = [words.number(each, "number") for each in (middle, least, most)]
            label = fitted(member.label)
            rows.append(Interval(label, least, middle, most, "{} [{}; {}]".format(*said)))
    if not rows or len(rows) > MOST_INTERVALS:
        return []
    label = words.said("effect")
    drawing = interval_plot(
        About(table.id, label),
        rows,
        say=lambda each: words.number(each, "number"),
        mirrored=words.language == "ar",
        palette=PRINT,
    )
    return [_picture(table, words, drawing, [label], width=80)]


def _map(publication: Publication, table: Table, words: Words) -> list[dict[str, Any]]:
    columns = _columns(table)
    if table.rows.dimension not in COUNTRIES or not columns:
        return []
    named = table.chart.columns if table.chart else ()
    whole = [i for i, member in enumerate(table.columns.members) if member.code == TOTAL]
    column = whole[0] if whole and not named else columns[0]
    counts: dict[str, int] = {}
    for row, member in enumerate(table.rows.members):
        value = _value(publication, table, row, column)
        if member.code not in NEITHER and value is not None and value > 0:
            counts[member.code] = int(value)
    if not counts:
        return []
    drawing = world_map(
        About(table.id, table.title, _alt(table)),
        counts,
        say=lambda value: words.number(value, "persons"),
        palette=PRINT,
    )
    return [_picture(table, words, drawing, [words.said("map_note")])]


def _columns(table: Table) -> list[int]:
    """The columns to draw: those that the table names, else all but totals."""
    named = table.chart.columns if table.chart else ()
    codes = [member.code for member in table.columns.members]
    return [i for i, code in enumerate(codes) if code in named] or [
        i for i, code in enumerate(codes) if code != TOTAL
    ]


def _value(publication: Publication, table: Table, row: int, column: int) -> int | Fraction | None:
    figure = seen(publication, table.cells[row][column])
    return figure.value if figure is not None else None


def _alt(table: Table) -> str:
    return fitted(table.chart.alt if table.chart else "")


def _picture(table: Table, words: Words, drawing: str, notes: list[str], width: int = 100) -> dict[str, Any]:
    return {
        "kind": "picture",
        "title": fitted(table.title),
        "warning": fitted(table.warning),
        "unit": words.said("legend_unit", unit=words.listed("units")[table.unit]) if table.unit else "",
        "svg": str(drawing),
        "alt": _alt(table) or fitted(table.title),
        "width": width,  # per cent of the text
        "notes": [fitted(note) for note in notes],
    }
