"""Assignments in the studio: written in a form, arranged in the outline, seen as learners do, reviewed, published."""

from __future__ import annotations

from typing import Any

import pytest
from author_support import EXAMPLE, draft_of, staff
from flask import Flask
from review_support import approve, ask, publish
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.catalogue.content import load_version
from learnhub.catalogue.models import Course
from learnhub.coursefile.loose import read_loose
from learnhub.db import reading
from learnhub.studio.queries.drafts import find_draft_of, find_part
from tests.web.client import Page, PageClient, form_values
from tests.web.markup import Element

PLAN = """# written by hand
title: A plan for your own river
minutes: 60
outcomes: [chance]
task: |-
  Write a plan for the [[return period]] of your river.

  - Who warns?
  - Who listens?

  Begin with [what you read](lesson:return-periods).
answer: either
most_words: 1500
criteria:
  - {id: hazard, title: The hazard is described with numbers, points: 4, help: "4: with a source"}
  - {id: people, title: It says who does what, points: 6}
pass_points: 6
"""
PATH = "assignments/plan.yaml"
COURSE = (
    (EXAMPLE / "course.yaml")
    .read_text(encoding="utf-8")
    .replace("code: reading-the-river", "code: river-draft")
)
WITH_PLAN = COURSE.replace(
    "      - quiz: final\n", "      - quiz: final\n      - assignment: plan\n"
).encode()


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


@pytest.fixture
def draft(site: Flask) -> str:
    return draft_of(site, {PATH: PLAN.encode(), "course.yaml": WITH_PLAN})


def text_of(site: Flask, draft: str, path: str = PATH) -> str:
    with site.app_context():
        part = find_part(reading(), draft, path)
        return part.text if part else ""


def data_of(site: Flask, draft: str, path: str = PATH) -> dict[str, object]:
    return read_loose(text_of(site, draft, path)) or {}


def at(page: Page, name: str) -> Element:
    """The element with this id."""
    return next(each for each in page.tree.walk() if each.get("id") == name)


def form_page(author: PageClient, draft: str) -> Page:
    return author.get(f"/en/studio/courses/{draft}/assignments/plan")


def needed(site: Flask, draft: str) -> object:
    completion = data_of(site, draft, "course.yaml")["completion"]
    assert isinstance(completion, dict)
    return completion.get("assignments")


def test_the_form_changes_what_was_changed_and_nothing_else(
    site: Flask, author: PageClient, draft: str
) -> None:
    page = form_page(author, draft)
    assert "All criteria together: 10 points." in page.text
    page.send(
        "Save assignment",
        {"criteria.1.points": "7", "criteria.2.title": "It can be paid", "criteria.2.points": "2"},
    )
    text = text_of(site, draft)
    assert text.startswith("# written by hand\ntitle: A plan for your own river\n")
    assert PLAN[PLAN.index("task:") : PLAN.index("  - {id: people")] in text
    assert "  - {id: people, title: It says who does what, points: 7}\n" in text
    assert "  - {id: c1, title: It can be paid, points: 2}\n" in text
    assert "All criteria together: 13 points." in form_page(author, draft).text


def test_criteria_move_and_go_by_buttons(site: Flask, author: PageClient, draft: str) -> None:
    for button, ids in (("criteria.1.up", ["people", "hazard"]), ("criteria.0.drop", ["hazard"])):
        form = at(form_page(author, draft), "whole")
        assert button in [each.get("value") for each in form.all("button")]
        author.post(form.get("action"), {**form_values(form), "press": button})
        listed = data_of(site, draft)["criteria"]
        assert isinstance(listed, list)
        assert [each["id"] for each in listed] == ids


def test_what_is_wrong_is_kept_and_said_at_its_field(author: PageClient, draft: str) -> None:
    page = form_page(author, draft)
    page = page.send("Save assignment", {"pass_points": "11", "minutes": "an hour", "task": "See [[flow]]."})
    assert at(page, "pass_points").get("value") == "11"
    assert at(page, "minutes").get("value") == "an hour"
    for field in ("pass_points", "minutes", "task"):
        assert at(page, field).get("aria-invalid") == "true"
    assert "10" in at(page, "pass_points-e").text


def test_completion_asks_for_it_as_long_as_the_box_is_ticked(
    site: Flask, author: PageClient, draft: str
) -> None:
    assert needed(site, draft) is None
    form_page(author, draft).send("Save assignment", {"needed": "true"})
    assert needed(site, draft) == ["plan"]
    page = form_page(author, draft)
    assert at(page, "needed").has("checked")
    form = at(page, "whole")
    unticked = {name: value for name, value in form_values(form).items() if name != "needed"}
    author.post(form.get("action"), unticked)
    assert needed(site, draft) is None


def test_two_authors_write_at_once(site: Flask, author: PageClient, draft: str) -> None:
    mine, theirs = form_page(author, draft), form_page(staff(site), draft)
    task = str(data_of(site, draft)["task"])
    theirs.send("Save assignment", {"task": task.replace("your river.", "your own river."), "minutes": "90"})
    mine.send("Save assignment", {"task": task.replace("what you read", "what you know")})
    both = data_of(site, draft)
    assert "your own river." in str(both["task"])
    assert "what you know" in str(both["task"])
    assert both["minutes"] == 90

    mine, theirs = form_page(author, draft), form_page(staff(site), draft)
    theirs.send("Save assignment", {"pass_points": "5"})
    page = mine.send("Save assignment", {"pass_points": "7"}, status=409)
    assert at(page, "pass_points").get("value") == "7"
    assert data_of(site, draft)["pass_points"] == 5
    page.send("Save assignment", {})
    assert data_of(site, draft)["pass_points"] == 7


def test_one_is_added_copied_renamed_removed_and_put_back(site: Flask, author: PageClient) -> None:
    draft = draft_of(site)
    outline = author.get(f"/en/studio/courses/{draft}")
    page = outline.send(
        "Add it and write", {"s-title": "My plan", "s-kind": "assignment", "s-module": "chances"}
    )
    assert page.address.endswith("/assignments/my-plan")
    assert data_of(site, draft, "course.yaml")["minutes"] == 55
    page.send("Save assignment", {"needed": "true", "task": "Write."})
    assert data_of(site, draft, "course.yaml")["minutes"] == 115
    address = f"/en/studio/courses/{draft}"
    token = {"csrf_token": form_values(at(author.get(address), "arrange"))["csrf_token"]}
    author.post(f"{address}/arrange", {**token, "do": "copy:my-plan"})
    assert "My plan, copy" in text_of(site, draft, "assignments/my-plan-2.yaml")
    author.get(f"{address}/rename/step/my-plan-2").send("Save the title", {"title": "Your plan"})
    assert "Your plan" in author.get(address).text
    author.post(f"{address}/arrange", {**token, "do": "remove:my-plan"})
    assert text_of(site, draft, "assignments/my-plan.yaml") == ""
    assert needed(site, draft) is None
    author.post(f"{address}/arrange", {**token, "do": "back:assignments/my-plan.yaml"})
    assert data_of(site, draft, "assignments/my-plan.yaml")["task"] == "Write."


def test_links_of_the_task_lead_to_what_a_reviewer_reads(author: PageClient, draft: str) -> None:
    base = f"/en/studio/courses/{draft}/review"
    links = [link.get("href") for link in author.get(f"{base}/{PATH}").tree.all("a")]
    assert "return-periods" in links
    assert author.redirect(f"{base}/assignments/return-periods") == f"{base}/lessons/return-periods.md"
    assert author.redirect(f"{base}/assignments/glossary").endswith(f"/{draft}/facts/glossary")


def test_the_preview_is_the_page_of_learners(author: PageClient, draft: str) -> None:
    page = author.get(f"/en/studio/courses/{draft}/preview/assignment/plan")
    assert "Preview of a draft." in page.text
    assert "The hazard is described with numbers" in page.text
    assert "6 of 10 points to pass" in page.text
    links = [link.get("href") for link in page.tree.all("a")]
    assert "../return-periods" in links
    author.get(f"/en/studio/courses/{draft}/preview/assignment/nowhere", 404)


def test_a_broken_text_is_shown_as_text_and_can_be_mended(
    site: Flask, author: PageClient, draft: str
) -> None:
    address = f"/en/studio/courses/{draft}/assignments/plan"
    author.get(f"{address}/text").send("Save text", {"text": "title: [a\n"})
    page = author.get(address)
    assert "The form cannot show this assignment" in page.text
    assert at(page, "text").text.strip() == "title: [a"
    author.get(f"/en/studio/courses/{draft}/preview/assignment/plan")
    page.send("Save text", {"text": PLAN})
    assert at(form_page(author, draft), "minutes").get("value") == "60"


def test_reviewers_see_the_task_as_learners_do_and_say_a_word_to_a_paragraph(
    site: Flask, author: PageClient, draft: str
) -> None:
    page = staff(site, Role.REVIEWER).get(f"/en/studio/courses/{draft}/review/{PATH}")
    assert [each.text for each in page.tree.all("dfn")] == ["return period"]
    assert "Who warns?" in [each.text for each in page.tree.all("li")]
    page = page.client.get(f"{page.address}?on=6")
    assert page.form("Send the comment").all("textarea")[1].text == "- Who warns? - Who listens?"
    page.send("Send the comment", {"text": "A third.", "suggestion": "- Who warns?\n- Who pays?"})
    author.get(f"/en/studio/courses/{draft}/review/{PATH}").send("Take these words")
    assert "  - Who warns?\n  - Who pays?\n\n  Begin" in text_of(site, draft)
    page = page.client.get(f"/en/studio/courses/{draft}/review/{PATH}?on=6")
    made = page.send("Send the comment", {"text": "Good."})
    assert "Take these words" not in made.text


def test_other_centres_and_reviewers_do_not_write(site: Flask, draft: str) -> None:
    address = f"/en/studio/courses/{draft}/assignments/plan"
    staff(site, Role.AUTHOR, "irtces").get(address, 403)
    reader = staff(site, Role.REVIEWER)
    page = reader.get(address)
    assert page.tree.all("fieldset")[0].has("disabled")
    reader.post(address, {"csrf_token": "x", "rev": "1"}, 400)


def test_it_is_published_read_by_everybody_and_kept_with_its_version(
    site: Flask, team: dict[str, PageClient], draft: str
) -> None:
    form_page(team["author"], draft).send("Save assignment", {"needed": "true"})
    ask(team["author"], draft)
    approve(team["reviewer"], draft)
    publish(team["coordinator"], draft)
    visitor = PageClient(site)
    page = visitor.get("/en/courses/river-draft/v/1").click("A plan for your own river")
    assert "Who listens?" in page.text
    assert "6 of 10 points to pass" in page.text
    assert page.links()["what you read"] == "../return-periods"
    assert visitor.get("/en/courses/river-draft/v/1/return-periods").title == "Return periods without fear"
    visitor.get("/en/courses/river-draft/v/1/assignment/nothing", 404)
    assert "Who listens?" in visitor.get("/en/courses/river-draft/assignment/plan").text
    with site.app_context():
        course = reading().scalars(select(Course).where(Course.code == "river-draft")).one()
        version = load_version(reading(), course.version_id or 0)
        assert [step.kind for step in version.steps].count("assignment") == 1
        assert version.document.metadata.completion_assignments == ("plan",)
        assert version.text_bytes > sum(lesson["bytes"] for lesson in version.lessons.values())


def test_the_facts_say_what_must_be_passed(site: Flask, author: PageClient, draft: str) -> None:
    address = f"/en/studio/courses/{draft}/facts/goals"
    author.get(address).send("Save facts", {"assignments": "plan"})
    assert needed(site, draft) == ["plan"]
    author.post(f"/en/studio/courses/{draft}/facts/goals", {
        name: value for name, value in form_values(at(author.get(address), "whole")).items() if name != "assignments"
    })  # fmt: skip
    assert needed(site, draft) is None


def test_findings_lead_to_the_assignment(author: PageClient, draft: str) -> None:
    page = author.get(f"/en/studio/courses/{draft}/checklist")
    place = f"/en/studio/courses/{draft}/assignments/plan#criteria.1.help"
    assert place in [link.get("href") for link in page.tree.all("a")]
    assert at(form_page(author, draft), "criteria.1.help").name == "textarea"


def test_it_is_translated_beside_the_original(site: Flask, team: dict[str, PageClient], draft: str) -> None:
    ask(team["author"], draft)
    approve(team["reviewer"], draft)
    publish(team["coordinator"], draft)
    page = team["author"].get("/en/studio/courses/new/from/river-draft")
    page.send("Begin the draft", {"tongue": "fr", "title": "Lire la rivière"})
    with site.app_context():
        found = find_draft_of(reading(), "river-draft-fr")
        assert found is not None
    desk = team["author"].get(f"/en/studio/courses/{found.id}/languages/{PATH}")
    assert "It says who does what" in desk.text
    assert "Who listens?" in desk.text
    assert data_of(site, found.id)["pass_points"] == 6


def test_what_is_saved_as_it_is_typed_takes_back_nothing_of_others(
    site: Flask, author: PageClient, draft: str
) -> None:
    form = at(form_page(author, draft), "whole")
    values = form_values(form)
    form_page(staff(site), draft).send("Save assignment", {"minutes": "90"})

    def typed(**more: str) -> tuple[int, dict[str, Any]]:
        values.update(more)
        answer = author.client.post(form.get("action"), data=values, headers={"Accept": "application/json"})
        values["rev"] = str(answer.json.get("rev", values["rev"]))
        return answer.status_code, answer.json

    for more in ({"title": "Mine"}, {}, {"title": "All mine"}):
        status, told = typed(**more)
        assert (status, told["state"][:11]) == (200, "Draft saved")
    assert data_of(site, draft)["minutes"] == 90
    assert data_of(site, draft)["title"] == "All mine"
    form_page(staff(site), draft).send("Save assignment", {"pass_points": "5"})
    status, told = typed(pass_points="7")
    assert (status, told["problem"][:14]) == (409, "Somebody else ")
    assert data_of(site, draft)["pass_points"] == 5
