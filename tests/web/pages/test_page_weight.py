"""The promise of the first screen: a lesson or the catalogue, styles included, in one round trip."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.config import ROOT, Settings
from learnhub.coursefile.reader import read_folder
from learnhub.db import transaction
from learnhub.web.i18n import LANGUAGES
from learnhub.web.weight import stylesheets
from tests.databases import STATES, TestDatabase
from tests.web.client import PageClient

FIRST_VISIT, SCRIPTS = 14_336, 8_000
REQUESTS = 5
EDITOR = ("here.js", "lesson.js", "marks.js", "page.js", "seen.js")
OF_AUTHORS = {
    "clashes.js",
    "format.js",
    "keep.js",
    "large.js",
    "picture.js",
    "plan.js",
    "shared.js",
    "resize.js",
    "shrink.js",
    "translate.js",
}
STUDIO = {*EDITOR, *OF_AUTHORS} - {"page.js"}  # only authors and reviewers load these
COURSES = sorted(path.parent for path in (ROOT / "courses").glob("*/course.yaml"))
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def publish_the_courses(settings: Settings) -> None:
    """The courses that come with LearnHub."""
    for folder in COURSES:
        result = read_folder(folder)
        assert result.document is not None, result.problems
        with transaction() as session:
            publish(
                session,
                document=result.document,
                files=FileStore(settings.instance),
                now=NOW,
                actor="test",
            )


STATES["courses"] = ("reference", publish_the_courses)


@pytest.fixture
def real(test_database: TestDatabase) -> Flask:
    """The application with these courses."""
    test_database.refresh("courses")
    return test_database.app


def weigh(client: FlaskClient, address: str) -> int:
    """Bytes on the line for a first visit: the page and its stylesheets, packed."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, address
    styles = stylesheets(client.get(address).data)
    assert styles, address
    sheets = [client.get(sheet, headers={"Accept-Encoding": "gzip"}) for sheet in styles]
    return len(answer.data) + sum(len(sheet.data) for sheet in sheets)


def addresses(client: FlaskClient, page: str, below: str) -> list[str]:
    found = re.findall(r'href="([^"?#]+)"', client.get(page).text)
    return [address for address in dict.fromkeys(found) if address.startswith(below + "/")]


def test_lessons_and_catalogue_fit_the_first_round_trip(real: Flask) -> None:
    client = real.test_client()
    assert len(COURSES) >= 4
    courses = addresses(client, "/en/courses", "/en/courses")
    english = {"/en/courses", *courses}
    for course in courses:
        whole = {f"{course}/text", f"{course}/glossary"}  # these two say their size before they are opened
        english |= set(addresses(client, course, course)) - whole
    assert len(english) > 40
    pages = {page.replace("/en/", f"/{lang}/", 1) for page in english for lang in LANGUAGES}
    pages |= {f"/{lang}/" for lang in LANGUAGES}
    weights = {page: weigh(client, page) for page in pages}
    assert {page: count for page, count in weights.items() if count > FIRST_VISIT} == {}


def test_who_is_signed_in_pays_no_more_for_a_whole_course(real: Flask) -> None:
    learner = PageClient(real)
    learner.get("/en/register").send("Create account", {"name": "Ada", "password": "river stone cloud"})
    courses = addresses(learner.client, "/en/courses", "/en/courses")
    assert courses
    assert "Ada" in learner.get(courses[0]).person
    for course in courses:
        everybody, hers = weigh(real.test_client(), f"{course}/text"), weigh(learner.client, f"{course}/text")
        assert everybody < hers < everybody + 2_000, course


def asked_for(page: str) -> list[str]:
    """What a browser that was never here loads with a page: stylesheets, scripts, the mark."""
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def test_a_first_visit_asks_for_little(real: Flask) -> None:
    learner = PageClient(real)
    course = "/en/courses/water-diplomacy"
    learner.get("/en/register?course=water-diplomacy").send(
        "Create account and start", {"name": "Ada", "password": "river stone cloud"}
    )
    begun = learner.get(f"{course}/quiz/pre-test").send("Check answers and finish", {"q.pre-8": "20"})
    reviewed = begun.send("Hand in all the same")
    assert "/attempts/" in reviewed.address
    pages = ["/en/", "/en/courses", course, f"{course}/shared-waters-in-numbers", f"{course}/quiz/final"]
    pages += [
        reviewed.address,
        "/en/me",
        "/en/me/data",
        "/en/me/security",
        "/en/me/messages",
        "/en/me/results",
    ]
    asked = {page: asked_for(learner.fetch(page).text) for page in pages}
    assert {page: found for page, found in asked.items() if not 3 <= 1 + len(found) <= REQUESTS} == {}


def test_drawings_are_packed_like_any_text(real: Flask) -> None:
    client = real.test_client()
    course = addresses(client, "/en/courses", "/en/courses")[0]
    drawings = set(re.findall(r'src="(/files/[^"]+\.svg)"', client.get(f"{course}/text").text))
    assert len(drawings) > 5
    for drawing in drawings:
        plain, packed = client.get(drawing), client.get(drawing, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}", "no byte counts from here"
        assert len(packed.data) < len(plain.data) / 2, drawing


def test_the_foot_says_what_the_page_needed(real: Flask) -> None:
    client = real.test_client()
    text = client.get("/en/courses").text
    said = re.search(r"This page needed (\d+) KB, styles included", text)
    assert said
    sheets = sum(len(client.get(sheet).data) for sheet in stylesheets(text.encode()))
    assert abs(int(said[1]) - (len(text.encode()) + sheets) / 1000) <= 1


def test_the_page_about_data_says_what_pages_need(real: Flask) -> None:
    client = real.test_client()
    script = packed_scripts(real)["quiz.js"]
    course = addresses(client, "/en/courses", "/en/courses")[0]
    rows = (
        client.get("/en/saving-data").text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    )
    said = [int(re.findall(r'class="r">(\d+)', row)[0]) for row in rows]
    _lesson, catalogue, home, text, quiz = said
    for page, first in (("/en/courses", catalogue), ("/en/", home), (f"{course}/text", text)):
        assert abs(first - weigh(client, page) / 1000) < 1, page
    assert abs(quiz - script / 1000) < 1


def packed_scripts(app: Flask) -> dict[str, int]:
    """What each script weighs on the line, by the name of its file."""
    static = app.extensions["learnhub.edge"].static
    return {
        name: static.packed_sizes[address] for name, address in static.names.items() if name.endswith(".js")
    }


def test_all_scripts_of_learners_together_stay_small(real: Flask) -> None:
    scripts = packed_scripts(real)
    assert {"quiz.js", "lesson.js"} <= set(scripts)
    assert sum(size for name, size in scripts.items() if name not in STUDIO) <= SCRIPTS


def test_the_scripts_of_the_lesson_editor_stay_small(real: Flask) -> None:
    scripts = packed_scripts(real)
    assert sum(scripts[name] for name in EDITOR) <= SCRIPTS
