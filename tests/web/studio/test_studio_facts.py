"""The facts of a course in forms: kept whatever they are worth, explained beside the field, shared between people."""

from __future__ import annotations

import pytest
from author_support import EXAMPLE, draft_of, staff
from flask import Flask

from learnhub.access.identity import Role
from learnhub.coursefile.factsform import Data, read_course
from learnhub.db import reading
from learnhub.studio.queries.drafts import find_part
from tests.web.client import Page, PageClient, form_values

SECTIONS = ("about", "goals", "glossary", "references")


def text_of(site: Flask, draft: str) -> str:
    with site.app_context():
        part = find_part(reading(), draft, "course.yaml")
        assert part is not None
        return part.text


def course_of(site: Flask, draft: str) -> Data:
    found = read_course(text_of(site, draft))
    assert found is not None
    return found


@pytest.fixture
def draft(site: Flask) -> str:
    return draft_of(site)


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


def facts(author: PageClient, draft: str, section: str = "about", language: str = "en") -> Page:
    return author.get(f"/{language}/studio/courses/{draft}/facts/{section}")


def test_saving_every_form_unchanged_keeps_the_bytes(site: Flask, author: PageClient, draft: str) -> None:
    text = text_of(site, draft)
    assert "code: river-draft" in text
    for section in SECTIONS:
        page = facts(author, draft, section)
        assert "to mend" not in page.text
        page.send("Save facts")
    assert text_of(site, draft) == text


def test_facts_are_written(site: Flask, author: PageClient, draft: str) -> None:
    before = course_of(site, draft)
    page = facts(author, draft).send(
        "Save facts",
        {"title": "Rivers", "level": "advanced", "licence": "CC0-1.0", "authors.1.name": "Amina Yusuf"},
    )
    after = course_of(site, draft)
    assert (after["title"], after["level"], after["licence"]) == ("Rivers", "advanced", "CC0-1.0")
    assert after["authors"] == [*before["authors"], {"name": "Amina Yusuf"}]
    assert after["modules"] == before["modules"]
    assert "Facts saved." in page.tree.text
    page = facts(author, draft, "glossary").send("Add rows", {"glossary.1.term": "weir"})
    assert course_of(site, draft)["glossary"][-1]["term"] == "weir"
    assert len([name for name in page.values("Save facts") if name.endswith(".term")]) > 7


def test_what_is_wrong_is_kept_and_explained(site: Flask, author: PageClient, draft: str) -> None:
    page = facts(author, draft).send(
        "Save facts", {"summary": "Too short", "authors.0.orcid": "0000-0000-0000-0000"}
    )
    assert "Words in the summary: 2. Write 20 to 80." in page.text
    assert "the last sign is a check digit" in page.text
    assert "Words: 2" in page.text
    assert page.values("Save facts")["authors.0.orcid"] == "0000-0000-0000-0000"
    assert course_of(site, draft)["summary"] == "Too short"
    (field,) = [each for each in page.main.all("textarea") if each.get("id") == "summary"]
    assert field.get("aria-invalid") == "true"
    assert "summary-e" in field.get("aria-describedby")


def test_shares_of_goals_are_added_up_exactly(site: Flask, author: PageClient, draft: str) -> None:
    page = facts(author, draft, "goals").send("Save facts", {"frameworks.0.weight": "1/6"})
    assert "Sum of SDG 2/3 must be 1" in page.text
    page = page.send("Save facts", {"frameworks.1.weight": "5/6"})
    assert "must be 1" not in page.text
    page = page.send("Save facts", {"frameworks.2.goal": "SDG/6.4", "frameworks.2.weight": "half"})
    assert "Sum of SDG cannot be added up" in page.text
    page.send("Save facts", {"frameworks.2.goal": "", "frameworks.2.weight": ""})
    assert [link["weight"] for link in course_of(site, draft)["frameworks"]] == ["1/6", "5/6"]


def test_completion_and_new_outcomes(site: Flask, author: PageClient, draft: str) -> None:
    page = facts(author, draft, "goals")
    count = len(course_of(site, draft)["outcomes"])
    page = page.send(
        "Save facts", {"quizzes": ["final", "before"], f"outcomes.{count}.text": "Read a gauge at night"}
    )
    course = course_of(site, draft)
    assert course["completion"] == {"lessons": "all", "quizzes": ["final", "before"]}
    assert course["outcomes"][-1]["id"] == "o1"
    assert "No question measures this outcome yet." in page.text
    assert "The quiz “before” can’t be passed" in page.text


def test_unknown_codes_are_said(site: Flask, author: PageClient) -> None:
    text = (EXAMPLE / "course.yaml").read_text(encoding="utf-8")
    course = read_course(text)
    assert course is not None
    spoilt = text.replace(f"centres: [{course['centres'][0]}]", "centres: [atlantis]")
    draft = draft_of(site, {"course.yaml": spoilt.replace("code: reading-the-river", "code: other").encode()})
    page = facts(author, draft)
    assert "No list has this code." in page.text
    assert page.values("Save facts")["centres.0.id"] == "atlantis"


def test_two_people_change_different_facts_and_the_same_fact(
    site: Flask, author: PageClient, draft: str
) -> None:
    other = staff(site, Role.CENTRE_COORDINATOR)
    mine, hers = facts(author, draft), facts(other, draft)
    hers.send("Save facts", {"level": "advanced"})
    mine.send("Save facts", {"title": "Mine"})
    assert (course_of(site, draft)["title"], course_of(site, draft)["level"]) == ("Mine", "advanced")
    mine, hers = facts(author, draft), facts(other, draft)
    hers.send("Save facts", {"title": "Hers", "licence": "CC0-1.0"})
    page = mine.send("Save facts", {"title": "Mine again"}, 409)
    assert course_of(site, draft)["title"] == "Hers"
    assert "not saved yet" in page.text
    values = form_values(page.form("Save facts"))
    assert (values["title"], values["licence"]) == ("Mine again", "CC0-1.0")
    page.send("Save facts")
    assert (course_of(site, draft)["title"], course_of(site, draft)["licence"]) == ("Mine again", "CC0-1.0")


def test_two_people_add_terms_at_once(site: Flask, author: PageClient, draft: str) -> None:
    other = staff(site, Role.CENTRE_COORDINATOR)
    count = len(course_of(site, draft)["glossary"])
    mine, hers = facts(author, draft, "glossary"), facts(other, draft, "glossary")
    hers.send("Save facts", {f"glossary.{count}.term": "hers", f"glossary.{count}.definition": "Of her."})
    mine.send("Save facts", {f"glossary.{count}.term": "mine", f"glossary.{count}.definition": "Of me."})
    assert {"hers", "mine"} <= {each["term"] for each in course_of(site, draft)["glossary"]}


def test_facts_that_no_form_can_show_are_edited_as_text(site: Flask, author: PageClient, draft: str) -> None:
    text = text_of(site, draft)
    page = author.get(f"/en/studio/courses/{draft}/facts/text").send("Save text", {"text": "title: [a\n"})
    assert "Line 2" in page.text
    page = facts(author, draft)
    assert "The forms cannot show the facts" in page.text
    page.send("Save text", {"text": text})
    assert text_of(site, draft) == text
    assert "Words:" in facts(author, draft).text


def test_reviewers_look_and_strangers_do_not(site: Flask, draft: str) -> None:
    reviewer = staff(site, Role.REVIEWER)
    for section in (*SECTIONS, "text"):
        facts(reviewer, draft, section)
    reviewer.get(f"/en/studio/courses/{draft}/facts/none", 404)
    stranger = staff(site, Role.AUTHOR, "hidroex")
    stranger.get(f"/en/studio/courses/{draft}/facts", 403)


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_pages_in_every_language(author: PageClient, draft: str, language: str) -> None:
    for section in (*SECTIONS, "text"):
        facts(author, draft, section, language)
