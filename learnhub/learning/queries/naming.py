"""Which names of learners their course team sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_

from learnhub.learning.queries import ENROLMENT, PERSON


def identities(centres: Sequence[str]) -> tuple[ColumnElement[Any], ...]:
    """Name, sign-in name, learner number and address of an enrolment's person, for the team of a course of these
    centres.

    Whoever knows an address or a sign-in name could enrol it, and would learn whose it is. Until a person who was
    enrolled so has opened the course, her team sees what it typed, unless one of the centres helps her with her
    account.
    """
    named_by = ENROLMENT.c.named_by
    known = or_(named_by == "", ENROLMENT.c.last_step != "", PERSON.c.home_centre.in_(centres))
    return (
        case(
            (known, PERSON.c.name),
            (named_by == "email", func.coalesce(PERSON.c.email, "")),
            else_=func.coalesce(PERSON.c.login, ""),
        ).label("name"),
        case((or_(known, named_by == "login"), PERSON.c.login)).label("login"),
        case((known, PERSON.c.learner_number)).label("learner_number"),
        case((or_(known, named_by == "email"), PERSON.c.email)).label("email"),
    )
