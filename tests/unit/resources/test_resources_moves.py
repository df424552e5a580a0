"""The way of a case, a site or a term, and who may not confirm it, as values."""

from __future__ import annotations

import pytest

from learnhub.access.permissions import Permission
from learnhub.kernel.errors import Conflict, Forbidden
from learnhub.resources.domain import MOVES, Act, State, check_move, check_not_own

WAY = {
    Act.SAVE: ("dwp", State.DRAFT), Act.ASK: ("dp", State.WAITING), Act.TAKE_BACK: ("w", State.DRAFT),
    Act.CONFIRM: ("w", State.PUBLISHED), Act.SEND_BACK: ("w", State.DRAFT), Act.RETIRE: ("dwp", State.RETIRED),
}  # fmt: skip


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", list(State))
def test_each_act_leads_from_where_it_may_to_one_state(act: Act, state: State) -> None:
    starts, after = WAY[act]
    if state.value[0] in starts:
        assert check_move(state, act) is after
    else:
        with pytest.raises(Conflict):
            check_move(state, act)


def test_only_a_confirmation_makes_readers_see_it() -> None:
    assert [act for act, move in MOVES.items() if move.to is State.PUBLISHED] == [Act.CONFIRM]
    assert MOVES[Act.CONFIRM].needs is Permission.REVIEW_COURSE
    assert MOVES[Act.RETIRE].needs is Permission.MANAGE_COURSE


def test_who_has_written_does_not_confirm() -> None:
    with pytest.raises(Forbidden):
        check_not_own(7, {3, 7})
    check_not_own(8, {3, 7})
    check_not_own(None, {3, 7})
