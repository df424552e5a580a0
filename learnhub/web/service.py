"""Raise the page version."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from learnhub.db import rows_changed
from learnhub.web.models import PageVersion


def pages_changed(session: Session) -> None:
    """Say, in the transaction that changes public content, that finished pages are out of date."""
    raised = session.execute(update(PageVersion).values(number=PageVersion.number + 1))
    if not rows_changed(raised):
        session.execute(insert(PageVersion).values(id=1, number=1))
