"""By which keys tries are marked: those of their version, or of a change of the key that has come to their learner."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import CourseVersion
from learnhub.db import table
from learnhub.learning.models.keys import MarkedAnew
from learnhub.learning.queries import ATTEMPT, CHANGE, ENROLMENT, PERSON
from learnhub.quiz.keys import Keys, Marking, by_key_of

MARKED, VERSION = table(MarkedAnew), table(CourseVersion)
MOST_LISTED = 50


def reached(change: Any, enrolment_id: int) -> bool:
    """Whether the tries of this enrolment are marked by this change of the key, those handed in later too."""
    return bool(change.ended == "done" or change.upto >= enrolment_id)


def changes_of(session: Session, course_id: int, quiz: str) -> Sequence[Any]:
    """All changes of the key of a quiz, the first one first, with the name of who decided."""
    return session.execute(
        select(*CHANGE.c, PERSON.c.name, VERSION.c.number)
        .join(VERSION, VERSION.c.id == CHANGE.c.version_id)
        .outerjoin(PERSON, PERSON.c.id == CHANGE.c.by_id)
        .where(CHANGE.c.course_id == course_id, CHANGE.c.quiz == quiz)
        .order_by(CHANGE.c.id)
    ).all()


def keys_by(session: Session, version: Version, quiz: str, change: Any, before: Marking) -> Keys:
    """How tries at this version are marked by a change of the key."""
    right = load_version(session, change.version_id).quizzes.get(quiz)
    return by_key_of(version.quizzes[quiz], right, set(json.loads(change.given)), before)


def marking_by(session: Session, version: Version, quiz: str, changes: Iterable[Any]) -> Marking:
    """How tries at this version are marked after these changes, the first one first."""
    marking = Marking(version.quizzes[quiz])
    for change in changes:
        if change.number > version.number:
            marking = keys_by(session, version, quiz, change, marking).marking
    return marking


def marking_for(session: Session, version: Version, quiz: str, enrolment_id: int) -> Marking:
    """How the tries of one learner at this version are marked."""
    changes = changes_of(session, version.course_id, quiz)
    return marking_by(session, version, quiz, [each for each in changes if reached(each, enrolment_id)])


def older_versions(session: Session, to: Version, quiz: str) -> list[tuple[Version, int]]:
    """The versions before this one in which the quiz was handed in, and how often; the latest first."""
    rows = session.execute(
        select(ATTEMPT.c.version_id, func.count())
        .join(ENROLMENT, ENROLMENT.c.id == ATTEMPT.c.enrolment_id)
        .where(ENROLMENT.c.course_id == to.course_id, handed_in_before(to, quiz))
        .group_by(ATTEMPT.c.version_id)
    ).all()
    found = [(load_version(session, number), count) for number, count in rows]
    return sorted(found, key=lambda pair: -pair[0].number)


def handed_in_before(to: Version, quiz: str) -> ColumnElement[bool]:
    """Tries at a quiz that were handed in in an older version."""
    older = select(VERSION.c.id).where(VERSION.c.course_id == to.course_id, VERSION.c.number < to.number)
    return and_(ATTEMPT.c.quiz == quiz, ATTEMPT.c.submitted_at.is_not(None), ATTEMPT.c.version_id.in_(older))


_HISTORY = (
    select(
        MARKED.c.id, MARKED.c.attempt_id, MARKED.c.marks, MARKED.c.passed, MARKED.c.at, CHANGE.c.reason,
        PERSON.c.name, ATTEMPT.c.quiz, ATTEMPT.c.number, ATTEMPT.c.marks.label("now"), ATTEMPT.c.max_marks,
    )
    .join(CHANGE, CHANGE.c.id == MARKED.c.change_id)
    .join(ATTEMPT, ATTEMPT.c.id == MARKED.c.attempt_id)
    .outerjoin(PERSON, PERSON.c.id == CHANGE.c.by_id)
    .order_by(MARKED.c.id)
)  # fmt: skip


def marked_anew(session: Session, attempt_id: int) -> Sequence[Any]:
    """What a try was worth before each change of the key, the first one first, with reason and day."""
    return session.execute(_HISTORY.where(MARKED.c.attempt_id == attempt_id)).all()


def marked_anew_of(session: Session, enrolment_id: int) -> Sequence[Any]:
    """The same of all tries of a learner in a course."""
    return session.execute(_HISTORY.where(MARKED.c.enrolment_id == enrolment_id).limit(MOST_LISTED)).all()


def changes_told(session: Session, person_id: int) -> dict[int, dict[str, str]]:
    """By the changes of a key that gave a person other marks: of which quiz, and why."""
    rows = session.execute(
        select(CHANGE.c.id, CHANGE.c.quiz, CHANGE.c.reason)
        .join(MARKED, MARKED.c.change_id == CHANGE.c.id)
        .where(MARKED.c.person_id == person_id)
        .distinct()
    )
    return {row.id: {"quiz": row.quiz, "reason": row.reason} for row in rows}
