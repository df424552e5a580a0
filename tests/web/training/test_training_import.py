"""Attendance from a sheet: a dry run, what is stored, and the same sheet again."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from learnhub.access.identity import Role
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.ledger.queries import latest
from learnhub.ledger.records import AttendanceRecord, PersonRecord
from tests.web.client import Page, PageClient
from tests.web.training.conftest import Enter, Make, planned


def sent(page: Page, *lines: str, status: int = 200) -> Page:
    """Choose a sheet of these lines; the page that comes back."""
    return sent_bytes(page, "\n".join(lines).encode(), status)


def sent_bytes(page: Page, data: bytes, status: int = 200) -> Page:
    """Choose a file that holds these bytes; the page that comes back."""
    form = page.click("Attendance from a sheet")
    file = FileStorage(BytesIO(data), filename="sheet.csv")
    return form.client.post(form.address, {**form.values("Check the sheet"), "sheet": file}, status)  # type: ignore[dict-item]


def days(site: Flask) -> int:
    """How many days of people the ledger has."""
    with site.app_context():
        rows = [
            AttendanceRecord.from_line(each.body) for each in latest(reading(), AttendanceRecord.entry_kind)
        ]
    return sum(each.date is not None for each in rows)


@pytest.fixture
def page(team: PageClient, make: Make) -> Page:
    make("Amina", "amina@example.org")
    make("Bela", "bela@example.org")
    return planned(team, days=1)


def test_a_sheet_is_shown_first_stored_then_and_nothing_is_stored_twice(site: Flask, page: Page) -> None:
    lines = ("email,hours", "amina@example.org,4.5", "bela@example.org,", "nobody@example.org,")
    check = sent(page, *lines)
    assert "Days of people to be stored 2" in check.text
    assert "Nobody signs in with this." in check.text
    assert days(site) == 0
    done = check.send("Store what can be stored")
    assert "2 days of people are stored." in done.tree.text
    assert days(site) == 2
    again = sent(done, *lines)
    assert "Already stored 2" in again.text
    assert [button for button in again.main.all("button") if "Store" in button.text] == []


def test_names_of_a_file_that_does_not_say_its_letters_can_be_looked_at(page: Page) -> None:
    lines = "email,name", "amina@example.org,Amina Traoré"
    check = sent_bytes(page, "\n".join(lines).encode("cp1252"))
    assert "This file does not say how its letters are written." in check.text
    assert "amina@example.org Amina Traoré" in check.text
    assert "This file does not say" not in sent(page, *lines).text


def test_a_sheet_that_says_something_else_changes_what_is_stored(page: Page) -> None:
    sent(page, "email,hours", "amina@example.org,4.5").send("Store this")
    check = sent(page, "email,hours", "amina@example.org,3")
    assert "Days that say something else by now 1" in check.text
    assert "One day of a person is stored." in check.send("Store this").tree.text


def test_a_coordinator_brings_new_people_in_by_a_sheet(site: Flask, page: Page, member: Enter) -> None:
    coordinator = member(Role.CENTRE_COORDINATOR)
    check = sent(
        coordinator.get(page.address),
        "surname,first name,email,country",
        "Haddad,Nadia,nadia@example.org,Kenya",
    )
    assert "nadia@example.org Nadia Haddad" in check.text
    assert "New accounts 1" in check.text
    done = check.send("Store this")
    assert "Nadia Haddad" in done.click("People on the list").text
    with site.app_context():
        people = [PersonRecord.from_line(each.body) for each in latest(reading(), PersonRecord.entry_kind)]
    assert [
        each.status for each in people if each.valid_from == now().date() and each.residence == "KE"
    ].count("unconfirmed") == 1


def test_everybody_of_a_sheet_comes_on_the_list_and_no_column_is_lost_in_silence(
    site: Flask, page: Page
) -> None:
    day = now().date() - timedelta(days=4)
    check = sent(
        page,
        f"Name,E-mail,{day:%d/%m/%y},Third day,Signature",
        "Amina,amina@example.org,x,x,",
        "Bela Bartok,bela@example.org,,,",
        "Chi,chi@example.org,,,",
    )
    assert "People who come on the list 2" in check.text
    assert "Columns not read Third day, Signature" in check.text
    assert "Nobody signs in with this." in check.text, "though nothing is said of her days"
    done = check.send("Store what can be stored")
    assert "2 more people are on the list now." in done.tree.text
    assert "Bela Bartok" in done.click("People on the list").text
    assert days(site) == 1
    again = sent(done, "email", "bela@example.org")
    assert "People who come on the list 0" in again.text


def test_a_file_that_is_no_sheet_is_refused_in_a_sentence(page: Page) -> None:
    assert sent(page, "", status=422).problems == [
        "The file is empty. The first row holds the names of the columns."
    ]


def test_somebody_is_found_by_any_of_her_names_and_one_day_is_said_once(page: Page, site: Flask) -> None:
    lines = (
        "login,email,hours",
        "old-name,amina@example.org,4.5",
        ",AMINA@example.org,3",
        ",bela@example.org,",
    )
    check = sent(page, *lines)
    assert "Days of people to be stored 2" in check.text
    assert "An earlier row says something else of the same person and day." in check.text
    check.send("Store what can be stored")
    assert days(site) == 2
