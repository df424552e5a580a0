"""Who is on the list of a training, what its centre sees of them, and whom somebody means who writes a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from learnhub.accounts.queries import meant
from learnhub.catalogue.models import CourseCentre
from learnhub.db import table
from learnhub.learning.queries import ENROLMENT
from learnhub.training.models import Training
from learnhub.training.queries import DAY, LISTED, PERSON

COURSE_CENTRE = table(CourseCentre)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on the list, by the name that the centre may see; blank if her account is erased."""

    person_id: int
    name: str
    erased: bool
    recorded: bool


def seen_name(centre: str) -> ColumnElement[Any]:
    """What the team of this centre sees of a person on the list of its training.

    Whoever knows an address can put it on a list, and would learn whose it is. The name is shown of people whom the
    centre helps with their account, and of those who study in a course of its own; of others what it typed. Centres
    that organise a training with it are not asked, so they open no names.
    """
    studies = (
        select(ENROLMENT.c.id)
        .join(COURSE_CENTRE, COURSE_CENTRE.c.course_id == ENROLMENT.c.course_id)
        .where(
            ENROLMENT.c.person_id == PERSON.c.id,
            COURSE_CENTRE.c.centre_id == centre,
            or_(ENROLMENT.c.named_by == "", ENROLMENT.c.last_step != ""),
        )
    )
    return case(
        (or_(PERSON.c.home_centre == centre, exists(studies)), PERSON.c.name),
        (LISTED.c.named_by == "email", func.coalesce(PERSON.c.email, "")),
        (LISTED.c.named_by == "learner_number", func.coalesce(PERSON.c.learner_number, "")),
        else_=func.coalesce(PERSON.c.login, ""),
    )


def people_page(session: Session, training: Training, *, page: int, size: int) -> list[Listed]:
    """Some of the people on the list, by name."""
    return _listed(session, _on_list(training).offset((page - 1) * size).limit(size))


def people_among(session: Session, training: Training, numbers: Collection[int]) -> list[Listed]:
    """Those of these people who are on the list, by name."""
    return _listed(session, _on_list(training).where(PERSON.c.id.in_(sorted(numbers))))


def _on_list(training: Training) -> Select[Any]:
    name = seen_name(training.centre_id).label("name")
    recorded = exists().where(DAY.c.training_id == training.id, DAY.c.person_id == PERSON.c.id)
    return (
        select(PERSON.c.id, name, PERSON.c.erased_at, recorded.label("recorded"))
        .join(LISTED, LISTED.c.person_id == PERSON.c.id)
        .where(LISTED.c.training_id == training.id)
        .order_by(func.lower(name), PERSON.c.id)
    )


def _listed(session: Session, chosen: Select[Any]) -> list[Listed]:
    rows = session.execute(chosen)
    return [Listed(row.id, row.name, row.erased_at is not None, row.recorded) for row in rows]


def find_people(session: Session, lines: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Whom each of these lines means, and by what: `login`, `email` or `learner_number`. Others are left out.

    An address means who has confirmed it; else the account that a centre made with it and nobody has signed in to.
    """
    wanted: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        column, _colon, value = meant(line).partition(":")
        wanted.setdefault(column, {}).setdefault(value, []).append(line)
    found: dict[str, tuple[int, str]] = {}
    for column, values in wanted.items():
        names = sorted(values)
        for start in range(0, len(names), CHUNK):
            for value, person_id in session.execute(_of(column, names[start : start + CHUNK])):
                for line in values[value]:
                    found.setdefault(line, (person_id, column))
    return found


def _of(column: str, values: Sequence[str]) -> Any:
    confirmed = PERSON.c.email_confirmed_at.is_not(None)
    which: list[ColumnElement[bool]] = [PERSON.c[column].in_(values), PERSON.c.erased_at.is_(None)]
    if column == "email":
        which.append(or_(confirmed, PERSON.c.status == "unconfirmed"))
    return select(PERSON.c[column], PERSON.c.id).where(*which).order_by(confirmed.desc(), PERSON.c.id)
