"""The manifest: what a set of files is, how it was made, and the SHA-256 of each. And how files are named."""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from learnhub.kernel.clock import iso
from learnhub.reach.publication.parameters import Parameters
from learnhub.reach.publication.tidy import data_number, json_number

VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class File:
    """A finished file. `rows` and `columns` are those of its data, the header not counted; None for others."""

    name: str
    content: bytes
    rows: int | None = None
    columns: int | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def period_name(start: date, end: date) -> str:
    """`2024`, `2024-Q3`, `2024-07`, or both days: `20240115-20240203`."""
    months = end.month - start.month + 1
    whole = (
        start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1] and start.year == end.year
    )
    if whole and months == 12:
        return f"{start.year}"
    if whole and months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{end.month // 3}"
    if whole and months == 1:
        return f"{start.year}-{start.month:02}"
    return f"{start:%Y%m%d}-{end:%Y%m%d}"


def stem(parameters: Parameters) -> str:
    """The name of a file of this publication up to its dot: scope, period, release, as-of, view."""
    moment = parameters.as_of.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    period = period_name(parameters.period_start, parameters.period_end)
    return f"learnhub_reach_{parameters.scope}_{period}_{parameters.release}_{moment}_{parameters.view}"


def manifest(
    parameters: Parameters, files: Iterable[File], generated_at: datetime | None = None
) -> dict[str, Any]:
    """The manifest of these files, files in the order of their names. `generated_at` is the moment of making."""
    made = generated_at or parameters.generated_at
    described = description(parameters)
    head = {key: described[key] for key in ("manifest_version", "release", "title", "methodology", "as_of")}
    rest = {key: value for key, value in described.items() if key not in head}
    listed = [
        {
            "name": file.name,
            "rows": file.rows,
            "columns": file.columns,
            "bytes": len(file.content),
            "sha256": file.sha256,
        }
        for file in sorted(files, key=lambda file: file.name)
    ]
    return {**head, "generated_at": iso(made) if made else None, **rest, "files": listed}


def description(parameters: Parameters) -> dict[str, Any]:
    """What the manifest says of the numbers: everything but the moment of making and the files."""
    return {
        "manifest_version": VERSION,
        "release": parameters.release,
        "title": parameters.title,
        "methodology": parameters.methodology,
        "as_of": iso(parameters.as_of),
        "generator": parameters.generator,
        "view": parameters.view.value,
        "period": {"start": str(parameters.period_start), "end": str(parameters.period_end)},
        "filters": {"scope": parameters.scope, **dict(sorted(parameters.filters.items()))},
        "query": {
            "id": parameters.query,
            "version": parameters.query_version,
            "sha256": query_sha256(parameters),
        },
        "seed": None,
        "ledger": {
            "rows_considered": dict(sorted(parameters.ledger.rows_considered.items())),
            "last_entry_id": parameters.ledger.last_entry_id,
            "chain_sha256": parameters.ledger.chain_sha256,
        },
        "reference_lists": dict(sorted(parameters.reference_lists.items())),
        "disclosure": {
            "k": parameters.disclosure.k,
            "n_mean": parameters.disclosure.n_mean,
            "round": parameters.disclosure.round,
            "suppressed_cells": {
                "primary": parameters.disclosure.primary,
                "secondary": parameters.disclosure.secondary,
            },
            "algorithm": parameters.disclosure.algorithm,
        },
        "quality": {
            "rejected_rows": parameters.quality.rejected_rows,
            "coverage": _shares(parameters.quality.coverage),
        },
        "supersedes": parameters.supersedes,
    }


def query_sha256(parameters: Parameters) -> str:
    """A hash of the question: the same for every as-of and view of one product, scope and period."""
    asked = {
        "filters": dict(sorted(parameters.filters.items())),
        "methodology": parameters.methodology,
        "period": [str(parameters.period_start), str(parameters.period_end)],
        "query": parameters.query,
        "scope": parameters.scope,
        "version": parameters.query_version,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as the bytes of a file: UTF-8, keys in the order given, one line end at the end."""
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _shares(coverage: Mapping[str, Fraction | None]) -> dict[str, int | float | None]:
    return {
        name: None if share is None else json_number(data_number(share))
        for name, share in sorted(coverage.items())
    }
