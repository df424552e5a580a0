"""The job that sends a course team's message: the words around it in the language of each reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from learnhub.config import Settings, secret_key
from learnhub.db import transaction
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import N_
from learnhub.learning.service.messaging import JOB, Letter, Link, next_letters
from learnhub.web.i18n import translations

FOOT = N_(
    "%(sender)s, %(centre)s, wrote this to you because you are enrolled in “%(course)s”.\n"
    "To get no more messages of this course team: %(stop)s"
)


def message_tasks(settings: Settings) -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls: one transaction to a batch, so that a crash in between costs and repeats nothing."""
    link = Link(settings.public_url, secret_key(settings))

    def send(payload: dict[str, Any], now: datetime) -> None:
        letters = True
        while letters:
            with transaction() as session:
                found = next_letters(session, number=payload["message"], now=now)
                for letter in found:
                    post(session, letter, link, now)
            letters = bool(found)

    return {JOB: send}


def post(session: Session, letter: Letter, link: Link, now: datetime) -> None:
    """Hand one letter over, in the caller's transaction."""
    seal = link.seal(letter.course_id, letter.person_id)
    stop = f"{link.public_url}/{letter.language}/messages/stop/{seal}"
    said = {"sender": letter.sender, "centre": letter.centre, "course": letter.course, "stop": stop}
    foot = translations(letter.language).gettext(FOOT) % said
    # mail programs offer these two as a button (RFC 8058)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text = f"{letter.text}\n\n-- \n{foot}\n"
    send_mail(session, to=letter.to, subject=letter.subject, text=text, now=now, headers=headers)
