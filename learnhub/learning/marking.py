"""Rules of marking by people, as functions of values: who may mark what, what a decision is, how far two lie apart.

Points are whole numbers, so that two markers who add them up get the same. A work is looked at once, or twice: by
another person when its first marker asked for that, and whenever the learner asks for another look (an appeal). The
last decision holds, all are kept. Who gave the marks that hold puts a slip right by further marks, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

PASSED, REVISE = "passed", "revise"
WHY: Final = "why corrected"  # stands among the remarks; no criterion is called so, since ids have no spaces


class Criterion(Protocol):
    """What marking needs of a criterion of an assignment."""

    @property
    def id(self) -> str:
        """Its name in the course file."""

    @property
    def points(self) -> int:
        """The most that it can earn."""


class Act(StrEnum):
    """As what marks were given."""

    MARK = "mark"
    SECOND = "second"
    APPEAL = "appeal_mark"


class Stage(StrEnum):
    """What a work waits for."""

    NOBODY = "draft"
    FIRST = "waiting"
    SECOND = "second"
    APPEAL = "appeal"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Given:
    """The marks that one person gave: points and remarks by criterion, and a remark on the whole."""

    marker: int
    act: Act
    points: Mapping[str, int]
    remarks: Mapping[str, str]
    remark: str
    outcome: str
    at: datetime

    @property
    def total(self) -> int:
        """The sum of the points."""
        return sum(self.points.values())

    @property
    def why(self) -> str:
        """Why these marks correct the ones before; empty for a decision of its own."""
        return self.remarks.get(WHY, "")


@dataclass(frozen=True, slots=True)
class Apart:
    """How two decisions on one work differ: the later less the earlier, by criterion and as a whole."""

    points: Mapping[str, int]
    total: int
    outcome: bool


def most_points(criteria: Sequence[Criterion]) -> int:
    """What a work can earn at most."""
    return sum(criterion.points for criterion in criteria)


def wrong_points(points: Mapping[str, int], criteria: Sequence[Criterion]) -> list[str]:
    """The criteria whose points are missing, below nought or above what the criterion can earn; and names that are no
    criterion."""
    known = {criterion.id: criterion.points for criterion in criteria}
    wrong = [name for name, most in known.items() if not 0 <= points.get(name, -1) <= most]
    return wrong + sorted(set(points) - set(known))


def outcome_of(points: Mapping[str, int], pass_points: int) -> str:
    """Passed from `pass_points` on, otherwise to be revised."""
    return PASSED if sum(points.values()) >= pass_points else REVISE


def stage_of(state: str, marks: Sequence[Given], *, appealed: bool) -> Stage:
    """What a work in this state waits for. `appealed`: an appeal of the learner has no answer yet.

    A work that stays handed in although it has marks waits for a second look.
    """
    if state == "draft":
        return Stage.NOBODY
    if state == "handed_in":
        return Stage.SECOND if marks else Stage.FIRST
    return Stage.APPEAL if appealed else Stage.DONE


def act_at(stage: Stage) -> Act | None:
    """As what marks count that are given at this stage; None when none can be given."""
    acts = {Stage.FIRST: Act.MARK, Stage.SECOND: Act.SECOND, Stage.APPEAL: Act.APPEAL}
    return acts.get(stage)


def may_mark(stage: Stage, marks: Sequence[Given], *, learner: int, marker: int) -> bool:
    """Whether this person may give marks now: never for her own work, and never twice for one work."""
    return act_at(stage) is not None and marker != learner and all(given.marker != marker for given in marks)


def may_correct(stage: Stage, marks: Sequence[Given], marker: int) -> bool:
    """Whether this person may put a slip right: only in the marks that hold, and only who gave them. Everybody else
    would be a further marker, whom the learner asks for with an appeal."""
    return stage is Stage.DONE and bool(marks) and marks[-1].marker == marker


def may_see(stage: Stage, marks: Sequence[Given], reader: int) -> list[Given]:
    """The marks that a reader of the team may see: all once the work is decided, until then only her own, so that a
    second marker is not led by the first."""
    return [given for given in marks if stage is Stage.DONE or given.marker == reader]


def holds_back(stage: Stage, *, again: bool) -> bool:
    """Whether marks given at this stage decide nothing yet, since the marker asks for a second look.

    The second look is the last one.
    """
    return again and stage is Stage.FIRST


def apart(earlier: Given, later: Given) -> Apart:
    """How the later decision differs from the earlier one."""
    names = [*earlier.points, *(name for name in later.points if name not in earlier.points)]
    points = {name: later.points.get(name, 0) - earlier.points.get(name, 0) for name in names}
    return Apart(points, sum(points.values()), earlier.outcome != later.outcome)


def may_appeal(stage: Stage, state: str, marks: Sequence[Given], *, appeals: int) -> bool:
    """Whether the learner can ask for another look: once for each work, when it was returned to be revised."""
    return stage is Stage.DONE and state == REVISE and bool(marks) and appeals == 0
