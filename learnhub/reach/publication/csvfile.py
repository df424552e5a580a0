"""CSV with what machines need to read it: a Data Package 2.0 descriptor and CSV on the Web metadata."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from learnhub.formats.cells import safe_cell
from learnhub.kernel.clock import iso
from learnhub.reach.publication import tidy
from learnhub.reach.publication.manifest import File, json_bytes, stem
from learnhub.reach.publication.model import Publication

LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
INDICATOR_COLUMNS = (
    "code",
    "name",
    "definition",
    "unit",
    "time_basis",
    "additive_over",
    "additivity",
    "missing_rule",
    "version",
)
CODE_COLUMNS = ("code_list", "code", "label", "note")


def render_csv(publication: Publication) -> tuple[File, ...]:
    """The tidy table, its indicators and code lists as CSV, and both descriptors.

    A text that a spreadsheet program would run as a formula has an apostrophe in front.
    """
    name = stem(publication.parameters)
    data = _file(f"{name}.csv", tidy.NAMES, (map(tidy.plain, row) for row in tidy.rows(publication)))
    indicators = _file(f"{name}.indicators.csv", INDICATOR_COLUMNS, _indicator_cells(publication))
    codes = _file(
        f"{name}.codes.csv",
        CODE_COLUMNS,
        ((each.code_list, each.code, each.label, each.note) for each in tidy.code_rows(publication)),
    )
    package = File("datapackage.json", json_bytes(_package(publication, data, indicators, codes)))
    web = File(f"{name}.csv-metadata.json", json_bytes(_csvw(publication, data)))
    return data, indicators, codes, package, web


def _file(name: str, header: Sequence[str], rows: Iterable[Iterable[str]]) -> File:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([_cell(text) for text in row])
        count += 1
    return File(name, out.getvalue().encode(), count, len(header))


def _cell(text: str) -> str:
    return text if _is_number(text) else safe_cell(text)


def _is_number(text: str) -> bool:
    return text[:1] == "-" and text[1:].replace(".", "", 1).isdecimal() and text.isascii()


def _indicator_cells(publication: Publication) -> Iterable[tuple[str, ...]]:
    for each in tidy.indicator_rows(publication):
        yield (
            each.code,
            each.name,
            each.definition,
            each.unit,
            each.time_basis,
            " ".join(each.additive_over),
            each.additivity,
            each.missing_rule,
            each.version,
        )


def _package(publication: Publication, data: File, indicators: File, codes: File) -> dict[str, Any]:
    parameters = publication.parameters
    licence = parameters.open_licence
    granted = [{"name": licence} | ({"path": LICENCES[licence]} if licence in LICENCES else {})]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"learnhub-reach-{parameters.scope}-{parameters.release}-{parameters.view}".lower(),
        "title": parameters.title,
        "version": parameters.release,
        "created": iso(parameters.as_of),
        **({"licenses": granted} if licence else {}),
        "resources": [
            _resource("data", data, _data_schema()),
            _resource("indicators", indicators, _text_schema(INDICATOR_COLUMNS, ["code"])),
            _resource("codes", codes, _text_schema(CODE_COLUMNS, ["code_list", "code"])),
        ],
    }


def _resource(name: str, file: File, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file.content),
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def _data_schema() -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in tidy.COLUMNS],
        "missingValues": [""],
        "primaryKey": list(tidy.PRIMARY_KEY),
        "foreignKeys": [
            {"fields": ["indicator"], "reference": {"resource": "indicators", "fields": ["code"]}},
        ],
    }


def _field(column: tidy.Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.kind.value,
        "description": column.description,
    }
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.codes:
        constraints["enum"] = list(column.codes)
    return field | ({"constraints": constraints} if constraints else {})


def _text_schema(columns: Sequence[str], key: list[str]) -> dict[str, Any]:
    return {
        "fields": [{"name": name, "type": "string"} for name in columns],
        "missingValues": [""],
        "primaryKey": key,
    }


def _csvw(publication: Publication, data: File) -> dict[str, Any]:
    parameters = publication.parameters
    kinds = {tidy.Kind.TEXT: "string", tidy.Kind.NUMBER: "decimal", tidy.Kind.DAY: "date"}
    licence = LICENCES.get(parameters.open_licence)
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": data.name,
        "dc:title": parameters.title,
        "dc:modified": iso(parameters.as_of),
        **({"dc:license": {"@id": licence}} if licence else {}),
        "tableSchema": {
            "primaryKey": list(tidy.PRIMARY_KEY),
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": column.description,
                    "datatype": kinds[column.kind],
                    "null": "",
                    "required": not column.nullable,
                }
                for column in tidy.COLUMNS
            ],
        },
    }
