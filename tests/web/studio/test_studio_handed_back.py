"""A right is withdrawn while somebody types, or a part is gone: what was typed stands on the page that follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from author_support import draft_of, staff
from flask import Flask
from review_support import LESSON, YES, ask, at
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.accounts.models import SignInSession
from learnhub.centres.models import Membership
from learnhub.db import transaction
from tests.web.client import Page, PageClient

WORDS = "Twenty minutes of work, in two lines.\nThe second."


def begin(author: PageClient) -> str:
    """A course from an outline; gives the address of its draft."""
    page = author.get("/en/studio/courses/new").send("Begin the course", {"n-title": "Rivers and rain"})
    return page.address.removesuffix("/outline")


def withdraw_all(site: Flask) -> None:
    """Nobody has any role from now on."""
    with site.app_context(), transaction() as session:
        for held in session.scalars(select(Membership)):
            held.to_at = datetime.now(UTC) - timedelta(seconds=1)


def test_who_lost_the_right_while_writing_a_lesson_gets_her_words_back(site: Flask) -> None:
    author = staff(site)
    outline = author.get(begin(author))
    lesson = author.get(next(link for link in outline.links().values() if "/lessons/" in link))
    withdraw_all(site)
    back = lesson.send("Save and show", {"body": WORDS}, 403)
    assert back.title == "This was not saved"
    assert WORDS in back.response.text
    chinese = "二十分钟的工作都在这里。"
    assert chinese in lesson.send("Save and show", {"body": chinese}, 403).response.text
    assert "csrf" not in [each.get("name") for each in back.tree.all("textarea")]


def test_what_was_written_on_a_part_that_is_gone_comes_back(site: Flask) -> None:
    author = staff(site)
    draft = begin(author)
    address = next(link for link in author.get(draft).links().values() if "/lessons/" in link)
    lesson = author.get(address)
    answer = author.client.post(
        address.partition("?")[0].replace("/lessons/", "/lessons/never-"),
        data={**lesson.values("Save and show"), "body": WORDS},
        environ_overrides=author.environ,
    )
    assert answer.status_code == 404
    assert WORDS in answer.text


def test_a_page_that_is_only_read_says_what_it_said(site: Flask) -> None:
    author = staff(site)
    draft = begin(author)
    withdraw_all(site)
    assert author.get(draft, 403).title == "This page is not open to you"


def test_a_form_without_words_says_what_it_said(site: Flask) -> None:
    author = staff(site)
    draft = begin(author)
    outline = author.get(draft)
    token = outline.values("Sign out")
    withdraw_all(site)
    assert author.post(f"{draft}/came-over", token, 403).title == "This page is not open to you"


def test_a_lesson_that_somebody_took_out_meanwhile_is_kept_and_says_so(site: Flask) -> None:
    author, other = staff(site), staff(site, Role.CENTRE_COORDINATOR)
    draft = begin(author)
    lesson = author.get(next(link for link in author.get(draft).links().values() if "/lessons/" in link))
    assert "in no module" not in lesson.text
    name = lesson.address.rpartition("/")[2].partition("?")[0]
    token = str(other.get(draft).values("Sign out")["csrf_token"])
    other.post(f"{draft}/arrange", {"csrf_token": token, "do": f"remove:{name}"})
    kept = lesson.send("Save and show", {"body": WORDS})
    assert WORDS in kept.response.text
    assert "This lesson is in no module" in kept.text
    assert "Not in the outline" in kept.click("Put it into a module").text


def shown(page: Page) -> dict[str, str]:
    """Label -> text of what a page gives back."""
    labels = {each.get("for"): each.text for each in page.main.all("label")}
    return {labels[each.get("id")]: each.text for each in page.main.all("textarea")}


def test_a_reviewer_whose_right_went_gets_back_the_notes_of_all_points(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft = draft_of(site)
    ask(team["author"], draft)
    page = team["reviewer"].get(at(draft, "review"))
    withdraw_all(site)
    notes = {f"{point}_note": f"Look at the {point} again." for point in ("accuracy", "clarity", "licence")}
    refused = page.send(
        "Send the decision",
        {
            **YES,
            **notes,
            "clarity_note": "Good.",
            "note": "As we said.",
            "outcome": "changes",
            "reason": "other",
        },
        403,
    )
    assert refused.title == "This was not saved"
    assert shown(refused) == {
        "Note: Accuracy": "Look at the accuracy again.",
        "Note: Clarity": "Good.",
        "Note: Licence": "Look at the licence again.",
        "In your own words": "As we said.",
    }


@pytest.mark.parametrize("gone", ["session", "cookie"])
def test_a_reviewer_whose_sign_in_ended_gets_her_comment_back(
    site: Flask, team: dict[str, PageClient], gone: str
) -> None:
    reviewer, draft = team["reviewer"], draft_of(site)
    ask(team["author"], draft)
    reviewer.headers["Origin"] = "http://localhost"
    page = reviewer.get(at(draft, f"review/{LESSON}?on=5"))
    if gone == "cookie":
        reviewer.client.delete_cookie("lh")
    else:
        with site.app_context(), transaction() as session:
            for each in session.scalars(select(SignInSession)):
                each.revoked_at = datetime.now(UTC)
    refused = page.send("Send the comment", {"text": WORDS, "suggestion": "Gauge"}, 403)
    assert refused.title == "This was not saved"
    assert set(shown(refused).values()) == {" ".join(WORDS.split()), "Gauge"}
    assert "kept" in refused.values("Sign in")
