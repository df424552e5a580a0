"""Reads of learning. Hot pages select columns, not objects, and take one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.catalogue.models import Course
from learnhub.db import glance, table
from learnhub.kernel.errors import NotFound
from learnhub.learning.models import Attempt, Certificate, Cohort, Enrolment
from learnhub.learning.models.keys import KeyChange
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import EnrolmentRecord

ENROLMENT, ATTEMPT, PERSON, COURSE = table(Enrolment), table(Attempt), table(Person), table(Course)
CERTIFICATE, COHORT, CHANGE = table(Certificate), table(Cohort), table(KeyChange)


def _rekeyed(quiz: Any) -> ColumnElement[bool]:
    """Whether a change of the key of the quiz has come as far as the enrolment, which is seldom so."""
    reached = or_(CHANGE.c.ended == "done", CHANGE.c.upto >= ENROLMENT.c.id)
    found = (
        select(CHANGE.c.id)
        .where(CHANGE.c.course_id == ENROLMENT.c.course_id, CHANGE.c.quiz == quiz, reached)
        .correlate(ENROLMENT, ATTEMPT)
    )
    return found.exists().label("rekeyed")


_MINE = (
    select(*ENROLMENT.c, PERSON.c.ledger_id, PERSON.c.name, PERSON.c.erased_at, COHORT.c.ends_on)
    .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
    .outerjoin(COHORT, COHORT.c.id == ENROLMENT.c.cohort_id)
    .where(ENROLMENT.c.person_id == bindparam("person"), ENROLMENT.c.course_id == bindparam("course"))
)
_OPEN = and_(
    ATTEMPT.c.enrolment_id == ENROLMENT.c.id,
    ATTEMPT.c.quiz == bindparam("quiz"),
    ATTEMPT.c.submitted_at.is_(None),
)
_ATTEMPT_COLUMNS = [
    ATTEMPT.c.id.label("attempt_id"), ATTEMPT.c.key.label("attempt_key"), ATTEMPT.c.number, ATTEMPT.c.version_id,
    ATTEMPT.c.seed.label("paper_seed"), ATTEMPT.c.answers, ATTEMPT.c.saved_at, ATTEMPT.c.started_at,
]  # fmt: skip
_WITH_OPEN = (
    select(*ENROLMENT.c, PERSON.c.ledger_id, PERSON.c.name, *_ATTEMPT_COLUMNS, _rekeyed(bindparam("quiz")))
    .select_from(ENROLMENT)
    .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
    .outerjoin(ATTEMPT, _OPEN)
    .where(ENROLMENT.c.person_id == bindparam("person"), ENROLMENT.c.course_id == bindparam("course"))
    .where(PERSON.c.erased_at.is_(None))
)
_SUBMITTED = (
    select(
        ATTEMPT.c.id, ATTEMPT.c.quiz, ATTEMPT.c.number, ATTEMPT.c.version_id, ATTEMPT.c.seed, ATTEMPT.c.answers,
        ATTEMPT.c.submitted_at, ATTEMPT.c.marks, ATTEMPT.c.max_marks, ATTEMPT.c.passed, ENROLMENT.c.results,
        ENROLMENT.c.completed_at, ENROLMENT.c.renewing, ENROLMENT.c.extra_tries, ENROLMENT.c.done,
        ENROLMENT.c.excused, ENROLMENT.c.id.label("enrolment_id"), _rekeyed(ATTEMPT.c.quiz),
    )
    .join(ENROLMENT, ENROLMENT.c.id == ATTEMPT.c.enrolment_id)
    .where(
        ATTEMPT.c.id == bindparam("attempt"),
        ATTEMPT.c.person_id == bindparam("person"),
        ENROLMENT.c.course_id == bindparam("course"),
        ATTEMPT.c.submitted_at.is_not(None),
    )
)  # fmt: skip
LAST_ACTIVE = func.coalesce(ENROLMENT.c.session_seen_at, ENROLMENT.c.active_at, ENROLMENT.c.enrolled_at)
_MY_ENROLMENTS = (
    select(
        ENROLMENT.c.id, ENROLMENT.c.course_id, ENROLMENT.c.done, ENROLMENT.c.results, ENROLMENT.c.last_step,
        ENROLMENT.c.enrolled_at, ENROLMENT.c.completed_at, ENROLMENT.c.withdrawn_at, ENROLMENT.c.session_seen_at,
        ENROLMENT.c.pinned_id, ENROLMENT.c.renewing, ENROLMENT.c.due_on, ENROLMENT.c.excused,
        ENROLMENT.c.extra_tries, COHORT.c.ends_on, COURSE.c.version_id,
        COURSE.c.code,
    )
    .join(COURSE, COURSE.c.id == ENROLMENT.c.course_id)
    .outerjoin(COHORT, COHORT.c.id == ENROLMENT.c.cohort_id)
    .where(ENROLMENT.c.person_id == bindparam("person"))
    .order_by(LAST_ACTIVE.desc(), ENROLMENT.c.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip
_MY_TRIES = (
    select(ATTEMPT.c.id, ATTEMPT.c.enrolment_id, ATTEMPT.c.quiz, ATTEMPT.c.number)
    .where(ATTEMPT.c.person_id == bindparam("person"), ATTEMPT.c.submitted_at.is_not(None))
    .order_by(ATTEMPT.c.id.desc())
    .limit(1000)
)
_MY_CERTIFICATES = (
    select(
        CERTIFICATE.c.serial, CERTIFICATE.c.facts, CERTIFICATE.c.issued_at, CERTIFICATE.c.revoked_at,
        CERTIFICATE.c.replaced_by,
    )
    .where(CERTIFICATE.c.person_id == bindparam("person"))
    .order_by(CERTIFICATE.c.id.desc())
    .limit(200)
)  # fmt: skip
_MY_STUDY = (
    select(ENROLMENT.c.studied, ENROLMENT.c.session_started_at, ENROLMENT.c.session_seen_at)
    .where(ENROLMENT.c.person_id == bindparam("person"))
    .limit(1000)
)


def find_enrolment(session: Session, person_id: int, course_id: int) -> Any:
    """The person's enrolment in a course, withdrawn or not, with her name and ledger id."""
    return glance(session).execute(_MINE, {"person": person_id, "course": course_id}).first()


def learnt_among(session: Session, person_id: int, courses: Sequence[int]) -> set[int]:
    """Those of these courses that a person is enrolled in."""
    hers = (ENROLMENT.c.person_id == person_id) & ENROLMENT.c.withdrawn_at.is_(None)
    return set(session.scalars(select(ENROLMENT.c.course_id).where(hers, ENROLMENT.c.course_id.in_(courses))))


def void_among(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of these enrolments that records officers have made void: what hangs on them counts for nothing."""
    return {key for key, each in latest_records(session, EnrolmentRecord, keys).items() if each.void}


def enrolment_with_attempt(session: Session, person_id: int, course_id: int, quiz: str) -> Any:
    """The enrolment and, beside it, the try at this quiz that is under way, if any; nothing of an erased account, whose
    other page may still be sending."""
    return (
        glance(session).execute(_WITH_OPEN, {"person": person_id, "course": course_id, "quiz": quiz}).first()
    )


def get_attempt(session: Session, attempt_id: int, person_id: int, course_id: int) -> Any:
    """A submitted try of this person, with her results in the course. Raises NotFound."""
    found = {"attempt": attempt_id, "person": person_id, "course": course_id}
    row = glance(session).execute(_SUBMITTED, found).first()
    if row is None:
        raise NotFound
    return row


def my_enrolments(session: Session, person_id: int, limit: int = 200) -> Sequence[Any]:
    """Everything a person is or was enrolled in, the latest first, with the course in force."""
    return glance(session).execute(_MY_ENROLMENTS, {"person": person_id, "most": limit}).all()


def my_tries(session: Session, person_id: int) -> dict[tuple[int, str], list[Any]]:
    """What a person has handed in, by enrolment and quiz, the latest first: the id and number of each try."""
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in glance(session).execute(_MY_TRIES, {"person": person_id}):
        found[row.enrolment_id, row.quiz].append(row)
    return found


def my_certificates(session: Session, person_id: int) -> Sequence[Any]:
    """A person's certificates, the latest first, withdrawn ones too: serial, facts, and what became of each."""
    return glance(session).execute(_MY_CERTIFICATES, {"person": person_id}).all()


def find_certificate(session: Session, serial: str, *, lock: bool = False) -> Certificate | None:
    """The certificate with this number, whoever holds it; with `lock` nobody else changes it meanwhile."""
    found = select(Certificate).where(Certificate.serial == serial)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalar(found)


def certificate_of(session: Session, enrolment_id: int) -> Certificate | None:
    """The certificate in force of an enrolment."""
    return session.scalar(
        select(Certificate).where(Certificate.enrolment_id == enrolment_id, Certificate.revoked_at.is_(None))
    )


def study_seconds(session: Session, person_id: int) -> int:
    """How long a person has studied: ended sessions, and those under way so far."""
    rows = glance(session).execute(_MY_STUDY, {"person": person_id})
    return sum(
        studied + (int((seen - started).total_seconds()) if started else 0) for studied, started, seen in rows
    )


def who_learns(session: Session, course_id: int) -> tuple[int, int]:
    """How many people are enrolled in a course now, and how many of them have not completed it."""
    under_way = func.count().filter(Enrolment.completed_at.is_(None))
    chosen = select(func.count(), under_way).where(
        Enrolment.course_id == course_id, Enrolment.withdrawn_at.is_(None)
    )
    row = session.execute(chosen).one()
    return row[0], row[1]


def handed_in(session: Session, course_id: int, quiz: str) -> int:
    """How many people have handed in a quiz of a course, in whatever version."""
    chosen = (
        select(func.count(ATTEMPT.c.person_id.distinct()))
        .join(ENROLMENT, ENROLMENT.c.id == ATTEMPT.c.enrolment_id)
        .where(
            ENROLMENT.c.course_id == course_id, ATTEMPT.c.quiz == quiz, ATTEMPT.c.submitted_at.is_not(None)
        )
    )
    return session.scalar(chosen) or 0


def latest_submitted(session: Session, *, person_id: int, course_id: int, quiz: str) -> int | None:
    """The last try that was handed in."""
    return session.scalar(
        select(ATTEMPT.c.id)
        .join(ENROLMENT, ENROLMENT.c.id == ATTEMPT.c.enrolment_id)
        .where(
            ATTEMPT.c.person_id == person_id,
            ENROLMENT.c.course_id == course_id,
            ATTEMPT.c.quiz == quiz,
            ATTEMPT.c.submitted_at.is_not(None),
        )
        .order_by(ATTEMPT.c.number.desc())
        .limit(1)
    )
