"""Plan a training, call it off, put people on its list: what the centre's team sees."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from learnhub.access.identity import Role
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.queries import get_person
from learnhub.centres.models import ReferenceLoad, Theme
from learnhub.db import reading, transaction
from learnhub.ledger.queries import latest
from learnhub.ledger.records import EventRecord, TargetRecord
from learnhub.training.models import Training
from tests.web.client import PageClient
from tests.web.training.conftest import CENTRE, NOW, Enter, Make, planned, with_people

LINES = "AMINA@example.org\n\nnobody@example.org\nkofi@example.org\namina@example.org"


def events(site: Flask) -> list[EventRecord]:
    with site.app_context():
        return [EventRecord.from_line(entry.body) for entry in latest(reading(), EventRecord.entry_kind)]


def test_a_training_is_planned_and_stands_in_the_ledger(site: Flask, team: PageClient) -> None:
    page = planned(team, hours="10,5", with_1="erce")
    assert page.title == "Flood maps"
    assert "10.5 h" in page.text
    assert "Accra, Japan" in page.text
    (event,) = events(site)
    assert (event.centre_id, event.co_centres) == ("icharm", ("erce",))
    assert (event.status, event.mode) == ("planned", "in_person")
    assert (event.country, str(event.scheduled_hours)) == ("JP", "10.5")
    assert "Flood maps" in team.get(CENTRE).text


def test_it_can_be_put_off_and_planned_again(site: Flask, team: PageClient) -> None:
    page = planned(team, begins=20)
    off = page.click("Cancel or put off").send(
        "Store", {"status": "postponed", "reason": "The hall is flooded"}
    )
    assert "This training was put off. The hall is flooded" in off.text
    assert events(site)[0].status == "postponed"
    again = off.click("Change the training")
    assert "When you save, it is planned again." in again.text
    assert "State planned" in again.send("Store the training").text
    assert events(site)[0].status == "planned"


def test_everybody_finds_what_is_to_come_and_nothing_of_people(
    team: PageClient, visitor: PageClient, make: Make
) -> None:
    make("Amina", "amina@example.org")
    assert "No training is announced at the moment." in visitor.get("/en/trainings").text
    planned(team, title="Long over", begins=-20)
    page = with_people(planned(team, begins=12, targets="6.5"), "amina@example.org")
    listed = visitor.get("/en/centres").click("Trainings to come")
    assert "Long over" not in listed.text
    told = listed.click("Flood maps")
    assert "Ask the centre for a place" in told.text
    assert "Accra, Japan" in told.text
    assert "amina" not in told.tree.text
    visitor.get("/en/trainings/1", 410)
    visitor.get("/en/trainings/99", 404)
    page.click("Cancel or put off").send("Store", {"reason": "The hall is flooded"})
    assert "cancelled" in visitor.get("/en/trainings").text
    assert "This training was cancelled. The hall is flooded" in visitor.get(told.address).text


def shares(site: Flask) -> dict[str, str]:
    with site.app_context():
        rows = [TargetRecord.from_line(entry.body) for entry in latest(reading(), TargetRecord.entry_kind)]
    return {each.target: str(each.weight) for each in rows if each.object_type == "event"}


def test_the_targets_that_it_serves_share_it(site: Flask, team: PageClient) -> None:
    page = planned(team, targets="13.3; 6.5, 4.7")
    assert shares(site) == {"13.3": "0.333333", "6.5": "0.333333", "4.7": "0.333334"}
    assert "6.5 " in page.text
    form = page.click("Change the training")
    assert form.values("Store the training")["targets"] == "4.7, 6.5, 13.3"
    form.send("Store the training", {"targets": "6.5"})
    assert shares(site) == {"13.3": "0", "6.5": "1", "4.7": "0"}
    wrong = page.click("Change the training").send("Store the training", {"targets": "6.5 6.99"}, 422)
    assert wrong.problems == ["There is no target 6.99. Write codes such as 6.5 or 13.b"]


def test_only_what_is_announced_stands_in_the_calendar(site: Flask, team: PageClient) -> None:
    visitor = PageClient(site)
    page = planned(team, begins=5)
    shown = visitor.get("/en/trainings").click("Flood maps")
    page.click("Change the training").send("Store the training", {"announced": ""})
    assert "Flood maps" not in visitor.get("/en/trainings").text
    visitor.get(shown.address, 404)


def test_a_second_press_plans_no_second_training(site: Flask, team: PageClient) -> None:
    assert planned(team).address == planned(team).address
    assert planned(team, place="Tamale").address != planned(team).address
    assert len(events(site)) == 2


def test_a_theme_that_was_closed_stays_with_an_old_training(site: Flask, team: PageClient) -> None:
    page = planned(team)
    with site.app_context(), transaction() as session:
        session.execute(update(Training).values(theme="HYDROLOGY"))
        session.execute(update(Theme).where(Theme.code == "HYDROLOGY").values(closed_on=NOW.date()))
        session.execute(update(ReferenceLoad).values(version=ReferenceLoad.version + 1))
    form = page.click("Change the training")
    assert form.values("Store the training")["theme"] == "HYDROLOGY"


def test_it_needs_a_reason_to_be_called_off(team: PageClient) -> None:
    page = planned(team).click("Cancel or put off")
    assert page.send("Store", {"reason": ""}, 422).problems == ["Write the reason: it is kept"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "\u200d"}, "Give the training a title"),
        ({"hours": "many"}, "Write hours as a number such as 12 or 10.5, 1000 at most"),
        ({"hours": "0"}, "Write hours as a number such as 12 or 10.5, 1000 at most"),
        ({"hours": "1,000"}, "Write hours as a number such as 12 or 10.5, 1000 at most"),
        ({"hours": "49"}, "These are more hours than the days have."),
        ({"starts_on": "1800-11-02", "ends_on": "1800-11-03"}, "No statistics reach to these days."),
        ({"ends_on": "2026-01-01"}, "The last day lies before the first one. Swap the two days."),
        ({"ends_on": "2030-01-01"}, "A training has at most 100 days."),
        ({"starts_on": "soon"}, "Write the day as year-month-day, for example 2020-12-31"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(team: PageClient, typed: dict[str, str], said: str) -> None:
    form = team.get(f"{CENTRE}/new")
    right = {"title": "Flood maps", "starts_on": "2026-11-02", "ends_on": "2026-11-03", "hours": "12"}
    answer = form.send("Store the training", {**right, **typed}, 422)
    assert answer.problems[0].startswith(said)


def test_who_changes_what_somebody_has_changed_meanwhile_is_told(team: PageClient) -> None:
    page = planned(team)
    first, second = page.click("Change the training"), page.click("Change the training")
    first.send("Store the training", {"title": "Flood maps of Accra"})
    told = second.send("Store the training", {"place": "Kumasi"}, 422)
    assert told.problems[0].startswith("Somebody has changed this meanwhile.")
    assert "Kumasi" in told.send("Store the training").text


def test_who_organises_a_training_too_sees_it_and_opens_no_names(
    make: Make, team: PageClient, member: Enter
) -> None:
    make("Kofi Mensah", "kofi@example.org", home="ihe-delft")
    page = with_people(planned(team, with_1="ihe-delft"), "kofi@example.org")
    assert "Kofi Mensah" not in page.click("People on the list").text
    theirs = member(centre="ihe-delft").get("/en/centre/ihe-delft/trainings")
    assert "Flood maps" in theirs.text
    assert "Held by ICHARM" in theirs.text
    assert not any("/trainings/1" in link.get("href") for link in theirs.main.all("a"))


def number_of(site: Flask, person_id: int) -> str:
    with site.app_context():
        return get_person(reading(), person_id).learner_number or ""


def signs_in_as(site: Flask, person_id: int, login: str) -> None:
    with site.app_context(), transaction() as session:
        get_person(session, person_id).login = login


def test_people_are_found_by_what_they_sign_in_with(make: Make, team: PageClient) -> None:
    make("Amina Yusuf", "amina@example.org", home="icharm")
    make("Kofi Mensah", "kofi@example.org")
    page = planned(team)
    listed = page.click("People on the list")
    answer = listed.send(
        "Put on the list",
        {"people": LINES},
        422,
    )
    assert answer.problems[0].startswith("Nobody signs in with what is left here")
    assert answer.values("Put on the list")["people"].strip() == "nobody@example.org"
    assert "2 more people are on the list now." in answer.tree.text
    assert "2 people on the list" in answer.text
    assert "Amina Yusuf" in answer.text
    # somebody else's name is not told to whoever knows the address
    assert "kofi@example.org" in answer.text
    assert "Kofi Mensah" not in answer.text
    assert (
        "Nobody is on the list yet."
        in answer.send("Take off: Amina Yusuf").send("Take off: kofi@example.org").text
    )


def test_a_line_carries_what_a_paper_sheet_says(site: Flask, make: Make, team: PageClient) -> None:
    make("Grace Adjei", "grace@example.org")
    number = number_of(site, make("Kofi Mensah", "kofi@example.org"))
    signs_in_as(site, make("Ama Boateng", "ama@example.org"), "grace")
    lines = f"grace@example.org,\tGrace A.\n{number.replace('-', ' ')} Kofi from Accra\nGrace Owusu"
    answer = planned(team).click("People on the list").send("Put on the list", {"people": lines}, 422)
    assert answer.values("Put on the list")["people"].strip() == "Grace Owusu", "a name alone means nobody"
    assert "grace@example.org, Grace A." in answer.text
    assert f"{number.replace('-', ' ')} Kofi from Accra" in answer.text


def test_a_new_address_is_not_told_to_who_knew_the_old_one(site: Flask, make: Make, team: PageClient) -> None:
    kofi = make("Kofi Mensah", "kofi@example.org")
    page = with_people(planned(team), "Kofi@example.org")
    with site.app_context(), transaction() as session:
        get_person(session, kofi).email = "shelter@example.net"
    listed = page.click("People on the list")
    assert "Kofi@example.org" in listed.text
    assert "shelter@example.net" not in listed.text
    with site.app_context(), transaction() as session:
        erase_person(session, person=get_person(session, kofi), now=NOW, actor="tests")
    assert "Kofi@example.org" not in page.click("People on the list").text


def test_only_the_team_of_the_centre_opens_it(member: Enter, team: PageClient, make: Make) -> None:
    page = planned(team)
    paths = [
        CENTRE,
        f"{CENTRE}/new",
        page.address,
        *(f"{page.address}/{end}" for end in ("change", "people", "heads")),
    ]
    for path in paths:
        member(Role.CENTRE_COORDINATOR, "erce").get(path, 403)
        member(Role.AUTHOR).get(path, 403)
        member(Role.CENTRE_COORDINATOR).get(path)
        member(Role.ADMINISTRATOR, "").get(path)
    elsewhere = page.address.replace("icharm", "erce")
    member(Role.CENTRE_COORDINATOR, "erce").get(elsewhere, 404)


def test_what_was_typed_after_a_sign_in_has_ended_is_named_by_its_field(
    site: Flask, team: PageClient
) -> None:
    team.headers |= {"Origin": "http://localhost"}
    page = planned(team, begins=5).click("Cancel or put off")
    team.client.delete_cookie("lh")
    kept = page.send("Store", {"reason": "Storm"}, 403)
    assert kept.title == "This was not saved"
    assert "Reason" in kept.text
    assert "Storm" in kept.text
