"""Who may mark a work, what marks decide, and who sees whose: rules without pages or tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.learning.marking import (
    PASSED,
    REVISE,
    Act,
    Given,
    Stage,
    act_at,
    apart,
    holds_back,
    may_appeal,
    may_mark,
    may_see,
    most_points,
    outcome_of,
    stage_of,
    wrong_points,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEARNER, FIRST, SECOND, THIRD = 1, 2, 3, 4


@dataclass(frozen=True)
class Row:
    id: str
    points: int


ROWS = (Row("hazard", 4), Row("people", 4), Row("sources", 2))
rows = st.lists(st.integers(1, 100), min_size=1, max_size=12).map(
    lambda most: [Row(f"c{n}", points) for n, points in enumerate(most)]
)


def marks(marker: int, *points: int, act: Act = Act.MARK, minute: int = 0) -> Given:
    by = dict(zip([row.id for row in ROWS], points, strict=True))
    return Given(marker, act, by, {}, "", outcome_of(by, 6), NOON + timedelta(minutes=minute))


@given(rows, st.data())
def test_points_within_every_criterion_are_taken_and_add_up(criteria: list[Row], data: st.DataObject) -> None:
    points = {row.id: data.draw(st.integers(0, row.points)) for row in criteria}
    assert wrong_points(points, criteria) == []
    given_ = Given(FIRST, Act.MARK, points, {}, "", PASSED, NOON)
    assert 0 <= given_.total <= most_points(criteria)
    bar = data.draw(st.integers(1, most_points(criteria)))
    assert (outcome_of(points, bar) == PASSED) == (given_.total >= bar)


@given(rows, st.data())
def test_one_point_too_many_or_a_missing_criterion_is_named(criteria: list[Row], data: st.DataObject) -> None:
    points = {row.id: row.points for row in criteria}
    row = data.draw(st.sampled_from(criteria))
    for wrong in ({**points, row.id: row.points + 1}, {**points, row.id: -1}):
        assert wrong_points(wrong, criteria) == [row.id]
    assert wrong_points({k: v for k, v in points.items() if k != row.id}, criteria) == [row.id]
    assert wrong_points({**points, "other": 1}, criteria) == ["other"]


@given(rows, st.data())
def test_the_difference_of_two_markers_leads_from_one_to_the_other(
    criteria: list[Row], data: st.DataObject
) -> None:
    drawn = [{row.id: data.draw(st.integers(0, row.points)) for row in criteria} for _ in range(2)]
    bar = data.draw(st.integers(1, most_points(criteria)))
    one, two = (Given(n, Act.MARK, p, {}, "", outcome_of(p, bar), NOON) for n, p in enumerate(drawn))
    there, back = apart(one, two), apart(two, one)
    assert one.total + there.total == two.total
    assert {name: one.points[name] + step for name, step in there.points.items()} == dict(two.points)
    assert (there.total, there.outcome) == (-back.total, back.outcome)
    assert there.outcome == (one.outcome != two.outcome)
    assert not any(apart(one, one).points.values())


def test_a_work_goes_from_the_queue_to_a_second_look_to_an_appeal() -> None:
    first = marks(FIRST, 2, 2, 1)
    assert stage_of("draft", [], appealed=False) is Stage.NOBODY
    assert stage_of("handed_in", [], appealed=False) is Stage.FIRST
    assert stage_of("handed_in", [first], appealed=False) is Stage.SECOND
    assert stage_of(REVISE, [first], appealed=False) is Stage.DONE
    assert stage_of(REVISE, [first], appealed=True) is Stage.APPEAL
    assert stage_of(PASSED, [first], appealed=False) is Stage.DONE
    assert [act_at(stage) for stage in Stage] == [None, Act.MARK, Act.SECOND, Act.APPEAL, None]


@pytest.mark.parametrize("stage", list(Stage))
def test_nobody_marks_her_own_work_or_one_work_twice(stage: Stage) -> None:
    first = marks(FIRST, 4, 4, 2)
    assert not may_mark(stage, [first], learner=LEARNER, marker=LEARNER)
    assert not may_mark(stage, [first], learner=LEARNER, marker=FIRST)
    open_now = stage in {Stage.FIRST, Stage.SECOND, Stage.APPEAL}
    assert may_mark(stage, [first], learner=LEARNER, marker=SECOND) == open_now


def test_a_second_marker_sees_the_first_ones_points_when_the_work_is_decided() -> None:
    first, second = marks(FIRST, 1, 1, 1), marks(SECOND, 4, 4, 2, act=Act.SECOND, minute=9)
    for stage in (Stage.SECOND, Stage.APPEAL):
        assert may_see(stage, [first], SECOND) == []
        assert may_see(stage, [first], FIRST) == [first]
    assert may_see(Stage.APPEAL, [first, second], THIRD) == []
    assert may_see(Stage.DONE, [first, second], THIRD) == [first, second]


def test_only_the_first_look_can_be_held_back_for_another() -> None:
    assert holds_back(Stage.FIRST, again=True)
    assert not holds_back(Stage.FIRST, again=False)
    assert not holds_back(Stage.SECOND, again=True)
    assert not holds_back(Stage.APPEAL, again=True)


def test_a_learner_appeals_once_and_only_against_a_work_that_was_returned() -> None:
    given_ = [marks(FIRST, 1, 1, 1)]
    assert may_appeal(Stage.DONE, REVISE, given_, appeals=0)
    assert not may_appeal(Stage.DONE, REVISE, given_, appeals=1)
    assert not may_appeal(Stage.APPEAL, REVISE, given_, appeals=1)
    assert not may_appeal(Stage.DONE, PASSED, given_, appeals=0)
    assert not may_appeal(Stage.FIRST, "handed_in", [], appeals=0)
