"""Marking in a browser: the total grows while points are typed, marks decide, and no script is needed for it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.looking import PHONE, too_wide, violations
from tests.browser.site import PLANNED, Site
from tests.browser.staff import staff
from tests.browser.visitor import NewVisitor

PLAN = f"/en/courses/{PLANNED}/assignment/action-plan"
QUEUE = "/en/studio/marking"


def hand_in(new_visitor: NewVisitor, name: str) -> None:
    """Somebody hands in a plan."""
    learner = new_visitor()
    learner.register(name, course=PLANNED)
    page = learner.open(PLAN)
    page.locator("#text").fill(f"The plan of {name}.")
    page.get_by_role("button", name="Go on to handing in").click()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.locator("#state")).to_contain_text("waiting for marks")


def give_points(page: Page, points: str) -> int:
    """The same for each criterion, once the page is there: counting waits for nothing. Returns how many there are."""
    expect(page.get_by_role("button", name="Give marks")).to_be_visible()
    fields = page.locator("[data-points]").all()
    for field in fields:
        field.fill(points)
    return len(fields)


def looks_well(page: Page) -> None:
    """No rule for access is broken, and nothing scrolls sideways on a phone."""
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert too_wide(page) == 0


def test_the_total_follows_what_is_typed_and_marks_decide(new_visitor: NewVisitor, site: Site) -> None:
    hand_in(new_visitor, "Marked Learner")
    visitor = staff(new_visitor, site, "Fatou", "facilitator")
    page = visitor.open(QUEUE)
    looks_well(page)
    page.get_by_role("link", name="Marked Learner").click()
    total = page.locator("#total output")
    expect(total).to_have_text("0")
    criteria = give_points(page, "3")
    expect(total).to_have_text(str(3 * criteria))
    first = page.locator("[data-points]").first
    first.fill("99")
    expect(total).to_have_text(str(3 * (criteria - 1)))
    first.fill("4")
    looks_well(page)
    page.get_by_role("button", name="Give marks").click()
    expect(page.get_by_role("status").first).to_contain_text("Marks given: 19 of 22.")
    visitor.open(f"{QUEUE}?stage=done").get_by_role("link", name="Marked Learner").click()
    expect(page.get_by_text("19 of 22")).to_be_visible()
    looks_well(page)


def test_marks_are_given_without_scripts(new_visitor: NewVisitor, site: Site) -> None:
    hand_in(new_visitor, "Plain Learner")
    page = staff(new_visitor, site, "Kenji", "facilitator", scripts=False).open(QUEUE)
    page.get_by_role("link", name="Plain Learner").click()
    give_points(page, "1")
    expect(page.locator("#total")).to_be_hidden()
    page.get_by_role("button", name="Give marks").click()
    expect(page.get_by_role("status").first).to_contain_text("Marks given: 6 of 22.")
