"""The job that marks many tries anew by a key that was put right, and the mail to who passes by it, in her language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import N_
from learnhub.learning.domain import mark_text
from learnhub.learning.service.rekeying import JOB, Step, next_piece
from learnhub.web.i18n import translations

SUBJECT = N_("You have passed after all: %(quiz)s")
TEXT = N_(
    "Your quiz “%(quiz)s” in the course “%(course)s” was marked anew, since the key of a question was wrong.\n"
    "Why: %(why)s\n\nYou have %(marks)s of %(most)s marks and have passed the quiz.\n%(outcome)s\n\n"
    "Your answers with their marks are here:\n%(link)s"
)
OUTCOMES = {
    True: N_("With it you have completed the course. Your certificate is under “My learning”."),
    False: N_("You need not take it again."),
}


def mark_all(number: int, public_url: str, now: datetime) -> None:
    """Do a change of a key to its end: one transaction to a piece, so that a crash in between costs and repeats
    nothing."""
    more = True
    while more:
        with transaction() as session:
            step = next_piece(session, number=number, now=now)
            _post(session, step, public_url, now)
        more = step.more


def key_tasks(settings: Settings) -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls."""

    def carry(payload: dict[str, Any], now: datetime) -> None:
        mark_all(payload["change"], settings.public_url, now)

    return {JOB: carry}


def _post(session: Session, step: Step, public_url: str, now: datetime) -> None:
    """Tell those who pass the quiz, in the transaction that made it so; nobody without a confirmed address."""
    for each in step.told:
        row = each.row
        if step.to is None or row.erased_at or not (row.email and row.email_confirmed_at):
            continue
        say = translations(row.language).gettext
        said = {
            "quiz": each.title, "course": step.to.title, "why": step.reason, "marks": mark_text(each.worth.marks),
            "most": each.worth.max_marks, "outcome": say(OUTCOMES[each.completed]),
            "link": f"{public_url}/{row.language}/courses/{step.to.code}/quiz/{step.quiz}/attempts/{each.attempt_id}",
        }  # fmt: skip
        send_mail(session, to=row.email, subject=say(SUBJECT) % said, text=say(TEXT) % said, now=now)
