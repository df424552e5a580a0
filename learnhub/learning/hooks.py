"""What the room of accounts asks of this one: enrol a person who has just registered, and say where to go on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.catalogue.content import load_version
from learnhub.catalogue.shelf import shelf
from learnhub.learning.service.enrolling import enrol
from learnhub.web.templating import address


def enrol_new_person(session: Session, person_id: int, code: str, now: datetime) -> str | None:
    """The address of the first step; None if there is no such course."""
    card = shelf(session).by_code.get(code)
    if card is None:
        return None
    version = load_version(session, card.version_id)
    enrol(session, person_id=person_id, course_id=card.course_id, all_steps=version.all_steps, now=now)
    first = version.steps[0]
    return address(f"learning.{first.kind}", code=code, **{first.kind: first.id})
