"""Enter in a field of a quiz, and a press on the last button too early: neither costs a try."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import ORDER, QUIZ, answer_all, hand_in
from tests.browser.saving import expect_state
from tests.browser.site import EXAMPLE
from tests.browser.visitor import NewVisitor


def begin(new_visitor: NewVisitor, name: str, *, scripts: bool) -> Page:
    visitor = new_visitor(scripts=scripts)
    visitor.register(name, course=EXAMPLE)
    return visitor.open(QUIZ)


def press_early(page: Page) -> None:
    page.get_by_role("button", name="Check answers and finish").click()
    page.wait_for_url("**?open=1#open")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("question", ["q4", "q5"])
def test_enter_in_a_field_saves_and_hands_nothing_in(
    new_visitor: NewVisitor, question: str, *, scripts: bool
) -> None:
    page = begin(new_visitor, f"Enter {question} {scripts}", scripts=scripts)
    field = page.locator(f"#q-{question}").get_by_label("Your answer")
    field.fill("12")
    field.press("Enter")
    expect_state(page, "1 of 7 answers saved")
    expect(page).to_have_url(re.compile(QUIZ + ("$" if scripts else f"#q-{question}$")))
    expect(field).to_have_value("12")
    expect(page.locator(f"#q-{question}")).to_be_in_viewport()
    expect(page.get_by_text("3 tries left")).to_be_visible()
    if scripts:
        expect(field).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_enter_on_an_option_moves_no_line(new_visitor: NewVisitor, *, scripts: bool) -> None:
    page = begin(new_visitor, f"Enter option {scripts}", scripts=scripts)
    lines = page.locator("#q-q6 .txt")
    before = lines.all_inner_texts()
    page.locator("#q-q1").get_by_label("1 in 50").check()
    page.locator("#q-q1").get_by_label("1 in 50").press("Enter")
    expect_state(page, "1 of 7 answers saved")
    expect(lines).to_have_text(before)
    expect(page.get_by_text("3 tries left")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_open_questions_are_shown_and_everything_stays(new_visitor: NewVisitor, *, scripts: bool) -> None:
    page = begin(new_visitor, f"Early {scripts}", scripts=scripts)
    press_early(page)
    expect(page.locator("#open")).to_contain_text("Nothing is answered yet")
    expect(page.locator("#open")).to_be_focused()
    answer_all(page)
    page.locator("#q-q2").get_by_label("The level").uncheck()
    page.locator("#q-q2").get_by_label("The time").uncheck()
    page.locator("#q-q6").get_by_label(f"Place of: {ORDER[0]}").select_option("")
    press_early(page)
    notice = page.locator("#open")
    expect(notice).to_contain_text("2 questions are still open")
    expect(page.locator("#q-q4").get_by_label("Your answer")).to_have_value("25,0 m3")
    expect(page.locator("#q-q3").get_by_label("False")).to_be_checked()
    expect(page.locator("#q-q7").get_by_label("10 years")).to_have_value("0")
    notice.get_by_role("link", name="answered in part").click()
    expect(page.locator("#q-q6")).to_be_in_viewport()
    page.locator("#q-q6").get_by_label(f"Place of: {ORDER[0]}").select_option("1")
    page.locator("#q-q2").get_by_label("The level").check()
    page.locator("#q-q2").get_by_label("The time").check()
    hand_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You passed with 8 of 8 marks")


def test_who_wants_to_hands_in_all_the_same(new_visitor: NewVisitor) -> None:
    page = begin(new_visitor, "Sure", scripts=False)
    page.locator("#q-q3").get_by_label("False").check()
    press_early(page)
    page.get_by_role("button", name="Hand in all the same").click()
    page.wait_for_url("**/attempts/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 8 marks: not passed yet")
