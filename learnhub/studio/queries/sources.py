"""Reads of what drafts are made from: published courses of any centre, and the version a draft is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.catalogue.queries import course_facts
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.terms import open_to_all
from learnhub.kernel.errors import N_, NotFound, Unacceptable
from learnhub.studio.domain import Draft
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.models.languages import DraftSource
from learnhub.studio.queries.drafts import as_value, visible_drafts


@dataclass(frozen=True, slots=True)
class Source:
    """What a draft was made from: the version that it is compared with, and the one in force."""

    how: str
    version: Version
    newest: int

    @property
    def overtaken(self) -> bool:
        """Whether the source has published a further version since."""
        return self.version.id != self.newest


def find_source(session: Session, draft_id: str) -> Source | None:
    """What the draft was made from, or None for a course of its own."""
    row = session.execute(
        select(DraftSource.how, DraftSource.version_id, Course.version_id)
        .join(Course, Course.id == DraftSource.course_id)
        .where(DraftSource.draft_id == draft_id)
    ).first()
    return Source(row[0], load_version(session, row[1]), row[2] or row[1]) if row else None


def check_credit(session: Session, draft_id: str, document: CourseDocument) -> None:
    """Raises Unacceptable if the course does not name the one that it was made from."""
    source = find_source(session, draft_id)
    named = {origin.code for origin in document.metadata.based_on or ()}
    if source is not None and source.version.code not in named:
        raise Unacceptable(
            N_(
                "This course was made from another one and has to name it. Put `based_on` back into its facts."
            )
        )


def version_in_force(session: Session, code: str) -> Version:
    """The version that a new course can be made from. Raises NotFound for a retired course too."""
    facts = course_facts(session, code)
    if facts.retired:
        raise NotFound(N_("This course is retired. Only its own centre goes on with it."))
    return load_version(session, facts.version_id)


def may_derive(version: Version, centre_id: str) -> bool:
    """Whether this centre may adapt and translate the course: it is its own, or its licence lets everybody."""
    meta = version.document.metadata
    return meta.centres[0] == centre_id or open_to_all(meta.licence)


def drafts_made_from(session: Session, identity: Identity, course_id: int) -> Sequence[tuple[str, Draft]]:
    """Translations and adaptations of a course that are being written, as far as this person sees them."""
    rows = session.execute(
        select(DraftSource.how, DraftRow)
        .join(DraftRow, DraftRow.id == DraftSource.draft_id)
        .where(DraftSource.course_id == course_id, visible_drafts(session, identity))
        .order_by(DraftRow.language, DraftRow.id)
        .limit(50)
    ).all()
    return [(how, as_value(row)) for how, row in rows]
