"""What a newer version changes, and how far a learner is after the move."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.learning.domain import Allowance, Best, allowances_from_json, allowances_to_json, tries_left
from learnhub.learning.editions import Edition, Standing, StepOf, changes, completes, moved, stands_at

A, B, C, Q = (StepOf(name, kind, name.upper(), 1 << bit, "old") for bit, (name, kind) in enumerate(
    [("a", "lesson"), ("b", "lesson"), ("c", "lesson"), ("q", "quiz")]
))  # fmt: skip
B_NEW = StepOf("b", "lesson", "B", B.mask, "new")
OLD = Edition(1, (A, B, Q), ("q",))
PASSED = {"q": Best(Fraction(8), 10, passed=True, tries=2)}
DONE = Standing(A.mask | B.mask | Q.mask, PASSED, {}, 0, completed=True, renewing=False)
HALF = Standing(A.mask, {}, {}, 0, completed=False, renewing=False)


def test_changes_name_what_is_new_revised_left_out_and_the_same() -> None:
    found = changes(OLD, Edition(2, (C, B_NEW, Q), ("q",)), major=False)
    assert (found.added, found.removed, found.changed, found.same) == ((C,), (A,), (B_NEW,), (Q,))
    assert found.anything
    assert not changes(OLD, Edition(2, (Q, B, A), ("q",)), major=False).anything, "only their order"


def test_a_completion_holds_for_a_minor_version_even_if_it_has_more_steps() -> None:
    new = Edition(2, (A, B_NEW, C, Q), ("q",))
    after = moved(DONE, new, changes(OLD, new, major=False))
    assert after == DONE
    assert not completes(after, new)


def test_a_completion_does_not_hold_for_a_major_version() -> None:
    new = Edition(2, (A, B_NEW, Q), ("q",))
    after = moved(DONE, new, changes(OLD, new, major=True))
    assert after.renewing
    assert after.done == A.mask, "what says the same stays done"
    assert after.results == {}
    assert after.allowances == {"q": Allowance(extra=0, before=2)}, "her tries are numbered on"
    assert not completes(after, new)


def test_a_major_version_that_asks_for_the_same_asks_for_all_of_it() -> None:
    old = Edition(1, (A, B), ())
    new = Edition(2, (A, B), ())
    whole = Standing(A.mask | B.mask, {}, {}, 0, completed=True, renewing=False)
    after = moved(whole, new, changes(old, new, major=True))
    assert (after.done, after.renewing, completes(after, new)) == (0, True, False)


@pytest.mark.parametrize(("said", "stays"), [("old", True), ("new", False)])
def test_a_passed_assignment_stays_passed_if_it_says_the_same(said: str, stays: bool) -> None:
    plan, newer = StepOf("p", "assignment", "P", 16, "old"), StepOf("p", "assignment", "P", 16, said)
    old, new = Edition(1, (A, plan, C), (), ("p",)), Edition(2, (A, newer, C, B), (), ("p",))
    passed = Standing(A.mask | plan.mask, {}, {}, 0, completed=False, renewing=False)
    after = moved(passed, new, changes(old, new, major=True))
    assert bool(after.done & plan.mask) is stays
    assert moved(passed, new, changes(old, new, major=False)) == passed


def test_an_assignment_that_is_asked_for_completes_nothing_before_it_is_passed() -> None:
    plan = StepOf("p", "assignment", "P", 16, "old")
    asked, free = Edition(2, (A, plan), (), ("p",)), Edition(2, (A, plan), ())
    assert not completes(HALF, asked)
    assert completes(HALF, free)
    assert completes(Standing(A.mask | 16, {}, {}, 0, completed=False, renewing=False), asked)


@pytest.mark.parametrize(
    ("last", "major", "where"),
    [
        ("q", True, "b"),
        ("b", True, "b"),
        ("a", True, "a"),
        ("", True, ""),
        ("gone", True, "gone"),
        ("q", False, "q"),
    ],
)
def test_who_is_moved_stands_at_the_first_step_that_is_open_again(last: str, major: bool, where: str) -> None:
    new = Edition(2, (A, B_NEW, Q), ("q",))
    found = changes(OLD, new, major=major)
    assert stands_at(last, DONE, moved(DONE, new, found), new, found) == where


def test_who_is_moved_stands_at_a_lesson_that_is_new_before_her() -> None:
    new = Edition(2, (A, C, B, Q), ("q",))
    found = changes(OLD, new, major=False)
    half = Standing(A.mask, {}, {}, 0, completed=False, renewing=False)
    assert stands_at("b", half, moved(half, new, found), new, found) == "c"
    assert stands_at("b", DONE, DONE, new, found) == "b", "she has completed it"


def test_a_quiz_that_nobody_asks_for_or_that_she_is_excused_from_holds_nobody_up() -> None:
    free, asked = Edition(2, (Q, A, B_NEW), ()), Edition(2, (Q, A, B_NEW), ("q",))
    excused = Standing(A.mask | B.mask | Q.mask, {}, {}, Q.mask, completed=False, renewing=False)
    for new, before in ((free, DONE), (asked, excused)):
        found = changes(OLD, new, major=True)
        assert stands_at("b", before, moved(before, new, found), new, found) == "b"


def test_a_version_that_asks_for_less_completes_the_course() -> None:
    new = Edition(2, (A,), ())
    assert completes(moved(HALF, new, changes(OLD, new, major=False)), new)
    assert not completes(moved(DONE, new, changes(OLD, new, major=False)), new), "it is completed already"


def test_who_is_excused_from_a_quiz_is_not_asked_for_it() -> None:
    new = Edition(2, (A, Q), ("q",))
    excused = Standing(A.mask, {}, {}, Q.mask, completed=False, renewing=False)
    assert completes(excused, new)
    assert not completes(HALF, new)


STEPS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["x", "y"])),
    unique_by=lambda pair: pair[0],
    min_size=1,
)


@given(
    old=STEPS,
    new=STEPS,
    major=st.booleans(),
    done=st.integers(0, 255),
    ever=st.booleans(),
    tries=st.integers(1, 9),
)
def test_laws_of_moving(old, new, major, done, ever, tries) -> None:  # type: ignore[no-untyped-def]
    def edition(number: int, steps: list[tuple[str, str]]) -> Edition:
        made = tuple(
            StepOf(name, "quiz" if name > "f" else "lesson", name, 1 << "abcdefgh".index(name), said)
            for name, said in steps
        )
        return Edition(number, made, tuple(step.id for step in made if step.kind == "quiz"))

    before_, after_ = edition(1, old), edition(2, new)
    found = changes(before_, after_, major=major)
    assert {s.id for s in (*found.added, *found.changed, *found.same)} == {s.id for s in after_.steps}
    assert {s.id for s in (*found.removed, *found.changed, *found.same)} == {s.id for s in before_.steps}
    standing = Standing(
        done, {"g": Best(Fraction(1), 1, passed=True, tries=tries)}, {}, 0, ever, renewing=False
    )
    after = moved(standing, after_, found)
    assert after.done & done == after.done, "nothing is done that was not"
    assert after.completed == ever, "what was completed was completed"
    if major:
        assert not completes(after, after_) or not after_.steps
        assert after.renewing == ever
    else:
        assert after == standing
    again = moved(after, after_, changes(after_, after_, major=False))
    assert again == after


@given(
    st.dictionaries(
        st.sampled_from(["pre", "final"]), st.builds(Allowance, st.integers(0, 9), st.integers(0, 9))
    )
)
def test_allowances_are_read_as_they_were_written(given_: dict[str, Allowance]) -> None:
    kept = {quiz: each for quiz, each in given_.items() if each != Allowance()}
    assert allowances_from_json(allowances_to_json(given_)) == kept


@pytest.mark.parametrize(
    ("allowed", "tries", "extra", "left"), [(0, 5, 3, None), (2, 2, 0, 0), (2, 2, 1, 1), (2, 9, 1, 0)]
)
def test_tries_that_are_left(allowed: int, tries: int, extra: int, left: int | None) -> None:
    assert tries_left(allowed, tries, extra) == left
