"""The home of a centre's team, and the way there."""

from __future__ import annotations

import pytest
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import load_version
from learnhub.catalogue.shelf import Card, shelf
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.learning.service.enrolling import enrol
from tests.web.client import PageClient
from tests.web.reach.conftest import IMPORTED_AT, Enter


@pytest.fixture
def course(site: Flask) -> Card:
    """The example course."""
    with site.app_context():
        return next(iter(shelf(reading()).cards.values()))


def enrol_people(site: Flask, course: Card, count: int) -> None:
    """So many new people in the course."""
    with site.app_context():
        steps = load_version(reading(), course.version_id).all_steps
        for number in range(count):
            with transaction() as session:
                account = NewAccount(name=f"Learner {number}", password_hash="!")
                person = register(session, account=account, now=IMPORTED_AT)
                enrol(
                    session, person_id=person.id, course_id=course.course_id, all_steps=steps, now=IMPORTED_AT
                )


def navigation(visitor: PageClient) -> list[str]:
    """What the main navigation offers."""
    return [link.text for link in visitor.get("/en/courses").tree.all("nav")[0].all("a")]


def test_a_coordinator_finds_reports_people_and_figures(site: Flask, course: Card, enter: Enter) -> None:
    enrol_people(site, course, 3)
    visitor = enter(Role.CENTRE_COORDINATOR, course.centre_id)
    page = visitor.get("/en/courses").click("My centre")
    row = page.main.all("table")[0].all("tr")[1]
    assert course.title in row.text
    assert [cell.text for cell in row.all("td")][:2] == ["3", "0"]
    assert "3 learners" in page.click(f"Learners and results: {course.title}").text
    assert page.click(f"Enrol people from a sheet: {course.title}").status == 200
    assert page.click("People and roles, lost passwords").status == 200
    assert page.click("Reach of the centre by region").status == 200
    assert page.click("Dashboard of this year").status == 200
    assert page.click("Reports to hand on").status == 200
    assert page.click("Texts of the centre in the studio").status == 200


def test_a_facilitator_finds_the_reports_alone(course: Card, enter: Enter) -> None:
    page = enter(Role.FACILITATOR, course.centre_id).get("/en/courses").click("My centre")
    words = set(page.links())
    assert f"Learners and results: {course.title}" in words
    assert not words & {
        "People and roles, lost passwords", "Reach of the centre by region",
        f"Enrol people from a sheet: {course.title}",
    }  # fmt: skip


def test_it_is_closed_to_others(course: Card, enter: Enter, visitor: PageClient) -> None:
    address = f"/en/centre/{course.centre_id}"
    assert "/sign-in" in visitor.redirect(address)
    enter(None).get(address, 403)
    enter(Role.AUTHOR, course.centre_id).get(address, 403)
    enter(Role.CENTRE_COORDINATOR, "C01").get(address, 403)
    enter(Role.ADMINISTRATOR, NETWORK).get("/en/centre/nowhere", 404)


def test_several_centres_lead_to_one_another(site: Flask, course: Card, enter: Enter) -> None:
    with site.app_context():
        others = [code for code in sorted(_centres()) if code != course.centre_id][:1]
    visitor = enter(Role.CENTRE_COORDINATOR, course.centre_id, *others)
    page = visitor.get(f"/en/centre/{course.centre_id}")
    chips = [link.get("href") for link in page.main.all("a") if link.get("class") == "chip"]
    assert chips == [f"/en/centre/{others[0]}"]
    assert "No course of this centre" in visitor.get(chips[0]).text


def _centres() -> set[str]:
    return set(reference(reading()).centres)


def test_the_navigation_of_each_role(course: Card, enter: Enter, visitor: PageClient) -> None:
    assert navigation(visitor) == ["Courses", "Centres", "Impact", "Help"]
    assert navigation(enter(None)) == ["My learning", "Courses", "Centres", "Help"]
    assert navigation(enter(Role.CENTRE_COORDINATOR, course.centre_id)) == [
        "My learning", "Courses", "Studio", "My centre", "Reach",
    ]  # fmt: skip
    assert navigation(enter(Role.NETWORK_COORDINATOR, NETWORK)) == [
        "My learning",
        "Courses",
        "Reach",
        "Centres",
        "Help",
    ]
    viewer = enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE"))
    assert navigation(viewer) == ["My learning", "Courses", "Releases", "Centres", "Help"]


def test_the_navigation_marks_the_page_that_is_open_and_no_other(visitor: PageClient) -> None:
    def marked(address: str) -> list[str]:
        links = visitor.get(address).tree.all("nav")[0].all("a")
        return [link.text for link in links if link.get("aria-current") == "page"]

    assert marked("/en/help") == ["Help"]
    assert marked("/en/privacy") == []
    assert marked("/en/impact") == ["Impact"]
    assert visitor.redirect("/en/reach") == "/en/impact"
