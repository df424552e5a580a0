"""Forms of authors and markers in a browser: what is typed survives the tab; assignments are saved while typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.saving import expect_nothing_waits, expect_state
from tests.browser.site import Site
from tests.browser.staff import staff
from tests.browser.test_marking import QUEUE, give_points, hand_in
from tests.browser.visitor import NewVisitor, Visitor

BACK = "What you typed on this device is back. It is not saved yet."


def begin(visitor: Visitor, title: str) -> Page:
    page = visitor.open("/en/studio/courses/new")
    page.locator("#n-title").fill(title)
    page.get_by_label("Briefing, 30 to 60").check()
    page.get_by_role("button", name="Begin the course").click()
    return page


def again(visitor: Visitor, page: Page) -> Page:
    """The same address in a new tab, after this one was closed."""
    address = page.url
    page.close()
    page = visitor.context.new_page()
    page.goto(address)
    return page


@pytest.fixture
def author(new_visitor: NewVisitor, site: Site) -> Visitor:
    return staff(new_visitor, site, "Keto", "author")


def test_an_assignment_is_saved_as_it_is_typed(author: Visitor) -> None:
    page = begin(author, "Kept as it is typed")
    page.locator("#s-title").fill("A plan")
    page.locator("#s-kind").select_option("assignment")
    page.get_by_role("button", name="Add it and write").click()
    page.locator("#task").fill("Plan the next flood.")
    page.locator("[name='criteria.1.title']").fill("Complete")
    expect_state(page, "Draft saved")
    page = again(author, page)
    expect(page.locator("#task")).to_have_value("Plan the next flood.")
    expect(page.locator("[name='criteria.0.title']")).to_have_value("Complete")
    author.context.set_offline(True)
    page.locator("#task").fill("Plan it without a line.")
    expect_state(page, "No line. Your text waits on this device.")
    author.context.set_offline(False)
    expect_state(page, "Draft saved")
    page.reload()
    expect(page.locator("#task")).to_have_value("Plan it without a line.")
    expect_nothing_waits(page)


def test_a_question_survives_its_tab(author: Visitor) -> None:
    page = begin(author, "Kept in questions")
    page.get_by_role("link", name="Final quiz", exact=True).click()
    page.get_by_role("button", name="Add a question").click()
    page.locator("[name=prompt]").fill("How high is the river?")
    page.locator("[name=correct]").nth(1).check()
    page = again(author, page)
    expect_state(page, BACK)
    expect(page.locator("[name=prompt]")).to_have_value("How high is the river?")
    expect(page.locator("[name=correct]").nth(1)).to_be_checked()
    page.get_by_role("button", name="Save question").click()
    expect(page.locator("#save-state")).to_be_empty()
    expect_nothing_waits(page)


def test_marks_survive_their_tab(new_visitor: NewVisitor, site: Site) -> None:
    hand_in(new_visitor, "Kept Learner")
    marker = staff(new_visitor, site, "Kamau", "facilitator")
    page = marker.open(QUEUE)
    page.get_by_role("link", name="Kept Learner").click()
    criteria = give_points(page, "2")
    page.locator("#remark").fill("Say who acts first.")
    page = again(marker, page)
    expect_state(page, BACK)
    expect(page.locator("#remark")).to_have_value("Say who acts first.")
    expect(page.locator("#total output")).to_have_text(str(2 * criteria))
    page.get_by_role("button", name="Give marks").click()
    expect(page.get_by_role("status").first).to_contain_text("Marks given")
    expect_nothing_waits(page)
