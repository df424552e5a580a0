"""The signs that mark the places of a reader in kept pages are words when an author writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.coursefile.reader import read_folder
from learnhub.db import transaction
from tests.databases import EXAMPLE
from tests.web.client import PageClient

NAMES = ["csrf", "name", "rest", "0", "cut", "nothing"]
SIGNS = " ".join(f"\ue000{name}\ue001 @page-weight@" for name in NAMES)


@pytest.fixture
def marked(site: Flask) -> None:
    """The example course with such signs in its title, summary, terms and a lesson."""
    found = read_folder(EXAMPLE).document
    assert found is not None
    document = replace(
        found,
        metadata=replace(found.metadata, title=SIGNS[:160], summary=SIGNS),
        lessons=tuple(replace(each, title=SIGNS, markdown=SIGNS) for each in found.lessons),
        glossary=tuple(replace(each, definition=SIGNS) for each in found.glossary),
    )
    with site.app_context(), transaction() as session:
        store = FileStore(site.config["SETTINGS"].instance)
        publish(session, document=document, files=store, now=datetime(2026, 11, 20, tzinfo=UTC), actor="test")
    site.extensions["learnhub.edge"].pages.look_again()


@pytest.mark.parametrize(
    "rest", ["", "/staff-gauge", "/glossary", "/text", "/quiz/final", "/changes", "/v/2"]
)
def test_marks_in_a_course_are_words(
    marked: None, site: Flask, another: Callable[..., PageClient], rest: str
) -> None:
    visitor = another()
    visitor.get("/en/register").send(
        "Create account", {"name": "Zainab Okonkwo", "password": "river stone cloud"}
    )
    for _again in range(2):  # the second comes from what was kept
        page = visitor.get(f"/en/courses/reading-the-river{rest}")
        assert "Zainab" not in page.text
        tokens = [each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"]
        assert not any(token in page.text for token in tokens)
