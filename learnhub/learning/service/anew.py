"""Mark tries at older versions of a quiz anew by the key of the version in force: look first, then write, learner by
learner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cache, partial
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.db import table
from learnhub.learning.anew import Anew, Try, anew
from learnhub.learning.domain import (
    NO_ALLOWANCE,
    Best,
    allowances_from_json,
    results_from_json,
    results_to_json,
)
from learnhub.learning.models import LearnerChange
from learnhub.learning.queries import ATTEMPT, ENROLMENT, PERSON, find_enrolment, void_among
from learnhub.learning.queries.keys import MARKED, handed_in_before, keys_by, marking_by, reached
from learnhub.learning.queries.naming import identities
from learnhub.learning.service.attempts import decimals
from learnhub.learning.service.progress import settle, wanted_quizzes
from learnhub.ledger.queries import entries_of, latest_records
from learnhub.ledger.records import AttemptRecord, EnrolmentRecord
from learnhub.ledger.service import next_revs, record
from learnhub.quiz.keys import Keys, Marking

PIECE = 100  # learners in one transaction
_REMARK = update(ATTEMPT).where(ATTEMPT.c.id == bindparam("attempt"))
_DECIDED = table(LearnerChange)


@dataclass(frozen=True, slots=True)
class Right:
    """The key that is put in force: that of a version, with questions for which everybody has full marks. `given` is as
    the table has it."""

    quiz: str
    to: Version
    given: str = "[]"

    @property
    def version_id(self) -> int:
        """As a change of the key has it."""
        return self.to.id


@dataclass(frozen=True, slots=True)
class Piece:
    """What a key changes for some learners: `last` is the last enrolment looked at (None: there are no more), `tries`
    how many tries were looked at, `found` those learners with their rows for whom something changes."""

    last: int | None
    tries: int
    found: tuple[tuple[Any, Anew], ...]


def piece(session: Session, right: Right, changes: Sequence[Any], *, after: int, lock: bool = False) -> Piece:
    """What the key changes for the next learners after this enrolment. `changes` came before it.

    To write it, lock them, those without a try as well: who hands in meanwhile must not fall between both keys.
    """
    chosen = select(ENROLMENT.c.id).where(ENROLMENT.c.course_id == right.to.course_id, ENROLMENT.c.id > after)
    if not lock:
        before = handed_in_before(right.to, right.quiz)
        tried = select(ATTEMPT.c.id).where(ATTEMPT.c.enrolment_id == ENROLMENT.c.id, before)
        chosen = chosen.where(tried.exists())
    ids = session.scalars(chosen.order_by(ENROLMENT.c.id).limit(PIECE)).all()
    if not ids:
        return Piece(None, 0, ())
    if lock:
        _lock(session, ids)
    every, tries, found = _rows(session, right, ids), 0, []
    keys_of = _keys(session, right, changes, {row.version_id for row in every})
    for enrolment, group in groupby(every, key=lambda row: row.id):
        rows = list(group)
        known = keys_of(tuple(each.id for each in changes if reached(each, enrolment)))
        tries += sum(row.version_id in known for row in rows)
        changed = _anew(right.quiz, rows, known)
        if changed is not None:
            found.append((rows[0], changed))
    void = void_among(session, [row.key for row, _one in found])
    return Piece(ids[-1], tries, tuple(each for each in found if each[0].key not in void))


def _lock(session: Session, enrolments: Sequence[int]) -> None:
    """As `enrolling.lock_learner`, for several at once: one act of a learner at a time."""
    if session.get_bind().dialect.name == "postgresql":
        hers = select(ENROLMENT.c.person_id).where(ENROLMENT.c.id.in_(enrolments))
        locked = select(PERSON.c.id).where(PERSON.c.id.in_(hers)).order_by(PERSON.c.id)
        session.execute(locked.with_for_update(key_share=True)).all()


def _rows(session: Session, right: Right, enrolments: Sequence[int]) -> Sequence[Any]:
    """Every try of these learners at the quiz in its order, each with its enrolment and person."""
    name = identities(right.to.document.metadata.centres)[0]
    return session.execute(
        select(
            *ENROLMENT.c, name, ATTEMPT.c.id.label("attempt_id"), ATTEMPT.c.key.label("attempt_key"),
            ATTEMPT.c.number, ATTEMPT.c.version_id, ATTEMPT.c.seed.label("paper_seed"), ATTEMPT.c.answers,
            ATTEMPT.c.submitted_at, ATTEMPT.c.marks, ATTEMPT.c.max_marks, ATTEMPT.c.passed,
        )
        .join(ENROLMENT, ENROLMENT.c.id == ATTEMPT.c.enrolment_id)
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .where(ATTEMPT.c.enrolment_id.in_(enrolments), ATTEMPT.c.quiz == right.quiz)
        .where(ATTEMPT.c.submitted_at.is_not(None))
        .order_by(ENROLMENT.c.id, ATTEMPT.c.number)
    ).all()  # fmt: skip


KeysOf = Callable[[tuple[int, ...]], Mapping[int, tuple[Keys, Marking]]]


def _keys(session: Session, right: Right, changes: Sequence[Any], versions: Iterable[int]) -> KeysOf:
    """By the numbers of the changes that have come as far as a learner: for every older version the right marking and
    the present one."""
    older = [each for each in map(partial(load_version, session), versions) if each.number < right.to.number]

    @cache
    def of(numbers: tuple[int, ...]) -> Mapping[int, tuple[Keys, Marking]]:
        held = [each for each in changes if each.id in numbers]
        found = {}
        for version in older:
            before = marking_by(session, version, right.quiz, held)
            found[version.id] = keys_by(session, version, right.quiz, right, before), before
        return found

    return of


def _anew(quiz: str, rows: Sequence[Any], known: Mapping[int, tuple[Keys, Marking]]) -> Anew | None:
    best = results_from_json(rows[0].results).get(quiz)
    begun = allowances_from_json(rows[0].extra_tries).get(quiz, NO_ALLOWANCE).before
    tries = [
        Try(
            row.attempt_id, row.attempt_key, row.version_id, row.paper_seed, row.answers, row.submitted_at,
            Best(Fraction(row.marks), row.max_marks, row.passed, 1), row.number > begun,
        )
        for row in rows
    ]  # fmt: skip
    return anew(quiz, best, tries, known)


@dataclass(frozen=True, slots=True)
class Told:
    """A learner whose outcome changed: she passes, and perhaps has completed the course."""

    row: Any
    attempt_id: int
    title: str
    worth: Best
    completed: bool


def write(
    session: Session, right: Right, found: Sequence[tuple[Any, Anew]], *, change: int, now: datetime
) -> list[Told]:
    """Write what a key changes for these learners: marks, what they were before, results, the ledger, completion."""
    judged = [(row, each) for row, one in found for each in one.judged]
    if not judged:
        return []
    _record(session, [(each.at.key, each.result.item_marks) for _row, each in judged], now)
    session.connection().execute(
        _REMARK,
        [
            {"attempt": each.at.id, "marks": str(each.worth.marks), "passed": each.worth.passed}
            for _row, each in judged
        ],
    )
    session.execute(
        insert(MARKED),
        [
            {"attempt_id": each.at.id, "change_id": change, "enrolment_id": row.id, "person_id": row.person_id,
             "marks": str(each.at.worth.marks), "passed": each.at.worth.passed, "at": now}
            for row, each in judged
        ],
    )  # fmt: skip
    told = [_follow(session, right, row, one, now) for row, one in found]
    return [each for each in told if each is not None]


def _record(session: Session, marks: Sequence[tuple[str, Sequence[Fraction]]], now: datetime) -> None:
    """A further version of each try, with the item marks of the right key; all else of it stays."""
    last = latest_records(session, AttemptRecord, [key for key, _ in marks])
    facts = [
        replace(last[key], item_marks=decimals(items), recorded_at=None)
        for key, items in marks
        if key in last
    ]
    record(session, next_revs(session, facts), now=now, actor="course-team", reason="CORRECT")


def _follow(session: Session, right: Right, row: Any, one: Anew, now: datetime) -> Told | None:
    """Her result, and what follows from it."""
    if one.after is None:
        return None
    results = {**results_from_json(row.results), right.quiz: one.after}
    session.execute(
        update(ENROLMENT).where(ENROLMENT.c.id == row.id).values(results=results_to_json(results))
    )
    if not one.passes:
        return None
    hers = load_version(session, row.pinned_id) if row.pinned_id else right.to
    again = find_enrolment(session, row.person_id, row.course_id)
    completed = settle(session, row=again, version=hers, now=now, earned=_earned(session, again, hers, now))
    first = next((each for each in one.judged if each.worth.passed and each.at.counts), one.judged[0])
    title = load_version(session, first.at.version_id).quizzes[right.quiz].title
    return Told(row, first.at.id, title, first.worth, completed)


def _earned(session: Session, row: Any, version: Version, now: datetime) -> datetime:
    """When she had done all that was asked for: her progress rose, she passed or handed in a quiz, or her team left a
    step out, then."""
    steps = [
        EnrolmentRecord.from_line(entry.body)
        for entry in entries_of(session, EnrolmentRecord.entry_kind, [row.key])
        if entry.reason in {"FIRST", "PROGRESS"}
    ]
    rises = [
        here for before, here in pairwise([None, *steps]) if here and _progress(here) != _progress(before)
    ]
    begun = allowances_from_json(row.extra_tries)
    tries = session.execute(
        select(ATTEMPT.c.quiz, ATTEMPT.c.number, ATTEMPT.c.submitted_at)
        .where(ATTEMPT.c.enrolment_id == row.id, ATTEMPT.c.quiz.in_(wanted_quizzes(version, row.excused)))
        .where(ATTEMPT.c.submitted_at.is_not(None), ATTEMPT.c.passed.is_not(False))
        .order_by(ATTEMPT.c.number.desc())
    )
    # of each quiz the first try that counts; a newer edition began it anew
    quizzes = {
        each.quiz: each.submitted_at
        for each in tries
        if each.number > begun.get(each.quiz, NO_ALLOWANCE).before
    }
    left_out = session.scalar(
        select(func.max(_DECIDED.c.at)).where(
            _DECIDED.c.enrolment_id == row.id, _DECIDED.c.kind.in_(("excused", "moved"))
        )
    )
    moments = [*(each.recorded_at for each in rises[-1:]), *quizzes.values(), left_out]
    return min(now, max((each for each in moments if each is not None), default=now))


def _progress(version: EnrolmentRecord | None) -> object:
    return version.progress_pct if version else None
