"""Progress, results, completion and study sessions, as laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.learning.domain import (
    SESSION_GAP,
    TOUCH_EVERY,
    Best,
    StudySession,
    is_complete,
    mark_text,
    paper_seed,
    percent_text,
    progress_percent,
    result_text,
    results_from_json,
    results_to_json,
    touch,
    tries_left,
    with_try,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
MASKS = st.integers(0, 2**62 - 1)
PASSED = st.sampled_from([None, True, False])
MARKS = st.integers(1, 200).flatmap(
    lambda most: st.tuples(st.fractions(0, most, max_denominator=60), st.just(most), PASSED)
)
PAUSES = st.lists(st.integers(0, 3 * 3600), max_size=60)


def walk(pauses: list[int]) -> tuple[list[StudySession], list[datetime]]:
    """Signs of study with these pauses, in seconds: the sessions that come out, and the signs."""
    sessions: list[StudySession] = []
    now, under_way, signs = START, None, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        signs.append(now)
        touched = touch(under_way, now)
        if touched is not None:
            if touched.ended is not None:
                sessions.append(touched.ended)
            under_way = touched.now
    return [*sessions, *([under_way] if under_way else [])], signs


@settings(deadline=None)
@given(PAUSES)
def test_sessions_never_overlap_and_stand_in_order(pauses: list[int]) -> None:
    sessions, _ = walk(pauses)
    assert all(session.started <= session.seen for session in sessions)
    assert all(later.started - earlier.seen > SESSION_GAP for earlier, later in pairwise(sessions))


@settings(deadline=None)
@given(PAUSES)
def test_the_time_studied_is_the_time_between_signs_without_long_pauses(pauses: list[int]) -> None:
    sessions, signs = walk(pauses)
    total = sum((session.seen - session.started for session in sessions), timedelta())
    # what is not written yet since the last touch may be missing, and no more
    at_most = sum(((b - a) for a, b in pairwise(signs) if b - a <= SESSION_GAP + TOUCH_EVERY), timedelta())
    assert total <= at_most
    if signs:
        assert sessions[0].started in signs
        assert timedelta(0) <= signs[-1] - sessions[-1].seen < TOUCH_EVERY


@settings(deadline=None)
@given(PAUSES)
def test_a_session_grows_only(pauses: list[int]) -> None:
    now, under_way = START, StudySession(START, START)
    for pause in pauses:
        now += timedelta(seconds=pause)
        touched = touch(under_way, now)
        if touched is None:
            assert pause < TOUCH_EVERY.total_seconds() or now - under_way.seen < TOUCH_EVERY
            continue
        assert touched.now.seen == now > under_way.seen
        assert touched.now.started in {under_way.started, now}
        under_way = touched.now


@pytest.mark.parametrize(
    ("pause", "goes_on"),
    [(TOUCH_EVERY, True), (SESSION_GAP, True), (SESSION_GAP + timedelta(microseconds=1), False)],
)
def test_half_an_hour_of_silence_ends_a_session(pause: timedelta, goes_on: bool) -> None:
    before = StudySession(START, START + timedelta(minutes=5))
    touched = touch(before, before.seen + pause)
    assert touched is not None
    assert (touched.now.started == START) is goes_on
    assert touched.ended == (None if goes_on else before)


def test_the_first_sign_begins_a_session_and_a_quick_second_changes_nothing() -> None:
    first = touch(None, START)
    assert first is not None
    assert (first.now, first.ended) == (StudySession(START, START), None)
    assert touch(first.now, START + TOUCH_EVERY - timedelta(microseconds=1)) is None


def test_a_single_sign_is_no_session_to_be_recorded() -> None:
    touched = touch(StudySession(START, START), START + timedelta(hours=2))
    assert touched is not None
    assert touched.ended is None


def test_a_clock_that_was_set_back_begins_anew() -> None:
    touched = touch(StudySession(START, START + timedelta(minutes=5)), START - timedelta(hours=1))
    assert touched is not None
    assert touched.now.started == START - timedelta(hours=1)
    assert touched.ended is None


@settings(deadline=None)
@given(MASKS, MASKS)
def test_a_hundred_per_cent_means_all(done: int, all_steps: int) -> None:
    percent = progress_percent(done, all_steps)
    assert 0 <= percent <= 100
    assert (percent == 100) == (all_steps != 0 and done & all_steps == all_steps)


@settings(deadline=None)
@given(MASKS, MASKS, st.integers(0, 61))
def test_one_more_step_never_lowers_progress(done: int, all_steps: int, bit: int) -> None:
    assert progress_percent(done | 1 << bit, all_steps) >= progress_percent(done, all_steps)


@settings(deadline=None)
@given(st.lists(MARKS, min_size=1, max_size=12))
def test_the_best_share_counts_and_a_pass_is_never_lost(
    tries: list[tuple[Fraction, int, bool | None]],
) -> None:
    results: dict[str, Best] = {"other": Best(Fraction(1), 2, None, 1)}
    for marks, most, passed in tries:
        results = with_try(results, "final", marks, most, passed)
    best = results["final"]
    assert best.tries == len(tries)
    assert best.percent == max(100 * marks / most for marks, most, _ in tries)
    assert (best.passed is True) == any(passed for *_, passed in tries)
    assert results["other"] == Best(Fraction(1), 2, None, 1)


def test_a_quiz_that_lost_its_pass_mark_counts_as_taken() -> None:
    failed = with_try({}, "final", Fraction(1), 10, passed=False)
    again = with_try(failed, "final", Fraction(1), 10, passed=None)
    assert is_complete(done=1, asked_mask=1, wanted_quizzes=["final"], results=again)
    assert not is_complete(done=1, asked_mask=1, wanted_quizzes=["final"], results=failed)


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1), st.tuples(MARKS, st.integers(1, 99))))
def test_results_come_back_as_they_were(
    found: dict[str, tuple[tuple[Fraction, int, bool | None], int]],
) -> None:
    results = {quiz: Best(*result, tries) for quiz, (result, tries) in found.items()}
    assert results_from_json(results_to_json(results)) == results


@settings(deadline=None)
@given(MASKS, MASKS, st.dictionaries(st.sampled_from("abc"), PASSED), st.sets(st.sampled_from("abc")))
def test_a_course_is_complete_with_all_lessons_and_all_wanted_quizzes(
    done: int, lessons: int, passed: dict[str, bool | None], wanted: set[str]
) -> None:
    results = {quiz: Best(Fraction(1), 1, each, 1) for quiz, each in passed.items()}
    complete = is_complete(done=done, asked_mask=lessons, wanted_quizzes=sorted(wanted), results=results)
    assert complete == (
        (done | lessons) == done and all(passed.get(quiz, False) is not False for quiz in wanted)
    )


@pytest.mark.parametrize(
    ("allowed", "tries", "left"), [(0, 99, None), (3, 0, 3), (3, 2, 1), (3, 3, 0), (3, 9, 0)]
)
def test_tries_left(allowed: int, tries: int, left: int | None) -> None:
    assert tries_left(allowed, tries) == left


@settings(deadline=None)
@given(st.fractions(0, 1000, max_denominator=600))
def test_marks_are_shown_with_two_decimals_and_no_whole_one_too_many(marks: Fraction) -> None:
    text = mark_text(marks)
    assert Fraction(text).__floor__() == marks.__floor__()
    assert abs(Fraction(text) - marks) <= Fraction(1, 200) or Fraction(text) == marks.__floor__() + Fraction(
        99, 100
    )
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@settings(deadline=None)
@given(st.fractions(0, 100, max_denominator=600))
def test_shares_are_shown_with_one_decimal(share: Fraction) -> None:
    text = percent_text(share)
    assert abs(Fraction(text) - share) <= Fraction(1, 20)
    assert text[-2] == "."


@settings(deadline=None)
@given(st.fractions(0, 100, max_denominator=600))
def test_a_result_is_shown_as_a_share_but_with_no_whole_per_cent_too_many(percent: Fraction) -> None:
    text = result_text(percent)
    assert Fraction(text).__floor__() == percent.__floor__()
    assert text in {percent_text(percent), f"{percent.__floor__()}.9"}


@pytest.mark.parametrize(
    ("marks", "text"),
    [
        ("17/2", "8.5"),
        ("8", "8"),
        ("1/3", "0.33"),
        ("1/200", "0.01"),
        ("10", "10"),
        ("0", "0"),
        ("199/200", "0.99"),
        ("1399/200", "6.99"),
    ],
)
def test_marks_as_people_write_them(marks: str, text: str) -> None:
    assert mark_text(Fraction(marks)) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [("85", "85.0"), ("200/3", "66.7"), ("1/20", "0.1"), ("0", "0.0"), ("1399/20", "70.0"), ("70", "70.0")],
)
def test_shares_as_people_write_them(share: str, text: str) -> None:
    assert percent_text(Fraction(share)) == text


@pytest.mark.parametrize(
    ("percent", "text"), [("200/3", "66.7"), ("1399/20", "69.9"), ("70", "70.0"), ("100", "100.0")]
)
def test_results_as_people_write_them(percent: str, text: str) -> None:
    assert result_text(Fraction(percent)) == text


def test_every_try_at_every_quiz_has_a_seed_of_its_own() -> None:
    seeds = {paper_seed(e, q, n) for e in ("a", "b") for q in ("final", "after") for n in (1, 2, 11)}
    assert len(seeds) == 12
