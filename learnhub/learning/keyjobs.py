"""The job that marks many tries anew by a key that was put right, and the mail to who passes by it, in her language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from learnhub.accounts.mails import page_under, tell, translated
from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.kernel.errors import N_
from learnhub.learning.domain import mark_text
from learnhub.learning.service.rekeying import JOB, Step, next_piece

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
    """Tell those who pass the quiz, in the transaction that made it so."""
    if step.to is None:
        return
    for each in step.told:
        tell(
            session, each.row.person_id, SUBJECT, TEXT, now=now, quiz=each.title, course=step.to.title, why=step.reason,
            marks=mark_text(each.worth.marks), most=each.worth.max_marks, outcome=translated(OUTCOMES[each.completed]),
            link=page_under(public_url, f"courses/{step.to.code}/quiz/{step.quiz}/attempts/{each.attempt_id}"),
        )  # fmt: skip
