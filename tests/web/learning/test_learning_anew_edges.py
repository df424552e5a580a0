"""Marking anew at its edges: versions that come meanwhile, work cut off half way, learners who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from anew_support import (
    ANEW,
    COLOUR,
    KEY,
    LEVEL,
    THREE,
    WHY,
    Another,
    PutRight,
    attempts,
    close_lessons,
    enrolments,
    entries,
    fresh,
    mails,
    mark_anew,
    work,
)
from flask import Flask
from learning_support import COURSE, Browser, hand_in, plain_text
from sqlalchemy import delete, func, select, update

from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.learning.models import Attempt, LearnerChange
from learnhub.learning.models.keys import KeyChange, MarkedAnew
from learnhub.learning.service import anew as pieces
from learnhub.learning.service.rekeying import next_piece
from learnhub.ledger.records import EnrolmentRecord
from learnhub.ledger.service import next_revs, record


def test_what_is_handed_in_later_in_the_older_version_is_marked_by_the_right_key(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), THREE)
    late = another("Binta")
    put_right(*KEY)
    mark_anew(facilitator)
    done = hand_in(late, COLOUR)
    assert attempts()[1] == ("5", True)
    page = plain_text(late.text(done.location))
    assert "You passed with 5 of 8 marks" in page
    assert "Marked anew" not in page


def test_a_question_that_says_something_else_keeps_its_marks(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY, ("What belongs to a reading?", "What belongs to no reading?"))
    page = plain_text(facilitator.text(ANEW))
    assert "are not in it any more: 1. Their marks stay." in page
    assert "There is nothing to mark anew." in page
    assert attempts() == [("3", False)]


def test_a_question_taken_out_gives_its_marks_to_everybody(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    amina, chi = another("Amina"), another("Chi")
    place = hand_in(amina, COLOUR).location
    hand_in(chi, {"q.q1": ["0"]})
    put_right(*KEY, ("What belongs to a reading?", "What belongs to no reading?"))
    page = plain_text(facilitator.text(f"{ANEW}?give=q2"))
    assert "Would have more marks 2" in page
    assert "Is right full marks for everybody" in page
    mark_anew(facilitator, f"{ANEW}?give=q2")
    assert attempts() == [("5", True), ("3", False)]
    assert "everybody has full marks for it" in plain_text(amina.text(place))
    assert "There is nothing to mark anew." in plain_text(facilitator.text(ANEW))


def test_a_second_mistake_is_put_right_on_top_of_the_first(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    place = hand_in(amina, COLOUR).location
    put_right(*KEY)
    mark_anew(facilitator)
    put_right(
        ("answer: false", "answer: true"), ("What belongs to a reading?", "What belongs to no reading?")
    )
    mark_anew(facilitator)
    assert attempts() == [("4", True)]
    page = plain_text(amina.text(place))
    assert "Before that: 3 of 8 marks" in page
    assert "Before that: 5 of 8 marks" in page


def test_who_left_gets_what_she_had_earned(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    amina.press(f"{COURSE}/leave", "")
    put_right(*KEY)
    mark_anew(facilitator)
    (row,) = enrolments()
    assert row.completed_at is not None
    assert row.withdrawn_at is not None
    assert row.completed_at <= row.withdrawn_at


def test_many_are_marked_by_the_job_process_and_a_crash_costs_nothing(
    example: Flask,
    another: Another,
    put_right: PutRight,
    facilitator: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnhub.learning.views.anew.AT_ONCE", 2)
    monkeypatch.setattr(pieces, "PIECE", 2)
    for n in range(5):
        hand_in(another(f"L{n}"), COLOUR)
    put_right(*KEY)
    mark_anew(facilitator)
    assert "0 of 5" in plain_text(facilitator.text(ANEW))
    number = reading().scalars(select(KeyChange.id)).one()
    with transaction() as session:
        assert next_piece(session, number=number, now=now()).more
    assert [passed for _marks, passed in attempts()] == [True, True, False, False, False]
    with transaction() as session:
        session.execute(delete(Job))
    assert "It stopped before its end." in plain_text(facilitator.text(ANEW))
    assert facilitator.press(ANEW, "/on").status_code == 303
    work(example)
    assert attempts() == [("5", True)] * 5
    assert reading().scalar(select(func.count()).select_from(MarkedAnew)) == 5
    assert len(entries("quiz_attempts")) == 10
    assert "Tries with other marks: 5." in plain_text(facilitator.text(ANEW))


def test_a_newer_version_ends_it(
    another: Another,
    put_right: PutRight,
    facilitator: Browser,
    example: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnhub.learning.views.anew.AT_ONCE", 0)
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    mark_anew(facilitator)
    put_right(("answer: false", "answer: true"))
    work(example)
    assert attempts() == [("3", False)]
    assert "a newer version was published" in plain_text(facilitator.text(ANEW))


def test_an_enrolment_that_was_made_void_stays_so(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    hand_in(another("Chi"), COLOUR)
    last = EnrolmentRecord.from_line(
        [each for each in entries("enrolments") if each.key == enrolments()[0].key][-1].body
    )
    with transaction() as session:
        record(session, next_revs(session, [replace(last, recorded_at=None, record_id="", void=True)]), now=now(),
               actor="officer", reason="VOID")  # fmt: skip
    put_right(*KEY)
    assert "Would pass now 1" in plain_text(facilitator.text(ANEW))
    mark_anew(facilitator)
    assert attempts() == [("3", False), ("5", True)]
    assert enrolments()[0].completed_at is None
    assert len(mails()) == 1


def test_what_was_taken_out_of_one_version_is_not_taken_out_of_another(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), {"q.q1": ["0"]})
    put_right(("What belongs to a reading?", "What belongs to no reading?"))
    mark_anew(facilitator, f"{ANEW}?give=q2")
    binta = another("Binta")
    hand_in(binta, {"q.q1": ["0"]})
    before = attempts()
    put_right(("What belongs to no reading?", "What is a reading?"), ("answer: false", "answer: true"))
    assert "Tries that would change 0" in plain_text(facilitator.text(ANEW))
    mark_anew(facilitator)
    assert attempts() == before


def test_what_was_cut_off_half_way_can_be_taken_back(
    another: Another, put_right: PutRight, facilitator: Browser, example: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("learnhub.learning.views.anew.AT_ONCE", 0)
    monkeypatch.setattr(pieces, "PIECE", 1)
    for name in ("Amina", "Binta"):
        hand_in(another(name), LEVEL)
    put_right(*KEY)
    mark_anew(facilitator)
    (change,) = reading().scalars(select(KeyChange.id))
    with transaction() as session:
        next_piece(session, number=change, now=now())
    put_right(*((new, old) for old, new in reversed(KEY)))
    work(example)
    assert [marks for marks, _passed in attempts()] == ["3", "5"]
    mark_anew(facilitator)
    work(example)
    assert [marks for marks, _passed in attempts()] == ["5", "5"]
    assert "There is nothing to mark anew." in plain_text(facilitator.text(ANEW))


def test_who_decides_on_keys_that_are_no_longer_published_is_shown_the_new_ones(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    form = facilitator.form(ANEW, "/anew")
    put_right(("answer: false", "answer: true"))
    told = facilitator.submit(form, ("", ""), {"reason": [WHY]})
    assert told.status_code == 422
    assert "A newer version was published meanwhile." in told.text
    assert WHY in told.text
    assert attempts() == [("3", False)]


def test_what_a_team_gave_later_does_not_move_the_day_of_completion(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    (row,) = enrolments()
    handed = reading().scalar(select(Attempt.submitted_at))
    page = f"{COURSE}/learners/{row.id}"
    facilitator.press(page, "/try", **{"try-quiz": "final", "try-reason": "Unclear"})
    with transaction() as session:
        later = now() + timedelta(days=3)
        session.execute(update(LearnerChange).values(at=later))
        session.execute(update(Attempt).values(submitted_at=handed))
    put_right(*KEY)
    mark_anew(facilitator)
    fresh()
    (row,) = enrolments()
    assert row.completed_at == handed
