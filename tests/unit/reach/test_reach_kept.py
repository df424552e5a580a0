"""Gathered tables are kept by their rows: never more than is allowed, but for those that somebody reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learnhub.reach.gathered import Gathered


def place(schema: str, number: int) -> tuple[str, tuple[str, str]]:
    return schema, (f"SELECT {number}", "[]")


def test_the_table_not_asked_for_longest_goes_first() -> None:
    kept = Gathered(100)
    for number in range(3):
        assert kept.put(place("s1", number), f"t{number}", 30) == []
    kept.give_back([place("s1", number) for number in range(3)])
    assert kept.take(place("s1", 0)) == "t0"
    assert kept.put(place("s2", 3), "t3", 60) == ["s1.t1", "s1.t2"]
    assert kept.rows == 90
    assert kept.take(place("s1", 1)) is None


def test_what_somebody_reads_stays_whatever_its_size() -> None:
    kept = Gathered(10)
    assert kept.put(place("s1", 1), "t1", 50) == []
    assert kept.put(place("s1", 2), "t2", 5) == []
    kept.give_back([place("s1", 1)])
    assert kept.put(place("s1", 3), "t3", 5) == ["s1.t1"]


def test_what_two_read_stays_until_both_have_done() -> None:
    kept = Gathered(10)
    kept.put(place("s1", 1), "t1", 9)
    assert kept.take(place("s1", 1)) == "t1"
    kept.give_back([place("s1", 1)])
    assert kept.put(place("s1", 2), "t2", 9) == []
    kept.give_back([place("s1", 1), place("s1", 2)])
    assert kept.put(place("s1", 3), "t3", 1) == ["s1.t1"]


def test_a_snapshot_that_goes_takes_its_tables_along() -> None:
    kept = Gathered(100)
    kept.put(place("s1", 1), "period_1_4", 9)
    kept.put(place("s1", 2), "period_2_5", 9)
    kept.put(place("s2", 3), "period_1_6", 9)
    assert kept.forget("s1", "period_1_") == ["s1.period_1_4"]
    assert kept.forget("s1") == ["s1.period_2_5"]
    assert kept.rows == 9


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60), st.booleans()), max_size=60))
def test_beyond_the_limit_there_is_only_what_somebody_reads(steps: list[tuple[int, int, bool]]) -> None:
    kept = Gathered(100)
    sizes: dict[str, int] = {}
    reading: list[tuple[str, tuple[str, str]]] = []
    for number, rows, done in steps:
        at = place("s1", number)
        made = kept.take(at) is None
        if made:
            sizes[f"s1.t{number}"] = rows
            for name in kept.put(at, f"t{number}", rows):
                del sizes[name]
        reading.append(at)
        names = {f"s1.t{statement.split()[1]}" for _, (statement, _) in reading}
        assert names <= sizes.keys()
        assert kept.rows == sum(sizes.values())
        assert not made or kept.rows <= 100 or names == sizes.keys()
        if done:
            kept.give_back(reading)
            reading = []
    assert sorted(kept.forget("s1")) == sorted(sizes)
    assert kept.rows == 0
