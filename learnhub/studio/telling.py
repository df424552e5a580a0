"""The job that tells people once a day what was said about their texts: comments to authors, answers to who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.accounts.mails import page_under
from learnhub.centres.identity import grants_of
from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.jobs.service import enqueue
from learnhub.studio.mails import mail_comments
from learnhub.studio.queries.drafts import find_draft
from learnhub.studio.queries.reviews import said_since, writers_of
from learnhub.studio.service.moves import may

JOB: Final = "draft_comments"
HOUR_UTC: Final = 5
"""When the mail of a day goes: before work in Africa and Europe, in the working day of Asia."""


def tell_later(session: Session, *, draft_id: str, now: datetime) -> None:
    """Let the mail of the next morning say that there is something new; asking twice costs nothing."""
    morning = now.replace(hour=HOUR_UTC, minute=0, second=0, microsecond=0)
    run_at = morning if morning > now else morning + timedelta(days=1)
    payload = {"draft": draft_id, "since": now.isoformat()}
    enqueue(session, name=JOB, payload=payload, now=now, key=f"{JOB}:{draft_id}", run_at=run_at)


def comment_tasks(settings: Settings) -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls."""

    def tell(payload: dict[str, Any], now: datetime) -> None:
        with transaction() as session:
            tell_of_comments(
                session, draft_id=payload["draft"], since=datetime.fromisoformat(payload["since"]),
                public_url=settings.public_url, now=now,
            )  # fmt: skip

    return {JOB: tell}


def tell_of_comments(
    session: Session, *, draft_id: str, since: datetime, public_url: str, now: datetime
) -> None:
    """One mail to each author who may still write: how many comments and answers of others came since and are not
    settled. Whoever commented hears of the answers."""
    draft = find_draft(session, draft_id)
    if draft is None:
        return
    link = page_under(public_url, f"studio/courses/{draft_id}/review")
    said = said_since(session, draft_id, since)
    authors = writers_of(session, draft_id) | ({draft.created_by} if draft.created_by else set())
    new: Counter[int] = Counter()
    for by, asked_by in said:
        new.update(authors - {by} | ({asked_by} if asked_by and asked_by != by else set()))
    for person_id, count in sorted(new.items()):
        needed = Permission.EDIT_COURSE if person_id in authors else Permission.REVIEW_COURSE
        identity = Identity(person_id, grants=grants_of(session, person_id, now))
        if may(session, identity, draft, needed):
            mail_comments(session, to=person_id, title=draft.title, count=count, link=link, now=now)
