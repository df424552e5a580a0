"""Mails that tell a learner, in her language, that her work was marked or what was decided about her."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from learnhub.accounts.mails import page_under, tell, translated
from learnhub.catalogue.content import Version
from learnhub.kernel.errors import N_
from learnhub.learning.marking import PASSED, Given, Stage, most_points
from learnhub.learning.service.deciding import Decision
from learnhub.learning.service.marking import Marking

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
    """Have the mail sent in the caller's transaction. Nothing goes out for marks that decide nothing yet. `at` is the
    work after the marks were given."""
    if at.stage is not Stage.DONE:
        return
    subject, text = (CORRECTED, TEXT_CORRECTED) if given.why else (SUBJECT, TEXT)
    tell(
        session, at.row.person_id, subject, text, now=given.at, task=at.task.title, course=at.version.title,
        points=given.total, most=most_points(at.task.criteria), why=given.why,
        outcome=translated(OUTCOMES[given.outcome == PASSED]),
        link=page_under(public_url, f"courses/{at.row.code}/assignment/{at.task.id}"),
    )  # fmt: skip


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
    is for the course team alone. `row` is her enrolment; nothing goes to who left."""
    if row.withdrawn_at:
        return
    subject, text = DECIDED[kind]
    tell(
        session, row.person_id, subject, text, now=why.now, what=what, course=version.title,
        link=page_under(public_url, f"courses/{version.code}"),
    )  # fmt: skip
