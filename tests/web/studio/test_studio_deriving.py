"""A course made from a published one of any centre: what its licence allows, its credit, the other languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from author_support import EXAMPLE, staff, store
from flask import Flask

from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.coursefile.derive import derived
from learnhub.coursefile.document import Author, CourseDocument, Language, Making
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.reader import read_folder
from learnhub.coursefile.sources import from_folder
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Unacceptable
from learnhub.studio.queries.drafts import find_draft_of, parts_of
from learnhub.studio.queries.sources import check_credit, find_source
from learnhub.studio.service.drafts import read_draft
from tests.web.client import Page, PageClient, Typed

FROM = "/en/studio/courses/new/from"
BEGIN = "Begin the draft"


@pytest.fixture
def elsewhere(site: Flask) -> PageClient:
    """An author of a centre that does not lead the published course."""
    browser: PageClient = staff(site, centre="irtces")
    return browser


def example(**changes: object) -> CourseDocument:
    found = read_folder(EXAMPLE).document
    assert found is not None
    return replace(found, metadata=replace(found.metadata, **changes))  # type: ignore[arg-type]


def put_out(site: Flask, course: CourseDocument) -> None:
    """Publish a course."""
    with site.app_context(), transaction() as session:
        publish(session, document=course, files=store(site), now=datetime.now(UTC), actor="test")


def made(
    source: CourseDocument, code: str, language: Language, how: Making = "translation"
) -> CourseDocument:
    return derived(
        source, version=1, how=how, code=code, title=f"Title in {language}", language=language, centre="irtces",
        author=Author("Awa Sow"),
    )  # fmt: skip


def course_of(site: Flask, code: str) -> dict[str, object]:
    """course.yaml of a draft."""
    with site.app_context():
        draft = find_draft_of(reading(), code)
        assert draft is not None
        return read_loose(parts_of(reading(), draft.id)["course.yaml"].text) or {}


def hrefs(page: Page) -> set[str]:
    """Where the links of the main part lead."""
    return {link.get("href") or "" for link in page.main.all("a")}


def test_another_centre_translates_a_course_under_an_open_licence(site: Flask, elsewhere: PageClient) -> None:
    page = elsewhere.get("/en/studio/courses/new").click("From a course of any centre: translate or adapt it")
    page = page.click("Translate or adapt Reading the river")
    page = page.send(BEGIN, {"tongue": "fr", "title": "Lire la rivière"})
    assert page.title == "Lire la rivière"
    course = course_of(site, "reading-the-river-fr")
    assert (course["language"], course["centres"], course["licence"]) == ("fr", ["irtces"], "CC-BY-4.0")
    assert course["based_on"] == [
        {
            "how": "translation", "code": "reading-the-river", "version": 1, "title": "Reading the river",
            "language": "en", "centres": ["icharm"], "authors": ["LearnHub course team"], "licence": "CC-BY-4.0",
        }
    ]  # fmt: skip
    with site.app_context():
        draft = find_draft_of(reading(), "reading-the-river-fr")
        assert draft is not None
        assert set(parts_of(reading(), draft.id)) == set(from_folder(EXAMPLE)[0])
        source = find_source(reading(), draft.id)
        assert source is not None
        assert (source.how, source.version.number, source.overtaken) == ("translation", 1, False)


def test_an_adaptation_stays_in_the_language_of_its_original(site: Flask, elsewhere: PageClient) -> None:
    elsewhere.get(f"{FROM}/reading-the-river").send(
        BEGIN, {"how": "adaptation", "tongue": "zh", "title": "Reading the Yangtze", "code": "yangtze"}
    )
    course = course_of(site, "yangtze")
    assert course["language"] == "en"
    origin = course["based_on"][0]  # type: ignore[index]
    assert origin["how"] == "adaptation"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"tongue": "en"}, "This is the language of the original. Choose another one, or adapt the course."),
        (
            {"tongue": "fr", "code": "reading-the-river"},
            "A published course has this address already. Write another one.",
        ),
        ({"tongue": "fr", "title": ""}, "Write a title; it can be changed at any time"),
    ],
)
def test_what_can_not_be_begun_is_said_at_its_field(elsewhere: PageClient, typed: Typed, said: str) -> None:
    page = elsewhere.get(f"{FROM}/reading-the-river").send(BEGIN, typed, status=422)
    assert page.problems == [said]


def test_a_non_commercial_course_is_for_its_own_centre(site: Flask, elsewhere: PageClient) -> None:
    put_out(site, example(code="for-schools", title="For schools", licence="CC-BY-NC-4.0"))
    page = elsewhere.get(f"{FROM}?q=schools")
    assert "its licence does not allow every use" in page.text
    assert "Ask its centre" in elsewhere.get(f"{FROM}/for-schools", 404).text
    staff(site).get(f"{FROM}/for-schools").send(BEGIN, {"tongue": "fr"})
    assert course_of(site, "for-schools-fr")["licence"] == "CC-BY-NC-4.0"


def test_a_course_that_does_not_name_its_origin_is_not_published(site: Flask, elsewhere: PageClient) -> None:
    elsewhere.get(f"{FROM}/reading-the-river").send(BEGIN, {"tongue": "fr"})
    with site.app_context():
        draft = find_draft_of(reading(), "reading-the-river-fr")
        assert draft is not None
        document = read_draft(reading(), draft, store(site)).document
        assert document is not None
        check_credit(reading(), draft.id, document)
        bare = replace(document, metadata=replace(document.metadata, based_on=None))
        with pytest.raises(Unacceptable, match="has to name it"):
            check_credit(reading(), draft.id, bare)


def test_a_translation_that_comes_back_as_files_is_known_again(site: Flask) -> None:
    french = made(example(), "lire", "fr")
    put_out(site, replace(french, metadata=replace(french.metadata, centres=("icharm",))))
    staff(site).get("/en/studio/courses/new").send("Open as a draft", {"p-code": "lire"})
    with site.app_context():
        draft = find_draft_of(reading(), "lire")
        assert draft is not None
        source = find_source(reading(), draft.id)
        assert source is not None
        assert (source.how, source.version.code) == ("translation", "reading-the-river")


def test_only_who_writes_for_a_centre_begins(site: Flask, visitor: PageClient) -> None:
    assert "sign-in" in visitor.redirect(FROM)
    staff(site).get(f"{FROM}/no-such-course", 404)


def test_the_original_is_credited_and_languages_find_one_another(site: Flask, visitor: PageClient) -> None:
    source = example()
    french = made(source, "lire", "fr")
    assert "Also in" not in visitor.get("/en/courses/reading-the-river").text  # and the page is kept
    put_out(site, french)
    put_out(site, made(french, "qira-a", "ar"))
    put_out(site, made(source, "yangtze", "en", "adaptation"))
    forget_shelves()  # a process looks for new courses, and for new versions of its pages, once a second
    site.extensions["learnhub.edge"].pages.forget()
    page = visitor.get("/en/courses/lire")
    assert "Translated from Reading the river, version 1; LearnHub course team" in page.text
    assert {"/en/courses/reading-the-river", "/en/courses/qira-a"} <= hrefs(page)
    assert "/en/courses/reading-the-river/v/1" in hrefs(page)
    original = visitor.get("/en/courses/reading-the-river")
    assert {"/en/courses/lire", "/en/courses/qira-a"} <= hrefs(original)
    assert "/en/courses/yangtze" not in hrefs(original)
    assert "Also in العربية, Français" in visitor.get("/en/courses").text
    assert "Adapted from Reading the river" in visitor.get("/en/courses/yangtze").text
    assert "Translated from" in visitor.get("/en/courses/lire/v/1").text


def test_who_learns_a_course_in_one_language_is_told_so_in_the_others(
    site: Flask, visitor: PageClient, elsewhere: PageClient
) -> None:
    put_out(site, made(example(), "lire", "fr"))
    forget_shelves()
    elsewhere.get("/en/courses/reading-the-river").send("Enrol, free", {})
    words = "You are enrolled in this course in another language: English."
    assert words in elsewhere.get("/en/courses/lire").text
    assert words not in visitor.get("/en/courses/lire").text
    assert "in another language" not in elsewhere.get("/en/courses/reading-the-river").text
    elsewhere.get("/en/courses/lire").send("Enrol, free", {})
    assert "in another language" not in elsewhere.get("/en/courses/lire").text
