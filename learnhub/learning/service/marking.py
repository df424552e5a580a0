"""Marks that people give for works of learners, what follows from them, and the appeal of a learner."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.coursefile.document import Assignment
from learnhub.kernel.errors import N_, Conflict, Forbidden, Gone, NotFound, Unacceptable
from learnhub.learning.marking import (
    PASSED,
    Act,
    Given,
    Stage,
    act_at,
    holds_back,
    may_appeal,
    may_mark,
    outcome_of,
    stage_of,
    wrong_points,
)
from learnhub.learning.queries import find_enrolment
from learnhub.learning.queries.marking import get_handed_work, marks_of
from learnhub.learning.queries.work import WORK, WORK_APPEAL, WORK_MARK
from learnhub.learning.service.enrolling import lock_learner
from learnhub.learning.service.progress import credit
from learnhub.learning.service.work import tidy_text

MOST_APPEAL = 1_000
TAKEN_BACK = N_(
    "The learner took this work back to go on with it. It will wait here again when it is handed in."
)
OWN = N_("Nobody marks her own work. Somebody else of the course team does.")
MEANWHILE = N_("This work changed while you were writing: look at it once more. What you typed is below.")
DECIDED = N_("Somebody else gave marks for this work meanwhile. What you typed is below; it was not stored.")
TWICE = N_("You gave marks for this work already. The next look at it is somebody else’s.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a marker typed: points and remarks by criterion, a remark on the whole, whether somebody else shall look
    at the work too, and which state of it she saw."""

    points: Mapping[str, int]
    remarks: Mapping[str, str]
    remark: str
    again: bool
    seen: str


@dataclass(frozen=True)
class Marking:
    """A work as a marker sees it: what was asked, what was handed in, and which marks there are."""

    row: Any
    version: Version
    task: Assignment
    marks: Sequence[Given]

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        appealed = self.row.asked_at is not None and self.row.answered_at is None
        return stage_of(self.row.state, self.marks, appealed=appealed)

    @property
    def seen(self) -> str:
        """Changes whenever the work or its marks do."""
        return f"{self.row.rev}-{len(self.marks)}-{self.stage}"


def open_marking(session: Session, key: str) -> Marking:
    """The work with this key. Raises NotFound, and Gone for one that its learner took back."""
    row = get_handed_work(session, key)
    if row.state == "draft":
        raise Gone(TAKEN_BACK)
    version = load_version(session, row.version_id)
    return Marking(row, version, version.document.assignment(row.assignment), marks_of(session, row.id))


def give_marks(session: Session, *, key: str, typed: Typed, marker: int, now: datetime) -> Given:
    """Give the marks that the work waits for; they decide at once, unless the first marker asks for a second look.

    A work that passes counts as a step done, and completes the course if it was the last one that was asked for.

    Raises NotFound and Gone as `open_marking`, Forbidden for the learner herself, Conflict when the work or its marks
    are others than the marker saw, or she has marked it before, and Unacceptable for points that can't be earned.
    """
    lock_learner(session, get_handed_work(session, key).person_id)
    at = open_marking(session, key)
    act = _act(at, typed, marker)
    wrong = wrong_points(typed.points, at.task.criteria)
    if wrong:
        raise Unacceptable(N_("Give every criterion whole points, not more than it can earn."), wrong)
    outcome = outcome_of(typed.points, at.task.pass_points)
    remarks = {name: tidy_text(text).strip() for name, text in typed.remarks.items()}
    given = Given(marker, act, typed.points, remarks, tidy_text(typed.remark).strip(), outcome, now)
    keep_marks(session, at, given)
    if holds_back(at.stage, again=typed.again):
        change_work(session, at, second_asked_at=now, second_asked_by=marker)
    else:
        decide(session, at, given)
    return given


def _act(at: Marking, typed: Typed, marker: int) -> Act:
    """As what these marks count."""
    if marker == at.row.person_id:
        raise Forbidden(OWN)
    if any(given.marker == marker for given in at.marks):
        raise Conflict(TWICE)
    act = act_at(at.stage)
    if act is None:
        raise Conflict(DECIDED)
    if typed.seen != at.seen or not may_mark(at.stage, at.marks, learner=at.row.person_id, marker=marker):
        raise Conflict(MEANWHILE)
    return act


def keep_marks(session: Session, at: Marking, given: Given) -> None:
    """Add marks to those of the work; what follows from them is the caller's."""
    remarks = {name: text for name, text in given.remarks.items() if text}
    session.execute(
        insert(WORK_MARK).values(
            work_id=at.row.id, number=len(at.marks) + 1, enrolment_id=at.row.enrolment_id, person_id=at.row.person_id,
            marker_id=given.marker, act=str(given.act), points=_json(given.points), remarks=_json(remarks),
            remark=given.remark, total=given.total, outcome=given.outcome, at=given.at,
        )
    )  # fmt: skip


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def change_work(session: Session, at: Marking, **values: Any) -> None:
    """Write these columns of the work."""
    session.execute(update(WORK).where(WORK.c.id == at.row.id).values(**values))


def decide(session: Session, at: Marking, given: Given) -> None:
    """Let these marks hold; a work that passes is a step done."""
    change_work(session, at, state=given.outcome)
    if at.stage is Stage.APPEAL:
        session.execute(
            update(WORK_APPEAL).where(WORK_APPEAL.c.work_id == at.row.id).values(answered_at=given.at)
        )
    row = find_enrolment(session, at.row.person_id, at.row.course_id)
    mask = at.version.step(at.task.id).mask
    if given.outcome != PASSED or row is None or row.done & mask:
        return
    credit(session, row=row, version=version_of(session, at, row), mask=mask, now=given.at)


def version_of(session: Session, at: Marking, row: Any) -> Version:
    """The version that the learner of this enrolment is on."""
    in_force = session.scalar(select(Course.version_id).where(Course.id == at.row.course_id))
    return load_version(session, row.pinned_id or in_force or at.version.id)


def ask_again(session: Session, *, person_id: int, key: str, reason: str, now: datetime) -> None:
    """A learner asks for another look at a work that was returned to her: once, with her reason.

    Raises NotFound for a work that is not hers or was not handed in, Conflict if it passed, waits for somebody or was
    looked at again already, and Unacceptable without a reason or with one of more than `MOST_APPEAL` characters.
    """
    lock_learner(session, person_id)
    row = get_handed_work(session, key)
    if row.person_id != person_id or row.state == "draft":
        raise NotFound
    at = open_marking(session, key)
    if not may_appeal(at.stage, row.state, at.marks, appeals=int(row.asked_at is not None)):
        raise Conflict(N_("Another look can be asked for once, at work that was returned to be revised."))
    reason = tidy_text(reason).strip()
    if not 0 < len(reason) <= MOST_APPEAL:
        raise Unacceptable(N_("Write in at most 1,000 characters why you ask for another look."))
    session.execute(
        insert(WORK_APPEAL).values(
            work_id=row.id, enrolment_id=row.enrolment_id, person_id=person_id, reason=reason, asked_at=now,
        )
    )  # fmt: skip
