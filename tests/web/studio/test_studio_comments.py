"""Comments and suggestions on the blocks of a text, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from author_support import draft_of
from flask import Flask
from review_support import LESSON, approve, ask, at, change
from sqlalchemy import select

from learnhub.accounts.models import Person
from learnhub.app import tasks
from learnhub.centres.models import Membership
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Unacceptable
from learnhub.studio.queries.drafts import find_draft, find_part
from learnhub.studio.service.drafts import save_part
from learnhub.studio.telling import JOB
from tests.statements import statements
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
    assert [each.text for each in made.main.all("ins")] == ["added: Look twice."]
    assert not made.main.all("del")
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
    assert "One comment" in team["coordinator"].get(at(draft_id, "publish")).text
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


def test_a_file_is_commented_on_and_no_words_take_its_place(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id, path = draft_of(site), "assets/gauge.svg"
    ask(team["author"], draft_id)
    page = team["reviewer"].get(at(draft_id, f"review/{path}?on=0"))
    assert len(page.form("Send the comment").all("textarea")) == 1
    forged = {**page.values("Send the comment"), "text": "Too dark.", "suggestion": "{}"}
    refused = team["reviewer"].post(at(draft_id, f"review/{path}"), forged, 422)
    assert "A file has no words that can be changed." in refused.text
    refused.send("Send the comment")
    mine = team["author"].get(at(draft_id, f"review/{path}"))
    assert "Too dark." in mine.text
    with site.app_context(), transaction() as session:
        draft = find_draft(session, draft_id)
        assert draft is not None
        with pytest.raises(Unacceptable):
            save_part(session, draft=draft, path=path, text="{}", base_rev=1, actor=None, now=now())
    assert "gauge.svg" in team["author"].get(at(draft_id, "media")).text


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

    def asked() -> int:
        with statements() as seen:
            team["reviewer"].get(address)
        return len(seen)

    team["reviewer"].get(f"{address}?on=5").send("Send the comment", {"text": "One."})
    asked()
    one = asked()
    for place in (5, 6, 7, 8):
        team["reviewer"].get(f"{address}?on={place}").send("Send the comment", {"text": "More."})
    assert asked() == one


def test_comments_reach_the_authors_and_an_approval_who_publishes(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    change(site, draft_id, "---\nYou", "---\nA first paragraph.\n\nYou", by=person_of(site, "author"))
    ask(team["author"], draft_id)
    assert "Comments on your texts" not in team["author"].get("/en/studio").text
    for words in ("One.", "Two."):
        team["reviewer"].get(at(draft_id, f"review/{LESSON}?on=5")).send("Send the comment", {"text": words})
    home = team["author"].get("/en/studio")
    assert "Comments on your texts" in home.text
    assert "2 comments not settled" in home.text
    assert "2 comments not settled" in " ".join(team["author"].get(at(draft_id, "checklist")).text.split())
    assert "Comments on your texts" not in team["reviewer"].get("/en/studio").text
    team["author"].get(at(draft_id, f"review/{LESSON}")).send("Answer", {"text": "Thank you."})
    with site.app_context(), transaction() as session:
        job = session.scalars(select(Job).where(Job.name == JOB)).one()
        assert job.run_at > job.created_at
        assert job.run_at.hour == 5
        tasks(site.config["SETTINGS"])[JOB](job.payload, datetime.now(UTC))
    mails = mails_of(site)
    assert "that are not settled: 2" in mails["author@example.org"]["text"]
    assert f"/en/studio/courses/{draft_id}/review" in mails["author@example.org"]["text"]
    assert "that are not settled: 1" in mails["reviewer@example.org"]["text"]
    assert "coordinator@example.org" not in mails
    for _each in range(2):
        team["author"].get(at(draft_id, f"review/{LESSON}")).send("Mark as settled")
    assert "Comments on your texts" not in team["author"].get("/en/studio").text
    approve(team["reviewer"], draft_id)
    mail = mails_of(site)["coordinator@example.org"]
    assert "Ready to publish" in mail["subject"]
    assert f"/en/studio/courses/{draft_id}/publish" in mail["text"]
    assert "approved, can be published" in team["coordinator"].get("/en/studio").text
    assert "approved, can be published" not in team["author"].get("/en/studio").text


def person_of(site: Flask, role: str) -> int:
    with site.app_context(), transaction() as session:
        for each in ("author", "reviewer", "coordinator"):
            full = "centre_coordinator" if each == "coordinator" else each
            person = session.scalars(select(Person).where(Person.name == f"{full} of icharm")).one()
            person.email, person.language = f"{each}@example.org", "en"
            person.email_confirmed_at = now()
        return session.scalars(select(Person.id).where(Person.name == f"{role} of icharm")).one()


def mails_of(site: Flask) -> dict[str, dict[str, str]]:
    """The mails that wait, by their address."""
    with site.app_context():
        jobs = reading().scalars(select(Job).where(Job.name == "mail").order_by(Job.id))
        return {job.payload["to"]: job.payload for job in jobs}
