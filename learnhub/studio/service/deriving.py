"""A draft made from a published course: translated, or adapted to another place and other people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version
from learnhub.catalogue.queries import find_course
from learnhub.coursefile.derive import derived
from learnhub.coursefile.document import Author, Language, Making
from learnhub.kernel.errors import N_, Conflict
from learnhub.studio.domain import Draft
from learnhub.studio.models.languages import DraftSource
from learnhub.studio.queries.sources import may_derive
from learnhub.studio.service.drafts import open_draft
from learnhub.studio.service.opening import parts_from


def open_derived(
    session: Session,
    *,
    version: Version,
    how: Making,
    code: str,
    title: str,
    language: Language,
    centre_id: str,
    author: Author,
    actor: int | None,
    now: datetime,
) -> Draft:
    """A draft with all parts of the version, its own address, centre and author, and the credit that it owes.

    Raises Conflict if the licence does not allow it or the address is taken.
    """
    if not may_derive(version, centre_id):
        raise Conflict(
            N_(
                "The licence of this course does not let other centres adapt it for every use. Ask its centre."
            )
        )
    if find_course(session, code) is not None:
        raise Conflict(N_("A published course has this address already. Write another one."))
    course = derived(
        version.document, version=version.number, how=how, code=code, title=title, language=language,
        centre=centre_id, author=author,
    )  # fmt: skip
    draft = open_draft(
        session, code=code, title=title, language=language, centre_id=centre_id, parts=parts_from(course),
        actor=actor, now=now,
    )  # fmt: skip
    session.add(DraftSource(draft_id=draft.id, how=how, course_id=version.course_id, version_id=version.id))
    session.flush()
    return draft
