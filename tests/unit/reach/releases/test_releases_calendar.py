"""Provisional, final, revised: the calendar and the names."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Conflict, LearnHubError, Unacceptable
from learnhub.reach.asked import Period
from learnhub.reach.releases.calendar import (
    ReleaseName,
    Stage,
    last_periods,
    newest,
    next_name,
    parse_name,
    whole_period,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
P1, P2 = ReleaseName("2024", Stage.PROVISIONAL, 1), ReleaseName("2024", Stage.PROVISIONAL, 2)
F1, R1 = ReleaseName("2024", Stage.FINAL, 1), ReleaseName("2024", Stage.REVISED, 1)
NAMES = st.builds(
    ReleaseName,
    st.builds(lambda y, q: f"{y}{q}", st.integers(1900, 2999), st.sampled_from(["", "-Q1", "-Q4"])),
    st.sampled_from(Stage),
    st.integers(1, 9999),
)


def ask(stage: Stage, as_of: str, *before: ReleaseName, reason: str = "") -> str:
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    return str(next_name("2024", stage, before, as_of=moment, now=NOW, reason=reason))


@given(NAMES)
def test_a_name_reads_back(name: ReleaseName) -> None:
    assert parse_name(str(name)) == name


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-F0", "2024-X1", "2024-Q5-F1", "2024-F1 ", "../2024-F1", "٢٠٢٤-F1"]
)
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(Unacceptable):
        parse_name(text)


def test_periods_are_whole() -> None:
    assert whole_period("2024") == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert whole_period("2024-Q1") == Period(date(2024, 1, 1), date(2024, 3, 31))
    assert whole_period("2024-Q4") == Period(date(2024, 10, 1), date(2024, 12, 31))
    for text in ("2024-02", "2024-Q5", "all", "", "20240101-20240630"):
        with pytest.raises(Unacceptable):
            whole_period(text)
    assert last_periods(date(2026, 11, 22))[:2] == ["2026-Q3", "2026-Q2"]
    assert last_periods(date(2026, 1, 1)) == [
        "2025-Q4",
        "2025-Q3",
        "2025-Q2",
        "2025-Q1",
        "2025",
        "2024",
        "2023",
    ]
    for name in last_periods(date(2026, 11, 22)):
        assert whole_period(name).end < date(2026, 11, 22)


def test_names_count_up_within_their_stage() -> None:
    assert ask(Stage.PROVISIONAL, "2025-01-02T00:00:00") == "2024-P1"
    assert ask(Stage.PROVISIONAL, "2025-01-02T00:00:00", P1) == "2024-P2"
    assert ask(Stage.FINAL, "2025-01-31T23:59:59", P1, P2) == "2024-F1"
    assert ask(Stage.REVISED, "2025-06-30T23:59:59", P1, F1) == "2024-R1"
    assert ask(Stage.REVISED, "2025-08-30T23:59:59", F1, R1, reason="An error misleads") == "2024-R2"
    assert newest([P2, F1, P1]) == F1
    assert newest([R1, F1]) == R1
    assert newest([]) is None


@pytest.mark.parametrize(
    ("stage", "as_of", "before", "error", "words"),
    [
        (Stage.PROVISIONAL, "2024-12-31T23:59:59", (), Unacceptable, "not over"),
        (Stage.PROVISIONAL, "2026-11-22T09:00:00", (), Unacceptable, "must have passed"),
        (Stage.PROVISIONAL, "2025-02-02T00:00:00", (F1,), Conflict, "revised one"),
        (Stage.FINAL, "2025-01-30T23:59:59", (), Unacceptable, "31 days"),
        (Stage.FINAL, "2025-02-02T00:00:00", (F1,), Conflict, "revised one"),
        (Stage.REVISED, "2025-07-02T00:00:00", (P1,), Conflict, "no final"),
        (Stage.REVISED, "2025-06-29T00:00:00", (F1,), Unacceptable, "say why"),
        (Stage.REVISED, "2025-08-02T00:00:00", (F1, R1), Unacceptable, "say why"),
    ],
)
def test_what_the_calendar_refuses(
    stage: Stage, as_of: str, before: tuple[ReleaseName, ...], error: type[LearnHubError], words: str
) -> None:
    with pytest.raises(error, match=words):
        ask(stage, as_of, *before)
