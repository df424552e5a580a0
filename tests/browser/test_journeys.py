"""From a shared link to a certificate, with and without scripts, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import KINDS, ORDER, QUIZ, answer_all, close_the_lessons, hand_in
from tests.browser.saving import expect_state
from tests.browser.site import EXAMPLE
from tests.browser.visitor import PASSWORD, NewVisitor

COURSE = f"/en/courses/{EXAMPLE}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visitor_reads_registers_studies_and_holds_a_certificate(
    new_visitor: NewVisitor, *, scripts: bool
) -> None:
    visitor = new_visitor(scripts=scripts)
    page = visitor.open(f"{COURSE}/staff-gauge")
    expect(page.get_by_text("You are reading without enrolling")).to_be_visible()
    page.get_by_role("link", name="To the course").click()
    page.get_by_role("link", name="Enrol, free").click()
    name = "Amina Diallo أمينة"
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account and start").click()
    page.wait_for_url(f"**{COURSE}/**")

    visitor.open(f"{COURSE}/staff-gauge")
    close_the_lessons(page)
    answer_all(page)
    hand_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You passed with 8 of 8 marks")
    expect(page.locator(".mark-line.right")).to_have_count(KINDS)
    page.get_by_role("link", name="To your certificate").click()
    page.locator("#certificates + ul a").click()
    expect(page.get_by_text(name).first).to_be_visible()
    page.get_by_role("link", name="Public check page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")

    stranger = new_visitor(scripts=scripts)
    stranger.page.goto(page.url)
    expect(stranger.page.get_by_text(name)).to_be_visible()
    assert stranger.context.cookies() == []


def test_lines_are_ordered_with_buttons_and_answers_survive(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(scripts=False)
    visitor.register("Bo Li", course=EXAMPLE)
    page = visitor.open(QUIZ)
    page.locator("#q-q1").get_by_label("1 in 50").check()
    lines = page.locator("#q-q6 .txt")
    before = lines.all_inner_texts()
    page.locator("#q-q6").get_by_role("button", name=re.compile(f"Down.*{before[0]}")).click()
    expect(lines).to_have_text([before[1], before[0], before[2]])
    assert sorted(before) == sorted(ORDER)
    expect(page.locator("#q-q1").get_by_label("1 in 50")).to_be_checked()
    expect_state(page, "2 of 7 answers saved")


def test_signing_out_ends_what_the_browser_may_see(new_visitor: NewVisitor) -> None:
    visitor = new_visitor()
    visitor.register("Chen Wei", email="chen@example.org")
    page = visitor.open("/en/me")
    page.get_by_text("Account: Chen Wei").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    visitor.open("/en/me")
    expect(page).to_have_url(re.compile("/en/sign-in"))
    visitor.sign_in("chen@example.org")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chen Wei")


def test_a_course_is_studied_with_the_keyboard_alone(new_visitor: NewVisitor) -> None:
    visitor = new_visitor()
    visitor.register("Dana Ruiz", course=EXAMPLE)
    page = visitor.open(f"{COURSE}/staff-gauge")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    tab_to(page, "Done, next")
    page.keyboard.press("Enter")
    page.wait_for_url("**/return-periods")

    page.goto(visitor.address + QUIZ)
    tab_to_field(page, "q1")
    page.keyboard.press("Space")
    tab_to_field(page, "q2")
    page.keyboard.press("Space")
    tab_to_field(page, "q4")
    page.keyboard.type("25 m3")
    expect(page.locator('[data-read="q4"]')).to_contain_text("25")
    tab_to_field(page, "q6")
    page.keyboard.press("ArrowDown")
    expect_state(page, "4 of 7 answers saved")
    tab_to(page, "Check answers and finish")
    page.keyboard.press("Enter")
    expect(page.locator("#open")).to_be_focused()
    tab_to(page, "Hand in all the same")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attempts/*")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what begins with these words."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(words):
            return
    raise AssertionError(f"Tab never reaches {words!r}")


def tab_to_field(page: Page, question: str) -> None:
    """Press Tab until the focus is on a field of this question."""
    for _ in range(80):
        page.keyboard.press("Tab")
        inside = f'document.activeElement.closest("#q-{question}") && "value" in document.activeElement'
        if page.evaluate(f"Boolean({inside})"):
            return
    raise AssertionError(f"Tab never reaches question {question}")
