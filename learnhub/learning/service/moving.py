"""Move learners from the version that they learn with to the one in force; look first at what that changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import CourseVersion
from learnhub.db import table
from learnhub.learning.domain import (
    allowances_from_json,
    allowances_to_json,
    results_from_json,
    results_to_json,
)
from learnhub.learning.editions import (
    Changes,
    Edition,
    Standing,
    StepOf,
    changes,
    completes,
    moved,
    stands_at,
)
from learnhub.learning.models import LearnerChange
from learnhub.learning.queries import ENROLMENT, PERSON, find_enrolment
from learnhub.learning.queries.choosing import COMPLETED
from learnhub.learning.queries.naming import identities
from learnhub.learning.service.progress import settle

CHUNK = 1_000
MOST_NAMED = 50
_CHANGE = update(ENROLMENT).where(ENROLMENT.c.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Group:
    """Learners of one older version: how many, how many of them completed it, and what the move changes for them."""

    version: Version
    learners: int
    completed: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class Moves:
    """What came of it. `reopened` had completed an earlier edition; `completed` have nothing left to do now."""

    learners: int = 0
    reopened: int = 0
    completed: int = 0

    def __add__(self, other: Moves) -> Moves:
        """What came of both."""
        return Moves(
            self.learners + other.learners, self.reopened + other.reopened, self.completed + other.completed
        )


def _step_of(version: Version, step: Any) -> StepOf:
    if step.kind == "lesson":
        said: object = [step.title, version.lessons[step.id]["html"]]
    elif step.kind == "quiz":
        said = version.document.quiz(step.id).data
    else:
        said = asdict(version.document.assignment(step.id))
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
    return StepOf(step.id, step.kind, step.title, step.mask, digest)


def edition_of(version: Version) -> Edition:
    """A published version as the rules of moving see it."""
    steps = tuple(_step_of(version, step) for step in version.steps)
    meta = version.document.metadata
    return Edition(version.number, steps, tuple(meta.completion_quizzes), meta.completion_assignments or ())


def notes_between(session: Session, old: Version, new: Version) -> list[tuple[int, str, str]]:
    """(number, kind, what changed) of every version after the old one, up to the new one."""
    versions = table(CourseVersion)
    rows = session.execute(
        select(versions.c.number, versions.c.kind, versions.c.notes)
        .where(
            versions.c.course_id == new.course_id,
            versions.c.number > old.number,
            versions.c.number <= new.number,
        )
        .order_by(versions.c.number)
    )
    return [(row.number, row.kind, row.notes) for row in rows]


def changes_between(session: Session, old: Version, new: Version) -> Changes:
    """What the move from one version to the other changes; one major version between them makes it major."""
    major = any(kind == "major" for _, kind, _ in notes_between(session, old, new))
    return changes(edition_of(old), edition_of(new), major=major)


def older(to: Version) -> ColumnElement[bool]:
    """Who learns with another version of the course, and has not left."""
    # without a version of her own a learner has the one in force already
    return and_(
        ENROLMENT.c.course_id == to.course_id,
        ENROLMENT.c.withdrawn_at.is_(None),
        ENROLMENT.c.pinned_id != to.id,
    )


def groups_behind(session: Session, to: Version, which: ColumnElement[bool]) -> list[Group]:
    """The learners of older versions, version by version, and what the move to this one changes for them."""
    rows = session.execute(
        select(ENROLMENT.c.pinned_id, func.count(), func.count().filter(COMPLETED))
        .where(older(to), which)
        .group_by(ENROLMENT.c.pinned_id)
        .order_by(ENROLMENT.c.pinned_id)
    ).all()
    found = []
    for pinned, learners, completed in rows:
        old = load_version(session, pinned)
        found.append(Group(old, learners, completed, changes_between(session, old, to)))
    return found


def names_reopened(
    session: Session, to: Version, which: ColumnElement[bool], groups: Sequence[Group]
) -> list[str]:
    """Who would have to complete the course once more, at most so many, by the names that their team sees."""
    major = [group.version.id for group in groups if group.changes.major]
    if not major:
        return []
    name = identities(to.document.metadata.centres)[0]
    return list(
        session.scalars(
            select(name)
            .select_from(PERSON)
            .join(ENROLMENT, ENROLMENT.c.person_id == PERSON.c.id)
            .where(older(to), which, COMPLETED, ENROLMENT.c.pinned_id.in_(major))
            .order_by(name, PERSON.c.id)
            .limit(MOST_NAMED)
        )
    )


def _standing(row: Any) -> Standing:
    return Standing(
        done=row.done,
        results=results_from_json(row.results),
        allowances=allowances_from_json(row.extra_tries),
        excused=row.excused,
        completed=row.completed_at is not None,
        renewing=row.renewing,
    )


def move(
    session: Session, *, to: Version, which: ColumnElement[bool], by_id: int, by_team: bool, now: datetime
) -> Moves:
    """Move the chosen learners of older versions to this one, at most `CHUNK` of them: call it until it moves fewer.

    So nobody else waits while thousands move, and whoever was not reached is moved by calling it again. The ledger
    hears of it only if a course is completed.
    """
    rows = session.execute(
        select(ENROLMENT).where(older(to), which).order_by(ENROLMENT.c.id).limit(CHUNK).with_for_update()
    ).all()
    if not rows:
        return Moves()
    new = edition_of(to)
    known = {
        pinned: changes_between(session, load_version(session, pinned), to)
        for pinned in {row.pinned_id for row in rows}
    }
    standings = [moved(_standing(row), new, known[row.pinned_id]) for row in rows]
    reopened = sum(s.renewing and not row.renewing for row, s in zip(rows, standings, strict=True))
    at = [
        stands_at(row.last_step, _standing(row), after, new, known[row.pinned_id])
        for row, after in zip(rows, standings, strict=True)
    ]
    _write(session, rows, standings, at, to, by_id=by_id, by_team=by_team, now=now)
    finished = 0
    for row, standing in zip(rows, standings, strict=True):
        if completes(standing, new):
            again = find_enrolment(session, row.person_id, to.course_id)
            finished += settle(session, row=again, version=to, now=now)
    return Moves(len(rows), reopened, finished)


def _write(
    session: Session,
    rows: Sequence[Any],
    standings: Sequence[Standing],
    at: Sequence[str],
    to: Version,
    *,
    by_id: int,
    by_team: bool,
    now: datetime,
) -> None:
    values = [
        {
            "row": row.id, "pinned_id": to.id, "moved_at": now if by_team else None, "done": after.done,
            "results": results_to_json(after.results), "extra_tries": allowances_to_json(after.allowances),
            "excused": after.excused, "renewing": after.renewing, "last_step": step,
        }
        for row, after, step in zip(rows, standings, at, strict=True)
    ]  # fmt: skip
    session.connection().execute(_CHANGE, values)
    session.execute(
        insert(table(LearnerChange)),
        [
            {"enrolment_id": row.id, "person_id": row.person_id, "kind": "moved", "subject": str(to.number),
             "reason": "", "by_id": by_id, "at": now}
            for row in rows
        ],
    )  # fmt: skip
