"""How a version of a course is cited: one suggestion, on every page that makes one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version
from learnhub.catalogue.origins import Credit, origins_of
from learnhub.centres.snapshot import reference
from learnhub.web.addresses import public_address


@dataclass(frozen=True, slots=True)
class Citation:
    """Who, when, what, which version, published by whom, where it stays, and what it was made from. The first names
    are those of the authors, or of the centres where nobody is named."""

    names: tuple[str, ...]
    year: int
    title: str
    number: int
    centres: tuple[str, ...]
    code: str
    address: str
    language: str
    origins: tuple[Credit, ...]


def cite(session: Session, version: Version) -> Citation:
    """The suggested citation of this version."""
    known = reference(session).centres
    meta = version.document.metadata
    authors = tuple(author.name for author in meta.authors)
    centres = tuple(known[centre].name for centre in meta.centres if centre in known)
    return Citation(
        names=authors or centres,
        year=version.published_at.year,
        title=version.title,
        number=version.number,
        centres=centres if authors else (),
        code=version.code,
        address=public_address("catalogue.past_version", code=version.code, number=version.number, lang="en"),
        language=meta.language,
        origins=tuple(origins_of(session, meta)),
    )
