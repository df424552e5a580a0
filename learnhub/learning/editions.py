"""What a newer version changes, and what becomes of a learner who is moved to it, as functions of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from learnhub.learning.domain import NO_ALLOWANCE, Allowance, Best, is_complete


@dataclass(frozen=True, slots=True)
class StepOf:
    """A step of a version: `mask` is its bit in a learner's progress, `said` a digest of all that it says."""

    id: str
    kind: str
    title: str
    mask: int
    said: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A version as far as moving is concerned. `wanted` are the quizzes that completion asks for, `asked` the
    assignments."""

    number: int
    steps: tuple[StepOf, ...]
    wanted: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """From one version to a newer one. Completions hold for the newer one unless it is a `major` change."""

    major: bool
    added: tuple[StepOf, ...]
    removed: tuple[StepOf, ...]
    changed: tuple[StepOf, ...]
    same: tuple[StepOf, ...]

    @property
    def anything(self) -> bool:
        """Whether a learner would notice: a description or an outcome may be all that is new."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner is. `completed`: she once completed the course; `renewing`: not yet in this edition."""

    done: int
    results: Mapping[str, Best]
    allowances: Mapping[str, Allowance]
    excused: int
    completed: bool
    renewing: bool


def changes(old: Edition, new: Edition, *, major: bool) -> Changes:
    """What is in one and not in the other, in the order of the newer one (removed steps in that of the older)."""
    before = {step.id: step for step in old.steps}
    after = {step.id for step in new.steps}
    both = [step for step in new.steps if step.id in before]
    return Changes(
        major=major,
        added=tuple(step for step in new.steps if step.id not in before),
        removed=tuple(step for step in old.steps if step.id not in after),
        changed=tuple(step for step in both if step.said != before[step.id].said),
        same=tuple(step for step in both if step.said == before[step.id].said),
    )


def _asks_nothing_more(standing: Standing, new: Edition) -> bool:
    masks = {step.id: step.mask for step in new.steps}
    asked = sum(step.mask for step in new.steps if step.kind == "lesson" or step.id in new.asked)
    wanted = [quiz for quiz in new.wanted if not masks[quiz] & standing.excused]
    return is_complete(done=standing.done, asked_mask=asked, wanted_quizzes=wanted, results=standing.results)


def completes(standing: Standing, new: Edition) -> bool:
    """Whether the move itself completes the course: what was still to do is not asked for any more."""
    open_yet = not standing.completed or standing.renewing
    return open_yet and _asks_nothing_more(standing, new)


def moved(before: Standing, new: Edition, found: Changes) -> Standing:
    """How far a learner is after the move.

    After a minor change everything done stays done, a completion included. After a major one lessons and assignments
    that say the same stay done, quizzes are taken anew with all their tries, and whoever had completed the course
    completes it once more; where nothing would be left to do then, all of it is.
    """
    if not found.major:
        return before
    kept = sum(step.mask for step in found.same if step.kind != "quiz")
    spent = {quiz: best.tries for quiz, best in before.results.items()}
    allowances = {
        quiz: _after(before.allowances.get(quiz, NO_ALLOWANCE), spent.get(quiz, 0))
        for quiz in {*before.allowances, *spent}
    }
    after = Standing(
        done=before.done & kept,
        results={},
        allowances=allowances,
        excused=before.excused & sum(step.mask for step in found.same),
        completed=before.completed,
        renewing=before.completed,
    )
    return replace(after, done=0, excused=0) if _asks_nothing_more(after, new) else after


def stands_at(last: str, before: Standing, after: Standing, new: Edition, found: Changes) -> str:
    """The step where a learner stands after the move: the first that the new version asks her for again, or anew, if it
    comes no later than the last step she opened; else that one."""
    if after.completed and not after.renewing:
        return last
    anew = (before.done & ~after.done) | sum(step.mask for step in found.added)
    anew &= ~(after.done | after.excused)
    passed = [step.id for step in new.steps]
    upto = passed.index(last) + 1 if last in passed else 0
    asked = (
        step for step in new.steps[:upto] if step.kind == "lesson" or step.id in (*new.asked, *new.wanted)
    )
    return next((step.id for step in asked if step.mask & anew), last)


def _after(allowance: Allowance, spent: int) -> Allowance:
    return Allowance(allowance.extra, allowance.before + spent)
