"""The tidy table as JSON, with what the manifest says of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from learnhub.reach.publication import tidy
from learnhub.reach.publication.manifest import File, description, json_bytes, stem
from learnhub.reach.publication.model import Publication


def render_json(publication: Publication) -> File:
    """`{"meta": …, "columns": […], "rows": [[…]], "row_count": n}`; numbers have six decimals at most."""
    document = document_of(publication)
    name = f"{stem(publication.parameters)}.json"
    return File(name, json_bytes(document), document["row_count"], len(tidy.COLUMNS))


def document_of(publication: Publication) -> dict[str, Any]:
    """The same as a value. `meta.indicators` says over which dimensions each indicator adds up."""
    rows = [[_json(value) for value in row] for row in tidy.rows(publication)]
    meta = description(publication.parameters)
    meta["indicators"] = [
        {
            "code": each.code,
            "name": each.name,
            "unit": each.unit,
            "definition": each.definition,
            "additive_over": list(each.additive_over),
        }
        for each in tidy.indicator_rows(publication)
    ]
    meta["warnings"] = sorted({table.warning for table in publication.tables if table.warning})
    return {"meta": meta, "columns": list(tidy.NAMES), "rows": rows, "row_count": len(rows)}


def _json(value: tidy.Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return tidy.json_number(value)
    return value.isoformat() if isinstance(value, date) else value
