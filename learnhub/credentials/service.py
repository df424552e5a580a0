"""Commands on a certificate that exists: issue it again under another name, withdraw it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.accounts.queries import get_person
from learnhub.catalogue.content import load_version
from learnhub.kernel.errors import NotFound
from learnhub.learning.models import Certificate
from learnhub.learning.queries import find_certificate
from learnhub.learning.service import certificates
from learnhub.learning.service.enrolling import lock_learner


def reissue(session: Session, *, serial: str, person_id: int, now: datetime) -> str:
    """The number of the new certificate, with the name of the account. A second press on a slow line gives what the
    first one made. Raises NotFound, Conflict."""
    lock_learner(session, person_id)
    certificate = find_certificate(session, serial, lock=True)
    if certificate is None or certificate.person_id != person_id:
        raise NotFound
    if certificate.replaced_by is not None:
        return session.get_one(Certificate, certificate.replaced_by).serial
    return certificates.replace_name(session, certificate=certificate, now=now).serial


def withdraw(session: Session, *, serial: str, reason: str, by: int, now: datetime) -> None:
    """Take the certificate back; `by` is the person who does it. Raises NotFound, Conflict."""
    certificate = find_certificate(session, serial, lock=True)
    if certificate is None:
        raise NotFound
    version = load_version(session, certificate.version_id)
    certificates.withdraw(
        session,
        certificate=certificate,
        reason=reason,
        all_steps=version.all_steps,
        now=now,
        actor=get_person(session, by).ledger_id,
    )
