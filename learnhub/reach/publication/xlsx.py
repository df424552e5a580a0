"""The workbook: seventeen sheets in a fixed order, for people first and with the data at the end.

Numbers on the sheets for people are rounded as on paper; `Data` has six decimals. The same publication gives the same
bytes: the document and everything in its container carry the as-of as their time.
"""

from __future__ import annotations

import io
from datetime import UTC

import xlsxwriter

from learnhub.reach.publication import sheets_data, sheets_front, sheets_tables
from learnhub.reach.publication.container import redated
from learnhub.reach.publication.manifest import File, stem
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.sheet import LOOK, ROW_LIMIT, Book
from learnhub.reach.publication.table import TABLE_SHEETS
from learnhub.reach.publication.tidy import COLUMNS

SHEETS = (
    "README",
    "Key_figures",
    *TABLE_SHEETS,
    "Revisions",
    "Data",
    "Data_dictionary",
    "Code_lists",
    "Methodology",
    "Manifest",
)
_OPTIONS = {
    "default_format_properties": LOOK,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def render_xlsx(publication: Publication, row_limit: int = ROW_LIMIT) -> File:
    """The workbook. Raises Unacceptable rather than leave a row out or cut a text: more rows than a sheet
    has, or a text longer than a cell holds."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, _OPTIONS)
    parameters = publication.parameters
    as_of = parameters.as_of.astimezone(UTC)
    workbook.set_properties(
        {
            "title": parameters.title,
            "author": parameters.publisher,
            "comments": f"{parameters.release}, {parameters.view}",
            "created": as_of.replace(tzinfo=None),
        }
    )
    book = Book(workbook, parameters, row_limit)
    _fill(book, publication)
    workbook.close()
    return File(
        f"{stem(parameters)}.xlsx",
        redated(out.getvalue(), as_of),
        len(publication.observations),
        len(COLUMNS),
    )


def _fill(book: Book, publication: Publication) -> None:
    sheets_front.readme(book.sheet("README"), publication, SHEETS)
    sheets_front.key_figures(book.sheet("Key_figures"), publication)
    for name in TABLE_SHEETS:
        sheets_tables.tables(book.sheet(name), publication, name)
    sheets_data.revisions(book.sheet("Revisions"), publication)
    sheets_data.data(book.sheet("Data"), publication)
    sheets_data.dictionary(book.sheet("Data_dictionary"), publication)
    sheets_data.code_lists(book.sheet("Code_lists"), publication)
    sheets_data.methodology(book.sheet("Methodology"), publication)
    sheets_data.manifest(book.sheet("Manifest"), publication)
