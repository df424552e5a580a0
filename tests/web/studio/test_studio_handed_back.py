"""A right is withdrawn while somebody types, or a part is gone: what was typed stands on the page that follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from author_support import staff
from flask import Flask
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.centres.models import Membership
from learnhub.db import transaction
from tests.web.client import PageClient

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
