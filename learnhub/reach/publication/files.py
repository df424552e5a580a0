"""All machine files of a publication, and their manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

from learnhub.reach.publication.csvfile import render_csv
from learnhub.reach.publication.iati import render_iati
from learnhub.reach.publication.jsonfile import render_json
from learnhub.reach.publication.manifest import File, json_bytes, manifest
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.parquet import render_parquet
from learnhub.reach.publication.sdmx import render_sdmx
from learnhub.reach.publication.xlsx import render_xlsx

MANIFEST = "manifest.json"


class Format(StrEnum):
    """A machine format."""

    XLSX = "xlsx"
    CSV = "csv"
    SDMX = "sdmx"
    IATI = "iati"
    PARQUET = "parquet"
    JSON = "json"


_RENDERERS: dict[Format, Callable[[Publication], tuple[File, ...]]] = {
    Format.XLSX: lambda publication: (render_xlsx(publication),),
    Format.CSV: render_csv,
    Format.SDMX: render_sdmx,
    Format.IATI: lambda publication: (render_iati(publication),),
    Format.PARQUET: lambda publication: (render_parquet(publication),),
    Format.JSON: lambda publication: (render_json(publication),),
}


def render(publication: Publication, formats: Iterable[Format] = tuple(Format)) -> tuple[File, ...]:
    """The files of these formats. Raises Unacceptable where one cannot hold the whole publication."""
    return tuple(file for format_ in formats for file in _RENDERERS[Format(format_)](publication))


def render_manifest(
    publication: Publication, files: Iterable[File], generated_at: datetime | None = None
) -> File:
    """The manifest of these files as a file."""
    return File(MANIFEST, json_bytes(manifest(publication.parameters, files, generated_at)))
