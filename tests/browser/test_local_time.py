"""Instants stand in UTC in every page, and in the reader's own time where scripts run."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.answers import QUIZ, hand_in
from tests.browser.saving import expect_state
from tests.browser.site import EXAMPLE
from tests.browser.visitor import NewVisitor

# fourteen hours before UTC or after it, the date differs for most of the day; half an hour is no whole hour
ZONES = {"Pacific/Kiritimati": timedelta(hours=14), "Asia/Kolkata": timedelta(hours=5, minutes=30)}


def instant(mark: Locator) -> datetime:
    """What the page says to machines."""
    return datetime.strptime(str(mark.get_attribute("datetime")), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def in_words(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}, {at:%H:%M}"


def saved_at(page: Page) -> str:
    found = re.fullmatch(
        r"1 of 7 answers saved, (\d\d:\d\d(?: UTC)?)", page.locator("#save-state").inner_text()
    )
    assert found, page.locator("#save-state").inner_text()
    return found[1]


@pytest.mark.parametrize("zone", ZONES)
def test_with_scripts_it_is_the_time_of_the_device(new_visitor: NewVisitor, zone: str) -> None:
    visitor = new_visitor(timezone_id=zone)
    visitor.register("Ada Local", course=EXAMPLE)
    page = visitor.open(QUIZ)
    page.locator("#q-q1").get_by_label("1 in 50").check()
    expect_state(page, "1 of 7 answers saved")
    told = saved_at(page)
    page.reload()
    mark = page.locator("#save-state time")
    assert saved_at(page) == told == f"{instant(mark) + ZONES[zone]:%H:%M}"
    hand_in(page)
    handed = page.locator("time[data-local]")
    assert handed.inner_text() == in_words(instant(handed) + ZONES[zone])


def test_in_arabic_the_digits_are_those_of_the_page(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(timezone_id="Pacific/Kiritimati", locale="ar-EG")
    visitor.register("Ada Arabic")
    mark = visitor.open("/ar/me/security").locator("time[data-local]").first
    local = instant(mark) + ZONES["Pacific/Kiritimati"]
    words = mark.inner_text()
    assert words.startswith(f"{local.day} ")
    assert words.endswith(f"{local:%H:%M}")


def test_without_scripts_it_is_utc_and_says_so(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(scripts=False, timezone_id="Pacific/Kiritimati")
    visitor.register("Ada Plain", course=EXAMPLE)
    page = visitor.open(QUIZ)
    page.locator("#q-q1").get_by_label("1 in 50").check()
    page.get_by_role("button", name="Save and go on later").click()
    expect_state(page, "1 of 7 answers saved")
    assert saved_at(page) == f"{instant(page.locator('#save-state time')):%H:%M} UTC"
    mark = visitor.open("/en/me/security").locator("time[data-local]").first
    assert mark.inner_text() == in_words(instant(mark)) + " UTC"
