"""What is kept in memory is made once, is bounded, and what was used last stays."""

from __future__ import annotations

from learnhub.kernel.recent import Recent


def test_a_value_is_made_once() -> None:
    kept = Recent[str, int](2)
    numbers = iter(range(10))

    assert [kept.once("a", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
    assert kept.once("b", lambda: next(numbers)) == 1


def test_what_was_used_last_stays() -> None:
    kept = Recent[str, int](2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    kept.find("a")
    kept.keep("c", 3)

    assert [kept.find(key) for key in "abc"] == [1, None, 3]


def test_nothing_is_there_after_clearing() -> None:
    kept = Recent[str, int](2)
    kept.keep("a", 1)
    kept.clear()

    assert kept.find("a") is None
