"""The rules of a review as functions of values: who may move what, and whether an approval holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Conflict, Forbidden
from learnhub.studio.domain import Part, State
from learnhub.studio.review import (
    MOVES,
    Act,
    Changed,
    Decision,
    Reason,
    blocks_to_approve,
    changed_since,
    check_move,
    check_not_own,
    standing,
)

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
LESSON = "lessons/a.md"


def decision(
    person: int, blocks: dict[str, list[str]], *, approved: bool = True, hours: int = 0, centre: str = ""
) -> Decision:
    return Decision(
        hours, person, centre or f"centre{person}", approved, Reason.SOUND, "", {}, blocks, 1,
        NOW + timedelta(hours=hours),
    )  # fmt: skip


def blocks(text: str) -> dict[str, list[str]]:
    return blocks_to_approve({LESSON: Part(LESSON, text, 1, None, NOW)})


TEXT = "One.\n\nTwo, three.\n\nFour.\n"


def test_every_act_leads_from_somewhere_and_is_refused_from_elsewhere() -> None:
    for act, move in MOVES.items():
        assert move.start
        for state in State:
            if state in move.start:
                assert check_move(state, act) is (move.to or state)
            else:
                with pytest.raises(Conflict):
                    check_move(state, act)


def test_a_text_is_published_only_from_approved_and_approved_only_from_review() -> None:
    assert MOVES[Act.PUBLISH].start == {State.APPROVED}
    assert State.DRAFT not in MOVES[Act.APPROVE].start
    assert State.PUBLISHED not in MOVES[Act.APPROVE].start


def test_one_comma_is_a_change_of_its_block_and_of_no_other() -> None:
    assert changed_since(blocks(TEXT), blocks(TEXT.replace(",", ""))) == (Changed(LESSON, 1),)


def test_blank_lines_between_blocks_change_nothing() -> None:
    assert changed_since(blocks(TEXT), blocks(TEXT.replace("\n\nFour", "\n\n\n\nFour") + "\n")) == ()


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("One.\n\nFour.\n", (Changed(LESSON, None),)),
        ("One.\n\nNew.\n\nTwo, three.\n\nFour.\n", (Changed(LESSON, 1),)),
        ("Two, three.\n\nOne.\n\nFour.\n", (Changed(LESSON, 0),)),
        ("One.\n\nOne.\n\nTwo, three.\n\nFour.\n", (Changed(LESSON, 1),)),
    ],
)
def test_removed_new_moved_and_doubled_blocks_void_an_approval(now: str, found: Sequence[Changed]) -> None:
    assert changed_since(blocks(TEXT), blocks(now)) == found


def test_a_new_or_removed_file_voids_an_approval() -> None:
    more = {**blocks(TEXT), "assets/a.csv": ["x"]}
    assert changed_since(blocks(TEXT), more) == (Changed("assets/a.csv", 0),)
    assert changed_since(more, blocks(TEXT)) == (Changed("assets/a.csv", None),)


paragraphs = st.lists(st.sampled_from(["A.", "B.", "C, d.", "# H", "$$ x $$"]), max_size=6).map("\n\n".join)


@given(paragraphs, paragraphs)
def test_an_approval_holds_for_exactly_the_text_that_was_approved(one: str, other: str) -> None:
    assert (changed_since(blocks(one), blocks(other)) == ()) == (blocks(one) == blocks(other))


def test_one_approval_is_enough_for_a_centre_and_two_centres_for_the_network() -> None:
    now = blocks(TEXT)
    one = [decision(1, now)]
    assert standing(one, now, frozenset(), network=False).enough
    assert not standing(one, now, frozenset(), network=True).enough
    same = [*one, decision(2, now, centre="centre1")]
    assert not standing(same, now, frozenset(), network=True).enough
    assert standing([*one, decision(2, now)], now, frozenset(), network=True).enough


def test_who_wrote_since_does_not_count_as_a_reviewer() -> None:
    now = blocks(TEXT)
    assert not standing([decision(1, now)], now, frozenset({1}), network=False).enough
    with pytest.raises(Forbidden):
        check_not_own(1, frozenset({1, 2}))
    check_not_own(3, frozenset({1, 2}))


def test_the_latest_decision_of_a_person_counts() -> None:
    now = blocks(TEXT)
    asked = decision(1, now, approved=False, hours=1)
    found = standing([decision(1, now), asked], now, frozenset(), network=False)
    assert not found.enough
    assert found.asked == (asked,)
    assert standing([asked, decision(1, now, hours=2)], now, frozenset(), network=False).enough


def test_changes_that_somebody_asks_for_stand_until_the_text_changes() -> None:
    now, later = blocks(TEXT), blocks(TEXT + "\nFive.\n")
    asked = decision(1, now, approved=False)
    assert not standing([asked, decision(2, now)], now, frozenset(), network=False).enough
    assert standing([asked, decision(2, later)], later, frozenset(), network=False).enough


def test_a_void_approval_names_its_blocks_and_holds_again_with_the_old_words() -> None:
    approved, now = blocks(TEXT), blocks(TEXT.replace(",", ""))
    found = standing([decision(1, approved)], now, frozenset(), network=False)
    assert (found.enough, found.changed) == (False, (Changed(LESSON, 1),))
    again = standing([decision(1, approved)], approved, frozenset(), network=False)
    assert (again.enough, again.changed) == (True, ())


def test_nothing_decided_is_not_enough() -> None:
    found = standing([], blocks(TEXT), frozenset(), network=False)
    assert (found.enough, found.holding, found.changed) == (False, 0, ())
