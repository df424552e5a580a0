"""Courses that were published before words were read as today are found as if they were published now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from learnhub.catalogue.models import SearchTerm
from learnhub.catalogue.shelf import Wanted, search, shelf
from learnhub.centres.datafiles import read_files
from learnhub.centres.load import load_reference
from learnhub.cli import main
from learnhub.cli.index import index_step
from learnhub.db import reading, transaction
from learnhub.web.queries import page_version
from tests.databases import MADE_AT


@pytest.fixture
def before(example: Flask) -> Flask:
    """An installation whose terms were made before they carried the edition of the analyser."""
    with transaction() as session:
        session.execute(delete(SearchTerm).where(SearchTerm.term.startswith("#")))
        session.execute(update(SearchTerm).where(SearchTerm.term == "gauge").values(term="oldfashioned"))
    return example


def afresh() -> Session:
    """A session that sees what the command has written meanwhile."""
    reading().rollback()
    return reading()


def found(words: str) -> list[str]:
    session = afresh()
    return [card.code for card in search(session, shelf(session), Wanted(words)).cards]


def index(app: Flask) -> str:
    done = CliRunner().invoke(main, ["courses", "index"], obj=app)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_course_of_an_older_installation_is_indexed_anew_once(before: Flask) -> None:
    assert found("oldfashioned") == ["reading-the-river"]
    pages = page_version(afresh())
    assert index(before) == "Search: 1 course indexed anew.\n"
    assert found("oldfashioned") == []
    assert found("gauge") == found("Япония") == ["reading-the-river"]
    assert page_version(afresh()) > pages, "pages that were kept are made anew"
    assert index(before) == "Search: nothing to do.\n"


def test_a_start_does_it_by_itself(before: Flask) -> None:
    assert index_step() == "Search: 1 course indexed anew."
    assert index_step() is None
    assert found("gauge") == ["reading-the-river"]


def test_new_names_in_the_lists_are_found_too(example: Flask) -> None:
    contents = read_files()
    moved = {**contents, "centres.csv": contents["centres.csv"].replace(b"Tsukuba", b"Matsushiro")}
    with transaction() as session:
        load_reference(session, now=MADE_AT + timedelta(days=1), contents=moved)
    assert found("matsushiro") == []
    assert index(example) == "Search: 1 course indexed anew.\n"
    assert found("matsushiro") == ["reading-the-river"]
