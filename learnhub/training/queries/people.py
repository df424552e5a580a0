"""Who is on the list of a training, what its centre sees of them, and whom somebody means who writes a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from learnhub.accounts.queries import meant
from learnhub.catalogue.models import CourseCentre
from learnhub.db import table
from learnhub.learning.queries import ENROLMENT
from learnhub.training.models import Training
from learnhub.training.queries import LISTED, PERSON, days_by_person, on_list

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
    centre helps with their account, and of those who study in a course of its own; of others what it typed, never
    what they sign in with by now. Centres that organise a training with it are not asked, so they open no names.
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
        (and_(PERSON.c.name != "", or_(PERSON.c.home_centre == centre, exists(studies))), PERSON.c.name),
        else_=LISTED.c.typed,
    )


def people_page(session: Session, training: Training, *, page: int, size: int) -> list[Listed]:
    """Some of the people on the list, by name."""
    return _listed(session, training, _on_list(training).offset((page - 1) * size).limit(size))


def people_among(session: Session, training: Training, numbers: Collection[int]) -> list[Listed]:
    """Those of these people who are on the list, by name."""
    return _listed(session, training, _on_list(training).where(PERSON.c.id.in_(sorted(numbers))))


def _on_list(training: Training) -> Select[Any]:
    name = seen_name(training.centre_id).label("name")
    return (
        select(PERSON.c.id, name, PERSON.c.erased_at)
        .join(LISTED, LISTED.c.person_id == PERSON.c.id)
        .where(LISTED.c.training_id == training.id, on_list())
        .order_by(func.lower(name), PERSON.c.id)
    )


def _listed(session: Session, training: Training, chosen: Select[Any]) -> list[Listed]:
    rows = session.execute(chosen).all()
    days = days_by_person(session, training.id, [row.id for row in rows])
    return [Listed(row.id, row.name, row.erased_at is not None, row.id in days) for row in rows]


def find_people(session: Session, lines: Iterable[str]) -> dict[str, int]:
    """Whom each of these lines means; others are left out. Words can stand behind an address or a number, never behind
    a sign-in name: a line that is nothing but a name would mean whoever signs in with the first word of it.

    An address means who has confirmed it; else the account that a centre made with it and nobody has signed in to.
    """
    begins = {line: _beginnings(line) for line in lines}
    known = _find(session, {each for some in begins.values() for each in some})
    found = {
        line: next((known[each] for each in some if each in known), None) for line, some in begins.items()
    }
    return {line: person_id for line, person_id in found.items() if person_id is not None}


def _beginnings(line: str) -> list[str]:
    words = line.split(" ")
    some = [" ".join(words[:n]).rstrip(",;:") for n in (1, 3)]  # a number can be written as three words
    return [line, *(each for each in some if not meant(each).startswith("login:"))]


def _find(session: Session, names: Iterable[str]) -> dict[str, int]:
    wanted: dict[str, dict[str, list[str]]] = {}
    for name in names:
        column, _colon, value = meant(name).partition(":")
        wanted.setdefault(column, {}).setdefault(value, []).append(name)
    found: dict[str, int] = {}
    for column, values in wanted.items():
        ordered = sorted(values)
        for start in range(0, len(ordered), CHUNK):
            for value, person_id in session.execute(_of(column, ordered[start : start + CHUNK])):
                for name in values[value]:
                    found.setdefault(name, person_id)
    return found


def _of(column: str, values: Sequence[str]) -> Any:
    confirmed = PERSON.c.email_confirmed_at.is_not(None)
    which: list[ColumnElement[bool]] = [PERSON.c[column].in_(values), PERSON.c.erased_at.is_(None)]
    if column == "email":
        which.append(or_(confirmed, PERSON.c.status == "unconfirmed"))
    return select(PERSON.c[column], PERSON.c.id).where(*which).order_by(confirmed.desc(), PERSON.c.id)
