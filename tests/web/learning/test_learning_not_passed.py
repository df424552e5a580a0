"""A quiz that the certificate asks for and that is not passed: nothing pretends that it is done."""

from __future__ import annotations

import csv
import re

import pytest
from learning_support import COURSE, FINAL, RIGHT, Browser, WithRole, hand_in, plain_text
from sqlalchemy import select, update

from learnhub.access.identity import Role
from learnhub.db import reading, transaction
from learnhub.learning.models import Enrolment

WRONG = {"q.q1": ["1"]}
AFTER = f"{COURSE}/quiz/after"
MISSING = "is not passed, and you have used all your tries. Without it there is no certificate."


def close_all_lessons(browser: Browser) -> None:
    for lesson in ("staff-gauge", "return-periods"):
        browser.press(f"{COURSE}/{lesson}", "/done")


def main_button(page: str) -> tuple[str, str]:
    """The filled button of the main part: where it leads, and its words."""
    found = re.findall(
        r'<a\s+class="btn"\s+href="([^"]+)"[^>]*>\s*([^<]+?)\s*</a>', page.partition("<main")[2]
    )
    assert len(found) == 1, found
    return found[0]


def outline(page: str, title: str) -> str:
    """What the outline says of a step."""
    return plain_text(page.partition('<ol class="outline"')[2].partition(title)[2].partition("</a>")[0])


@pytest.fixture
def used_up(enrolled: Browser) -> Browser:
    """All lessons closed, the final failed three times, both tests taken."""
    hand_in(enrolled, RIGHT, f"{COURSE}/quiz/before")
    close_all_lessons(enrolled)
    for _ in range(3):
        hand_in(enrolled, WRONG)
    hand_in(enrolled, RIGHT, AFTER)
    return enrolled


def test_with_a_try_left_the_next_step_is_the_quiz_once_more(enrolled: Browser) -> None:
    close_all_lessons(enrolled)
    review = enrolled.text(hand_in(enrolled, WRONG).location)
    assert main_button(review) == (FINAL, "Try again")
    assert "Next: quiz" in plain_text(review), "the other way on is there, too"
    hand_in(enrolled, RIGHT, AFTER)
    course = enrolled.text(COURSE)
    assert main_button(course)[0] == FINAL
    assert "not passed yet" in outline(course, "Show what you can do")
    assert ", done" not in outline(course, "Show what you can do")
    mine = enrolled.text("/en/me")
    assert main_button(mine)[0] == FINAL
    assert "3 of 5 steps done" in plain_text(mine)
    assert " 0 min left" not in plain_text(mine)
    assert MISSING not in course + mine + review


def test_without_a_try_left_the_pages_say_what_is_missing_and_whom_to_ask(used_up: Browser) -> None:
    for address in ("/en/me", COURSE, FINAL):
        page = plain_text(used_up.text(address))
        assert f"“Show what you can do” {MISSING}" in page, address
        assert "The course team can give you one more try." in page
        assert 'href="/en/centres/icharm"' in used_up.text(address)
    course, mine = used_up.text(COURSE), used_up.text("/en/me")
    assert main_button(course) == ("#missing", "What is missing for the certificate")
    assert 'id="missing"' in course
    assert "Continue" not in plain_text(mine)
    assert "4 of 5 steps done" in plain_text(mine)
    assert "Missing for the certificate Show what you can do not passed yet" in plain_text(mine)


def test_what_nobody_asks_for_does_not_hide_what_is_missing(enrolled: Browser) -> None:
    close_all_lessons(enrolled)
    for _ in range(3):
        hand_in(enrolled, WRONG)
    mine = plain_text(enrolled.text("/en/me"))
    assert MISSING in mine
    assert "Next step" in mine


def test_the_last_review_says_so_at_once(enrolled: Browser) -> None:
    hand_in(enrolled, WRONG)
    hand_in(enrolled, WRONG)
    last = enrolled.text(hand_in(enrolled, WRONG).location)
    assert MISSING in plain_text(last)
    assert "Try again" not in plain_text(last)
    assert main_button(last)[0] == AFTER


@pytest.mark.parametrize("renewing", [False, True])
def test_the_course_team_reads_of_as_many_steps_as_the_learner(
    used_up: Browser, with_role: WithRole, *, renewing: bool
) -> None:
    if renewing:  # she had completed an earlier version, and does this one for it
        with transaction() as session:
            session.execute(update(Enrolment).values(renewing=True, completed_at=Enrolment.enrolled_at))
    assert "4 of 5 steps done" in plain_text(used_up.text("/en/me"))
    team = with_role(Role.FACILITATOR, "icharm")
    for address in (f"{COURSE}/report.csv", f"{COURSE}/learners.csv"):
        header, row = list(csv.reader(team.text(address).splitlines()))[:2]
        learner = dict(zip(header, row, strict=True))
        assert learner["progress_pct"] == "80", address
        assert "done" not in [cell for name, cell in learner.items() if "Show what you can do" in name]
    number = reading().scalars(select(Enrolment.id)).one()
    assert "Progress 80 %" in plain_text(team.text(f"{COURSE}/learners/{number}"))
    dots = team.text(f"{COURSE}/report").partition("<tbody>")[2].count("•")
    assert dots == 4
    team.press(
        f"{COURSE}/learners/{number}",
        "/excuse",
        **{"excused-step": "final", "excused-reason": "She knows it"},
    )
    assert "Progress 100 %" in plain_text(team.text(f"{COURSE}/learners/{number}"))


def test_one_more_try_opens_the_way_again(used_up: Browser, with_role: WithRole) -> None:
    team = with_role(Role.FACILITATOR, "icharm")
    number = reading().scalars(select(Enrolment.id)).one()
    page = f"{COURSE}/learners/{number}"
    assert "Show what you can do not passed yet" in plain_text(team.text(page))
    given = team.press(page, "/try", **{"try-quiz": "final", "try-reason": "She was ill"})
    assert given.status_code == 303
    assert MISSING not in plain_text(used_up.text("/en/me"))
    assert main_button(used_up.text("/en/me"))[0] == FINAL
    hand_in(used_up)
    assert "Completed" in used_up.text("/en/me")
    assert MISSING not in plain_text(used_up.text(COURSE) + used_up.text(FINAL))


def test_who_fails_the_final_first_goes_on_with_the_first_lesson(enrolled: Browser) -> None:
    hand_in(enrolled, WRONG)
    mine = enrolled.text("/en/me")
    assert main_button(mine)[0] == f"{COURSE}/staff-gauge"
    assert "step 2 of 5" in plain_text(mine)
    assert "0 of 5 steps done" in plain_text(mine)


def test_what_is_recorded_stays_as_it_was(used_up: Browser) -> None:
    done = reading().scalars(select(Enrolment.done)).one()
    assert done.bit_count() == 5, "the record has every step that was taken"


def test_who_passes_has_it_done(enrolled: Browser) -> None:
    hand_in(enrolled, WRONG)
    hand_in(enrolled)
    hand_in(enrolled, WRONG)
    assert ", done" in outline(enrolled.text(COURSE), "Show what you can do")
