"""Mail of the studio: each in the language of the person who gets it, sent by the job queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from learnhub.accounts.queries import get_person
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import N_, LearnHubError, NotFound
from learnhub.web.i18n import long_date, translations

ASKED = N_("Please review: %(title)s")
ASKED_TEXT = N_(
    "%(name)s asks you to review a course: %(title)s.\n\n%(link)s\n\nYou can comment on every block, suggest other "
    "words, and approve the text or ask for changes."
)
DUE_TEXT = N_("An answer is hoped for by %(day)s.")
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


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mail leads: the address of the review, by language."""

    of_language: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where mail goes, and in which language."""

    email: str
    language: str


def _reader(session: Session, person_id: int) -> Reader | None:
    """Who gets the mail; None if the account is gone or has no confirmed address."""
    try:
        person = get_person(session, person_id)
    except NotFound:
        return None
    return Reader(person.confirmed_email, person.language) if person.confirmed_email else None


def mail_request(
    session: Session, *, to: int, title: str, name: str, due_on: date | None, link: Link, now: datetime
) -> None:
    """Tell somebody that her review is asked for."""
    person = _reader(session, to)
    if person is None:
        return
    say = translations(person.language).gettext
    values = {"title": title, "name": name, "link": link.of_language.get(person.language, "")}
    text = say(ASKED_TEXT) % values
    if due_on is not None:
        text += "\n\n" + say(DUE_TEXT) % {"day": long_date(due_on, person.language)}
    send_mail(session, to=person.email, subject=say(ASKED) % values, text=text, now=now)


def mail_confirmer(session: Session, *, to: int, title: str, name: str, link: Link, now: datetime) -> None:
    """Tell somebody that a case, site or term waits for her."""
    person = _reader(session, to)
    if person is None:
        return
    say = translations(person.language).gettext
    values = {"title": title, "name": name, "link": link.of_language.get(person.language, "")}
    send_mail(
        session, to=person.email, subject=say(CONFIRM) % values, text=say(CONFIRM_TEXT) % values, now=now
    )


def mail_decision(
    session: Session, *, to: int, title: str, name: str, approved: bool, link: Link, now: datetime
) -> None:
    """Tell who asked what the reviewer decided."""
    person = _reader(session, to)
    if person is None:
        return
    say = translations(person.language).gettext
    values = {"title": title, "name": name, "link": link.of_language.get(person.language, "")}
    text = say(APPROVED_TEXT if approved else CHANGES_TEXT) % values
    send_mail(session, to=person.email, subject=say(DECIDED) % values, text=text, now=now)


def mail_ready(session: Session, *, to: int, title: str, name: str, link: Link, now: datetime) -> None:
    """Tell somebody who may publish that the text is approved."""
    person = _reader(session, to)
    if person is None:
        return
    say = translations(person.language).gettext
    values = {"title": title, "name": name, "link": link.of_language.get(person.language, "")}
    send_mail(session, to=person.email, subject=say(READY) % values, text=say(READY_TEXT) % values, now=now)


def mail_comments(session: Session, *, to: int, title: str, count: int, link: Link, now: datetime) -> None:
    """Tell somebody how much was said about a text since the last such mail."""
    person = _reader(session, to)
    if person is None:
        return
    say = translations(person.language).gettext
    values = {"title": title, "count": count, "link": link.of_language.get(person.language, "")}
    text = say(COMMENTED_TEXT) % values
    send_mail(session, to=person.email, subject=say(COMMENTED) % values, text=text, now=now)


def mail_failure(session: Session, *, to: int, title: str, error: LearnHubError, now: datetime) -> None:
    """Tell who planned a publication why it did not happen."""
    person = _reader(session, to)
    if person is None:
        return
    say = translations(person.language).gettext
    values = {"title": title, "reason": "\n".join([say(error.message), *getattr(error, "problems", ())])}
    send_mail(session, to=person.email, subject=say(FAILED) % values, text=say(FAILED_TEXT) % values, now=now)
