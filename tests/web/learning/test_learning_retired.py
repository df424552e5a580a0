"""A course that is retired takes nobody new; those who are enrolled finish it, and their team goes on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from learning_support import COURSE, FINAL, Browser, WithRole, hand_in
from sqlalchemy import func, select
from test_learning_journey import certificates, close_all_lessons

from learnhub.access.identity import Role
from learnhub.catalogue.models import Course
from learnhub.catalogue.publishing import retire
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Unacceptable
from learnhub.learning.models import Enrolment

CODE = "reading-the-river"
Retire = Callable[[], None]


@pytest.fixture
def retired(example: Flask) -> Retire:
    """Take the example course out of the catalogue."""

    def go() -> None:
        with transaction() as session:
            course = session.scalars(select(Course).where(Course.code == CODE)).one()
            retire(session, course_id=course.id, now=now(), actor="test", why="The gauges were rebuilt.")
        example.extensions["learnhub.edge"].pages.look_again()

    return go


def test_who_is_enrolled_finishes_a_retired_course(enrolled: Browser, retired: Retire) -> None:
    close_all_lessons(enrolled)
    retired()
    assert "You can still finish it" in enrolled.text("/en/me")
    page = enrolled.text(COURSE)
    for said in ("This course is retired", "The gauges were rebuilt.", "you can finish it", "Continue"):
        assert said in page
    for rest in ("/staff-gauge", "/glossary", "/text", "/quiz/final"):
        assert enrolled.get(COURSE + rest).status_code == 200
    done = hand_in(enrolled)
    assert done.status_code == 303
    assert certificates() == 1
    assert enrolled.get(done.location).status_code == 200
    mine, results = enrolled.text("/en/me"), enrolled.text("/en/me/results")
    assert "You can still read it" in mine
    assert 'id="certificates"' in mine
    assert "No quiz taken yet" not in results


def test_nobody_enrols_in_a_retired_course_any_more(
    browser: Browser, visitor: Browser, retired: Retire
) -> None:
    form = browser.form(COURSE, "/enrol")
    retired()
    assert browser.submit(form, ("", ""), {}).status_code == 409
    assert reading().scalar(select(func.count()).select_from(Enrolment)) == 0
    for somebody in (browser, visitor):
        page = somebody.text(COURSE)
        assert "nobody can enrol any more" in page
        assert "Enrol, free" not in page
        assert '"offers"' not in page
        assert somebody.get(f"{COURSE}/staff-gauge").location == f"{COURSE}/v/1/staff-gauge"
        assert somebody.get(FINAL).location == f"{COURSE}/v/1"
    assert CODE not in visitor.text("/en/courses")
    assert CODE not in visitor.text("/en/courses?q=river")


def test_who_left_a_retired_course_keeps_her_certificate(enrolled: Browser, retired: Retire) -> None:
    close_all_lessons(enrolled)
    hand_in(enrolled)
    enrolled.press(f"{COURSE}/leave", "")
    retired()
    mine = enrolled.text("/en/me")
    assert "You left these courses" in mine
    assert re.search(r'href="[^"]*/certificates/[^"]+"', mine), "she has it all the same"
    assert enrolled.get(f"{COURSE}/staff-gauge").status_code == 302, "she is a visitor now"


def test_the_team_of_a_retired_course_goes_on(
    enrolled: Browser, with_role: WithRole, retired: Retire
) -> None:
    coordinator = with_role(Role.CENTRE_COORDINATOR, "icharm")
    retired()
    for page in ("learners", "report", "report.csv", "insights", "messages", "cohorts"):
        assert coordinator.get(f"{COURSE}/{page}").status_code == 200, page
    assert "Enrol people from a sheet" not in coordinator.text(f"{COURSE}/report")
    home = coordinator.text("/en/centre/icharm")
    assert f"{COURSE}/report" in home
    assert ">Retired<" in home


def test_the_page_of_the_centre_lists_what_is_retired(visitor: Browser, retired: Retire) -> None:
    assert "Retired courses" not in visitor.text("/en/centres/icharm")
    retired()
    page = visitor.text("/en/centres/icharm")
    assert "Retired courses" in page
    assert COURSE in page


def test_a_successor_is_a_course_that_is_offered(example: Flask) -> None:
    with transaction() as session:
        course = session.scalars(select(Course).where(Course.code == CODE)).one()
        for code in (CODE, "nothing"):
            with pytest.raises(Unacceptable):
                retire(session, course_id=course.id, now=now(), actor="test", successor=code)
        assert course.status == "published"
