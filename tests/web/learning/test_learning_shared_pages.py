"""Pages whose parts are shared between learners say to each of them what a page made for her alone says."""

from __future__ import annotations

import re

from anew_support import Another
from learning_support import COURSE, FINAL, Browser, hand_in

PAGES = (COURSE, f"{COURSE}/staff-gauge", FINAL)
OWN = "?own=1"  # no page with a query is shared
_TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')


def shown(browser: Browser, address: str) -> str:
    """A page without what differs between two looks at it: the token, and the query in the links to languages."""
    return _TOKEN.sub(r"\1", browser.text(address).replace(OWN, ""))


def assert_own(*browsers: Browser) -> None:
    """Each reader, in turn and again, reads what is written for her alone."""
    for _round in range(3):
        for browser in browsers:
            for address in PAGES:
                assert shown(browser, address) == shown(browser, address + OWN)


def test_learners_in_the_same_and_in_different_states_read_their_own_pages(
    browser: Browser, enrolled: Browser, another: Another
) -> None:
    first, second = enrolled, another("Noor")
    assert_own(first, second)
    first.press(f"{COURSE}/staff-gauge", "/done")
    assert_own(first, second)
    second.press(f"{COURSE}/staff-gauge", "/done")
    hand_in(second, {})
    assert_own(first, second)
    hand_in(first)
    assert_own(first, second)


def test_a_learner_and_who_only_looks_on_read_their_own_pages(
    enrolled: Browser, another: Another, facilitator: Browser, visitor: Browser
) -> None:
    enrolled.press(f"{COURSE}/staff-gauge", "/done")
    assert_own(enrolled, facilitator, visitor, another("Bo"))
    assert "Amina Diallo" not in shown(facilitator, f"{COURSE}/staff-gauge")


def test_works_show_each_learner_where_her_own_stands(writer: Browser, another: Another) -> None:
    assert_own(writer, another("Bo"))
