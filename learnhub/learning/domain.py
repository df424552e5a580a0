"""Rules of progress, results and completion, as functions of values. Marks are exact fractions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

SESSION_GAP = timedelta(minutes=30)  # after such a pause a new study session begins
TOUCH_EVERY = timedelta(seconds=60)  # a visit sooner than this after the last one changes nothing
_LAST_PLACE = timedelta(hours=12)  # behind UTC: where on Earth a day ends last


def deadline_day(now: datetime) -> date:
    """The earliest day that has not ended everywhere: a deadline before it is over, wherever its learner lives."""
    return (now - _LAST_PLACE).date()


def deadline_end(day: date) -> datetime:
    """The moment at which a deadline is over: its day has ended everywhere. The last day of the calendar ends early."""
    return (
        datetime.combine(min(day, date.max - timedelta(days=1)) + timedelta(days=1), time(), UTC)
        + _LAST_PLACE
    )


@dataclass(frozen=True, slots=True)
class Best:
    """The best try at a quiz, and how many tries there were."""

    marks: Fraction
    max_marks: int
    passed: bool | None
    tries: int

    @property
    def percent(self) -> Fraction:
        """Exact share in per cent."""
        return 100 * self.marks / self.max_marks if self.max_marks else Fraction(0)


@lru_cache(maxsize=1000)  # every page of a course asks, some of them three times
def results_from_json(text: str) -> Mapping[str, Best]:
    """Results as an enrolment keeps them: quiz -> [marks, max marks, passed, tries]."""
    rows = json.loads(text).items()
    return MappingProxyType({quiz: Best(Fraction(row[0]), row[1], row[2], row[3]) for quiz, row in rows})


def results_to_json(results: Mapping[str, Best]) -> str:
    """The inverse of `results_from_json`."""
    rows = {
        quiz: [str(best.marks), best.max_marks, best.passed, best.tries] for quiz, best in results.items()
    }
    return json.dumps(rows, sort_keys=True, separators=(",", ":"))


def with_try(
    results: Mapping[str, Best], quiz: str, marks: Fraction, max_marks: int, passed: bool | None
) -> dict[str, Best]:
    """Results after one more try: the better share counts, a pass is never lost.

    A pass mark that a newer version brings or drops holds from the next try on.
    """
    before = results.get(quiz)
    new = Best(marks, max_marks, passed, 1)
    if before is not None:
        better = new if new.percent > before.percent else before
        held = True if before.passed else new.passed
        new = Best(better.marks, better.max_marks, held, before.tries + 1)
    return {**results, quiz: new}


def best_anew(before: Best, quiz: str, tries: Sequence[Best]) -> Best:
    """The best of the same tries, in their order, after some were marked anew; a pass is never lost."""
    results: dict[str, Best] = {}
    for one in tries:
        results = with_try(results, quiz, one.marks, one.max_marks, one.passed)
    found = results.get(quiz, before)
    return replace(found, passed=True if before.passed else found.passed, tries=before.tries)


def tries_left(allowed: int, tries: int, extra: int = 0) -> int | None:
    """None for as often as one likes. `extra` are tries that the course team gave beyond those that all have."""
    return None if allowed == 0 else max(0, allowed + extra - tries)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What holds for one learner in one quiz: `extra` tries more, and `before` tries that count no longer."""

    extra: int = 0
    before: int = 0


NO_ALLOWANCE = Allowance()


def allowances_from_json(text: str) -> dict[str, Allowance]:
    """Allowances as an enrolment keeps them: quiz -> [extra, before]."""
    return {} if text == "{}" else {quiz: Allowance(*pair) for quiz, pair in json.loads(text).items()}


def allowances_to_json(allowances: Mapping[str, Allowance]) -> str:
    """The inverse of `allowances_from_json`."""
    rows = {quiz: [each.extra, each.before] for quiz, each in allowances.items() if each != NO_ALLOWANCE}
    return json.dumps(rows, sort_keys=True, separators=(",", ":"))


def progress_percent(done: int, all_steps: int) -> int:
    """Share of steps done, whole per cent rounded down, so that 100 means all."""
    whole = all_steps.bit_count()
    return 100 * (done & all_steps).bit_count() // whole if whole else 0


def completion_holds(row: Any) -> bool:
    """Whether an enrolment is completed, in the edition too that its learner was moved to."""
    return row.completed_at is not None and not row.renewing


def is_complete(
    *, done: int, asked_mask: int, wanted_quizzes: Sequence[str], results: Mapping[str, Best]
) -> bool:
    """Every lesson closed, every assignment that the course asks for passed, and every such quiz passed, or taken if it
    has no pass mark. `asked_mask` has the bits of those lessons and assignments."""
    if done & asked_mask != asked_mask:
        return False
    return all(quiz in results and results[quiz].passed is not False for quiz in wanted_quizzes)


@dataclass(frozen=True, slots=True)
class StudySession:
    """The study session under way."""

    started: datetime
    seen: datetime

    @property
    def seconds(self) -> int:
        """Its length so far."""
        return int((self.seen - self.started).total_seconds())


@dataclass(frozen=True, slots=True)
class Touched:
    """What a sign of study does: the session now under way, and the one that it ended, if any."""

    now: StudySession
    ended: StudySession | None


def touch(session: StudySession | None, now: datetime) -> Touched | None:
    """A sign of study at `now`; None if it comes so soon that nothing need be written."""
    if session is None or now < session.started:
        return Touched(StudySession(now, now), None)
    pause = now - session.seen
    if pause < TOUCH_EVERY:
        return None
    if pause > SESSION_GAP:
        return Touched(StudySession(now, now), session if session.seen > session.started else None)
    return Touched(StudySession(session.started, now), None)


def with_time(times: str, step: str, session: StudySession | None, now: datetime) -> str:
    """Seconds per step, as JSON, after the time since the last sign of study was spent on `step`.

    A pause that ends a study session is no study, so it is left out.
    """
    if session is None or not step or not timedelta(0) < now - session.seen <= SESSION_GAP:
        return times
    spent: dict[str, int] = json.loads(times)
    spent[step] = spent.get(step, 0) + int((now - session.seen).total_seconds())
    return json.dumps(spent, sort_keys=True, separators=(",", ":"))


def paper_seed(enrolment_seed: str, quiz: str, number: int) -> str:
    """The seed of a paper: known before anything is stored, so that looking at a quiz writes nothing."""
    return f"{enrolment_seed}:{quiz}:{number}"


def _rounded(value: Fraction, parts: int) -> int:
    return (value * parts + Fraction(1, 2)).__floor__()


def _reached(value: Fraction, parts: int) -> int:
    """So many of these parts of one, rounded half up; but never up to a whole one, which nobody has reached who has
    69.95 % where 70 % pass."""
    return min(_rounded(value, parts), (value.__floor__() + 1) * parts - 1)


def mark_text(marks: Fraction) -> str:
    """Marks that somebody has: 8.5 rather than 17/2; two decimals at most."""
    whole, rest = divmod(_reached(marks, 100), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def result_text(percent: Fraction) -> str:
    """The per cent of the marks that somebody has, with one decimal: 85.0."""
    return _tenths(_reached(percent, 10))


def percent_text(share: Fraction) -> str:
    """A share among many in per cent, with one decimal, rounded half up: 85.0."""
    return _tenths(_rounded(share, 10))


def _tenths(count: int) -> str:
    return f"{count // 10}.{count % 10}"


def certificate_facts(**facts: Any) -> str:
    """What a certificate prints besides the name, as canonical JSON."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
