"""Work for an assignment in a browser: the line drops, the tab is closed, a file is too large; and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.answers import leave
from tests.browser.looking import too_wide, violations
from tests.browser.saving import NO_STORE, expect_nothing_waits, expect_state
from tests.browser.site import PLANNED
from tests.browser.visitor import NewVisitor, Visitor

PLAN = f"/en/courses/{PLANNED}/assignment/action-plan"
SAVED = "All changes saved"


def begin(new_visitor: NewVisitor, name: str, *, scripts: bool = True) -> Visitor:
    visitor = new_visitor(scripts=scripts)
    visitor.register(name, course=PLANNED)
    visitor.open(PLAN)
    return visitor


def answer(page: Page) -> str:
    """What stands in the field."""
    return page.locator("#text").input_value()


def test_what_is_typed_is_saved_and_waits_without_a_line(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Wangari One")
    page = visitor.page
    expect_state(page, "Nothing saved yet")
    page.locator("#text").fill("The river comes")
    expect_state(page, SAVED)
    expect_nothing_waits(page)
    visitor.context.set_offline(True)
    page.locator("#text").fill("The river comes every year.")
    expect_state(page, "No line. What you typed waits on this device")
    expect(page.locator("#count")).to_have_text("Words: 5 of at most 1,500")
    visitor.context.set_offline(False)
    expect_state(page, SAVED)
    expect_nothing_waits(page)
    page.reload()
    assert answer(page) == "The river comes every year."
    assert violations(page) == []
    assert too_wide(page) == 0


def test_more_words_than_the_task_takes_are_seen_while_one_writes(new_visitor: NewVisitor) -> None:
    page = begin(new_visitor, "Wangari Long").page
    count = page.locator("#count")
    page.locator("#text").fill("river " * 1500)
    expect(count).to_have_text("Words: 1,500 of at most 1,500")
    expect(count).to_have_class("small muted")
    page.locator("#text").fill("river " * 1501)
    expect(count).to_have_text("Words: 1,501 of at most 1,500")
    expect(count).to_have_class("small err")
    expect_state(page, SAVED)
    page.reload()
    expect(count).to_have_text("Words: 1,501 of at most 1,500")
    expect(count).to_have_class("small err")


def test_the_tab_is_closed_without_a_line_and_nothing_is_lost(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Wangari Two")
    page = visitor.page
    page.locator("#text").fill("First.")
    expect_state(page, SAVED)
    visitor.context.set_offline(True)
    page.locator("#text").fill("First. Second.")
    expect_state(page, "No line.")
    page.close()
    visitor.context.set_offline(False)
    page = visitor.context.new_page()
    page.goto(visitor.address + PLAN)
    expect(page.locator("#text")).to_have_value("First. Second.")
    expect_nothing_waits(page)  # until it is sent, the page still says that the first sentence is saved
    page.reload()
    assert answer(page) == "First. Second."


@pytest.mark.parametrize("why", NO_STORE)
def test_without_a_store_what_is_typed_while_a_text_is_on_its_way_follows(
    new_visitor: NewVisitor, why: str
) -> None:
    page, held = begin(new_visitor, f"Wangari Five {why}").page, list[Route]()
    page.add_init_script(NO_STORE[why])
    page.reload()
    page.route("**/text", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/text"):
        page.locator("#text").fill("First.")
    with page.expect_request("**/text"):
        page.locator("#text").fill("First. Second.")
        held[0].continue_()
    expect_state(page, SAVED)
    page.reload()
    assert answer(page) == "First. Second."


def test_a_line_that_says_nothing_is_given_up(new_visitor: NewVisitor) -> None:
    page = begin(new_visitor, "Wangari Six").page
    page.clock.install()
    page.reload()
    page.route("**/text", lambda _route: None)
    with page.expect_request("**/text"):
        page.locator("#text").fill("Into the dark.")
        page.clock.run_for(1_000)
    expect_state(page, "Nothing saved yet")
    page.clock.run_for(7_000)
    expect_state(page, "What you typed waits on this device")
    page.unroute("**/text")
    page.clock.run_for(40_000)
    expect_state(page, SAVED)


def test_a_course_that_was_left_on_another_page_is_said(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Wangari Seven")
    page, other = visitor.page, visitor.context.new_page()
    leave(other, f"{visitor.address}/en/courses/{PLANNED}")
    page.locator("#text").fill("Still here.")
    expect_state(page, "You are not enrolled in this course any more.")
    visitor.complaints.clear()  # the browser notes the refused request
    assert "Still here." in page.evaluate("JSON.stringify(localStorage)")


def test_a_file_that_is_too_large_is_not_sent(new_visitor: NewVisitor, tmp_path: Path) -> None:
    large, small = tmp_path / "large.pdf", tmp_path / "small.pdf"
    large.write_bytes(b"%PDF-1.7" + bytes(10_000_001))
    small.write_bytes(b"%PDF-1.7 small")
    page = begin(new_visitor, "Wangari Three").page
    page.locator("#text").fill("See the file.")
    page.locator("#file").set_input_files(large)
    expect(page.locator("#file-e")).to_contain_text("larger than 10.0 MB")
    assert page.locator("#file").input_value() == ""
    page.locator("#file").set_input_files(small)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="small.pdf")).to_be_visible()
    assert answer(page) == "See the file."


@pytest.mark.parametrize("scripts", [True, False])
def test_handing_in_and_taking_back(new_visitor: NewVisitor, scripts: bool) -> None:
    page = begin(new_visitor, f"Wangari Four {scripts}", scripts=scripts).page
    page.locator("#text").fill("My whole plan.")
    page.get_by_role("button", name="Go on to handing in").click()
    expect(page.get_by_role("heading", name="Hand this in?")).to_be_visible()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.locator("#state")).to_contain_text("waiting for marks")
    if scripts:
        expect_nothing_waits(page)
        assert violations(page) == []
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#text")).to_have_value("My whole plan.")
