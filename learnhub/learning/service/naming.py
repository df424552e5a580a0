"""Which names of learners their course team sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_

from learnhub.learning.queries import ENROLMENT, PERSON
from learnhub.ledger.queries import recorded_by
from learnhub.ledger.records import EnrolmentRecord

BY_SHEET = "centre-import"
"""Who records what comes from the sheet of a coordinator."""


def by_sign_in_name(actor: str) -> str:
    """Who records an enrolment of an account that the sheet named by its sign-in name, not by its address."""
    return f"{actor}-by-name"


def identities(centres: Sequence[str]) -> tuple[ColumnElement[Any], ...]:
    """Name, sign-in name, learner number and address of an enrolment's person, for the team of a course of these
    centres.

    Whoever knows an address or a sign-in name could enrol it, and would learn whose it is. Until a person who was
    enrolled so has opened the course, her team sees what it typed, unless one of the centres helps her with her
    account.
    """
    opened = or_(ENROLMENT.c.last_step != "", PERSON.c.home_centre.in_(centres))
    by_address, by_name = (
        recorded_by(EnrolmentRecord.entry_kind, ENROLMENT.c.key, actor)
        for actor in (BY_SHEET, by_sign_in_name(BY_SHEET))
    )
    return (
        case(
            (opened, PERSON.c.name),
            (by_address, func.coalesce(PERSON.c.email, "")),
            (by_name, func.coalesce(PERSON.c.login, "")),
            else_=PERSON.c.name,
        ).label("name"),
        case((or_(opened, ~by_address), PERSON.c.login)).label("login"),
        case((or_(opened, ~or_(by_address, by_name)), PERSON.c.learner_number)).label("learner_number"),
        case((or_(opened, ~by_name), PERSON.c.email)).label("email"),
    )
