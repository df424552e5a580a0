"""Reads of certificates as this room shows them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.credentials.domain import Facts, Holding
from learnhub.kernel.errors import NotFound
from learnhub.learning.models import Certificate
from learnhub.learning.queries import find_certificate


def find_holding(session: Session, serial: str) -> Holding | None:
    """The certificate with this number, whoever holds it."""
    row = find_certificate(session, serial)
    if row is None:
        return None
    replacement = None
    if row.replaced_by is not None:
        replacement = session.scalar(select(Certificate.serial).where(Certificate.id == row.replaced_by))
    return Holding(
        serial=row.serial,
        name=row.name,
        facts=Facts.from_json(row.facts),
        person_id=row.person_id,
        completed_at=row.completed_at,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        reason=row.reason,
        replacement=replacement,
    )


def serials_of(session: Session, person_id: int) -> list[str]:
    """The numbers of all certificates that a person was ever issued."""
    own = select(Certificate.serial).where(Certificate.person_id == person_id)
    return list(session.scalars(own.order_by(Certificate.id).limit(10_000)))


def get_holding(session: Session, serial: str, person_id: int | None) -> Holding:
    """A person's own certificate. Raises NotFound, also for somebody else's."""
    found = find_holding(session, serial)
    if found is None or person_id is None or found.person_id != person_id:
        raise NotFound
    return found
