"""Read the page version."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.web.models import PageVersion


def page_version(session: Session) -> int:
    """The present number; 0 before the first publication."""
    return session.scalar(select(PageVersion.number)) or 0
