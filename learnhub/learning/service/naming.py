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


def identities(centres: Sequence[str]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Name and learner number of an enrolment's person, for the team of a course of these centres.

    Whoever knows an address could enrol it, and would learn whose it is. Until a person who was enrolled so has opened
    the course, her team sees what it typed, unless one of the centres helps her with her account.
    """
    known = or_(
        ENROLMENT.c.last_step != "",
        PERSON.c.home_centre.in_(centres),
        ~recorded_by(EnrolmentRecord.entry_kind, ENROLMENT.c.key, BY_SHEET),
    )
    typed = func.coalesce(PERSON.c.email, PERSON.c.login, "")
    name = case((known, PERSON.c.name), else_=typed).label("name")
    return name, case((known, PERSON.c.learner_number)).label("learner_number")
