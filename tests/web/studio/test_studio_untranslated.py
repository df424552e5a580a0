"""A translation with blocks in the language of the original: said where, published with a tick, marked for readers."""

from __future__ import annotations

import re

import pytest
from author_support import staff
from flask import Flask
from review_support import approve, ask, at, publish

from learnhub.access.identity import Role
from learnhub.db import reading
from learnhub.studio.queries.drafts import find_draft_of
from tests.web.client import PageClient

CODE = "reading-the-river-fr"
ASKED = "reviewer of irtces, IRTCES"


@pytest.fixture
def coordinator(site: Flask) -> PageClient:
    return staff(site, Role.CENTRE_COORDINATOR, "irtces")


@pytest.fixture
def draft(site: Flask, coordinator: PageClient) -> str:
    """A French translation with a title and one block of a lesson translated, approved; gives its id."""
    author, reviewer = staff(site, centre="irtces"), staff(site, Role.REVIEWER, "irtces")
    page = author.get("/en/studio/courses/new/from/reading-the-river")
    page.send("Begin the draft", {"tongue": "fr", "title": "Lire la rivière"})
    with site.app_context():
        found = find_draft_of(reading(), CODE)
        assert found is not None
    page = author.get(at(found.id, "languages/lessons/staff-gauge.md?at=1"))
    page.send("Save and next block", {"text": "Une échelle est une règle dans la rivière."})
    ask(author, found.id, ASKED)
    approve(reviewer, found.id)
    return found.id


def test_what_is_not_translated_is_named_with_its_place(
    site: Flask, coordinator: PageClient, draft: str
) -> None:
    page = coordinator.get(at(draft, "publish"))
    assert "blocks are in the language of the original" in page.text
    assert any("languages/lessons/staff-gauge.md" in link for link in page.links().values())
    checks = coordinator.get(at(draft, "checklist"))
    assert "Blocks in the language of the original" in checks.text


def test_it_is_published_with_the_tick_only(site: Flask, coordinator: PageClient, draft: str) -> None:
    told = publish(coordinator, draft, 422)
    assert "Translate them, or tick that they are published so" in told
    assert "Version 1 is published" in publish(coordinator, draft, as_is="y")


def test_readers_get_such_blocks_in_their_language(site: Flask, coordinator: PageClient, draft: str) -> None:
    publish(coordinator, draft, as_is="y")
    html = PageClient(site).get(f"/fr/courses/{CODE}/v/1/staff-gauge").response.text
    pieces = re.findall(r'<div lang="en" dir="ltr">(.*?)</div>', html, re.DOTALL)
    assert pieces
    assert not any("Une échelle" in piece for piece in pieces)
    assert "Une échelle" in html


def test_readers_get_titles_and_outcomes_in_their_language(
    site: Flask, coordinator: PageClient, draft: str
) -> None:
    publish(coordinator, draft, as_is="y")
    reader = PageClient(site)
    html = reader.get(f"/fr/courses/{CODE}").response.text
    assert "<h1>Lire la rivière</h1>" in html
    assert re.search(r'<p class="lead" lang="en" dir="ltr">', html)
    assert re.search(r'<ul class="goals[^>]*>\s*<li lang="en" dir="ltr">', html)
    assert re.search(r'<h3 lang="en" dir="ltr">1\. ', html)
    assert '<span lang="en" dir="ltr">Reading a staff gauge</span>' in html
    assert re.search('<h1 lang="en" dir="ltr">', reader.get(f"/fr/courses/{CODE}/staff-gauge").response.text)
    assert re.search(
        '<h1 lang="en" dir="ltr">', reader.get(f"/fr/courses/{CODE}/v/1/staff-gauge").response.text
    )
    html = reader.get(f"/en/courses/{CODE}").response.text
    assert '<h1 lang="fr" dir="ltr">Lire la rivière</h1>' in html
    assert re.search('<p class="lead">', html)
    assert re.search(r'<ul class="goals[^>]*lang="fr" dir="ltr">\s*<li lang="en" dir="ltr">', html)
    assert re.search(r'<span\s+class="muted" lang="en" dir="ltr">', html)


def test_a_card_says_the_language_of_its_title(site: Flask, coordinator: PageClient) -> None:
    author, reviewer = staff(site, centre="irtces"), staff(site, Role.REVIEWER, "irtces")
    page = author.get("/en/studio/courses/new/from/reading-the-river")
    page.send("Begin the draft", {"tongue": "fr", "title": "Reading the river"})
    with site.app_context():
        found = find_draft_of(reading(), CODE)
        assert found is not None
    ask(author, found.id, ASKED)
    approve(reviewer, found.id)
    publish(coordinator, found.id, as_is="y")
    html = PageClient(site).get("/fr/courses").response.text
    assert re.search(r'href="/fr/courses/reading-the-river-fr" lang="en" dir="ltr">Reading the river', html)
