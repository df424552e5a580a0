"""Answers of a quiz when the line drops, the server stops, the tab is closed or a second one is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.answers import QUIZ, hand_in, leave
from tests.browser.saving import NO_STORE, expect_nothing_waits, expect_state
from tests.browser.site import EXAMPLE, Site
from tests.browser.visitor import NewVisitor, Visitor


def begin(new_visitor: NewVisitor, name: str) -> Visitor:
    visitor = new_visitor()
    visitor.register(name, course=EXAMPLE)
    visitor.open(QUIZ)
    return visitor


def choose_first(page: Page) -> None:
    page.locator("#q-q1").get_by_label("1 in 50").check()


def test_each_answer_is_saved_as_it_is_given(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada One")
    page = visitor.page
    expect_state(page, "Nothing saved yet")
    choose_first(page)
    expect_state(page, "1 of 7 answers saved")
    page.locator("#q-q5").get_by_label("Your answer").press_sequentially("gauge")
    expect_state(page, "2 of 7 answers saved")
    expect(page.locator('[data-q="q5"]')).to_contain_text("saved")
    expect_nothing_waits(page)
    page.reload()
    expect(page.locator("#q-q5").get_by_label("Your answer")).to_have_value("gauge")


def test_without_a_line_answers_wait_and_go_when_it_is_back(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada Two")
    page = visitor.page
    choose_first(page)
    expect_state(page, "1 of 7 answers saved")
    visitor.context.set_offline(True)
    page.locator("#q-q3").get_by_label("False").check()
    expect_state(page, "No line. Answers that wait on this device: 1. Saved: 1.")
    page.locator("#q-q2").get_by_label("The time").check()
    expect_state(page, "No line. Answers that wait on this device: 2. Saved: 1.")
    visitor.context.set_offline(False)
    expect_state(page, "3 of 7 answers saved")
    expect_nothing_waits(page)


def test_the_server_stops_the_tab_is_closed_and_nothing_is_lost(new_visitor: NewVisitor, site: Site) -> None:
    visitor = begin(new_visitor, "Ada Three")
    page = visitor.page
    site.stop()
    try:
        page.locator("#q-q4").get_by_label("Your answer").fill("25 m3")
        choose_first(page)
        expect_state(page, "No line. Answers that wait on this device: 2.")
        page.close()
    finally:
        site.start()
    page = visitor.context.new_page()
    page.goto(site.address + QUIZ)
    expect(page.locator("#q-q4").get_by_label("Your answer")).to_have_value("25 m3")
    expect(page.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    expect_state(page, "2 of 7 answers saved")


def test_two_tabs_do_not_take_answers_from_each_other(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada Four")
    first, second = visitor.page, visitor.context.new_page()
    second.goto(visitor.address + QUIZ)
    visitor.context.set_offline(True)
    choose_first(first)
    expect_state(first, "wait on this device: 1")
    second.locator("#q-q3").get_by_label("True").check()
    expect_state(second, "wait on this device: 2")
    visitor.context.set_offline(False)
    expect_state(second, "2 of 7 answers saved")
    first.reload()
    expect(first.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    expect(first.locator("#q-q3").get_by_label("True")).to_be_checked()


def test_a_tab_that_shows_less_takes_nothing_away_when_it_is_sent(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada Seven")
    first, second = visitor.page, visitor.context.new_page()
    second.goto(visitor.address + QUIZ)
    choose_first(first)
    expect_state(first, "1 of 7 answers saved")
    second.locator("#q-q3").get_by_label("True").check()
    expect_state(second, "2 of 7 answers saved")
    second.get_by_role("button", name="Save and go on later").click()
    expect(second.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    first.locator("#q-q2").get_by_label("The time").check()
    expect_state(first, "3 of 7 answers saved")
    first.locator("#q-q2").get_by_label("The time").uncheck()
    expect_state(first, "2 of 7 answers saved")
    first.get_by_role("button", name="Save and go on later").click()
    expect(first.locator("#q-q3").get_by_label("True")).to_be_checked()
    expect(first.locator("#q-q2").get_by_label("The time")).not_to_be_checked()


@pytest.mark.parametrize("why", NO_STORE)
def test_without_a_store_answers_given_while_others_are_on_their_way_follow(
    new_visitor: NewVisitor, why: str
) -> None:
    visitor = begin(new_visitor, f"Ada Eight {why}")
    page, held = visitor.page, list[Route]()
    page.add_init_script(NO_STORE[why])
    page.reload()
    page.route("**/answers", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/answers"):
        choose_first(page)
    page.locator("#q-q3").get_by_label("False").check()
    held[0].continue_()
    expect_state(page, "2 of 7 answers saved")


def test_a_line_that_says_nothing_is_given_up(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada Nine")
    page = visitor.page
    page.clock.install()
    page.reload()
    page.route("**/answers", lambda _route: None)
    with page.expect_request("**/answers"):
        choose_first(page)
        page.clock.run_for(100)
    expect_state(page, "Nothing saved yet")
    page.clock.run_for(7_000)
    expect_state(page, "wait on this device: 1")
    page.unroute("**/answers")
    page.clock.run_for(40_000)
    expect_state(page, "1 of 7 answers saved")


def test_going_back_after_handing_in_changes_no_result(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada Five")
    page = visitor.page
    choose_first(page)
    expect_state(page, "1 of 7 answers saved")
    hand_in(page)
    result = page.get_by_role("heading", level=1).inner_text()
    address = page.url
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_text("Your best result so far")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(result)


def test_a_course_that_was_left_on_another_page_is_said_and_can_be_gone_on_with(
    new_visitor: NewVisitor,
) -> None:
    visitor = begin(new_visitor, "Ada Ten")
    page, other = visitor.page, visitor.context.new_page()
    leave(other, f"{visitor.address}/en/courses/{EXAMPLE}")
    choose_first(page)
    expect_state(page, "You are not enrolled in this course any more.")
    visitor.complaints.clear()  # the browser notes the refused request
    other.goto(f"{visitor.address}/en/courses/{EXAMPLE}")
    other.get_by_role("button", name="Enrol").first.click()
    expect(other.get_by_role("button", name="Enrol")).to_have_count(0)
    visitor.open(QUIZ)
    expect(page.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    expect_state(page, "1 of 7 answers saved")


def test_a_page_says_that_it_does_not_show_answers_of_another(new_visitor: NewVisitor) -> None:
    visitor = begin(new_visitor, "Ada Eleven")
    first, second = visitor.page, visitor.context.new_page()
    second.goto(visitor.address + QUIZ)
    choose_first(first)
    expect_state(first, "1 of 7 answers saved")
    expect(first.locator("#save-state")).not_to_contain_text("another page")
    second.locator("#q-q3").get_by_label("True").check()
    expect_state(second, "2 of 7 answers saved")
    expect_state(second, "Some were given on another page or device")
    second.goto(visitor.address + QUIZ)
    expect(second.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    second.locator("#q-q3").get_by_label("False").check()
    expect_state(second, "2 of 7 answers saved")
    expect(second.locator("#save-state")).not_to_contain_text("another page")


def test_a_lost_sign_in_keeps_the_answers(new_visitor: NewVisitor) -> None:
    visitor = new_visitor()
    visitor.register("Ada Six", email="ada6@example.org", course=EXAMPLE)
    page = visitor.open(QUIZ)
    visitor.context.clear_cookies()
    choose_first(page)
    expect_state(page, "You are not signed in any more")
    visitor.complaints.clear()  # the browser notes the refused request
    visitor.sign_in("ada6@example.org")
    visitor.open(QUIZ)
    expect(page.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    expect_state(page, "1 of 7 answers saved")
