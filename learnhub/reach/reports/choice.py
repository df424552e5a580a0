"""Which rows and columns of a table are printed.

Outside the network a country is named only where its figure is shown; the others are counted together.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import TOTAL
from learnhub.reach.publication.parameters import View
from learnhub.reach.publication.table import Cell, Ref, Table
from learnhub.reach.reports.bars import Rows, seen

COUNTRIES = frozenset({"ref_area", "country"})
GENDERS = frozenset({"sex", "gender"})
GOAL = "goal"
NEITHER = frozenset({TOTAL, "ZZ"})  # rows that name no country


@dataclass(frozen=True, slots=True)
class Cut:
    """How much stands on a document of one page: the largest rows and the first columns of a table, the first
    tables of a chapter, the first chapters. None: all.
    """

    rows: int | None = None
    columns: int | None = None
    tables: int | None = None
    chapters: int | None = None


WHOLE = Cut()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows to print, how many countries stand without a name, and how many rows a short document leaves out."""

    rows: Rows
    unnamed: int = 0
    left_out: int = 0


def chosen_columns(table: Table, cut: Cut) -> list[int]:
    """The first columns; a column of totals stays among them. Genders are all of them: two alone would say that there
    are no others."""
    all_of_them = list(range(len(table.columns.members)))
    if cut.columns is None or len(all_of_them) <= cut.columns or table.columns.dimension in GENDERS:
        return all_of_them
    totals = [i for i in all_of_them if table.columns.members[i].code == TOTAL]
    others = [i for i in all_of_them if i not in totals]
    return sorted(others[: max(0, cut.columns - len(totals))] + totals)


def chosen_rows(publication: Publication, table: Table, cut: Cut) -> Chosen:
    """The rows to print, in the order of the table; a row of totals stays among them."""
    members = table.rows.members
    every = [(member.code, member.label, cells) for member, cells in zip(members, table.cells, strict=True)]
    whole = next((i for i, member in enumerate(table.columns.members) if member.code == TOTAL), None)
    if table.rows.dimension == GOAL:
        every.sort(key=lambda row: _goal_order(row[0]))
    rows, unnamed = every, 0
    if table.rows.dimension in COUNTRIES:
        named = [row for row in every if row[0] in NEITHER or not publication.nobody(row[2])]
        rows = named
        if publication.parameters.view is not View.INTERNAL:
            rows = [row for row in named if row[0] in NEITHER or not _hidden(publication, row[2], whole)]
        unnamed = table.unnamed + len(named) - len(rows)
    if cut.rows is None or len(rows) <= cut.rows:
        return Chosen(rows, unnamed=unnamed)
    totals = [row for row in rows if row[0] == TOTAL]
    others = (row for row in rows if row[0] != TOTAL)
    largest = sorted(others, key=lambda row: _size(publication, row[2], whole), reverse=True)
    kept = {row[0] for row in [*largest[: max(0, cut.rows - len(totals))], *totals]}
    printed = [row for row in rows if row[0] in kept]
    return Chosen(printed, unnamed=unnamed, left_out=len(rows) - len(printed))


def _goal_order(code: str) -> tuple[bool, bool, str, list[tuple[int, str]]]:
    """Goal 2 before goal 13, what has none after all that have one, the total last."""
    framework, _, item = code.partition(":")
    parts = item.replace("-", ".").split(".")
    numbered = [(int(part) if part.isdecimal() else 10**6, part) for part in parts]
    return code == TOTAL, item == "none", framework, numbered


def _hidden(publication: Publication, cells: tuple[Cell, ...], column: int | None) -> bool:
    figure = seen(publication, _compared(cells, column))
    return figure is not None and figure.suppressed


def _compared(cells: tuple[Cell, ...], column: int | None) -> Cell | None:
    """By what rows are compared: the column of totals, else the first cell with a figure."""
    return (
        cells[column] if column is not None else next((cell for cell in cells if isinstance(cell, Ref)), None)
    )


def _size(publication: Publication, cells: tuple[Cell, ...], column: int | None) -> tuple[bool, Fraction]:
    """Who is held back may be somebody, so such a row comes after those with a figure and before those with none."""
    figure = seen(publication, _compared(cells, column))
    if figure is not None and figure.suppressed:
        return True, Fraction(0)
    value = Fraction(figure.value) if figure and figure.value is not None else Fraction(0)
    return value != 0, value
