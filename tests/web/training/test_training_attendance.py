"""Sheets of days: what is stored, what two people make of the same day, and what is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from learnhub.access.identity import Role
from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.ledger.queries import entries_of, latest
from learnhub.ledger.records import AttendanceRecord
from learnhub.ledger.service import seal
from learnhub.ledger.verify import verify
from learnhub.reach.queries import compute
from learnhub.reach.query import Query
from tests.statements import statements
from tests.web.client import Page, PageClient
from tests.web.training.conftest import Enter, Make, planned, sheet, with_people


def attendance(site: Flask) -> list[AttendanceRecord]:
    """The days that the ledger has, by person and day."""
    with site.app_context():
        found = [
            AttendanceRecord.from_line(each.body) for each in latest(reading(), AttendanceRecord.entry_kind)
        ]
    return sorted(
        (each for each in found if each.date), key=lambda each: (each.person_id, each.date or date.min)
    )


def field(page: Page, name: str, which: str = "status") -> str:
    """The field of a person on a sheet."""
    for row in page.main.all("tr"):
        if name in row.text:
            for each in row.all("select", "input"):
                if each.get("name").startswith(which):
                    return each.get("name")
    raise AssertionError(f"no {which} of {name}")


@pytest.fixture
def people(make: Make) -> dict[str, int]:
    return {
        name: make(name, f"{name.lower()}@example.org", home="icharm") for name in ("Amina", "Bela", "Chen")
    }


@pytest.fixture
def page(team: PageClient, people: dict[str, int]) -> Page:
    """A training of two days that is over, with three people on its list."""
    return with_people(planned(team), *(f"{name}@example.org" for name in people))


def counted(page: Page) -> list[str]:
    """Present, absent and excused on the first day, as the page of the training has them."""
    (row, *_others) = [row for row in page.client.get(page.address).main.all("tr") if row.all("td")]
    return [cell.text for cell in row.all("td")][1:]


def figure(site: Flask, code: str, **arguments: str) -> str:
    settings = site.config["SETTINGS"]
    assert isinstance(settings, Settings)
    year = (date(now().year - 1, 1, 1), date(now().year, 12, 31))
    with site.app_context():
        return compute(reading(), settings, Query(code, now(), *year, arguments), now=now()).text


def test_a_training_that_was_recorded_on_the_pages_is_counted(site: Flask, page: Page) -> None:
    first = sheet(page)
    stored = first.send("Save; everybody left open was present", {field(first, "Chen"): "absent"})
    assert "3 rows are stored." in stored.tree.text
    assert "held" in page.client.get(page.address).text
    second = sheet(page.client.get(page.address), 1)
    second.send("Save the day", {field(second, "Amina"): "present", field(second, "Amina", "hours"): "4,5"})
    assert figure(site, "T01") == "1"
    assert figure(site, "T02") == "2"
    assert figure(site, "R03") == "2"
    assert figure(site, "H02") == "16.5"
    with site.app_context():
        with transaction() as session:
            seal(session, now=now())
        assert verify(reading()) == []


def test_the_same_again_writes_nothing_and_a_change_is_a_further_version(site: Flask, page: Page) -> None:
    first = sheet(page)
    again = first.send("Save; everybody left open was present")
    assert "Nothing has changed." in again.send("Save the day").tree.text
    again.send("Save the day", {field(again, "Bela"): "excused"})
    rows = attendance(site)
    assert sorted((each.status, each.rev) for each in rows) == [
        ("excused", 2),
        ("present", 1),
        ("present", 1),
    ]


def test_what_somebody_else_has_changed_meanwhile_is_not_lost(site: Flask, page: Page) -> None:
    sheet(page).send("Save; everybody left open was present")
    one, other = sheet(page), sheet(page)
    one.send("Save the day", {field(one, "Amina"): "absent", field(one, "Bela"): "excused"})
    told = other.send("Save the day", {field(other, "Amina"): "excused", field(other, "Chen"): "absent"}, 409)
    assert [each.startswith("Amina: somebody else has stored") for each in told.problems] == [True]
    assert "Stored by now: absent" in told.text
    assert {each.status for each in attendance(site)} == {"absent", "excused", "present"}, (
        "nothing of it is stored"
    )
    done = told.send("Save the day")
    assert "2 rows are stored." in done.tree.text
    assert "Changed by somebody else meanwhile, and left so: Bela" in done.tree.text
    assert sorted(each.status for each in attendance(site)) == ["absent", "excused", "excused"]


def test_hours_that_are_none_are_refused_and_what_was_typed_stays(site: Flask, page: Page) -> None:
    first = sheet(page)
    name = field(first, "Amina", "hours")
    told = first.send("Save; everybody left open was present", {name: "25"}, 422)
    assert told.problems == ["Amina: write hours as a number such as 6 or 4.5, 24 at most"]
    assert told.values("Save the day")[name] == "25"
    assert told.text.count("write hours as a number") == 2, "above the sheet and at the field"
    assert attendance(site) == []


def test_hours_of_somebody_who_was_not_there_are_pointed_out(site: Flask, page: Page) -> None:
    first = sheet(page)
    told = first.send("Save the day", {field(first, "Amina", "hours"): "4.5"}, 422)
    assert told.problems == ["Amina: hours belong to who was present. Choose it, or take the hours away"]
    told.send("Save the day", {field(told, "Amina"): "present"})
    again = sheet(page)
    again.send("Save the day", {field(again, "Amina"): "absent"})
    assert [(each.status, each.hours) for each in attendance(site)] == [("absent", None)]


def test_who_came_on_the_list_meanwhile_is_left_open(site: Flask, page: Page, make: Make) -> None:
    open_before = sheet(page)
    make("Aaron", "aaron@example.org", home="icharm")
    with_people(page, "aaron@example.org")
    open_before.send("Save; everybody left open was present")
    assert len(attendance(site)) == 3


def test_a_hybrid_training_asks_how_each_took_part(
    site: Flask, team: PageClient, people: dict[str, int]
) -> None:
    page = with_people(planned(team, mode="hybrid"), "amina@example.org", "bela@example.org")
    first = sheet(page)
    first.send("Save; everybody left open was present", {field(first, "Bela", "mode"): "live_online"})
    assert sorted(each.mode for each in attendance(site)) == ["in_person", "live_online"]
    assert (figure(site, "R03", mode="in_person"), figure(site, "R03")) == ("1", "2")


def test_no_attendance_before_the_day_nor_outside(team: PageClient, people: dict[str, int]) -> None:
    page = with_people(planned(team, begins=3), "amina@example.org")
    assert "from that day on" in page.text
    team.get(f"{page.address}/attendance?day={now().date() + timedelta(days=3)}", 422)
    team.get(f"{page.address}/attendance?day=2026-02-30", 404)
    over = planned(team)
    team.get(f"{over.address}/attendance?day=2020-01-01", 422)


def test_attendance_keeps_its_days_inside(page: Page) -> None:
    sheet(page).send("Save; everybody left open was present")
    form = page.click("Change the training")
    moved = {"starts_on": "2026-01-01", "ends_on": "2026-01-02"}
    assert (
        form.send("Store the training", moved, 422).problems[0].startswith("Attendance is recorded on a day")
    )
    other = form.send("Store the training", {"mode": "live_online"}, 422)
    assert other.problems[0].startswith("Attendance is recorded in the other mode.")


def test_a_day_that_officers_made_void_stays_void(site: Flask, page: Page, member: Enter) -> None:
    first = sheet(page)
    first.send("Save; everybody left open was present", {field(first, "Amina"): "absent"})
    key = next(each.attendance_id for each in attendance(site) if each.status == "absent")
    officer = member(Role.RECORDS_OFFICER)
    officer.get(f"/en/records/attendance?q={key}").send("Make void")
    again = sheet(page.client.get(page.address))
    assert "void" in again.text
    assert "Nothing has changed." in again.send("Save; everybody left open was present").tree.text
    with site.app_context():
        last = AttendanceRecord.from_line(entries_of(reading(), AttendanceRecord.entry_kind, [key])[-1].body)
    assert (last.void, last.rev) == (True, 2)
    assert figure(site, "R03") == "2"
    assert counted(page) == ["2", "0", "0"], "what is void is not counted"


def test_a_slip_that_officers_made_void_is_no_training_that_was_held(
    site: Flask, team: PageClient, people: dict[str, int], member: Enter
) -> None:
    page = with_people(planned(team), "amina@example.org")
    sheet(page).send("Save; everybody left open was present")
    key, officer = attendance(site)[0].attendance_id, member(Role.RECORDS_OFFICER)
    card = officer.get("/en/records/people?q=amina@example.org")
    assert "Flood maps registration registered" in card.text
    row = card.client.get(next(a.get("href") for a in card.main.all("a") if key in a.get("href")))
    row.send("Make void")
    after = page.client.get(page.address)
    assert "State planned" in after.text
    assert figure(site, "T01") == "0"
    assert "Nobody is on the list yet." in after.click("People on the list").send("Take off: Amina").text


def test_what_was_held_does_not_begin_in_days_to_come(site: Flask, page: Page) -> None:
    page.click("Count people without a name").send("Store the counts", {"headcount_f": "3"})
    later = {"starts_on": "2030-01-01", "ends_on": "2030-01-02"}
    refused = page.click("Change the training").send("Store the training", {**later}, 422)
    assert refused.problems[0].startswith("People are recorded to have been there")
    page.click("Count people without a name").send("Store the counts", {"headcount_f": "0"})
    assert "State planned" in page.click("Change the training").send("Store the training", {**later}).text


def test_people_without_a_name_are_counted_apart(site: Flask, page: Page) -> None:
    form = page.click("Count people without a name")
    assert form.send("Store the counts", {"headcount_f": "many"}, 422).problems == [
        "Write a whole number, such as 12"
    ]
    assert form.send("Store the counts", {"headcount_f": "100001"}, 422).problems == [
        "At most 100,000 people can be counted at a training"
    ]
    assert (
        "Counted without a name 31"
        in form.send("Store the counts", {"headcount_f": "٢٠", "headcount_m": "11"}).text
    )
    assert (figure(site, "T05", kind="training"), figure(site, "T05", kind="training", gender="F")) == (
        "31",
        "20",
    )
    assert (figure(site, "R03"), figure(site, "T01")) == ("0", "1")


def test_only_a_training_to_which_nobody_came_can_be_called_off(site: Flask, page: Page) -> None:
    first = sheet(page)
    first.send("Save; everybody left open was present")
    held = page.client.get(page.address)
    assert "Cancel or put off" not in held.text
    page.click("Cancel or put off", 409)
    again = sheet(held)
    again.send("Save the day", {field(again, name): "absent" for name in ("Amina", "Bela", "Chen")})
    slip = held.client.get(page.address)
    assert "State planned" in slip.text
    assert figure(site, "T01") == "0"
    done = slip.click("Cancel or put off").send("Store", {"reason": "Nobody came"})
    assert "This training was cancelled. Nobody came" in done.text


def test_a_learner_sees_her_days_and_hours(
    page: Page, people: dict[str, int], enter: Enter, team: PageClient
) -> None:
    sheet(page).send("Save; everybody left open was present")
    amina = enter(people["Amina"])
    mine = amina.get("/en/me/trainings")
    assert "Flood maps" in mine.text
    assert "Hours 6" in mine.text
    assert "No training on your record yet." in team.get("/en/me/trainings").text


def test_many_trainings_of_a_learner_come_by_the_page(
    page: Page, people: dict[str, int], enter: Enter, team: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnhub.training.views.mine.ROWS", 1)
    with_people(planned(team, begins=9, title="Drought maps"), "amina@example.org")
    first = enter(people["Amina"]).get("/en/me/trainings")
    assert "Drought maps" in first.text
    assert "Flood maps" not in first.text
    assert "Flood maps" in first.client.get("/en/me/trainings?page=2").text


def test_a_sheet_that_comes_too_late_is_given_back_without_what_nobody_typed(site: Flask, page: Page) -> None:
    first = sheet(page)
    values = first.values("Save the day") | {field(first, "Amina"): "present", "csrf_token": "old"}
    target = first.form("Save the day").get("action")
    back = page.client.post(target, values, 400)
    assert "present" in back.text
    assert "||" not in back.text


def test_the_page_of_a_learner_asks_no_more_often_for_many_trainings_than_for_one(
    page: Page, people: dict[str, int], enter: Enter, team: PageClient
) -> None:
    amina = enter(people["Amina"])

    def asked() -> int:
        amina.get("/en/me/trainings")
        with statements() as seen:
            amina.get("/en/me/trainings")
        return len([each for each in seen if "page_version" not in each])  # looked at once a second

    one = asked()
    for n in range(3):
        with_people(planned(team, begins=n, title=f"Maps {n}", with_1="erce"), "amina@example.org")
    assert asked() == one


def test_a_learner_sees_where_to_go_and_what_is_recorded_of_her(
    page: Page, people: dict[str, int], enter: Enter, team: PageClient
) -> None:
    page.click("Change the training").send("Store the training", {"with_1": "erce"})
    amina = enter(people["Amina"])
    mine = amina.get("/en/me/trainings").text
    assert "In person" in mine
    assert "Accra, Japan" in mine
    assert "Organised together with" in mine
    first = sheet(page)
    first.send("Save; everybody left open was present", {field(first, "Amina"): "excused"})
    mine = amina.get("/en/me/trainings").text
    assert "excused" in mine
    assert "Hours 0" in mine
