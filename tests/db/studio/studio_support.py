"""What the tests of the studio share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from learnhub.accounts.service import AboutYou, NewAccount, register
from learnhub.db import transaction
from learnhub.studio.domain import Draft
from learnhub.studio.service.drafts import open_draft

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "courses" / "example"
COURSE = "format_version: 1\ncode: new-course\ntitle: A new course\n"


def person(name: str = "Kenji Mori") -> int:
    """Somebody registers."""
    new = NewAccount(
        name=name, password_hash="!", email="", home_centre="icharm", about=AboutYou(country="JP", gender="M")
    )
    with transaction() as session:
        return register(session, account=new, now=NOW).id


def draft(code: str = "new-course", *, centre: str = "icharm", **parts: str) -> Draft:
    """A draft with a course.yaml and one lesson, and whatever else is given by path."""
    texts = {"course.yaml": COURSE, "lessons/one.md": "---\ntitle: One\n---\nText.\n", **parts}
    with transaction() as session:
        return open_draft(
            session, code=code, title="A new course", language="en", centre_id=centre, parts=texts,
            actor=None, now=NOW,
        )  # fmt: skip
