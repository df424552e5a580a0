"""Files of live figures, to be taken away: exact, provisional, marked as internal in name, header and footer.

Imports the engine and the renderers, so a page fetches this module with the first download (docs/decisions/0005).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.formats.sheets import Sheet
from learnhub.reach.asked import Period
from learnhub.reach.compose.live import live
from learnhub.reach.patience import Phase, step
from learnhub.reach.publication.container import zipped
from learnhub.reach.publication.donors import aliases_of
from learnhub.reach.publication.files import Format, render, render_manifest
from learnhub.reach.publication.manifest import File, stem
from learnhub.reach.publication.model import Publication
from learnhub.reach.reports.products import Product
from learnhub.reach.reports.render import render_pdf

ALL = "all"


def live_file(
    session: Session,
    settings: Settings,
    *,
    scope: str,
    period: Period,
    as_of: datetime,
    language: str,
    kind: str,
    now: datetime,
    donor: Sheet | None = None,
) -> File:
    """One download: a `Format`, `all` of them with their manifest, or a document (`Product`) in the language asked for.

    `donor` has a donor's own indicators. Raises DonorSheetError if it cannot be taken, Unacceptable for a scope that
    cannot be, and where a format cannot hold everything.
    """
    publication = live(session, settings, scope=scope, period=period, as_of=as_of, language=language)
    if donor is not None:
        units = {code: each.unit for code, each in publication.totals.items()}
        publication = replace(publication, aliases=aliases_of(donor, units))
    return packed(publication, kind, now)


def packed(publication: Publication, kind: str, now: datetime) -> File:
    """A kind as one file. What needs several comes as a zip with the manifest in it."""
    step(Phase.WRITING, 0)
    if kind in set(Product):
        language = publication.parameters.language
        name = f"{stem(publication.parameters)}_{kind}_{language}.pdf"
        return File(name, render_pdf(publication, kind, language))
    files = render(publication, tuple(Format) if kind == ALL else (Format(kind),))
    if len(files) == 1:
        return files[0]
    members = (*files, render_manifest(publication, files, now))
    content = zipped(((file.name, file.content) for file in members), publication.parameters.as_of)
    return File(f"{stem(publication.parameters)}.{kind}.zip", content)
