"""The example course in the browser: its lessons closed, its final quiz answered, one question of each kind."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.site import EXAMPLE

QUIZ = f"/en/courses/{EXAMPLE}/quiz/final"
ORDER = ["Look at the water line", "Read the scale", "Note level and time"]
KINDS = 7


def answer_all(page: Page) -> None:
    """Right answers to all seven kinds, by what a person sees."""
    page.locator("#q-q1").get_by_label("1 in 50").check()
    page.locator("#q-q2").get_by_label("The level").check()
    page.locator("#q-q2").get_by_label("The time").check()
    page.locator("#q-q3").get_by_label("False").check()
    page.locator("#q-q4").get_by_label("Your answer").fill("25,0 m3")
    page.locator("#q-q5").get_by_label("Your answer").fill("Staff  gauge")
    for place, item in enumerate(ORDER, start=1):
        page.locator("#q-q6").get_by_label(f"Place of: {item}").select_option(str(place))
    page.locator("#q-q7").get_by_label("10 years").select_option(label="10 %")
    page.locator("#q-q7").get_by_label("100 years", exact=True).select_option(label="1 %")


def leave(page: Page, course: str) -> None:
    """Leave the course at this address."""
    page.goto(f"{course}/leave")
    page.get_by_role("button", name="Leave this course").click()
    page.wait_for_url("**/me")


def hand_in(page: Page) -> None:
    """Check answers and finish, with questions left open too; the review follows."""
    page.get_by_role("button", name="Check answers and finish").click()
    page.wait_for_url(re.compile(r"/attempts/|open=1"))
    if "open=1" in page.url:
        page.get_by_role("button", name="Hand in all the same").click()
    page.wait_for_url("**/attempts/*")


def close_the_lessons(page: Page) -> None:
    """From the first lesson on: every "Done, next" until the quiz stands there."""
    for there in ("**/return-periods", f"**{QUIZ}"):
        page.get_by_role("button", name=re.compile("^Done")).click()
        page.wait_for_url(there)
