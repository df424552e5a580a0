"""Mail of the studio: each in the language of the person who gets it, sent by the job queue."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from learnhub.accounts.mails import InLanguage, tell, translated
from learnhub.kernel.errors import N_, LearnHubError

ASKED = N_("Please review: %(title)s")
ASKED_TEXT = N_(
    "%(name)s asks you to review a course: %(title)s.\n\n%(link)s\n\nYou can comment on every block, suggest other "
    "words, and approve the text or ask for changes."
)
DUE_TEXT = N_("An answer is hoped for by %(day)s.")
TAKEN_BACK = N_("Not to be reviewed now: %(title)s")
TAKEN_BACK_TEXT = N_(
    "%(name)s has taken %(title)s back from review, to write on. Your comments are kept. You get a message when a "
    "review is asked for again."
)
DECIDED = N_("Reviewed: %(title)s")
APPROVED_TEXT = N_("%(name)s has approved the text of %(title)s.\n\n%(link)s")
CHANGES_TEXT = N_("%(name)s asks for changes in %(title)s.\n\n%(link)s")
READY = N_("Ready to publish: %(title)s")
READY_TEXT = N_("%(name)s has approved the text of %(title)s. You can publish it now.\n\n%(link)s")
COMMENTED = N_("Comments: %(title)s")
COMMENTED_TEXT = N_(
    "New comments and answers on the course %(title)s that are not settled: %(count)s\n\n%(link)s\n\nSuch a message "
    "comes once a day at most."
)
CONFIRM = N_("Please confirm: %(title)s")
CONFIRM_TEXT = N_(
    "%(name)s asks you to confirm a text that centres share: %(title)s.\n\n%(link)s\n\nYou can publish it, or "
    "send it back with a reason."
)
FAILED = N_("Not published: %(title)s")
FAILED_TEXT = N_("The course %(title)s was to be published now, and was not. The reason:\n\n%(reason)s")


def mail_request(
    session: Session, *, to: int, title: str, name: str, due_on: date | None, link: InLanguage, now: datetime
) -> None:
    """Tell somebody that her review is asked for."""
    text = (ASKED_TEXT, DUE_TEXT) if due_on else (ASKED_TEXT,)
    tell(session, to, ASKED, *text, now=now, title=title, name=name, day=due_on, link=link)


def mail_taken_back(session: Session, *, to: int, title: str, name: str, now: datetime) -> None:
    """Tell a reviewer who has not decided yet that her review is not waited for any more."""
    tell(session, to, TAKEN_BACK, TAKEN_BACK_TEXT, now=now, title=title, name=name)


def mail_confirmer(
    session: Session, *, to: int, title: str, name: str, link: InLanguage, now: datetime
) -> None:
    """Tell somebody that a case, site or term waits for her."""
    tell(session, to, CONFIRM, CONFIRM_TEXT, now=now, title=title, name=name, link=link)


def mail_decision(
    session: Session, *, to: int, title: str, name: str, approved: bool, link: InLanguage, now: datetime
) -> None:
    """Tell who asked what the reviewer decided."""
    text = APPROVED_TEXT if approved else CHANGES_TEXT
    tell(session, to, DECIDED, text, now=now, title=title, name=name, link=link)


def mail_ready(session: Session, *, to: int, title: str, name: str, link: InLanguage, now: datetime) -> None:
    """Tell somebody who may publish that the text is approved."""
    tell(session, to, READY, READY_TEXT, now=now, title=title, name=name, link=link)


def mail_comments(
    session: Session, *, to: int, title: str, count: int, link: InLanguage, now: datetime
) -> None:
    """Tell somebody how much was said about a text since the last such mail."""
    tell(session, to, COMMENTED, COMMENTED_TEXT, now=now, title=title, count=count, link=link)


def mail_failure(session: Session, *, to: int, title: str, error: LearnHubError, now: datetime) -> None:
    """Tell who planned a publication why it did not happen."""
    tell(session, to, FAILED, FAILED_TEXT, now=now, title=title, reason=_in_words(error))


def _in_words(error: LearnHubError) -> InLanguage:
    """What is wrong, and every reason for it."""
    said = translated(error.message)
    return lambda language: "\n".join([said(language), *getattr(error, "problems", ())])
