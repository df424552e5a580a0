"""Insights of a course: nothing below ten people, the funnel and questions from there on."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from learning_support import COURSE, Browser, WithRole, plain_text
from sqlalchemy import insert, select, update

from learnhub.access.identity import Role
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import load_version
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.learning.queries import ATTEMPT, ENROLMENT
from learnhub.learning.service.enrolling import new_row

INSIGHTS = f"{COURSE}/insights"
EARLY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def learners(count: int, tries: int = 0) -> None:
    """So many people who did the first lesson in ten minutes and stopped; so many of them took the final quiz."""
    course = reading().scalars(select(Course)).one()
    version = load_version(reading(), course.version_id or 0)
    lesson = version.step("staff-gauge")
    with transaction() as session:
        for n in range(count):
            person = register(session, account=NewAccount(name=f"L{n}", password_hash="!"), now=EARLY).id
            row = new_row(person, course.id, version.id, EARLY)
            row |= {"done": lesson.mask, "times": json.dumps({"staff-gauge": 600}), "seed": f"{n:016x}"}
            enrolment = session.execute(
                insert(ENROLMENT).values(**row).returning(ENROLMENT.c.id)
            ).scalar_one()
            if n < tries:
                values = {
                    "key": f"a{n}", "enrolment_id": enrolment, "person_id": person, "quiz": "final", "number": 1,
                    "version_id": version.id, "seed": f"seed{n}", "started_at": EARLY, "saved_at": EARLY,
                    "answers": json.dumps({"q1": {"chosen": [n % 2]}, "q3": {"stated": False}}),
                    "submitted_at": EARLY, "marks": "1", "max_marks": 8, "passed": False,
                }  # fmt: skip
                session.execute(insert(ATTEMPT).values(**values))


def lines(browser: Browser) -> dict[tuple[str, str], tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(browser.get(f"{INSIGHTS}.csv").text))
    return {(row["id"], row["figure"]): (row["value"], row["people"]) for row in rows}


def test_nothing_is_shown_of_nine(example: Flask, facilitator: Browser) -> None:
    learners(9, tries=9)
    page = plain_text(facilitator.text(INSIGHTS))
    assert "Nothing is shown of fewer than 10 people." in page
    assert "Stopped before it" not in page
    assert lines(facilitator) == {}


def test_ten_show_where_they_stop_and_how_long_it_took(example: Flask, facilitator: Browser) -> None:
    learners(10, tries=9)
    page = plain_text(facilitator.text(INSIGHTS))
    assert "10 learners" in page
    assert "Fewer than 10 people have taken this quiz" in page
    figures = lines(facilitator)
    assert figures["staff-gauge", "done"] == ("10", "10")
    assert figures["staff-gauge", "median_minutes"] == ("10.0", "10")
    assert figures["before", "stopped_before"] == ("10", "10"), "the first step that is open"
    assert not any(figure == "facility_percent" for _, figure in figures)


def test_who_failed_what_the_certificate_asks_for_and_left_has_stopped_there(
    example: Flask, facilitator: Browser
) -> None:
    learners(10)
    version = load_version(reading(), reading().scalars(select(Course.version_id)).one() or 0)
    with transaction() as session:
        session.execute(update(ENROLMENT).values(done=version.all_steps, results='{"final":["1",8,false,1]}'))
    figures = lines(facilitator)
    assert figures["final", "stopped_before"] == ("10", "10")
    assert figures["final", "done"] == ("0", "10")
    assert figures["after", "done"] == ("10", "10")


def test_questions_of_ten_have_facility_and_counts_of_options(example: Flask, facilitator: Browser) -> None:
    learners(12, tries=12)
    figures = lines(facilitator)
    assert figures["final/q1", "facility_percent"] == ("50.0", "12")
    assert figures["final/q1", "chose_option_1"] == figures["final/q1", "chose_option_2"] == ("6", "12")
    assert figures["final/q3", "facility_percent"] == ("100.0", "12")
    assert ("final/q3", "discrimination") not in figures, "all gave the same answer"
    page = plain_text(facilitator.text(INSIGHTS))
    assert "Easy: nearly all have it right." in page
    assert "12 first tries." in page


@pytest.mark.parametrize(
    ("role", "centre", "status"),
    [
        (Role.CENTRE_COORDINATOR, "icharm", 200),
        (Role.ADMINISTRATOR, "", 200),
        (Role.AUTHOR, "icharm", 403),
        (Role.FACILITATOR, "ihe-delft", 403),
        (Role.CENTRE_COORDINATOR, "ihe-delft", 403),
        (Role.NETWORK_COORDINATOR, "", 403),
    ],
)
def test_who_sees_the_figures(with_role: WithRole, role: Role, centre: str, status: int) -> None:
    person = with_role(role, centre)
    assert person.get(INSIGHTS).status_code == status
    assert person.get(f"{INSIGHTS}.csv").status_code == status
