"""Marks, appeals and works taken back at the same instant: each work is decided once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from marking_support import appeal, do_the_rest, hand_in_work, marks, person, work_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.learning.models import Certificate, Enrolment
from learnhub.learning.service.correcting import correct_marks
from learnhub.learning.service.marking import Typed, give_marks, open_marking
from learnhub.learning.service.work import withdraw_hand_in
from learnhub.ledger.models import LedgerEntry
from tests.at_once import AT_ONCE, together

GOOD = {"hazard": 4, "people": 3, "sources": 1}
POOR = {"hazard": 0, "people": 1, "sources": 0}


def marking(key: str, marker: int, points: dict[str, int]) -> Callable[[Session], Any]:
    """Give marks for the work as it is seen now."""
    typed = Typed(points, {}, "", again=False, seen=open_marking(reading(), key).seen)
    return lambda session: give_marks(session, key=key, typed=typed, marker=marker, now=now())


def test_of_many_corrections_at_once_one_holds_and_completes_once(planned: Flask) -> None:
    learner, marker = person("Amina"), person("Marker")
    key = hand_in_work(learner)
    do_the_rest(learner)
    together(planned, marking(key, marker, POOR))
    typed = Typed(GOOD, {}, "", again=False, seen=open_marking(reading(), key).seen)

    def put_right(session: Session) -> None:
        correct_marks(session, key=key, typed=typed, why="A slip.", marker=marker, now=now())

    assert together(planned, *[put_right] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert [each.total for each in marks(key)] == [1, 8]
    assert len(reading().scalars(select(Certificate)).all()) == 1


def test_of_many_markers_at_once_one_decides_and_completes_once(planned: Flask) -> None:
    learner = person("Amina")
    key = hand_in_work(learner)
    do_the_rest(learner)
    acts = [marking(key, person(f"Marker {n}"), GOOD) for n in range(AT_ONCE)]
    assert together(planned, *acts) == {"done": 1, "conflict": AT_ONCE - 1}
    assert len(marks(key)) == 1
    row = reading().scalars(select(Enrolment)).one()
    assert row.completed_at is not None
    assert len(reading().scalars(select(Certificate)).all()) == 1
    revisions = reading().scalars(select(LedgerEntry.rev).where(LedgerEntry.kind == "enrolments")).all()
    assert sorted(revisions) == list(range(1, row.ledger_rev + 1))


def test_a_work_is_either_taken_back_or_marked(planned: Flask) -> None:
    learner = person("Amina")
    key = hand_in_work(learner)
    acts = [marking(key, person(f"Marker {n}"), POOR) for n in range(2)]
    became = together(
        planned, *acts, lambda session: withdraw_hand_in(session, person_id=learner, key=key, now=now())
    )
    assert became["done"] == 1
    assert work_of(key).state == ("revise" if marks(key) else "draft")


def test_an_appeal_is_answered_once(planned: Flask) -> None:
    learner = person("Amina")
    key = hand_in_work(learner)
    together(planned, marking(key, person("First"), POOR))
    appeal(learner, key, "The numbers are on page two.")
    acts = [marking(key, person(f"Marker {n}"), GOOD) for n in range(AT_ONCE)]
    assert together(planned, *acts) == {"done": 1, "conflict": AT_ONCE - 1}
    assert [given.act for given in marks(key)] == ["mark", "appeal_mark"]
    assert work_of(key).state == "passed"
