"""Tables of a publication as the template takes them: cells as words, units in the headings, what marks mean below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import SUPPRESSED, UNDEFINED, UNITS
from learnhub.reach.publication.observation import TOTAL
from learnhub.reach.publication.table import Cell, Ref, Table, Text
from learnhub.reach.reports.bars import Rows, row_drawings, seen
from learnhub.reach.reports.choice import WHOLE, Cut, chosen_columns, chosen_rows
from learnhub.reach.reports.coverage import fitted
from learnhub.reach.reports.words import Words

MOST_COLUMNS = 10
SIZES = ((5, 8.6), (7, 8.2), (9, 7.6), (12, 7.0))
LEAST_SIZE = 6.6


def table_parts(
    publication: Publication, table: Table, words: Words, cut: Cut = WHOLE
) -> list[dict[str, Any]]:
    """The table as one or several parts of a document: wide ones go on under the same row names."""
    chosen = chosen_rows(publication, table, cut)
    rows, columns = chosen.rows, chosen_columns(table, cut)
    chunks = [columns[i : i + MOST_COLUMNS] for i in range(0, len(columns), MOST_COLUMNS)]
    parts = []
    for n, chunk in enumerate(chunks, 1):
        title = (
            words.said("share_of", title=table.title, n=n, all=len(chunks))
            if len(chunks) > 1
            else table.title
        )
        part = _part(publication, table, words, rows, chunk)
        notes = _notes(publication, table, words, part["rows"])
        if chosen.unnamed:
            notes.append(words.said("legend_unnamed", n=chosen.unnamed))
        if chosen.left_out:
            notes.append(words.said("legend_many", shown=len(rows), all=len(rows) + chosen.left_out))
        unit = words.said("legend_unit", unit=words.listed("units")[table.unit]) if table.unit else ""
        parts.append(part | {"title": fitted(title), "unit": unit, "notes": [fitted(note) for note in notes]})
    return parts


def plain(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    words: Words,
    numbers: Sequence[int] = (),
    narrow: Sequence[int] = (),
    wider: Sequence[int] = (),
) -> dict[str, Any]:
    """A table of words that is not one of the publication's, such as its revisions.

    `numbers` names columns of numbers, `narrow` columns as wide as their codes, `wider` those with most room.
    """
    texts = {text for row in rows for text in row}
    marks = {SUPPRESSED: "legend_hidden", UNDEFINED: "legend_undefined"}
    columns = [
        {
            "label": fitted(label),
            "number": i in numbers,
            "wide": i not in (*numbers, *narrow),
            "wider": i in wider,
        }
        for i, label in enumerate(head)
    ]
    return {
        "kind": "table",
        "title": fitted(title),
        "columns": columns,
        "rows": [[_words(text) for text in row] for row in rows],
        "total": False,
        "size": 8.2,
        "unit": "",
        "warning": "",
        "notes": [words.said(name) for mark, name in marks.items() if mark in texts and numbers],
    }


def _part(
    publication: Publication, table: Table, words: Words, rows: Rows, columns: Sequence[int]
) -> dict[str, Any]:
    members = table.columns.members
    shares = {i: _all_percent(publication, rows, i) for i in columns}
    wordy = {i: all(isinstance(cells[i], Text) for _, _, cells in rows) for i in columns}
    head = [{"label": fitted(table.rows.label), "number": False, "wide": True}]
    for i in columns:
        label = members[i].label + ("" if not shares[i] or "%" in members[i].label else ", %")
        head.append({"label": fitted(label), "number": not wordy[i], "wide": False})
    body = []
    for _, label, cells in rows:
        texts = [_written(publication, cells[i], members[i].unit, words, sign=not shares[i]) for i in columns]
        body.append([_words(label), *(_words(text) for text in texts)])
    drawn = row_drawings(publication, table, rows, columns)
    if drawn is not None:
        head.insert(drawn.after, {"label": "", "number": False, "wide": False, "bar": True})
        for row, cell in zip(body, drawn.cells, strict=True):
            row.insert(drawn.after, cell)
        for column, colour in drawn.colours.items():
            head[columns.index(column) + 1]["colour"] = colour
    return {
        "kind": "table",
        "columns": head,
        "rows": body,
        "total": bool(rows) and rows[-1][0] == TOTAL,
        "size": next((size for most, size in SIZES if len(head) <= most), LEAST_SIZE),
        "warning": fitted(table.warning),
    }


def _words(text: str) -> dict[str, Any]:
    return {"kind": "words", "text": fitted(text)}


def _all_percent(publication: Publication, rows: Rows, column: int) -> bool:
    figures = [seen(publication, cells[column]) for _, _, cells in rows]
    return bool(figures) and all(each is not None and UNITS[each.unit].percent for each in figures)


def _written(publication: Publication, cell: Cell, unit: str, words: Words, *, sign: bool) -> str:
    if isinstance(cell, Text):
        return cell.text
    if isinstance(cell, Ref):
        return words.observed(publication.at(cell.key), sign=sign)
    return words.number(cell.value, cell.unit or unit)


def _notes(
    publication: Publication, table: Table, words: Words, rows: list[list[dict[str, Any]]]
) -> list[str]:
    texts = {cell.get("text") for row in rows for cell in row[1:]}
    notes = list(table.notes)
    if SUPPRESSED in texts:
        notes.append(words.said("legend_hidden"))
    if UNDEFINED in texts:
        notes.append(words.said("legend_undefined"))
    bases = {
        observation.rounded_to
        for row in table.cells
        for cell in row
        if (observation := seen(publication, cell)) is not None and observation.rounded_to
    }
    return notes + [
        words.said("legend_rounded", base=base) for base in sorted(base for base in bases if base)
    ]
