"""A case by hand: written in the studio, confirmed by a colleague, put into a lesson, shown to readers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import too_wide, violations
from tests.browser.site import Site
from tests.browser.staff import staff
from tests.browser.visitor import NewVisitor, Visitor

TYPED = {
    "Hazard or problem": "The river rose by four metres in one night.",
    "Place": "Nagano, Japan",
    "Date": "13 October 2019",
    "What was done": "People left the lower town in the evening.",
    "Cost": "Not known.",
    "Result": "About 950 hectares stood under water.\n\nMost people had left.",
    "What failed": "Many waited until they saw the water.",
    "Source": "Ministry of Land, Infrastructure, Transport and Tourism (2020). Report.",
}


@pytest.fixture
def author(new_visitor: NewVisitor, site: Site) -> Visitor:
    """Somebody who writes for a centre."""
    return staff(new_visitor, site, "Nori", "author")


@pytest.fixture
def reviewer(new_visitor: NewVisitor, site: Site) -> Visitor:
    """A colleague, who has not written in it."""
    return staff(new_visitor, site, "Sabo", "reviewer")


@pytest.fixture
def lesson(site: Site) -> str:
    """The address of a lesson of a draft."""
    return site.draft_of_example("with-cases") + "/lessons/return-periods"


def fits(page: Page) -> None:
    assert violations(page) == []
    assert too_wide(page) <= 0


def test_a_case_is_written_confirmed_and_put_into_a_lesson(
    author: Visitor, reviewer: Visitor, lesson: str
) -> None:
    page = author.open("/en/studio/resources/new?kind=case")
    page.get_by_label("Title").fill("The dike at the bend")
    fits(page)
    page.get_by_role("button", name="Begin to write").click()
    for label, words in TYPED.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Ask for confirmation").click()
    expect(page.get_by_role("status")).to_contain_text("It waits for a second person")
    fits(page)
    second = reviewer.open(page.url.removeprefix(page.url.split("/en/")[0]))
    fits(second)
    second.get_by_role("button", name="Confirm and publish").click()
    expect(second.get_by_role("status")).to_contain_text("is published")
    fits(second)
    fits(author.open("/ar/cases/the-dike-at-the-bend"))
    fits(author.open("/en/cases"))

    page = author.open(lesson)
    page.locator("#body").press("Control+End")
    page.get_by_role("button", name="Case, site or shared term…").click()
    page.locator("#shared-name").select_option(label="The dike at the bend")
    fits(page)
    page.get_by_role("button", name="Insert", exact=True).and_(page.locator("#d-shared button")).click()
    expect(page.locator("#d-shared")).to_be_hidden()
    mark = re.compile(r"::: embed cases/the-dike-at-the-bend \d{4}-\d\d-\d\d\n:::")
    expect(page.locator("#body")).to_have_value(mark)
    shown = page.frame_locator("#seen").locator(".box-case").last
    expect(shown).to_contain_text("Many waited until they saw the water.")
    page = author.open(lesson.replace("/lessons/return-periods", "/shared"))
    expect(page.get_by_text("latest version")).to_be_visible()
    fits(page)
