"""The sheets behind the tables: revisions, data, dictionary, code lists, methodology, manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from learnhub.reach.publication import tidy
from learnhub.reach.publication.manifest import description
from learnhub.reach.publication.model import Publication, Revision
from learnhub.reach.publication.sheet import Plain, Sheet


def revisions(sheet: Sheet, publication: Publication) -> None:
    """What differs from the release before, with the reasons."""
    header = (
        "indicator",
        "filter",
        "previous release",
        "previous value",
        "new value",
        "difference",
        "unit",
        "reason",
    )
    rows = (
        (
            each.indicator,
            each.filters,
            each.previous_release,
            _number(each.previous),
            _number(each.new),
            _number(_difference(each)),
            each.unit,
            " ".join(each.reasons),
        )
        for each in sorted(publication.revisions, key=lambda each: (each.indicator, each.filters))
    )
    _list(sheet, header, rows)


def data(sheet: Sheet, publication: Publication) -> None:
    """One observation per row; codes alone, no totals but `_T`."""
    _list(sheet, tidy.NAMES, tidy.rows(publication), frozen=1)


def dictionary(sheet: Sheet, publication: Publication) -> None:
    """The columns of `Data`, then the indicators."""
    _list(
        sheet,
        ("column", "type", "code list", "nullable", "description"),
        (
            (
                each.name,
                each.kind.value,
                each.code_list,
                "yes" if each.nullable else "no",
                each.description,
            )
            for each in tidy.COLUMNS
        ),
    )
    sheet.next_row()
    say = publication.say
    sheet.header(("indicator", "name", "unit", "additive over", "definition", "time basis", "missing values"))
    for each in tidy.indicator_rows(publication):
        over = " ".join(each.additive_over) or say(each.additivity)
        sheet.cells(
            (
                each.code,
                say(each.name),
                say(each.unit),
                over,
                say(each.definition),
                each.time_basis,
                each.missing_rule,
            )
        )
    sheet.finish()


def code_lists(sheet: Sheet, publication: Publication) -> None:
    """What the codes of `Data` mean."""
    _list(
        sheet,
        ("code list", "code", "label", "note"),
        ((each.code_list, each.code, each.label, each.note) for each in tidy.code_rows(publication)),
    )


def methodology(sheet: Sheet, publication: Publication) -> None:
    """The rules in words, the thresholds and the versions of the lists."""
    parameters = publication.parameters
    sheet.title(f"{publication.say('Methodology')} {parameters.methodology}")
    for paragraph in publication.methodology:
        if paragraph.heading:
            sheet.line(paragraph.heading, strong=True)
        sheet.cells(("", paragraph.text))
    sheet.next_row()
    sheet.line(publication.say("Reference lists"), strong=True)
    for name, version in sorted(parameters.reference_lists.items()):
        sheet.cells((name, version))
    sheet.worksheet.repeat_rows(0)
    sheet.finish()


def manifest(sheet: Sheet, publication: Publication) -> None:
    """How it was made, without the moment of making and the files, which only the manifest beside them knows."""
    _list(sheet, ("key", "value"), _flat(description(publication.parameters)))


def _list(sheet: Sheet, header: Sequence[str], rows: Iterable[Sequence[Plain]], *, frozen: int = 0) -> None:
    first = sheet.row
    sheet.header(header)
    sheet.lines(rows)
    sheet.freeze_below_header(len(header), first, column=frozen)
    corner = chr(ord("A") + len(header) - 1)
    name = f"t_{sheet.name.lower()}"
    sheet.book.workbook.define_name(name, f"={sheet.name}!$A${first + 1}:${corner}${sheet.row}")
    sheet.finish()


def _flat(document: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Plain]]:
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _difference(revision: Revision) -> Fraction | None:
    if revision.previous is None or revision.new is None:
        return None
    return Fraction(revision.new) - Fraction(revision.previous)


def _number(value: int | Fraction | None) -> Decimal | None:
    return None if value is None else tidy.data_number(value)
