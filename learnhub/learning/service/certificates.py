"""Issue, replace, withdraw certificates. What one prints is frozen when it is issued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.catalogue.content import Version
from learnhub.catalogue.models import Course
from learnhub.centres.queries import find_centre
from learnhub.kernel.errors import N_, Conflict
from learnhub.kernel.ids import printed_number
from learnhub.learning.domain import Best, certificate_facts, mark_text, result_text
from learnhub.learning.models import Certificate, Enrolment
from learnhub.learning.queries import ENROLMENT
from learnhub.learning.service.enrolling import enrolment_record
from learnhub.ledger.service import record

SERIAL_GROUPS = 3


def issue(
    session: Session,
    *,
    row: Any,
    version: Version,
    results: Mapping[str, Best],
    now: datetime,
    completed_at: datetime | None = None,
) -> Certificate:
    """The certificate of a course that is completed now, or was at that time; the ledger row is the caller's."""
    meta = version.document.metadata
    centre = find_centre(session, meta.centres[0])
    quiz = next((q for q in reversed(meta.completion_quizzes) if q in results), None)
    best = results[quiz] if quiz else None
    done = session.scalar(select(ENROLMENT.c.done).where(ENROLMENT.c.id == row.id)) or 0
    did = [step for step in version.steps if done & step.mask]
    facts = certificate_facts(
        course=meta.title,
        code=version.code,
        version=version.number,
        language=meta.language,
        minutes=sum(step.minutes for step in did),
        steps=len(version.steps),
        done=len(did),
        needed=sum(version.asks_for(step) for step in version.steps),
        centre=centre.name if centre else meta.centres[0],
        centre_id=meta.centres[0],
        city=centre.city if centre else "",
        country=centre.host_iso2 if centre else "",
        outcomes=[outcome.text for outcome in meta.outcomes],
        marks=mark_text(best.marks) if best else "",
        max_marks=best.max_marks if best else 0,
        percent=result_text(best.percent) if best else "",
    )
    certificate = Certificate(
        serial=printed_number(SERIAL_GROUPS),
        enrolment_id=row.id,
        person_id=row.person_id,
        version_id=version.id,
        name=row.name,
        facts=facts,
        completed_at=completed_at or now,
        issued_at=now,
        revoked_at=None,
        replaced_by=None,
    )
    session.add(certificate)
    session.flush()
    return certificate


def replace_name(session: Session, *, certificate: Certificate, now: datetime) -> Certificate:
    """Issue it again with the name that the account has now; the old number says that it was replaced."""
    person = session.get(Person, certificate.person_id)
    if person is None or person.erased_at is not None or certificate.revoked_at is not None:
        raise Conflict(N_("This certificate is no longer in force."))
    if person.name == certificate.name:
        raise Conflict(
            N_("The certificate has the name of your account already. Change the name in My data first.")
        )
    new = Certificate(
        serial=printed_number(SERIAL_GROUPS),
        enrolment_id=certificate.enrolment_id,
        person_id=certificate.person_id,
        version_id=certificate.version_id,
        name=person.name,
        facts=certificate.facts,
        completed_at=certificate.completed_at,
        issued_at=now,
        revoked_at=None,
        replaced_by=None,
    )
    session.add(new)
    session.flush()
    certificate.revoked_at, certificate.reason, certificate.replaced_by = now, "replaced", new.id
    session.flush()
    return new


def withdraw(
    session: Session, *, certificate: Certificate, reason: str, all_steps: int, now: datetime, actor: str
) -> None:
    """Take a certificate back. Raises Conflict if it is not in force."""
    if certificate.revoked_at is not None:
        raise Conflict(N_("This certificate is no longer in force."))
    certificate.revoked_at, certificate.reason = now, reason
    enrolment = session.get(Enrolment, certificate.enrolment_id)
    person = session.get(Person, certificate.person_id)
    if enrolment is None or person is None:
        raise Conflict(N_("The enrolment of this certificate is gone."))
    enrolment.ledger_rev += 1
    session.flush()
    row = session.execute(select(*ENROLMENT.c).where(ENROLMENT.c.id == enrolment.id)).one()
    facts = {**row._mapping, "certificate_at": certificate.completed_at, "certificate_revoked_at": now}
    code = session.scalar(select(Course.code).where(Course.id == enrolment.course_id)) or ""
    fact = enrolment_record(
        facts, rev=enrolment.ledger_rev, ledger_id=person.ledger_id, code=code, all_steps=all_steps
    )
    record(session, [fact], now=now, actor=actor, reason="REVOKE")
