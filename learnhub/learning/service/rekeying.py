"""A key put right: what it would change, the decision to mark by it, and how far that has come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import String, cast, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.jobs.models import Job
from learnhub.jobs.service import enqueue
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.learning.anew import Anew
from learnhub.learning.queries import CHANGE
from learnhub.learning.queries.keys import changes_of, keys_by, marking_by, older_versions
from learnhub.learning.service.anew import Right, Told, piece, write
from learnhub.learning.service.messaging import may_guide
from learnhub.quiz.keys import Keys, Marking

JOB = "key_change"
AT_ONCE = 300  # so many tries are marked while the page waits: about a second
MOST_LOOKED = 5_000  # tries that a page looks at before it answers
NOTHING = N_(
    "There is nothing to mark anew: every try was marked by the keys of the published version. Put the key right in "
    "the draft and publish it first."
)
RUNNING = N_("This quiz is being marked anew already. Wait until that is done.")


@dataclass(frozen=True, slots=True)
class OfVersion:
    """An older version in which the quiz was handed in: how often, and what the key changes in it."""

    version: Version
    tries: int
    before: Marking
    keys: Keys


@dataclass(frozen=True, slots=True)
class Trial:
    """What the key would change. `found` are the learners with their rows for whom something would; `whole` says
    whether all tries were looked at."""

    versions: tuple[OfVersion, ...]
    looked: int
    found: tuple[tuple[Any, Anew], ...]
    whole: bool

    @property
    def differs(self) -> bool:
        """Whether any key differs, be it that nobody's marks would change yet; or whether a change that was cut off has
        left marks by another one."""
        return any(each.keys.changed for each in self.versions) or bool(self.found)

    @property
    def tries(self) -> int:
        """How many tries at older versions there are."""
        return sum(each.tries for each in self.versions)

    @property
    def changed(self) -> int:
        """How many of those looked at would have other marks."""
        return sum(len(one.judged) for _row, one in self.found)

    @property
    def more(self) -> int:
        """Tries that would have more marks than before."""
        return sum(each.worth.marks > each.at.worth.marks for _row, one in self.found for each in one.judged)

    @property
    def fewer(self) -> int:
        """Tries that would have fewer."""
        return sum(each.worth.marks < each.at.worth.marks for _row, one in self.found for each in one.judged)

    @property
    def pass_now(self) -> list[tuple[Any, Anew]]:
        """The learners who would pass the quiz."""
        return [each for each in self.found if each[1].passes]

    @property
    def keep_pass(self) -> list[tuple[Any, Anew]]:
        """The learners who would not pass any more, and keep the pass that they have."""
        return [each for each in self.found if each[1].kept]


def quiz_in_force(session: Session, to: Version, quiz: str) -> None:
    """Raises NotFound for a quiz that no version of the course has had handed in, and that is not there now."""
    if quiz not in to.quizzes and not older_versions(session, to, quiz):
        raise NotFound


def versions_by(session: Session, right: Right) -> tuple[OfVersion, ...]:
    """Every older version in which the quiz was handed in, and what the key changes in it, as far as it was changed by
    none that is done."""
    done = [each for each in changes_of(session, right.to.course_id, right.quiz) if each.ended == "done"]
    found = []
    for version, tries in older_versions(session, right.to, right.quiz):
        before = marking_by(session, version, right.quiz, done)
        found.append(OfVersion(version, tries, before, keys_by(session, version, right.quiz, right, before)))
    return tuple(found)


def look(session: Session, right: Right, *, most: int | None = MOST_LOOKED) -> Trial:
    """What marking anew would change, without writing anything."""
    versions = versions_by(session, right)
    changes = changes_of(session, right.to.course_id, right.quiz)
    found: list[tuple[Any, Anew]] = []
    looked = after = 0
    while most is None or looked < most:
        part = piece(session, right, changes, after=after)
        if part.last is None:
            return Trial(versions, looked, tuple(found), whole=True)
        looked, after = looked + part.tries, part.last
        found += part.found
    return Trial(versions, looked, tuple(found), whole=False)


def right_key(to: Version, quiz: str, given: AbstractSet[str] = frozenset()) -> Right:
    """The key of this version, and full marks for everybody in these questions."""
    return Right(quiz, to, json.dumps(sorted(given)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that was decided: its number, and how many tries there are to look at."""

    id: int
    tries: int


def ask(session: Session, right: Right, *, reason: str, by_id: int | None, now: datetime) -> Asked:
    """Decide to mark by this key. From then on it is written piece by piece.

    Raises Conflict if nothing would change, or while this quiz is being marked anew.
    """
    versions = versions_by(session, right)
    if not any(each.keys.changed for each in versions) and not _cut_off(session, right):
        raise Conflict(NOTHING)
    given = {name for each in versions for name in each.keys.marking.given} & set(json.loads(right.given))
    values = {
        "course_id": right.to.course_id, "quiz": right.quiz, "version_id": right.to.id,
        "given": json.dumps(sorted(given)), "reason": reason, "by_id": by_id, "asked_at": now, "upto": 0,
        "looked": 0, "changed": 0, "passed": 0, "completed": 0, "ended": "",
    }  # fmt: skip
    try:
        with session.begin_nested():
            key = session.execute(insert(CHANGE).values(**values).returning(CHANGE.c.id)).scalar_one()
    except IntegrityError as twice:
        raise Conflict(RUNNING) from twice
    return Asked(key, sum(each.tries for each in versions))


def _cut_off(session: Session, right: Right) -> bool:
    """Whether a change since the last one that was done ended early, with some of the learners marked by it."""
    since = takewhile(
        lambda each: each.ended != "done", reversed(changes_of(session, right.to.course_id, right.quiz))
    )
    return any(each.ended and each.upto for each in since)


def hand_over(session: Session, *, number: int, now: datetime) -> None:
    """Let the job process do the rest of a change; nothing if it does so already."""
    enqueue(session, name=JOB, payload={"change": number}, key=f"{JOB}:{number}", now=now)


def running(session: Session, course_id: int, quiz: str) -> Any:
    """The change of this quiz that is under way, with `waits`: whether it is on the table of work; None if none is."""
    waits = select(Job.id).where(Job.key == literal(f"{JOB}:") + cast(CHANGE.c.id, String)).exists()
    return session.execute(
        select(*CHANGE.c, waits.label("waits")).where(
            CHANGE.c.course_id == course_id, CHANGE.c.quiz == quiz, CHANGE.c.ended == ""
        )
    ).first()


@dataclass(frozen=True, slots=True)
class Step:
    """What one piece of a change came to; `more` says whether there is another one."""

    more: bool
    told: Sequence[Told] = ()
    to: Version | None = None
    quiz: str = ""
    reason: str = ""


def next_piece(session: Session, *, number: int, now: datetime) -> Step:
    """Mark the tries of the next learners anew, and say so in the same transaction: what a crash interrupts goes on
    where it was, and nothing is done twice.

    A newer version, or the loss of the right of whoever asked for it, ends it where it is.
    """
    row = session.execute(select(CHANGE).where(CHANGE.c.id == number).with_for_update()).first()
    if row is None or row.ended:
        return Step(more=False)
    to = load_version(session, row.version_id)
    in_force = session.scalar(select(Course.version_id).where(Course.id == row.course_id))
    if in_force != to.id:
        return _end(session, number, "newer", now)
    if row.by_id is not None and not may_guide(session, row.by_id, to, now):
        return _end(session, number, "right", now)
    right = Right(row.quiz, to, row.given)
    earlier = [each for each in changes_of(session, row.course_id, row.quiz) if each.id < number]
    part = piece(session, right, earlier, after=row.upto, lock=True)
    if part.last is None:
        return _end(session, number, "done", now)
    told = write(session, right, part.found, change=number, now=now)
    session.execute(
        update(CHANGE)
        .where(CHANGE.c.id == number)
        .values(
            upto=part.last,
            looked=row.looked + part.tries,
            changed=row.changed + sum(len(one.judged) for _row, one in part.found),
            passed=row.passed + len(told),
            completed=row.completed + sum(each.completed for each in told),
        )
    )
    return Step(more=True, told=told, to=to, quiz=row.quiz, reason=row.reason)


def _end(session: Session, number: int, how: str, now: datetime) -> Step:
    session.execute(update(CHANGE).where(CHANGE.c.id == number).values(ended=how, ended_at=now))
    return Step(more=False)
