"""A text on its way to its readers: asked, looked at by somebody else, decided."""

from __future__ import annotations

from author_support import draft_of, staff
from flask import Flask
from review_support import LESSON, YES, approve, approved_draft, ask, at, change, publish
from sqlalchemy import select

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.models import Person
from learnhub.centres.models import Membership
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.studio.queries.drafts import find_draft
from tests.web.client import PageClient, Typed


def test_one_changed_comma_voids_the_approval_and_says_which_block(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
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
    draft_id = approved_draft(site, team)
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


def test_changes_are_asked_with_a_reason_and_words(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    page = team["reviewer"].get(at(draft_id, "review"))
    nothing = page.send("Send the decision", {}, 422)
    assert nothing.problems == ["Choose one: approve this text, or ask for changes"]
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
        person.email_confirmed_at = now()
    ask(team["author"], draft_id)
    with site.app_context():
        mail = reading().scalars(select(Job).where(Job.name == "mail")).one()
        assert mail.payload["to"] == "reviewer@example.org"
        assert f"/fr/studio/courses/{draft_id}/review" in mail.payload["text"]
    team["author"].post(
        at(draft_id, "review/take-back"),
        team["author"].get(at(draft_id, "review")).values("Take it back from review"),
    )
    with site.app_context():
        mail = reading().scalars(select(Job).where(Job.name == "mail").order_by(Job.id.desc())).first()
        assert mail is not None
        assert mail.payload["subject"].startswith("Relecture suspendue")


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


def test_who_reviews_no_more_is_not_asked_any_more(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    assert "Asked of you" in team["reviewer"].get("/en/studio").text
    with site.app_context(), transaction() as session:
        person = session.scalars(select(Person.id).where(Person.name == "reviewer of icharm")).one()
        for held in session.scalars(select(Membership).where(Membership.person_id == person)):
            held.role = Role.AUTHOR
    assert "Asked of you" not in team["reviewer"].get("/en/studio").text


def test_the_parts_stand_in_the_order_of_the_course(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    page = team["reviewer"].get(at(draft_id, "review"))
    parts = [
        address.rsplit("/", 1)[-1] for address in page.links().values() if f"{draft_id}/review/" in address
    ]
    outline = team["author"].get(f"/en/studio/courses/{draft_id}").links().values()
    steps = [
        address.rsplit("/", 1)[-1] for address in outline if "/lessons/" in address or "/quizzes/" in address
    ]
    order = [part.partition(".")[0] for part in parts]
    assert order[0] == "course"
    assert order[1:] == [step for step in dict.fromkeys(steps) if step in order]


def test_who_approved_is_asked_again_when_the_text_changes(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)

    def tags() -> list[str]:
        spans = team["author"].get(at(draft_id, "review")).main.all("span")
        return [span.text for span in spans if span.get("class") == "tag tag-info"]

    assert "Asked" in tags()
    approve(team["reviewer"], draft_id)
    assert "Asked" not in tags()
    assert "Asked of you" not in team["reviewer"].get("/en/studio").text
    change(site, draft_id, "---\nYou", "---\nNew words.\n\nYou")
    assert "Asked" in tags()
    assert "Asked of you" in team["reviewer"].get("/en/studio").text
    pins = team["author"].get(at(draft_id, f"review/{LESSON}")).main.all("span")
    numbers = [int(pin.text) for pin in pins if pin.get("class") == "pin"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_who_decides_on_a_text_that_was_taken_back_gets_her_words_back(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    page = team["reviewer"].get(at(draft_id, "review"))
    said = {
        "outcome": "changes",
        "reason": "clarity",
        "note": "Half an hour of thoughts.",
        "clarity_note": "Unit 3?",
    }
    values = {**page.values("Send the decision"), **said}
    taking = team["author"].get(at(draft_id, "review")).values("Take it back from review")
    team["author"].post(at(draft_id, "review/take-back"), taking)
    answer = page.client.post(at(draft_id, "review/decide"), values, 409)
    assert "was taken back" in answer.text
    assert "Half an hour of thoughts." in answer.text
    assert "Unit 3?" in answer.text
