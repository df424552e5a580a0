"""What a key that was put right changes for one learner: marks follow it, a pass stays."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from learnhub.learning.anew import Anew, Try, anew
from learnhub.learning.domain import Best
from learnhub.quiz.answers import Stated, answers_to_text
from learnhub.quiz.keys import Keys, Marking, by_key_of
from learnhub.quiz.model import Quiz, TrueFalse

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def quiz(keys: str) -> Quiz:
    """Statements with these keys, T for true; half of them right pass."""
    questions = tuple(
        TrueFalse(id=f"q{n}", prompt=f"{n}?", explanation="", answer=key == "T") for n, key in enumerate(keys)
    )
    return Quiz(id="final", title="Final", kind="final", pass_mark=50, questions=questions)


OLD, NEW = quiz("TTF"), quiz("FFF")


def tried(number: int, said: str, *, counts: bool = True) -> Try:
    """A try with these answers, marked by the old key."""
    answers = {f"q{n}": Stated(value=each == "T") for n, each in enumerate(said)}
    marking = Marking(OLD)
    result = marking.of(marking.paper("seed"), answers)
    worth = Best(result.marks, result.max_marks, result.passed, 1)
    return Try(number, f"a{number}", 1, "seed", answers_to_text(answers), AT, worth, counts)


def changed(best: Best | None, *tries: Try, right: Quiz = NEW) -> Anew | None:
    keys: dict[int, tuple[Keys, Marking]] = {1: (by_key_of(OLD, right, set(), Marking(OLD)), Marking(OLD))}
    return anew("final", best, tries, keys)


def best(marks: int, *, passed: bool, tries: int = 1) -> Best:
    return Best(Fraction(marks), 3, passed, tries)


def test_who_answered_by_the_right_key_passes_now() -> None:
    found = changed(best(1, passed=False), tried(1, "FFF"))
    assert found is not None
    assert (found.after, found.passes, found.kept) == (best(3, passed=True), True, False)


def test_who_answered_by_the_wrong_key_keeps_her_pass_with_fewer_marks() -> None:
    found = changed(best(2, passed=True), tried(1, "TTT"))
    assert found is not None
    assert (found.after, found.passes, found.kept) == (best(0, passed=True), False, True)
    assert found.judged[0].worth.passed


def test_another_try_that_still_passes_is_no_pass_that_is_only_kept() -> None:
    found = changed(best(3, passed=True, tries=2), tried(1, "TTF"), tried(2, "FFF"))
    assert found is not None
    assert (found.after, found.kept) == (best(3, passed=True, tries=2), False)


def test_tries_that_the_changed_keys_are_not_about_are_left_alone() -> None:
    assert changed(best(0, passed=False), tried(1, "")) is None
    assert changed(best(1, passed=False), tried(1, "FFF"), right=OLD) is None


def test_tries_of_an_earlier_edition_are_marked_and_count_no_more() -> None:
    found = changed(None, tried(1, "FFF", counts=False))
    assert found is not None
    assert (len(found.judged), found.after, found.passes) == (1, None, False)


def test_one_mark_more_and_one_less_are_other_marks_too() -> None:
    found = changed(best(2, passed=True), tried(1, "TFF"), right=quiz("FFF"))
    assert found is not None
    assert found.judged[0].worth.marks == found.judged[0].at.worth.marks
    assert found.judged[0].result.item_marks == (0, 1, 1)
