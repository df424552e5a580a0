"""6,500 hostile pastes in every field that takes a text, on pages of drafts and published courses, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest
from playwright.sync_api import Dialog, Page, Request, Route
from sqlalchemy import select

from learnhub.accounts.models import Person
from learnhub.catalogue.files import FileStore
from learnhub.coursefile.compile.text import compile_text
from learnhub.coursefile.sketch import sketch
from learnhub.db import reading, transaction
from learnhub.learning.service.enrolling import enrol
from tests.browser.hostile import ARMED, HOOK, MOST, PRESS, WHOLENESS, pastes
from tests.browser.hostile_people import share_hostile_texts, write_as_a_team, write_works
from tests.browser.hostile_site import (
    AT,
    EXAMPLE,
    add_hostile_media,
    application,
    enrol_hostile_people,
    hostile_document,
    open_hostile_draft,
    publish_hostile,
)
from tests.browser.looking import too_wide
from tests.browser.site import Site
from tests.browser.visitor import NewVisitor

pytestmark = pytest.mark.slow
SLICE = 650
EMAIL = "hostile@example.org"
OF_A_DRAFT = [
    "", "/facts", "/facts/goals", "/facts/glossary", "/facts/references", "/facts/text", "/review", "/changes",
    "/publish", "/history", "/checklist", "/lessons/staff-gauge", "/lessons/return-periods", "/preview/staff-gauge",
    "/preview/return-periods", "/quizzes/final", "/quizzes/final/text", "/quizzes/final/questions/q1",
    "/review/course.yaml", "/review/lessons/staff-gauge.md", "/review/lessons/return-periods.md",
    "/review/quizzes/final.yaml", "/assignments/plan", "/assignments/plan/text", "/preview/assignment/plan",
    "/review/assignments/plan.yaml",
]  # fmt: skip
OF_A_COURSE = [
    "", "/staff-gauge", "/return-periods", "/glossary", "/text", "/changes", "/changes/1/2", "/v/1", "/v/1/staff-gauge",
    "/v/1/assignment/plan", "/quiz/final", "/assignment/plan", "/learners", "/report", "/insights",
]  # fmt: skip


@pytest.fixture(scope="module")
def slices() -> list[list[str]]:
    """All pastes, a page or a course full of them at a time."""
    every = pastes()
    assert len(set(every)) == MOST
    return [every[first : first + SLICE] for first in range(0, MOST, SLICE)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation of its own: what is published here stands on no page of another test."""
    running = Site(tmp_path_factory.mktemp("hostile"))
    running.command("db", "upgrade")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def reader(new_visitor: NewVisitor, site: Site) -> Iterator[Page]:
    """Somebody who may see everything of a centre, with an ear for whatever runs or leaves; nothing may."""
    visitor = new_visitor()
    if (site.folder / "hostile").exists():
        visitor.sign_in(EMAIL)
    else:
        visitor.register("Amina", email=EMAIL)
        (site.folder / "hostile").touch()
        site.command("people", "grant", EMAIL, "centre_coordinator", "--centre", "icharm", "--unconfirmed")
    strange: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        strange.append(dialog.message)
        dialog.dismiss()

    def listen(sent: Request) -> None:
        if not sent.url.startswith(site.address):
            strange.append(sent.url)

    visitor.page.on("dialog", dismiss)
    visitor.page.on("request", listen)
    visitor.context.add_init_script(HOOK)
    visitor.page.set_default_timeout(60_000)
    yield visitor.page
    visitor.complaints[:] = [line for line in visitor.complaints if " 404 " not in line]  # pictures named x
    assert strange == []


def untouched(page: Page, address: str, frame: str) -> None:
    """The page stands whole, also when everything in it is pressed upon, and nothing ran."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, (address, answer.status)
    page.evaluate(PRESS)
    assert page.evaluate("window.hits") == [], address
    assert page.evaluate(ARMED) == [], address
    assert page.evaluate(WHOLENESS) == {"mains": 1, "frame": frame, "footer": True, "strange": []}, address
    assert page.url.split("#")[0] == address
    assert too_wide(page) == 0, address


def frame_of(page: Page, address: str) -> str:
    """Which elements a page of ours has in its body."""
    page.goto(address)
    return str(page.evaluate(WHOLENESS)["frame"])


def test_each_compiled_alone(reader: Page, site: Site, slices: list[list[str]]) -> None:
    """Without the policy of our pages: each paste as a text and as a line, in an element of its own."""
    course = sketch((EXAMPLE / "course.yaml").read_text())
    shown = ""

    def answer(route: Route) -> None:
        route.fulfill(body=shown, content_type="text/html; charset=utf-8")

    reader.route("**/compiled", answer)
    for some in slices:
        for inline in (False, True):
            done = (compile_text(course, each, str, inline=inline, prefix="x-") for each in some)
            parts = "".join(f"<section id=part-{n}>{html}</section>" for n, html in enumerate(done))
            shown = f"<!doctype html><title>x</title><main>{parts}</main><footer></footer>"
            reader.goto(site.address + "/compiled")
            reader.evaluate(PRESS)
            assert reader.evaluate("window.hits") == []
            assert reader.evaluate(ARMED) == []
            found = reader.evaluate("[...document.querySelector('main').children].map((e) => e.id)")
            assert found == [f"part-{n}" for n in range(len(some))]
            assert reader.evaluate(WHOLENESS)["strange"] == []
            assert reader.evaluate("[...document.body.children].map((e) => e.tagName)") == ["MAIN", "FOOTER"]


def test_drafts_full_of_pastes(reader: Page, site: Site, slices: list[list[str]]) -> None:
    app = application(site)
    base = f"{site.address}/en/studio"
    frame = frame_of(reader, base)
    with app.app_context():
        store = FileStore(app.config["SETTINGS"].instance)
        person = reading().scalars(select(Person.id).where(Person.email == EMAIL)).one()
        drafts = []
        for number, some in enumerate(slices):
            with transaction() as session:
                document = hostile_document(f"hostile-draft-{number}", some)
                drafts.append(open_hostile_draft(session, store, document, some, person))
                add_hostile_media(session, some, number)
    for draft in drafts:
        for rest in OF_A_DRAFT:
            untouched(reader, f"{base}/courses/{draft}{rest}", frame)
    for number in range(1, 12):
        untouched(reader, f"{base}/courses/{drafts[0]}/quizzes/final/questions/q{number}", frame)
        untouched(reader, f"{base}/courses/{drafts[0]}/quizzes/final/questions/q{number}/try", frame)
    for rest in ("", "/media"):
        untouched(reader, base + rest, frame)


def test_published_courses_full_of_pastes(reader: Page, site: Site, slices: list[list[str]]) -> None:
    app = application(site)
    frame = frame_of(reader, f"{site.address}/en/courses")
    with app.app_context():
        store = FileStore(app.config["SETTINGS"].instance)
        for number, some in enumerate(slices):
            with transaction() as session:
                document = hostile_document(f"hostile-{number}", some)
                course = publish_hostile(session, store, document, some)
                enrol_hostile_people(session, some[:50], course)
    for number in range(len(slices)):
        for rest in OF_A_COURSE:
            untouched(reader, f"{site.address}/en/courses/hostile-{number}{rest}", frame)
    for rest in ("courses", "courses?q=hit", "centres/icharm", "centre/icharm/people"):
        untouched(reader, f"{site.address}/en/{rest}", frame)


def test_what_people_write_to_each_other(reader: Page, site: Site, slices: list[list[str]]) -> None:
    """Works with marks and appeals, cohorts, messages, feedback, shared cases, sites and terms."""
    app = application(site)
    base = f"{site.address}/en"
    frame = frame_of(reader, f"{base}/courses")
    pages = ["studio/marking", "me", "me/results", "studio/resources"]
    with app.app_context():
        store = FileStore(app.config["SETTINGS"].instance)
        me = reading().scalars(select(Person.id).where(Person.email == EMAIL)).one()
        for number, some in enumerate(slices):
            with transaction() as session:
                document = hostile_document(f"hostile-people-{number}", some)
                course = publish_hostile(session, store, document, some)
                enrol_hostile_people(session, some[:12], course)
                enrol(session, person_id=me, course_id=course, all_steps=5, now=AT)
                keys = write_works(session, some, course, document.assignments[0], me)
                write_as_a_team(session, some, course, me)
                other = session.scalars(select(Person.id).where(Person.id != me)).first() or 0
                shared = share_hostile_texts(session, some, number, me, other)
            code = f"courses/hostile-people-{number}"
            pages += [f"studio/marking/{key}" for key in keys] + shared
            pages += [
                f"{code}/{rest}" for rest in ("assignment/plan", "cohorts", "messages", "learners/feedback")
            ]
    for rest in (*pages, "cases", "sites", "terms"):
        untouched(reader, f"{base}/{rest}", frame)


def test_searches_show_pastes_as_words(reader: Page, site: Site, slices: list[list[str]]) -> None:
    frame = frame_of(reader, f"{site.address}/en/courses")
    for some in slices:
        text = escape(" ".join(some)[:4_000])
        reader.goto(f"{site.address}/en/courses")
        for path in ("courses", "centres", "c"):
            reader.goto(
                f"{site.address}/en/{path}?"
                + reader.evaluate("(q) => new URLSearchParams({q}).toString()", text)
            )
            assert reader.evaluate("window.hits") == []
            assert reader.evaluate(ARMED) == []
            assert reader.evaluate(WHOLENESS)["frame"] == frame


def test_what_runs_or_tries_to_is_heard(reader: Page, site: Site) -> None:
    reader.goto(site.address + "/en/studio")
    assert reader.evaluate("window.hits") == []
    reader.evaluate("window.alert('x')")
    assert reader.evaluate("window.hits") == ["alert"]
