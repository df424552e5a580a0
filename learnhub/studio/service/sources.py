"""What a draft was made from, found again when a translation or adaptation comes back as files."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from learnhub.catalogue.queries import course_facts, version_id_of
from learnhub.coursefile.loose import read_loose
from learnhub.kernel.errors import NotFound
from learnhub.studio.domain import Draft
from learnhub.studio.models.languages import DraftSource

MOST_VERSIONS: Final = 100_000


def remember_source(session: Session, draft: Draft, course: str) -> None:
    """Note the nearest origin that this course.yaml names, if that version was published here."""
    listed = (read_loose(course) or {}).get("based_on")
    nearest = listed[0] if isinstance(listed, list) and listed else None
    if not isinstance(nearest, dict) or nearest.get("how") not in ("translation", "adaptation"):
        return
    number = nearest.get("version")
    known = number if isinstance(number, int) and 0 < number <= MOST_VERSIONS else 0
    try:
        facts = course_facts(session, str(nearest.get("code", "")))
        version = version_id_of(session, facts.id, known)
    except NotFound:  # of another installation
        return
    session.add(DraftSource(draft_id=draft.id, how=nearest["how"], course_id=facts.id, version_id=version))
    session.flush()
