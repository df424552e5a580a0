"""What learners say of lessons: said again it replaces what was said, and it can be taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version
from learnhub.db import inserting
from learnhub.kernel.errors import NotFound
from learnhub.learning.models import LessonWord
from learnhub.learning.queries.feedback import WORD, hers


def say(
    session: Session,
    *,
    person_id: int,
    version: Version,
    step: StepInfo,
    clear: bool,
    unclear: str,
    now: datetime,
) -> None:
    """A learner says whether a lesson was clear; what she said of it before is replaced. Raises NotFound for a quiz."""
    if step.kind != "lesson":
        raise NotFound
    said = {"clear": clear, "unclear": unclear, "at": now}
    session.execute(
        inserting(session, LessonWord)
        .values(person_id=person_id, version_id=version.id, step=step.id, **said)
        .on_conflict_do_update(index_elements=[WORD.c.person_id, WORD.c.version_id, WORD.c.step], set_=said)
    )


def take_back(session: Session, *, person_id: int, version: Version, step: StepInfo) -> None:
    """She said nothing; twice does no harm."""
    session.execute(hers(delete(WORD), person_id, version, step))
