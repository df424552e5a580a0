"""Every kind of page, as somebody meets it: rules for access, width on a phone, focus, no complaint in the console."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.answers import QUIZ, answer_all, close_the_lessons, hand_in
from tests.browser.looking import DESK, PHONE, tab_stops, too_wide, violations
from tests.browser.site import EXAMPLE, PLANNED, REAL, Site
from tests.browser.visitor import Visitor

CENTRE = "icharm"
PUBLIC = [
    "/en/",
    "/en/courses",
    "/en/courses?q=nothing-like-this",
    f"/en/courses/{REAL}",
    f"/en/courses/{REAL}/sharing-a-flow",
    f"/en/courses/{EXAMPLE}/return-periods",
    f"/ar/courses/{EXAMPLE}/return-periods",
    "/ar/",
    "/ar/courses",
    "/zh/courses",
    f"/en/courses/{EXAMPLE}/text",
    f"/en/courses/{REAL}/measuring-cooperation",
    f"/en/courses/{EXAMPLE}/glossary",
    f"/en/courses/{EXAMPLE}/quiz/final",
    f"/en/courses/{PLANNED}/assignment/action-plan",
    f"/ar/courses/{PLANNED}/assignment/action-plan",
    "/en/centres",
    f"/en/centres/{CENTRE}",
    "/en/themes",
    "/en/trainings",
    "/en/themes/HYDROLOGY",
    "/en/sign-in",
    f"/en/register?course={EXAMPLE}",
    "/en/recover",
    "/en/appearance",
    "/en/about",
    "/en/help",
    "/en/accessibility",
    "/en/privacy",
    "/en/how-we-count",
    "/en/saving-data",
    "/en/c",
    "/en/no-such-page",
]
OWN = [
    "/en/me",
    "/en/me/results",
    "/en/me/messages",
    "/en/me/trainings",
    "/en/me/data",
    "/en/me/data/erase",
    "/en/me/security",
    "/en/me/number",
    "/en/me/email",
    f"/en/courses/{EXAMPLE}",
    f"/en/courses/{EXAMPLE}/staff-gauge",
    f"/en/courses/{EXAMPLE}/leave",
    QUIZ,
    QUIZ.replace("/en/", "/ar/"),
    f"{QUIZ}?open=1",
    f"{QUIZ}?other=1",
    f"{QUIZ.replace('/en/', '/ar/')}?open=1",
]
TEAM = [
    f"/en/courses/{EXAMPLE}/report",
    f"/en/courses/{EXAMPLE}/people/import",
    f"/en/centre/{CENTRE}/people",
    f"/en/centre/{CENTRE}/trainings",
    f"/en/centre/{CENTRE}/trainings/new",
]
FOCUS = [
    "/en/",
    "/en/courses",
    f"/en/courses/{REAL}",
    f"/en/courses/{REAL}/sharing-a-flow",
    "/en/sign-in",
    "/en/register",
]
SHEET = b"name,email,country\nEve Wanjiru,eve@example.org,KE\nNo Address,,\n"


class Person(Visitor):
    """A visitor whose addresses of review and certificate are known."""

    review = ""
    certificate = ""


def _visitor(browser: Browser, site: Site) -> Person:
    context = browser.new_context(viewport=DESK)
    context.set_default_timeout(20_000)
    return Person(context, context.new_page(), site.address)


@pytest.fixture(scope="session")
def stranger(browser: Browser, site: Site) -> Iterator[Person]:
    """Nobody in particular."""
    visitor = _visitor(browser, site)
    yield visitor
    visitor.context.close()


@pytest.fixture(scope="session")
def learner(browser: Browser, site: Site) -> Iterator[Person]:
    """Somebody who completed the example course."""
    visitor = _visitor(browser, site)
    visitor.register("Amina Diallo أمينة", course=EXAMPLE)
    page = visitor.open(f"/en/courses/{EXAMPLE}/staff-gauge")
    close_the_lessons(page)
    answer_all(page)
    hand_in(page)
    visitor.review = page.url.removeprefix(site.address)
    visitor.open(QUIZ)
    page.get_by_role("button", name="Check answers and finish").click()
    page.wait_for_url("**?open=1#open")
    visitor.open("/en/me")
    visitor.certificate = str(page.locator("#certificates + ul a").get_attribute("href"))
    yield visitor
    visitor.context.close()


@pytest.fixture(scope="session")
def coordinator(browser: Browser, site: Site, learner: Person) -> Iterator[Person]:
    """The coordinator of the centre that teaches the example course."""
    visitor = _visitor(browser, site)
    visitor.register("Kenji Mori", email="kenji@example.org")
    site.command(
        "people", "grant", "kenji@example.org", "centre_coordinator", "--centre", CENTRE, "--unconfirmed"
    )
    yield visitor
    visitor.context.close()


def problems(visitor: Person) -> list[str]:
    """What is wrong with the page that is open."""
    page = visitor.page
    wide = too_wide(page)
    found = [f"scrolls sideways by {wide} px"] if wide else []
    found += violations(page)
    # the browser notes that these two pages are answers to something missing or something refused
    found += [
        line for line in visitor.complaints if not line.endswith(("(NOT FOUND)", "(UNPROCESSABLE ENTITY)"))
    ]
    visitor.complaints.clear()
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    return found


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_for_everybody(stranger: Person, path: str) -> None:
    stranger.open(path)
    assert problems(stranger) == []


@pytest.mark.parametrize("path", OWN)
def test_pages_of_a_learner(learner: Person, path: str) -> None:
    learner.open(path)
    assert problems(learner) == []


@pytest.mark.parametrize("kind", ["review", "certificate"])
def test_what_a_learner_earned(learner: Person, kind: str) -> None:
    learner.open(getattr(learner, kind))
    assert problems(learner) == []


@pytest.mark.parametrize("path", TEAM)
def test_pages_of_the_course_team(coordinator: Person, path: str) -> None:
    coordinator.open(path)
    assert problems(coordinator) == []


def test_a_sheet_before_it_is_stored(coordinator: Person) -> None:
    page = coordinator.open(f"/en/courses/{EXAMPLE}/people/import")
    page.get_by_label("Sheet with people").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": SHEET}
    )
    page.locator("main form button.btn").click()
    expect(page.get_by_text("Rows that need another look").first).to_be_visible()
    assert problems(coordinator) == []


def test_a_training_from_its_plan_to_its_sheet(coordinator: Person) -> None:
    page = coordinator.open(f"/en/centre/{CENTRE}/trainings/new")
    page.get_by_label("Title").fill("Flood maps")
    page.get_by_label("First day").fill("2026-01-12")
    page.get_by_label("Last day").fill("2026-01-13")
    page.get_by_label("Hours of all days together").fill("12")
    page.get_by_label("How people take part").select_option("hybrid")
    page.get_by_role("button", name="Store the training").click()
    training = page.url
    page.get_by_role("link", name="People on the list").click()
    page.get_by_label("People").fill("kenji@example.org")
    page.get_by_role("button", name="Put on the list").click()
    assert problems(coordinator) == []
    for path in ("", "/attendance?day=2026-01-12", "/heads", "/call-off", "/change", "/attendance/import"):
        coordinator.open(training.removeprefix(coordinator.address) + path)
        assert problems(coordinator) == [], path
    sheet = b"login,2026-01-12\nkenji@example.org,online\nnobody,x\n"
    file = {"name": "sheet.csv", "mimeType": "text/csv", "buffer": sheet}
    page.get_by_label("Sheet with people").set_input_files(file)
    page.get_by_role("button", name="Check the sheet").click()
    expect(page.get_by_text("Rows that need another look").first).to_be_visible()
    assert problems(coordinator) == []


def test_a_form_with_problems(stranger: Person) -> None:
    page = stranger.open("/en/register")
    page.get_by_label("Your name").fill("A")
    page.get_by_label("Password", exact=True).fill("short")
    page.locator("main form button.btn").click()
    expect(page).to_have_title(re.compile("^Problem:"))
    assert problems(stranger) == []


@pytest.mark.parametrize("path", FOCUS)
def test_the_focus_is_seen_at_every_stop(stranger: Person, path: str) -> None:
    page = stranger.open(path)
    stops = tab_stops(page)
    assert stops[0]["what"] == "A Skip to content"
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not (stop["ring"] and stop["seen"])] == []


def test_the_focus_is_seen_in_a_quiz(learner: Person) -> None:
    stops = tab_stops(learner.open(QUIZ))
    assert len(stops) > 20
    assert [stop["what"] for stop in stops if not (stop["ring"] and stop["seen"])] == []


def test_a_long_name_leaves_room_for_the_rest_of_the_table(
    browser: Browser, site: Site, coordinator: Person
) -> None:
    """The column of names stays in place when the table is moved; it may not cover it."""
    other = _visitor(browser, site)
    other.register("Wolfeschlegelsteinhausenbergerdorff Nhantumbo dos Santos e Silva", course=EXAMPLE)
    other.context.close()
    for page in ("report", "learners"):
        opened = coordinator.open(f"/en/courses/{EXAMPLE}/{page}")
        opened.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        box = opened.locator(".lines tbody th").first.bounding_box()
        assert box is not None
        assert box["width"] <= PHONE["width"] / 2, page
