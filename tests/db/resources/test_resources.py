"""Shared resources: drafts, dated versions that never change, who sees them, copies in courses and their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from resource_support import FACTS, NOW, course_with, file_of, publish, rewrite, written
from sqlalchemy import select

from learnhub.access.identity import Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import CourseVersion
from learnhub.catalogue.publishing import publish as publish_course
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import CourseDocument, Resource
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, NotFound, Unacceptable
from learnhub.resources.domain import Standing, Use
from learnhub.resources.queries import (
    find_item,
    get_versions,
    list_items,
    list_published,
    pages_of,
    standings,
    uses_of,
)
from learnhub.resources.service import ask_item, open_item, save_item
from learnhub.web.queries import page_version

pytestmark = pytest.mark.usefixtures("example")


def author(centre: str, role: Role = Role.AUTHOR) -> Identity:
    return Identity(person_id=1, grants=frozenset({Grant(role, Scope(ScopeKind.CENTRE, centre))}))


def test_an_unfinished_draft_is_kept_and_not_published() -> None:
    item = written(failed="")
    with pytest.raises(Unacceptable):
        publish(item)
    found = find_item(reading(), item.id)
    assert found is not None
    assert (found.version, found.draft["cost"]) == ("", "Not known.")
    with pytest.raises(NotFound):
        get_versions(reading(), "case", item.code)


def test_versions_are_named_by_their_day_and_keep_their_words() -> None:
    item = written()
    before = page_version(reading())
    assert publish(item) == "2026-11-22"
    assert page_version(reading()) > before
    item = rewrite(item, cost="Two million yen.")
    assert publish(item) == "2026-11-22.2"
    item = rewrite(item, cost="Three million yen.")
    assert publish(item, NOW + timedelta(days=1)) == "2026-11-23"
    found = get_versions(reading(), "case", item.code)
    assert [(each.version, each.data["cost"]) for each in found] == [
        ("2026-11-23", "Three million yen."), ("2026-11-22.2", "Two million yen."), ("2026-11-22", "Not known."),
    ]  # fmt: skip


def test_the_same_words_are_no_new_version() -> None:
    item = written()
    first = publish(item)
    with transaction() as session:
        later = NOW + timedelta(days=9)
        assert ask_item(session, item_id=item.id, base_rev=item.rev, of=None, actor=None, now=later) == first
    assert len(get_versions(reading(), "case", item.code)) == 1


def test_two_who_save_at_once_are_told() -> None:
    item = written()
    rewrite(item, cost="One")
    with pytest.raises(Conflict), transaction() as session:
        save_item(
            session,
            item_id=item.id,
            title=item.title,
            facts={"cost": "Two"},
            base_rev=item.rev,
            actor=None,
            now=NOW,
        )
    with pytest.raises(Conflict):
        publish(item)
    found = find_item(reading(), item.id)
    assert found is not None
    assert found.draft["cost"] == "One"


def test_a_code_names_one_resource_of_a_kind() -> None:
    written()
    written("site")
    with pytest.raises(Conflict), transaction() as session:
        open_item(
            session,
            kind="case",
            code="dike-at-the-bend",
            centre_id="icwc",
            language="en",
            title="Mine",
            actor=None,
            now=NOW,
        )


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.FACILITATOR, Role.CENTRE_COORDINATOR])
@pytest.mark.parametrize("centre", ["icharm", "icwc"])
def test_lists_show_what_the_policy_lets_one_see(role: Role, centre: str) -> None:
    items = [written(), written("site", centre="icwc")]
    who, session = author(centre, role), reading()
    seen, total = list_items(session, who)
    known = reference(session)
    expected = {
        each.id
        for each in items
        if permits(who, Permission.VIEW_COURSE, known.centre_resource(each.centre_id))
    }
    assert {each.id for each in seen} == expected
    assert total == len(expected)


def test_the_public_list_is_searched_and_paged() -> None:
    session = reading()
    for number, place in enumerate(("Ueda", "Sakae", "Iida")):
        publish(written(code=f"dike-{number}", place=f"{place}, Japan"))
    written(code="unpublished")
    found, total = list_published(session, "case", size=2, page=2)
    assert (len(found), total) == (1, 3)
    found, total = list_published(session, "case", text="sakae japan")
    assert [each.code for each in found] == ["dike-1"]
    publish(written(code="levee", place="Мост через реку Ока, Łódź"))
    publish(written(code="wadi", place="مِيَاه الوادي"))
    for text in ("ОКА", "реку", "lodz", "мост Łódź"):
        assert [each.code for each in list_published(session, "case", text=text)[0]] == ["levee"], text
    for text in ("مياه", "الوادى", "ﻣﻴﺎﻩ"):
        assert [each.code for each in list_published(session, "case", text=text)[0]] == ["wadi"], text
    assert list_published(session, "case", text="%")[1] == 0
    assert list_published(session, "case", language="fr")[1] == 0
    assert list_published(session, "site")[1] == 0


def copy(document: CourseDocument) -> Resource:
    return document.resources[0]


def test_a_copy_is_told_from_what_was_published() -> None:
    item = written()
    first = publish(item)
    same = copy(course_with(item, file_of(item, first)))
    altered = copy(course_with(item, file_of(item, first, cost="Nothing at all.")))
    stranger = Resource("site", "elsewhere", file_of(item, first))
    session = reading()
    assert standings(session, [same])[0] == (Standing.CURRENT, first)
    assert standings(session, [altered])[0][0] is Standing.ALTERED
    assert standings(session, [stranger])[0] == (Standing.UNKNOWN, "")
    latest = publish(rewrite(item, cost="More."))
    assert standings(session, [same])[0] == (Standing.OLDER, latest)
    page = pages_of(session, [same, stranger])
    assert page(same) == f"/en/cases/{item.code}/{first}"
    assert page(stranger) == ""
    assert pages_of(session, [altered])(altered) == ""


def test_a_published_course_links_the_page_and_is_listed_on_it(example: Flask) -> None:
    item = written()
    version = publish(item)
    document = course_with(item, file_of(item, version))
    store = FileStore(example.config["SETTINGS"].instance)
    with transaction() as session:
        done = publish_course(session, document=document, files=store, now=NOW, actor="test")
    compiled = reading().scalar(select(CourseVersion.compiled).where(CourseVersion.id == done.version_id))
    assert f"/en/cases/{item.code}/{version}" in (compiled or "")
    assert uses_of(reading(), "case", item.code) == [Use("reading-the-river", version)]
    bare = CourseDocument(**{**document.__dict__, "resources": ()})
    with transaction() as session:
        publish_course(session, document=bare, files=store, now=NOW, actor="test")
    assert uses_of(reading(), "case", item.code) == []


def test_facts_of_another_kind_are_not_kept() -> None:
    item = written("term", definition="A word.", cost="none", version="1999-01-01", centre_id="icwc")
    assert set(item.draft) == {*FACTS["term"]}
