"""From a draft to its readers: an author, a reviewer of another centre, a coordinator, and somebody who reads."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import too_wide, violations
from tests.browser.site import Site
from tests.browser.visitor import NewVisitor, Visitor

ROLES = {
    "Amina": ("author", "icharm"),
    "Boris": ("reviewer", "irtces"),
    "Chen": ("centre_coordinator", "icharm"),
}
PART = "review/lessons/staff-gauge.md"


@pytest.fixture(scope="session")
def draft(site: Site) -> str:
    """The address of a draft of the example course."""
    return site.draft_of_example("for-review")


@pytest.fixture(scope="session")
def team(browser: Browser, site: Site) -> dict[str, Any]:
    """The three, as their browsers remember them."""
    remembered = {}
    for name, (role, centre) in ROLES.items():
        context = browser.new_context()
        visitor = Visitor(context, context.new_page(), site.address)
        login = f"{name.lower()}.of.the.review@example.org"
        visitor.register(name, email=login)
        site.command("people", "grant", login, role, "--centre", centre, "--unconfirmed")
        remembered[name] = context.storage_state()
        context.close()
    return remembered


def in_order(page: Page) -> None:
    """No rule for access is broken, and nothing sticks out on a phone."""
    assert violations(page) == []
    assert too_wide(page) == 0


def test_a_text_is_commented_approved_and_published(
    new_visitor: NewVisitor, team: dict[str, Any], draft: str
) -> None:
    amina, boris, chen = (new_visitor(storage_state=team[name]) for name in ROLES)

    page = amina.open(f"{draft}/review")
    page.get_by_label("Who").select_option(label="Boris, IRTCES")
    page.get_by_role("button", name="Ask for the review").click()
    expect(page.locator("main")).to_contain_text("In review")
    in_order(page)

    page = boris.open("/en/studio")
    page.get_by_role("link", name="Reading the river").first.click()
    page = boris.open(f"{draft}/{PART}?on=5")
    page.get_by_label("Comment", exact=True).fill("Say when to look.")
    words = page.get_by_label("Other words for this block")
    words.fill(words.input_value() + " Look twice.")
    in_order(page)
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".thread")).to_contain_text("Say when to look.")

    page = amina.open(f"{draft}/{PART}")
    page.get_by_role("button", name="Take these words").click()
    expect(page.locator("#b6 .prose")).to_contain_text("Look twice.")
    in_order(page)
    page = amina.open(f"{draft}/changes")
    in_order(page)

    page = boris.open(f"{draft}/review")
    for point in page.get_by_role("group").all():
        if point.get_by_label("Yes").count():
            point.get_by_label("Yes").check()
    page.get_by_label("Approve this text").check()
    in_order(page)
    page.get_by_role("button", name="Send the decision").click()
    expect(page.locator("main")).to_contain_text("Approved")
    boris.open("/en/studio")  # what he was asked for ends with the publication

    page = chen.open(f"{draft}/publish")
    in_order(page)
    page.get_by_label("What changed, for learners").fill("The first edition.")
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.locator("main")).to_contain_text("This text is published.")
    in_order(chen.open(f"{draft}/history"))

    reader = new_visitor()
    expect(reader.open("/en/courses/for-review/staff-gauge").locator("main")).to_contain_text("Look twice.")
    for address in ("changes", "v/1", "v/1/staff-gauge", "v/1/glossary", "changes/1/1"):
        in_order(reader.open(f"/en/courses/for-review/{address}"))
