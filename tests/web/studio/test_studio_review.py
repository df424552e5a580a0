"""The way of a text to its readers: asked, commented, approved by somebody else, published, retired."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from author_support import draft_of, staff, store
from flask import Flask
from sqlalchemy import event, select

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.models import Person
from learnhub.catalogue.models import Course
from learnhub.centres.models import Membership
from learnhub.db import db, reading, transaction
from learnhub.jobs.models import Job
from learnhub.studio.queries.drafts import find_draft, find_part
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.publishing import publish_planned
from tests.web.client import PageClient, Typed

LESSON = "lessons/staff-gauge.md"
YES: Typed = {
    f"{point}_answer": "yes" for point in ("accuracy", "clarity", "inclusiveness", "accessibility", "licence")
}


def at(draft_id: str, rest: str = "") -> str:
    return f"/en/studio/courses/{draft_id}/{rest}"


def change(site: Flask, draft_id: str, old: str, new: str, path: str = LESSON, by: int | None = None) -> None:
    """Somebody writes in the text."""
    with site.app_context(), transaction() as session:
        draft, part = find_draft(session, draft_id), find_part(session, draft_id, path)
        assert draft is not None
        assert part is not None
        assert old in part.text
        save_part(
            session, draft=draft, path=path, text=part.text.replace(old, new, 1), base_rev=part.rev, actor=by,
            now=datetime.now(UTC),
        )  # fmt: skip


def ask(author: PageClient, draft_id: str, who: str = "reviewer of icharm, ICHARM") -> None:
    """The author asks somebody for a review."""
    page = author.get(at(draft_id, "review"))
    choices = {option.text: option.get("value") for option in page.form("Ask for the review").all("option")}
    assert who in choices, choices
    page.send("Ask for the review", {"reviewer": choices[who]})


def approve(reviewer: PageClient, draft_id: str) -> str:
    """The reviewer says yes to everything."""
    page = reviewer.get(at(draft_id, "review"))
    return page.send("Send the decision", {**YES, "outcome": "approved", "reason": "sound"}).text


def publish(coordinator: PageClient, draft_id: str, status: int = 303, **more: str) -> str:
    """The coordinator publishes."""
    page = coordinator.get(at(draft_id, "publish"))
    button = next(b.text for b in page.main.all("button") if b.text.startswith("Publish version"))
    return page.send(button, {"notes": "The first edition.", **more}, status).text


@pytest.fixture
def team(site: Flask) -> dict[str, PageClient]:
    """An author, a reviewer and a coordinator of the writing centre, and a reviewer of another."""
    return {
        "author": staff(site),
        "reviewer": staff(site, Role.REVIEWER),
        "coordinator": staff(site, Role.CENTRE_COORDINATOR),
        "outsider": staff(site, Role.REVIEWER, "irtces"),
    }


def test_a_text_is_reviewed_approved_published_and_read(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    assert "Asked of you" in team["reviewer"].get("/en/studio").text
    assert "Approved. The text can be published" in approve(team["reviewer"], draft_id)
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)
    visitor = PageClient(site)
    assert "in force" in visitor.get("/en/courses/river-draft/changes").text
    page = visitor.get("/en/courses/river-draft/v/1")
    assert "Cite as" in page.text
    assert "version 1" in page.text
    assert "staff gauge" in visitor.get("/en/courses/river-draft/v/1/staff-gauge").text
    assert visitor.get("/en/courses/river-draft/v/1/glossary").title == "Glossary"
    visitor.get("/en/courses/river-draft/v/2", 404)
    visitor.get("/en/courses/river-draft/v/1/nothing", 404)
    history = team["author"].get(at(draft_id, "history")).text
    for said in ("Asked for a review", "Approved", "Published", "reviewer of icharm", "The first edition."):
        assert said in history


def test_one_changed_comma_voids_the_approval_and_says_which_block(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    change(site, draft_id, ".", ",")
    page = team["author"].get(at(draft_id, "review"))
    assert "The approval does not hold any more" in page.text
    assert any(words.endswith("block 5") or ", block " in words for words in page.links())
    assert "Something is still missing" in publish(team["coordinator"], draft_id, 422)
    assert "One block has changed since the approval" in team["coordinator"].get(at(draft_id, "publish")).text
    assert "removed:" in team["author"].get(at(draft_id, "changes?since=approved")).text
    change(site, draft_id, ",", ".")  # the words that were approved: the approval holds again
    assert "does not hold any more" not in team["author"].get(at(draft_id, "review")).text


def test_the_changed_block_is_approved_anew(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    change(site, draft_id, ".", ",")
    assert "can be published" in approve(team["reviewer"], draft_id)
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)


def test_nobody_approves_her_own_work(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    with site.app_context():
        who = reading().scalars(select(Person.id).where(Person.name == "reviewer of icharm")).one()
    page = team["reviewer"].get(at(draft_id, "review"))
    values = {**page.values("Send the decision"), **YES, "outcome": "approved", "reason": "sound"}
    change(site, draft_id, ".", ",", by=who)
    assert "somebody else has to approve" in team["reviewer"].get(at(draft_id, "review")).text
    page.client.post(at(draft_id, "review/decide"), values, 403)
    with site.app_context():
        draft = find_draft(reading(), draft_id)
        assert draft is not None
        assert draft.state == "in_review"


def test_a_reviewer_of_another_centre_comes_in_only_when_asked(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    team["outsider"].get(at(draft_id, "review"), 403)
    ask(team["author"], draft_id, "reviewer of irtces, IRTCES")
    assert team["outsider"].get(at(draft_id, "review")).status == 200
    team["outsider"].client.get(at(draft_id, "publish"))
    assert team["outsider"].fetch(at(draft_id, "facts")).status_code == 200
    answer = team["outsider"].client.post(at(draft_id, "history/1/restore"))
    assert answer.status_code in (400, 403)
    stranger = staff(site, Role.AUTHOR, "irtces")
    stranger.get(at(draft_id, "review"), 403)


def test_a_network_course_wants_approvals_of_two_centres(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    team["coordinator"].get(at(draft_id, "review")).send("Make it a course of the whole network")
    ask(team["author"], draft_id)
    ask(team["author"], draft_id, "reviewer of irtces, IRTCES")
    assert "Another centre has to approve it too" in approve(team["reviewer"], draft_id)
    assert "not approved yet" in publish(team["coordinator"], draft_id, 409)
    assert "can be published" in approve(team["outsider"], draft_id)
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)


def test_changes_are_asked_with_a_reason_and_words(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    page = team["reviewer"].get(at(draft_id, "review"))
    typed: Typed = {"outcome": "changes", "reason": "clarity"}
    assert "Say in a few words" in page.send("Send the decision", typed, 422).text
    wrong = page.send("Send the decision", {**typed, "reason": "sound", "note": "So."}, 422)
    assert "does not fit" in wrong.text
    done = page.send("Send the decision", {**typed, "note": "Say what a datum is."})
    assert "Say what a datum is." in done.text
    assert "Something is hard to understand" in team["author"].get(at(draft_id, "review")).text
    half = team["reviewer"].get(at(draft_id, "review"))
    answers: Typed = {**YES, "licence_answer": "no", "outcome": "approved", "reason": "sound"}
    assert "every point of the checklist needs a yes" in half.send("Send the decision", answers, 422).text


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


def test_two_publish_at_once_and_one_wins(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    other = staff(site, Role.CENTRE_COORDINATOR)
    late = other.get(at(draft_id, "publish"))
    publish(team["coordinator"], draft_id)
    told = late.client.post(
        at(draft_id, "publish"), {**late.values("Publish version 1"), "notes": "Mine."}, 409
    )
    assert "Somebody else has published this text in the meantime" in told.text
    assert "version 1" in PageClient(site).get("/en/courses/river-draft/changes").text
    PageClient(site).get("/en/courses/river-draft/v/2", 404)


def test_a_text_that_changed_after_the_last_look_is_not_published(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    late = team["coordinator"].get(at(draft_id, "publish"))
    change(site, draft_id, ".", ",")
    told = late.send("Publish version 1", {"notes": "x"}, 409)
    assert "The text has changed since you opened this page" in told.text


def test_a_planned_publication_happens_when_its_time_comes(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    when = datetime.now(UTC) + timedelta(days=2)
    assert "planned" in publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    with site.app_context(), transaction() as session:
        job = session.scalars(select(Job).where(Job.name == "publish-draft")).one()
        assert abs(job.run_at - when) < timedelta(minutes=2)
        done = publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when)
        assert done is not None
        again = publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when)
        assert again is None
    PageClient(site).get("/en/courses/river-draft/v/1")


def test_a_planned_publication_of_a_changed_text_fails_and_can_be_cancelled(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    when = datetime.now(UTC) + timedelta(days=2)
    text = publish(team["coordinator"], draft_id, 422, at="2001-01-01T00:00")
    assert "within the next twelve months" in text
    publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    team["coordinator"].get(at(draft_id, "publish")).send("Cancel the planned publication")
    publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    change(site, draft_id, ".", ",")
    with site.app_context(), transaction() as session:
        job = session.scalars(select(Job).where(Job.name == "publish-draft").order_by(Job.id.desc())).first()
        assert job is not None
        assert publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when) is None
    assert "Planned publication did not happen" in team["author"].get(at(draft_id, "history")).text
    with site.app_context():
        assert reading().scalar(select(Course.id).where(Course.code == "river-draft")) is None


def test_a_retired_course_stays_readable_and_an_old_version_comes_back(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    publish(team["coordinator"], draft_id)
    change(site, draft_id, ".", ",")
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    assert "Version 2 is published" in publish(team["coordinator"], draft_id, kind="major")
    compared = PageClient(site).get("/en/courses/river-draft/changes/1/2").text
    assert "one block differs" in compared
    retired = (
        team["coordinator"]
        .get(at(draft_id, "publish"))
        .send("Retire the course", {"r-why": "A new course takes its place."})
    )
    assert "The course is retired" in retired.text
    visitor = PageClient(site)
    assert "This course is retired" in visitor.get("/en/courses/river-draft/v/2").text
    assert "This course is retired" in visitor.get("/en/courses/river-draft").text
    back = team["author"].get(at(draft_id, "history")).send("Bring back as draft: version 1")
    assert "Version 1 is the text of the draft again" in back.text


def test_a_comment_box_shows_markup_as_text(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    page = team["reviewer"].get(at(draft_id, f"review/{LESSON}?on=5"))
    made = page.send("Send the comment", {"text": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in made.text


def test_every_part_can_be_read_even_in_a_broken_course(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site, {"quizzes/quiz-readings.yaml": b"title: [\n", LESSON: b"No front matter ::: x"})
    page = team["reviewer"].get(at(draft_id, "review"))
    for words, address in page.links().items():
        if "/review/" in address:
            assert team["reviewer"].get(address).status == 200, words


def test_reviews_are_asked_by_mail_in_the_reviewers_language(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    with site.app_context(), transaction() as session:
        person = session.scalars(select(Person).where(Person.name == "reviewer of icharm")).one()
        person.email, person.language = "reviewer@example.org", "fr"
    ask(team["author"], draft_id)
    with site.app_context():
        mail = reading().scalars(select(Job).where(Job.name == "mail")).one()
        assert mail.payload["to"] == "reviewer@example.org"
        assert f"/fr/studio/courses/{draft_id}/review" in mail.payload["text"]


def test_who_may_not_is_told_so(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    team["author"].get(at(draft_id, "review"))
    assert Scope(ScopeKind.CENTRE, "icharm")
    token = team["author"].get(at(draft_id, "review")).values("Ask for the review")["csrf_token"]
    for rest in ("publish", "retire", "review/decide", "review/network/yes", "publish/cancel"):
        team["author"].post(at(draft_id, rest), {"csrf_token": token}, 403)
    nobody = staff(site, Role.FACILITATOR)
    nobody.get(at(draft_id, "review"), 403)
    PageClient(site).redirect(at(draft_id, "review"))


def test_an_approval_that_holds_again_is_enough_even_after_another_request(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    change(site, draft_id, ".", ",")
    ask(team["author"], draft_id)
    assert "not approved yet" in publish(team["coordinator"], draft_id, 409)
    change(site, draft_id, ",", ".")
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)


def test_who_reviews_no_more_is_not_asked_any_more(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    assert "Asked of you" in team["reviewer"].get("/en/studio").text
    with site.app_context(), transaction() as session:
        person = session.scalars(select(Person.id).where(Person.name == "reviewer of icharm")).one()
        for held in session.scalars(select(Membership).where(Membership.person_id == person)):
            held.role = Role.AUTHOR
    assert "Asked of you" not in team["reviewer"].get("/en/studio").text


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
