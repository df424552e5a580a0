"""What pages of the studio leave out, or say otherwise, where there is nothing to choose from."""

from __future__ import annotations

import re

from author_support import draft_of, staff
from flask import Flask
from review_support import approved_draft, at, change, publish

from learnhub.access.identity import Role
from learnhub.studio.domain import COURSE
from tests.web.client import PageClient


def test_the_first_version_is_neither_minor_nor_major(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = approved_draft(site, team)
    assert "Kind of version" not in team["coordinator"].get(at(draft_id, "publish")).text
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)
    change(site, draft_id, ".", ",")
    assert "Kind of version" in team["coordinator"].get(at(draft_id, "publish")).text


def test_a_draft_is_called_approved_only_while_its_words_are(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    pages = ("/en/studio", at(draft_id).rstrip("/"), at(draft_id, "facts"))
    for page in pages:
        assert "Approved" in team["author"].get(page).text
    change(site, draft_id, ".", ",")
    for page in pages:
        assert "Approved, then changed" in team["author"].get(page).text
    change(site, draft_id, ",", ".")
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)


def test_a_reviewer_is_not_told_to_begin_a_draft(site: Flask) -> None:
    text = staff(site, Role.REVIEWER).get("/en/studio").text
    assert "Nothing to read yet" in text
    assert "begins with a title" not in text


def test_after_the_last_question_one_can_be_added(site: Flask) -> None:
    draft_id, author = draft_of(site), staff(site)
    first = author.get(at(draft_id, "quizzes/final/questions/q1"))
    last = author.get(at(draft_id, "quizzes/final/questions/q7"))
    assert "Save, then next question" in first.text
    assert "Save, then next question" not in last.text
    assert "Save, then add a question" in last.text


def test_an_outcome_without_words_is_counted(site: Flask) -> None:
    draft_id, author = draft_of(site), staff(site)
    change(site, draft_id, "text: Read a staff gauge and note the level with its time", 'text: ""', COURSE)
    for rest in ("quizzes/final/questions/q1", "lessons/staff-gauge"):
        assert "Outcome 1, not written yet" in author.get(at(draft_id, rest)).text


def test_a_finding_leads_to_its_line_in_the_editor(site: Flask) -> None:
    draft_id, author = draft_of(site), staff(site)
    page = author.get(at(draft_id, "lessons/staff-gauge")).response.get_data(as_text=True)
    found = re.search(r'data-first="([0-9]+)"', page)
    assert found is not None
    assert int(found[1]) > 3, "the head of the file stands before the text"
