"""Enrol, leave, come back; and the ledger's row of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.catalogue.content import load_version
from learnhub.catalogue.models import Course
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.kernel.ids import opaque_id
from learnhub.learning.domain import progress_percent
from learnhub.learning.queries import CERTIFICATE, ENROLMENT, PERSON, find_enrolment
from learnhub.ledger.records import EnrolmentRecord
from learnhub.ledger.service import record

LEFT = N_(
    "You are not enrolled in this course any more. What is saved stays. Enrol again, then open this page anew: what "
    "waits here is sent."
)
"""For a page that was left open on the way out."""


def enrolment_record(
    row: Mapping[str, Any], *, rev: int, ledger_id: str, code: str, all_steps: int
) -> EnrolmentRecord:
    """An enrolment as the ledger keeps it."""
    return EnrolmentRecord(
        enrolment_id=row["key"],
        rev=rev,
        person_id=ledger_id,
        course_id=code,
        role="learner",
        enrolled_at=row["enrolled_at"],
        progress_pct=progress_percent(row["done"], all_steps),
        completed_at=row["completed_at"],
        certificate_at=row.get("certificate_at"),
        certificate_revoked_at=row.get("certificate_revoked_at"),
        withdrawn_at=row["withdrawn_at"],
    )


def lock_learner(session: Session, person_id: int) -> None:
    """One act of a learner at a time: whoever comes second reads what the first one left.

    SQLite has one writer at a time anyway, so this costs a statement on PostgreSQL only.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(PERSON.c.id).where(PERSON.c.id == person_id).with_for_update(key_share=True))


def certificate_dates(session: Session, row: Any) -> dict[str, datetime | None]:
    """When the learner of this enrolment got her certificate, and when it was withdrawn, for the ledger."""
    if row.completed_at is None:
        return {}
    latest = (
        select(CERTIFICATE.c.revoked_at).where(CERTIFICATE.c.enrolment_id == row.id)
        .order_by(CERTIFICATE.c.id.desc()).limit(1)
    )  # fmt: skip
    found = session.execute(latest).first()
    return {"certificate_at": row.completed_at, "certificate_revoked_at": found.revoked_at} if found else {}


def new_row(person_id: int, course_id: int, version_id: int | None, now: datetime) -> dict[str, Any]:
    """The columns of a new enrolment: its version stays hers until she or her team moves her."""
    return {
        "key": opaque_id("e"), "person_id": person_id, "course_id": course_id, "enrolled_at": now, "done": 0,
        "results": "{}", "last_step": "", "seed": secrets.token_hex(8), "ledger_rev": 1, "completed_at": None,
        "withdrawn_at": None, "pinned_id": version_id,
    }  # fmt: skip


def enrol(session: Session, *, person_id: int, course_id: int, all_steps: int, now: datetime) -> bool:
    """Enrol, or come back after leaving; False if she is enrolled already, which is no error."""
    lock_learner(session, person_id)
    person, course = session.get(Person, person_id), session.get(Course, course_id)
    if person is None or course is None:
        raise NotFound
    if course.status != "published":
        raise Conflict(N_("This course takes no new learners."))
    before = find_enrolment(session, person_id, course_id)
    if before is None:
        row = new_row(person_id, course_id, course.version_id, now)
        session.execute(insert(ENROLMENT), [row])
        rev = 1
    elif before.withdrawn_at is None:
        return False
    else:
        all_steps = load_version(session, before.pinned_id or course.version_id or 0).all_steps
        row = {**before._mapping, **certificate_dates(session, before), "withdrawn_at": None}
        rev = before.ledger_rev + 1
        session.execute(
            update(ENROLMENT).where(ENROLMENT.c.id == before.id).values(withdrawn_at=None, ledger_rev=rev)
        )
    fact = enrolment_record(row, rev=rev, ledger_id=person.ledger_id, code=course.code, all_steps=all_steps)
    record(session, [fact], now=now, actor=person.ledger_id, reason="FIRST" if before is None else "PROGRESS")
    return True


def leave(session: Session, *, person_id: int, course_id: int, all_steps: int, now: datetime) -> None:
    """Leave the course. Progress and results stay, for the day she comes back. Raises Conflict if she had left."""
    lock_learner(session, person_id)
    row = find_enrolment(session, person_id, course_id)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        raise Conflict(N_("You have left this course already."))
    code = session.scalar(select(Course.code).where(Course.id == course_id)) or ""
    rev = row.ledger_rev + 1
    session.execute(
        update(ENROLMENT).where(ENROLMENT.c.id == row.id).values(withdrawn_at=now, ledger_rev=rev)
    )
    facts = {**row._mapping, **certificate_dates(session, row), "withdrawn_at": now}
    fact = enrolment_record(facts, rev=rev, ledger_id=row.ledger_id, code=code, all_steps=all_steps)
    record(session, [fact], now=now, actor=row.ledger_id, reason="WITHDRAW")
