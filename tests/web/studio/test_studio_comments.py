"""Comments and suggestions on the blocks of a text, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from author_support import draft_of
from flask import Flask
from review_support import LESSON, ask, at, change
from sqlalchemy import event, select

from learnhub.accounts.models import Person
from learnhub.centres.models import Membership
from learnhub.db import db, reading, transaction
from learnhub.studio.queries.drafts import find_part
from tests.web.client import PageClient, Typed


def test_comments_replies_and_suggestions(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    place = at(draft_id, f"review/{LESSON}")
    page = team["reviewer"].get(f"{place}?on=5")
    source = page.form("Send the comment").all("textarea")[1].text
    typed: Typed = {"text": "A word more.", "suggestion": source + " Look twice."}
    made = page.send("Send the comment", typed)
    assert "A word more." in made.text
    mine = team["author"].get(place)
    answered = mine.send("Answer", {"text": "Thank you."})
    assert "Thank you." in answered.text
    taken = answered.send("Take these words")
    assert "The suggested words are in the text." in taken.text
    assert "Settled" in taken.text
    with site.app_context():
        part = find_part(reading(), draft_id, LESSON)
        assert part is not None
        assert "Look twice." in part.text
    opened = taken.send("Open again")
    assert (
        "1 comment" in team["coordinator"].get(at(draft_id, "publish")).text
        or "One comment" in team["coordinator"].get(at(draft_id, "publish")).text
    )
    opened.send("Mark as settled")


def test_a_suggestion_finds_its_block_after_others_wrote(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    place = at(draft_id, f"review/{LESSON}")
    page = team["reviewer"].get(f"{place}?on=5")
    source = page.form("Send the comment").all("textarea")[1].text
    page.send("Send the comment", {"suggestion": "Quite other words here."})
    change(site, draft_id, "---\nYou", "---\nA new first paragraph.\n\nYou")
    team["author"].get(place).send("Take these words")
    with site.app_context():
        part = find_part(reading(), draft_id, LESSON)
        assert part is not None
        assert "A new first paragraph." in part.text
        assert "Quite other words here." in part.text
        assert source not in part.text


def test_a_comment_may_be_as_long_as_its_box_lets_one_write(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    page = team["reviewer"].get(f"{at(draft_id, f'review/{LESSON}')}?on=5")
    made = page.send("Send the comment", {"text": "word\r\n" * 999 + "five!"})  # 5,000 as a browser counts
    assert "five!" in made.text


def test_an_empty_or_huge_comment_is_refused_and_kept(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    page = team["reviewer"].get(at(draft_id, f"review/{LESSON}?on=5"))
    assert "Write a comment" in page.send("Send the comment", status=422).text
    kept = page.send("Send the comment", {"text": "x" * 5_001}, 422)
    assert kept.problems
    assert "x" * 5_001 in kept.text


def test_who_lost_the_right_while_writing_gets_her_words_back(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    page = team["reviewer"].get(at(draft_id, f"review/{LESSON}?on=5"))
    with site.app_context(), transaction() as session:
        person = session.scalars(select(Person.id).where(Person.name == "reviewer of icharm")).one()
        for held in session.scalars(select(Membership).where(Membership.person_id == person)):
            held.to_at = datetime.now(UTC) - timedelta(seconds=1)
    back = page.send("Send the comment", {"text": "Twenty minutes of work."}, 403)
    assert back.title == "This was not saved"
    assert "Twenty minutes of work." in back.text


def test_a_comment_box_shows_markup_as_text(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    page = team["reviewer"].get(at(draft_id, f"review/{LESSON}?on=5"))
    made = page.send("Send the comment", {"text": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in made.text


def test_reading_a_review_costs_the_same_with_one_comment_and_with_many(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    address = at(draft_id, f"review/{LESSON}")

    def statements() -> int:
        seen: list[str] = []
        with site.app_context():
            engine = db.engine
        listener = lambda *args: seen.append(args[2])  # noqa: E731 - removed again below
        event.listen(engine, "before_cursor_execute", listener)
        team["reviewer"].get(address)
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    team["reviewer"].get(f"{address}?on=5").send("Send the comment", {"text": "One."})
    statements()
    one = statements()
    for place in (5, 6, 7, 8):
        team["reviewer"].get(f"{address}?on={place}").send("Send the comment", {"text": "More."})
    assert statements() == one
