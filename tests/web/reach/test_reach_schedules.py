"""Reports that come regularly: changed, paused, gone on with, and what is said of one that could not be made."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select, update

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.app import each_minute
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.reach.releases.models import Release, ReportSchedule
from learnhub.reach.releases.reports import due_period, next_due
from learnhub.reach.releases.service import note_failed
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter, make_person

PAGE = "/en/reach/regular-reports"
WANTED = {"scope": "c-C01", "every": "year", "day": "1", "language": "fr"}
BROKEN = "The ledger is not as it was recorded, so no figure is published from it."


def get_report(enter: Enter, **other: str) -> PageClient:
    """A coordinator who gets one report."""
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    coordinator.get(PAGE).send("Get this report", {**WANTED, **other})
    return coordinator


def kept(site: Flask) -> list[tuple[str, str, int, str]]:
    with site.app_context():
        found = reading().scalars(select(ReportSchedule).order_by(ReportSchedule.id))
        return [(each.scope, each.every, each.day, each.language) for each in found]


def asked(site: Flask) -> list[str]:
    """The releases on the list after the next minute."""
    with site.app_context():
        each_minute(now())
        return list(reading().scalars(select(Release.id)))


def test_a_report_is_changed_and_keeps_its_place(golden: Flask, enter: Enter) -> None:
    coordinator = get_report(enter)
    form = coordinator.get(PAGE).click("Change: C01")
    page = form.send("Save", {**WANTED, "every": "quarter", "day": "14", "language": "ar"})
    assert "Each quarter, 14 days after its end" in page.text
    assert kept(golden) == [("c-C01", "quarter", 14, "ar")]


def test_centres_are_offered_as_elsewhere_whatever_their_capitals(
    golden: Flask, administrator: PageClient
) -> None:
    page = administrator.get(PAGE)
    offered = [each.text for each in page.main.all("option") if each.get("value", "").startswith("c-")]
    assert "i-WSSM" in offered
    assert offered == sorted(offered, key=str.casefold)


def test_two_reports_cannot_become_one(golden: Flask, enter: Enter) -> None:
    coordinator = get_report(enter)
    coordinator.get(PAGE).send("Get this report", {**WANTED, "language": "es"})
    form = coordinator.get(PAGE).click("Change: C01")
    again = form.send("Save", {**WANTED, "language": "es"}, 422)
    assert "You get this report already." in again.text
    assert len(kept(golden)) == 2


def test_nobody_changes_the_report_of_somebody_else(golden: Flask, enter: Enter) -> None:
    get_report(enter)
    with golden.app_context():
        number = reading().scalar(select(ReportSchedule.id))
    stranger = enter(Role.CENTRE_COORDINATOR, "C02")
    stranger.get(f"{PAGE}/{number}", 404)
    mine = get_report(enter, language="en")
    mine.get(f"{PAGE}/{number}", 404)


def test_nothing_is_made_while_a_report_is_paused(golden: Flask, enter: Enter) -> None:
    coordinator = get_report(enter)
    page = coordinator.get(PAGE).send("Pause: C01")
    assert "Paused" in page.text
    assert asked(golden) == []
    page.send("Go on: C01")
    assert len(asked(golden)) == 1


def test_a_report_that_failed_says_why_and_can_be_tried_again(golden: Flask, enter: Enter) -> None:
    coordinator = get_report(enter)
    (first,) = asked(golden)
    assert "Try again" not in coordinator.get(PAGE).text
    with golden.app_context(), transaction() as session:
        session.execute(update(Person).values(email="leila@example.org", email_confirmed_at=now()))
        note_failed(session, first, problem=f"{BROKEN}\naltered: entry 30")
    with golden.app_context():
        each_minute(now())
        each_minute(now())
        (mail,) = [job.payload for job in reading().scalars(select(Job).where(Job.name == "mail"))]
    assert first.removeprefix("c-C01-") in mail["text"]
    assert "/fr/reach/regular-reports" in mail["text"]
    assert "entry 30" not in mail["text"]
    page = coordinator.get(PAGE)
    assert "It could not be made." in page.text
    assert BROKEN in page.text
    page.send("Try again: C01")
    assert asked(golden) == [first]
    with golden.app_context():
        assert [each.state for each in reading().scalars(select(Release))] == ["asked"]


def test_a_report_ends_with_the_role(golden: Flask) -> None:
    with golden.app_context():
        person_id = make_person(None, ())
        with transaction() as session:
            session.add(
                ReportSchedule(
                    person_id=person_id,
                    scope="net",
                    every="year",
                    day=1,
                    language="en",
                    created_at=now(),
                    last_period="",
                )
            )
        each_minute(now())
        assert reading().scalars(select(Release)).all() == []


def test_what_is_due() -> None:
    day = now().date().replace(year=2026, month=1, day=1)
    assert due_period("year", 1, day) == "2025"
    assert due_period("year", 7, day) == "2024"
    assert due_period("year", 7, day + timedelta(days=6)) == "2025"
    assert due_period("quarter", 1, day) == "2025-Q4"
    assert due_period("quarter", 28, day) == "2025-Q3"


def test_when_the_next_one_comes() -> None:
    november = date(2026, 11, 24)
    assert next_due("quarter", 7, "", november) == november, "that of the third quarter, within a minute"
    assert next_due("quarter", 7, "2026-Q3", november) == date(2027, 1, 7)
    assert next_due("year", 14, "2025", november) == date(2027, 1, 14)
    assert next_due("quarter", 28, "2026-Q3", date(2026, 10, 20)) == date(2027, 1, 28), (
        "moved after it was made"
    )
    assert next_due("quarter", 28, "2026-Q2", date(2026, 10, 20)) == date(2026, 10, 28)


def test_the_page_says_when_the_next_one_comes(golden: Flask, enter: Enter) -> None:
    coordinator = get_report(enter)
    asked(golden)
    assert f"Next one on 1 January {now().year + 1}" in coordinator.get(PAGE).text
    assert "Next one" not in coordinator.get(PAGE).send("Pause: C01").text
