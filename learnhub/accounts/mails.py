"""Mail to somebody who has an account, in her language, sent by the job queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from learnhub.accounts.queries import get_person
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import NotFound
from learnhub.web.i18n import long_date, translations

InLanguage = Callable[[str], str]
"""What a mail says in the language of whoever gets it."""


def tell(session: Session, to: int, subject: str, *text: str, now: datetime, **values: object) -> None:
    """Have a mail sent in the caller's transaction: messages of the catalogue, those of the text one below the other,
    filled in with the values. Of these, dates are written out, and functions are asked for the language's own.

    Nothing goes to an account that is gone or has no confirmed address.
    """
    try:
        person = get_person(session, to)
    except NotFound:
        return
    if not person.confirmed_email:
        return
    say = translations(person.language).gettext
    said = {name: _said(value, person.language) for name, value in values.items()}
    written = "\n\n".join(say(part) % said for part in text)
    send_mail(session, to=person.confirmed_email, subject=say(subject) % said, text=written, now=now)


def translated(message: str) -> InLanguage:
    """A message of the catalogue, to stand inside another one."""
    return lambda language: translations(language).gettext(message)


def page_under(public_url: str, path: str) -> InLanguage:
    """The full address of a page; the path is what follows the language."""
    return lambda language: f"{public_url}/{language}/{path}"


def _said(value: object, language: str) -> object:
    if isinstance(value, date):
        return long_date(value, language)
    return value(language) if callable(value) else value
