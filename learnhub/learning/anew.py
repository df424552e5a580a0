"""What a key that was put right changes for one learner, as functions of values.

Marks follow the right key, up and down; a pass that somebody has stays hers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.learning.domain import Best, best_anew
from learnhub.quiz.answers import answers_from_text
from learnhub.quiz.grading import PaperResult
from learnhub.quiz.keys import Keys, Marking


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was handed in, with the marks that hold. `counts` unless a newer edition began the quiz anew."""

    id: int
    key: str
    version_id: int
    seed: str
    answers: str
    submitted_at: datetime
    worth: Best
    counts: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A try that has other marks by the right key. `result` is what the key gives; `worth` keeps the pass as well."""

    at: Try
    result: PaperResult
    worth: Best


@dataclass(frozen=True, slots=True)
class Anew:
    """What the right key changes for a learner. `after` is her best result by it, None if no try counts any more;
    `kept` says that she passes only because she had passed already."""

    judged: tuple[Judged, ...]
    before: Best | None
    after: Best | None
    kept: bool

    @property
    def passes(self) -> bool:
        """Whether she passes the quiz now and did not before."""
        return (
            self.after is not None
            and bool(self.after.passed)
            and not (self.before is not None and self.before.passed)
        )


def judge(one: Try, keys: Keys, before: Marking) -> Judged | None:
    """A try by the right key; None if no question of it is worth anything else."""
    answers = answers_from_text(one.answers)
    changed = keys.changes(before, answers)
    if not changed:
        return None
    result = keys.marking.of(keys.marking.paper(one.seed), answers)
    if not changed & set(result.item_ids):  # she was not asked what is given to everybody
        return None
    passed = True if one.worth.passed else result.passed
    return Judged(one, result, Best(result.marks, result.max_marks, passed, 1))


def anew(
    quiz: str, best: Best | None, tries: Sequence[Try], keys: Mapping[int, tuple[Keys, Marking]]
) -> Anew | None:
    """What the right key changes for one learner: `tries` are all of hers in their order, `keys` the right and the
    present marking of each older version. None if nothing."""
    found = {
        one.id: judged
        for one in tries
        if one.version_id in keys and (judged := judge(one, *keys[one.version_id])) is not None
    }
    if not found:
        return None
    counting = [one for one in tries if one.counts]
    after = best and best_anew(
        best, quiz, [found[one.id].worth if one.id in found else one.worth for one in counting]
    )
    strictly = [found[one.id].result.passed if one.id in found else one.worth.passed for one in counting]
    return Anew(tuple(found.values()), best, after, bool(best and best.passed) and not any(strictly))
