"""Mails that tell a learner, in her language, that her work was marked or what was decided about her."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from learnhub.accounts.queries import get_person
from learnhub.catalogue.content import Version
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import N_
from learnhub.learning.marking import PASSED, Given, Stage, most_points
from learnhub.learning.service.deciding import Decision
from learnhub.learning.service.marking import Marking
from learnhub.web.i18n import long_date, translations

SUBJECT = N_("Your work was marked: %(task)s")
TEXT = N_(
    "Your work “%(task)s” in the course “%(course)s” was marked: %(points)s of %(most)s points.\n"
    "%(outcome)s\n\nThe points and remarks for each criterion are here:\n%(link)s"
)
CORRECTED = N_("The marks of your work were corrected: %(task)s")
TEXT_CORRECTED = N_(
    "The marks of your work “%(task)s” in the course “%(course)s” were corrected: %(points)s of %(most)s points.\n"
    "Why: %(why)s\n%(outcome)s\n\nThe points and remarks for each criterion are here:\n%(link)s"
)
OUTCOMES = {
    True: N_("You have passed."),
    False: N_("It is to be revised; you can hand it in again."),
}


def post_marks(session: Session, at: Marking, given: Given, public_url: str) -> None:
    """Have the mail sent in the caller's transaction. Nothing goes out for marks that decide nothing yet, and to people
    without a confirmed address. `at` is the work after the marks were given."""
    row = at.row
    if at.stage is not Stage.DONE or row.erased_at or not (row.email and row.email_confirmed_at):
        return
    say = translations(row.language).gettext
    said = {
        "task": at.task.title, "course": at.version.title, "points": given.total, "most": most_points(at.task.criteria),
        "why": given.why,
        "outcome": say(OUTCOMES[given.outcome == PASSED]),
        "link": f"{public_url}/{row.language}/courses/{row.code}/assignment/{at.task.id}",
    }  # fmt: skip
    subject, text = (CORRECTED, TEXT_CORRECTED) if given.why else (SUBJECT, TEXT)
    send_mail(session, to=row.email, subject=say(subject) % said, text=say(text) % said, now=given.at)


DECIDED = {
    "try": (
        N_("One try more: %(what)s"),
        N_("You have one try more at the quiz “%(what)s” in the course “%(course)s”:\n%(link)s"),
    ),
    "due": (
        N_("Your deadline: %(what)s"),
        N_("Your deadline in the course “%(course)s” is %(what)s. You can go on here:\n%(link)s"),
    ),
    "excused": (
        N_("You need not do this: %(what)s"),
        N_("You are excused from “%(what)s” in the course “%(course)s”: it counts as done.\n%(link)s"),
    ),
}


def post_decision(
    session: Session,
    kind: str,
    what: str | date,
    *,
    row: Any,
    version: Version,
    why: Decision,
    public_url: str,
) -> None:
    """Tell a learner of one more try, a deadline of her own or a step left out, in the caller's transaction. The reason
    is for the course team alone. `row` is her enrolment; nothing goes to who left, or has no confirmed address."""
    person = get_person(session, row.person_id)
    if row.withdrawn_at or not person.confirmed_email:
        return
    say = translations(person.language).gettext
    said = {
        "what": long_date(what, person.language) if isinstance(what, date) else what,
        "course": version.title,
        "link": f"{public_url}/{person.language}/courses/{version.code}",
    }
    subject, text = DECIDED[kind]
    send_mail(
        session, to=person.confirmed_email, subject=say(subject) % said, text=say(text) % said, now=why.now
    )
