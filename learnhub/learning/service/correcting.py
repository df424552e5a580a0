"""A slip in marks that hold, put right by who made it: further marks with the reason, and what follows from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import load_version
from learnhub.kernel.errors import N_, Conflict, Forbidden, Unacceptable
from learnhub.learning.marking import PASSED, REVISE, WHY, Given, may_correct, outcome_of, wrong_points
from learnhub.learning.queries import CERTIFICATE, ENROLMENT, find_enrolment
from learnhub.learning.queries.marking import get_handed_work
from learnhub.learning.queries.work import WORK
from learnhub.learning.service.enrolling import certificate_dates, enrolment_record, lock_learner
from learnhub.learning.service.marking import (
    MEANWHILE,
    OWN,
    Marking,
    Typed,
    change_work,
    decide,
    keep_marks,
    open_marking,
    version_of,
)
from learnhub.learning.service.progress import asked_mask
from learnhub.learning.service.work import tidy_text
from learnhub.ledger.service import record

MOST_WHY = 500
NOT_YOURS = N_(
    "Marks are corrected by who gave them, once they hold. For another look the learner can appeal."
)
LATER_TRY = N_("The learner has handed in a further try meanwhile. Marks for that one decide.")
CERTIFIED = N_(
    "The learner has a certificate that rests on this pass, so the work has to stay passed. If it must not, ask the "
    "coordinator of the centre to withdraw the certificate first, then correct the marks here."
)
UNCHANGED = N_("These are the marks that hold already. Change points or a remark.")


def correct_marks(session: Session, *, key: str, typed: Typed, why: str, marker: int, now: datetime) -> Given:
    """Give the marks that hold once more, put right. They count as what the wrong ones counted as.

    A work that passes now is a step done, as with any marks. One that passes no more is a step open again, unless a
    certificate in force rests on it.

    Raises NotFound and Gone as `open_marking`, Forbidden for the learner herself, Conflict if the work or its marks are
    others than the marker saw, the marks are not hers, a further try was handed in, or a certificate rests on them, and
    Unacceptable for points that cannot be earned, without a reason, or if nothing changes.
    """
    lock_learner(session, get_handed_work(session, key).person_id)
    at = open_marking(session, key)
    _check(session, at, typed, marker)
    remarks = {name: text for name in typed.remarks if (text := tidy_text(typed.remarks[name]).strip())}
    remark, before = tidy_text(typed.remark).strip(), at.marks[-1]
    same = {name: text for name, text in before.remarks.items() if name != WHY}
    if (dict(typed.points), remarks, remark) == (dict(before.points), same, before.remark):
        raise Unacceptable(UNCHANGED)
    why = tidy_text(why).strip()
    if not 0 < len(why) <= MOST_WHY:
        raise Unacceptable(N_("Write in at most 500 characters what is put right. The learner reads it."))
    outcome = outcome_of(typed.points, at.task.pass_points)
    given = Given(marker, before.act, typed.points, {**remarks, WHY: why}, remark, outcome, now)
    keep_marks(session, at, given)
    if (before.outcome, outcome) == (PASSED, REVISE):
        _open_again(session, at, given)
    else:
        decide(session, at, given)
    return given


def _check(session: Session, at: Marking, typed: Typed, marker: int) -> None:
    if marker == at.row.person_id:
        raise Forbidden(OWN)
    if typed.seen != at.seen:
        raise Conflict(MEANWHILE)
    if not may_correct(at.stage, at.marks, marker):
        raise Conflict(NOT_YOURS)
    wrong = wrong_points(typed.points, at.task.criteria)
    if wrong:
        raise Unacceptable(N_("Give every criterion whole points, not more than it can earn."), wrong)
    if _another(session, at, WORK.c.number > at.row.number, WORK.c.state != "draft"):
        raise Conflict(LATER_TRY)


def _another(session: Session, at: Marking, *conditions: Any) -> bool:
    """Whether there is such a try of the same learner at the same assignment."""
    same = (WORK.c.enrolment_id == at.row.enrolment_id, WORK.c.assignment == at.row.assignment)
    return bool(session.scalar(select(exists().where(*same, WORK.c.id != at.row.id, *conditions))))


def _open_again(session: Session, at: Marking, given: Given) -> None:
    """Take the pass back: the step is open again, and so is the course if she had completed it with this step and her
    certificate was withdrawn. That she completed it once stays counted."""
    row = find_enrolment(session, at.row.person_id, at.row.course_id)
    mask = at.version.step(at.task.id).mask
    change_work(session, at, state=given.outcome)
    if (
        row is None
        or not row.done & mask
        or row.excused & mask
        or _another(session, at, WORK.c.state == PASSED)
    ):
        return
    if _certified(session, row, mask):
        raise Conflict(CERTIFIED)
    version = version_of(session, at, row)
    renewing = row.renewing or (row.completed_at is not None and bool(mask & asked_mask(version)))
    values = {"done": row.done & ~mask, "renewing": renewing, "ledger_rev": row.ledger_rev + 1}
    session.execute(update(ENROLMENT).where(ENROLMENT.c.id == row.id).values(**values))
    fact = enrolment_record(
        {**row._mapping, **certificate_dates(session, row), **values},
        rev=row.ledger_rev + 1,
        ledger_id=row.ledger_id,
        code=version.code,
        all_steps=version.all_steps,
    )
    record(session, [fact], now=given.at, actor="course-team", reason="CORRECT")


def _certified(session: Session, row: Any, mask: int) -> bool:
    """Whether a certificate in force was given for a version that asks for this step."""
    versions = session.scalars(
        select(CERTIFICATE.c.version_id).where(
            CERTIFICATE.c.enrolment_id == row.id, CERTIFICATE.c.revoked_at.is_(None)
        )
    )
    return any(asked_mask(load_version(session, version)) & mask for version in versions)
