"""Learners say whether a lesson was clear; the course team reads it without names, and not of a few people."""

from __future__ import annotations

import csv
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice

from flask import Flask
from learning_support import COURSE, Browser, WithRole, plain_text
from sqlalchemy import func, select

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.learning.models import LessonWord
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.feedback import say

LESSON, TEAM = f"{COURSE}/staff-gauge", f"{COURSE}/learners/feedback"
EARLY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def version() -> Version:
    course = reading().scalars(select(Course)).one()
    return load_version(reading(), course.version_id or 0)


def crowd(count: int, lesson: str = "staff-gauge", texts: int = 0) -> None:
    """So many learners who say something of a lesson; to the first of them it was not clear, and they say what."""
    found = version()
    with transaction() as session:
        for n in range(count):
            person = register(session, account=NewAccount(name=f"Name{n}", password_hash="!"), now=EARLY).id
            enrol(session, person_id=person, course_id=found.course_id, all_steps=0, now=EARLY)
            say(
                session, person_id=person, version=found, step=found.step(lesson), clear=n >= texts,
                unclear=f"Word {n} of {lesson}" if n < texts else "", now=EARLY + timedelta(days=n),
            )  # fmt: skip


def word() -> tuple[bool, str] | None:
    session = reading()
    session.expire_all()
    found = session.scalars(select(LessonWord)).one_or_none()
    return (found.clear, found.unclear) if found else None


def test_one_press_says_that_it_was_clear(enrolled: Browser) -> None:
    answer = enrolled.press(LESSON, "/clear", ("clear", "yes"))
    assert (answer.status_code, answer.location) == (303, LESSON)
    assert "Thank you." in plain_text(enrolled.text(LESSON))
    assert word() == (True, "")


def test_who_says_no_is_asked_what_and_keeps_her_words(enrolled: Browser) -> None:
    answer = enrolled.press(LESSON, "/clear", ("clear", "no"))
    assert word() == (False, "")
    own = answer.location
    assert enrolled.press(own, "", unclear="The word datum").location == LESSON
    assert word() == (False, "The word datum")
    enrolled.press(LESSON, "/clear", ("clear", "no"))
    assert "The word datum" in enrolled.text(own)
    assert enrolled.press(own, "", ("do", "back")).status_code == 303
    assert word() is None


def test_signs_that_nobody_types_are_left_out(enrolled: Browser) -> None:
    enrolled.press(LESSON, "/clear", ("clear", "no"))
    enrolled.press(f"{LESSON}/clear", "", unclear="The word\0 datum")
    assert word() == (False, "The word datum")


def test_what_is_too_long_or_says_nothing_comes_back_with_the_words(enrolled: Browser) -> None:
    enrolled.press(LESSON, "/clear", ("clear", "no"))
    own = f"{LESSON}/clear"
    answer = enrolled.press(own, "", unclear="x" * 1001)
    assert answer.status_code == 422
    assert "Use 1,000 characters or fewer" in answer.text
    assert "x" * 1001 in answer.text
    assert enrolled.send(own, {**enrolled.form(own).values, "clear": ["perhaps"]}).status_code == 422
    assert word() == (False, "")


def test_only_learners_are_asked(visitor: Browser, browser: Browser) -> None:
    assert "Was this lesson clear?" not in visitor.text(LESSON)
    assert "Was this lesson clear?" not in browser.text(LESSON)
    assert browser.get(f"{LESSON}/clear").status_code == 404
    assert browser.get(f"{COURSE}/final/clear").status_code == 404


def test_nothing_is_shown_of_nine_and_all_of_ten(facilitator: Browser) -> None:
    crowd(9, texts=9)
    page = plain_text(facilitator.text(TEAM))
    assert "Nothing can be shown yet." in page
    assert "9 answers kept back" in page
    assert "Word" not in facilitator.get(f"{TEAM}.csv").text
    crowd(1)
    page = plain_text(facilitator.text(TEAM))
    assert "Word 3 of staff-gauge" in page
    assert "10.0" in page, "one in ten found it clear"
    assert "kept back" not in page


def test_no_name_is_shown_and_a_lesson_of_few_stays_hidden_beside_one_of_many(facilitator: Browser) -> None:
    crowd(12, texts=4)
    crowd(9, "return-periods", texts=9)
    page = facilitator.text(TEAM)
    assert "Name" not in plain_text(page)
    assert "of return-periods" not in page
    assert "of return-periods" not in facilitator.text(f"{TEAM}?at=return-periods")
    rows = list(csv.reader(io.StringIO(facilitator.get(f"{TEAM}.csv").text)))
    assert [row[2:4] for row in rows[1:4]] == [["answers", "12"], ["clear", "8"], ["texts", "4"]]
    assert [row[3] for row in rows[4:8]] == [f"Word {n} of staff-gauge" for n in range(4)]
    assert rows[4][4] == "2026-01"
    assert rows[8] == ["# complete: 4 texts"]


def test_who_takes_the_file_slowly_holds_nobody_up(facilitator: Browser) -> None:
    crowd(10, texts=2)
    half, go_on = threading.Event(), threading.Event()

    def take() -> bytes:
        answer = facilitator.client.get(f"{TEAM}.csv")
        pieces = list(islice(answer.iter_encoded(), 4))
        half.set()
        go_on.wait(60)
        answer.close()
        return b"".join(pieces)

    with ThreadPoolExecutor() as pool:
        taken = pool.submit(take)
        assert half.wait(20)
        crowd(1)  # somebody writes while the file is half taken
        go_on.set()
        assert b"Word 1 of staff-gauge" in taken.result(20)


def test_texts_are_paged_the_latest_first(facilitator: Browser) -> None:
    crowd(51, texts=51)
    first, second = facilitator.text(TEAM), facilitator.text(f"{TEAM}?page=2")
    assert "Word 50 of" in first
    assert "Word 0 of" not in first
    assert "Word 0 of" in second


def test_insights_say_how_clear_a_lesson_was(facilitator: Browser) -> None:
    crowd(10, texts=4)
    assert "60.0" in plain_text(facilitator.text(f"{COURSE}/insights"))
    assert "clear_percent,60.0,10" in facilitator.get(f"{COURSE}/insights.csv").text


def test_another_centres_team_reads_nothing(with_role: WithRole, enrolled: Browser) -> None:
    crowd(10, texts=1)
    other = with_role(Role.CENTRE_COORDINATOR, "ihe-delft")
    for address in (TEAM, f"{TEAM}.csv"):
        assert other.get(address).status_code == 403
        assert enrolled.get(address).status_code == 403


def test_erasure_takes_the_words_along(example: Flask, enrolled: Browser, learner: int) -> None:
    enrolled.press(LESSON, "/clear", ("clear", "no"))
    with transaction() as session:
        person = session.get(Person, learner)
        assert person is not None
        erase_person(session, person=person, now=EARLY, actor="test")
    assert reading().scalar(select(func.count()).select_from(LessonWord)) == 0
