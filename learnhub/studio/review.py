"""Rules of reviewing: who may move a draft where, and whether an approval still holds. Functions of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from learnhub.access.permissions import Permission
from learnhub.coursefile.blocks import Block, blocks_of
from learnhub.kernel.errors import N_, Conflict, Forbidden
from learnhub.studio.domain import Part, State

Blocks = Mapping[str, Sequence[str]]
"""Path -> SHA-256 of its blocks, in order: what an approval holds for."""


class Act(StrEnum):
    """What can happen to a draft on its way to readers; the last two move it nowhere."""

    ASK = "ask"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    ASK_CHANGES = "ask_changes"
    PLAN = "plan"
    CANCEL = "cancel"
    FAIL = "fail"
    PUBLISH = "publish"
    RETIRE = "retire"
    RESTORE = "restore"
    NETWORK = "network"
    CAME_OVER = "came_over"
    PUT_AWAY = "put_away"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states an act leads where, and what one must be allowed to do. No `to`: the state stays."""

    start: frozenset[State]
    to: State | None
    needs: Permission


_ALL: Final = frozenset(State)
_OPEN: Final = frozenset({State.DRAFT, State.IN_REVIEW, State.CHANGES_ASKED, State.APPROVED})
MOVES: Final[Mapping[Act, Move]] = MappingProxyType(
    {
        Act.ASK: Move(_OPEN, State.IN_REVIEW, Permission.EDIT_COURSE),
        Act.TAKE_BACK: Move(frozenset({State.IN_REVIEW}), State.DRAFT, Permission.EDIT_COURSE),
        # a network course stays in review until the second centre approves
        Act.APPROVE: Move(_OPEN - {State.DRAFT}, State.APPROVED, Permission.REVIEW_COURSE),
        Act.ASK_CHANGES: Move(_OPEN - {State.DRAFT}, State.CHANGES_ASKED, Permission.REVIEW_COURSE),
        Act.PLAN: Move(frozenset({State.APPROVED}), None, Permission.MANAGE_COURSE),
        Act.CANCEL: Move(_ALL, None, Permission.MANAGE_COURSE),
        Act.FAIL: Move(_ALL, None, Permission.MANAGE_COURSE),
        Act.PUBLISH: Move(frozenset({State.APPROVED}), State.PUBLISHED, Permission.MANAGE_COURSE),
        Act.RETIRE: Move(_ALL - {State.RETIRED}, State.RETIRED, Permission.MANAGE_COURSE),
        Act.RESTORE: Move(_ALL - {State.IN_REVIEW}, State.DRAFT, Permission.EDIT_COURSE),
        Act.NETWORK: Move(_ALL - {State.RETIRED}, None, Permission.MANAGE_COURSE),
    }
)
"""The whole way of a draft. docs/studio.md has the same table in words."""


class Check(StrEnum):
    """The points of a review."""

    ACCURACY = "accuracy"
    CLARITY = "clarity"
    INCLUSIVENESS = "inclusiveness"
    ACCESSIBILITY = "accessibility"
    LICENCE = "licence"


class Reason(StrEnum):
    """Why a reviewer decided as she did."""

    SOUND = "sound"
    SMALL_REMARKS = "small_remarks"
    ACCURACY = "accuracy"
    CLARITY = "clarity"
    INCLUSIVENESS = "inclusiveness"
    ACCESSIBILITY = "accessibility"
    LICENCE = "licence"
    INCOMPLETE = "incomplete"
    OTHER = "other"


APPROVING: Final = (Reason.SOUND, Reason.SMALL_REMARKS)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided, as rules need it."""

    id: int
    person_id: int
    centre_id: str
    approved: bool
    reason: Reason
    note: str
    checks: Mapping[str, Mapping[str, str]]
    blocks: Blocks
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """A block that is not as it was approved; `place` counts from 0, None for one that was removed."""

    path: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Approval:
    """The latest approval of a person, and which blocks it does not hold for any more."""

    decision: Decision
    changed: tuple[Changed, ...]

    @property
    def holds(self) -> bool:
        return not self.changed


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a text stands: the approvals given, and whether those that hold are enough."""

    approvals: tuple[Approval, ...]
    wanted: int
    asked: tuple[Decision, ...]

    @property
    def holding(self) -> int:
        """From how many centres an approval holds."""
        return len({each.decision.centre_id for each in self.approvals if each.holds})

    @property
    def enough(self) -> bool:
        return self.holding >= self.wanted and not self.asked

    @property
    def changed(self) -> tuple[Changed, ...]:
        """What to look at again: the blocks that void the approval which needs least."""
        if self.enough or not self.approvals:
            return ()
        void = [each.changed for each in self.approvals if not each.holds]
        return min(void, key=len) if void else ()


def check_move(state: State, act: Act) -> State:
    """The state after the act. Raises Conflict if it can't be done from here."""
    move = MOVES[act]
    if state not in move.start:
        raise Conflict(_REFUSED.get(act, N_("This can't be done in the present state of the draft.")))
    return move.to or state


_NOT_ASKED: Final = N_(
    "This text waits for no decision now: nobody asked for one, or it was taken back or published."
)
_REFUSED: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.ASK: N_("This text is published. Change something, then ask for a review of the change."),
        Act.APPROVE: _NOT_ASKED,
        Act.ASK_CHANGES: _NOT_ASKED,
        Act.PUBLISH: N_("This text is not approved yet, so it can't be published."),
        Act.PLAN: N_("This text is not approved yet, so it can't be published."),
        Act.RESTORE: N_("This text is in review. Take it back from review first."),
        Act.RETIRE: N_("This course is retired already."),
    }
)


def check_not_own(person_id: int, writers: frozenset[int]) -> None:
    """Nobody approves her own work. Raises Forbidden, saying why."""
    if person_id in writers:
        raise Forbidden(
            N_("You have written in this text, so somebody else has to approve it. You can still comment.")
        )


def blocks_to_approve(parts: Mapping[str, Part]) -> dict[str, list[str]]:
    """The hashes of all blocks of a draft, file by file."""
    return {path: [block.sha256 for block in part_blocks(part)] for path, part in sorted(parts.items())}


def part_blocks(part: Part) -> tuple[Block, ...]:
    """The blocks of a part; a file of assets is one block, its description with the digest."""
    return blocks_of(part.path, part.text)


def changed_since(approved: Blocks, now: Blocks) -> tuple[Changed, ...]:
    """The blocks that are not what was approved: new, changed, moved or removed."""
    found: list[Changed] = []
    for path in sorted({*approved, *now}):
        before, after = list(approved.get(path, ())), list(now.get(path, ()))
        if before != after:
            found += _changed_in(path, before, after)
    return tuple(found)


def _changed_in(path: str, before: list[str], after: list[str]) -> list[Changed]:
    left = list(before)
    new = []
    for place, sha in enumerate(after):
        if sha in left:
            left.remove(sha)
        else:
            new.append(Changed(path, place))
    if new or left:
        return new or [Changed(path, None)]
    # the same blocks in another order: the first that stands elsewhere is named
    return [
        Changed(
            path, next(n for n, (one, other) in enumerate(zip(before, after, strict=True)) if one != other)
        )
    ]


def standing(
    decisions: Sequence[Decision], now: Blocks, writers: frozenset[int], *, network: bool
) -> Standing:
    """What the decisions say about the text as it is now. Of each person the latest counts; that of somebody who has
    written in the text since does not."""
    latest = {each.person_id: each for each in sorted(decisions, key=lambda each: (each.at, each.id))}
    counted = [each for each in latest.values() if each.person_id not in writers]
    return Standing(
        tuple(Approval(each, changed_since(each.blocks, now)) for each in counted if each.approved),
        2 if network else 1,
        tuple(each for each in counted if not each.approved and not changed_since(each.blocks, now)),
    )
