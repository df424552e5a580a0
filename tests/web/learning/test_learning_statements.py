"""How often a page asks the database: few times, and no more for many rows than for one."""

from __future__ import annotations

import pytest
from flask import Flask
from learning_support import CHECK, COURSE, FINAL, RIGHT, Browser, WithRole, hand_in
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.service.importing import get_target, plan_import, store_import
from learnhub.learning.sheet import ImportRow
from tests.statements import statements


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (COURSE, 5),
        (f"{COURSE}/staff-gauge", 5),
        (FINAL, 5),
        (f"{COURSE}/glossary", 5),
        ("/en/me", 6),
        ("/en/me/results", 5),
    ],
)
def test_a_page_asks_few_times(enrolled: Browser, address: str, most: int) -> None:
    enrolled.text(address)
    with statements() as seen:
        enrolled.text(address)
    assert len(seen) <= most, seen


def test_a_whole_quiz(enrolled: Browser) -> None:
    enrolled.text(FINAL)
    with statements() as seen:
        form = enrolled.form(FINAL, FINAL)
        enrolled.text(enrolled.submit(form, CHECK, RIGHT).location)
    assert len(seen) <= 12, seen


def test_a_lesson_that_is_closed(enrolled: Browser) -> None:
    form = enrolled.form(f"{COURSE}/staff-gauge", "/done")
    with statements() as seen:
        enrolled.submit(form, ("", ""), {})
    assert len(seen) <= 7, seen


def test_a_report_of_many_learners_asks_as_often_as_one_of_few(
    example: Flask, enrolled: Browser, with_role: WithRole
) -> None:
    browser = with_role(Role.CENTRE_COORDINATOR, "icharm")
    hand_in(enrolled)

    def asked(address: str) -> int:
        browser.text(address)
        with statements() as seen:
            browser.text(address)
        return len(seen)

    few = [asked(f"{COURSE}/report"), asked(f"{COURSE}/report.csv")]
    rows = [ImportRow(n, f"Learner {n}", f"learner{n}", "", "", "", None) for n in range(150)]
    course_id = reading().scalars(select(Course.id)).one()
    with transaction() as session:
        plan = plan_import(session, rows=rows, course_id=course_id)
        target = get_target(session, "reading-the-river")
        store_import(session, plan=plan, target=target, now=now(), actor="test")
    assert [asked(f"{COURSE}/report"), asked(f"{COURSE}/report.csv")] == few
