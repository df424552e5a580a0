"""What officers see and do on their pages; and what they do not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.cli.records import find
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models import Enrolment
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import PersonRecord
from learnhub.records.models import DuplicatePair
from tests.web.client import Page, PageClient

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)

Make = Callable[..., int]
Officer = Callable[..., PageClient]
Enter = Callable[[int], PageClient]
SURE: dict[str, str | list[str]] = {"because": "evidence"}


def look(site: Flask) -> str:
    """Look for duplicates, as the command does."""
    result = CliRunner().invoke(find, obj=site)
    assert result.exit_code == 0, result.output
    return result.output


def the_case(site: Flask) -> int:
    look(site)
    with site.app_context():
        return reading().scalars(select(DuplicatePair.id)).one()


def surrogate(site: Flask, person_id: int) -> str:
    with site.app_context():
        return reading().get_one(Person, person_id).ledger_id


def last_of(site: Flask, person_id: int) -> tuple[str, PersonRecord]:
    key = surrogate(site, person_id)
    with site.app_context():
        entry = entries_of(reading(), "persons", [key])[-1]
        return entry.reason, PersonRecord.from_line(entry.body)


def keep(page: Page, number: int) -> Page:
    """Press the link that keeps the first or the second account."""
    links = [link for link in page.main.all("a") if link.text.startswith("Keep ")]
    return page.client.get(links[number].get("href"))


def test_a_case_is_decided_with_a_look_at_what_changes_and_undone(
    site: Flask, make: Make, officer: Officer, enter: Enter
) -> None:
    kept, given = make(email="a@example.org"), make("YUSUF, Amina", learns=True)
    case = the_case(site)
    rosa = officer()
    queue = rosa.get("/en/records")
    assert "One case" in queue.text
    page = rosa.get(f"/en/records/cases/{case}")
    assert "the same name, birth year and country" in page.text
    assert "Reading the river" in page.text
    preview = keep(page, 0)
    assert "What changes in live figures" in preview.text
    told = preview.send("They are one person", {"because": "other"}, 422)
    assert told.problems == ["Say in a few words what the reason is"]
    done = told.send("They are one person", {"because": "other", "note": "asked her by telephone"})
    assert "count as one person" in done.text
    assert last_of(site, given)[1].merged_into == surrogate(site, kept)
    assert "Reading the river" in enter(kept).get("/en/me").text
    entry = rosa.get("/en/records/history").click("Two accounts taken for one person")
    assert "asked her by telephone" in entry.text
    undone = entry.send("Undo this")
    assert "Undone. The ledger keeps both versions." in undone.text
    reason, version = last_of(site, given)
    assert (reason, version.merged_into) == ("UNMERGE", "")
    assert not any(form.all("button") for form in undone.main.all("form")), "it is undone once"
    assert "This has been undone already." in entry.send("Undo this").tree.text, "from another tab"


def test_the_preview_names_the_figures_that_change(site: Flask, make: Make, officer: Officer) -> None:
    make(learns=True), make(learns=True)
    page = officer().get(f"/en/records/cases/{the_case(site)}")
    rows = [[cell.text for cell in row.all("th", "td")] for row in keep(page, 1).main.all("tr")[1:]]
    enrolments = [row for row in rows if row[0].startswith("Enrolments")]
    assert [row[1:] for row in enrolments] == [
        [f"{now().year} to date", "All that you see", "2", "1"],
        [f"{now().year} to date", "ICHARM", "2", "1"],
        ["All years", "All that you see", "2", "1"],
        ["All years", "ICHARM", "2", "1"],
    ]
    assert {row[0].split()[-2].rstrip(",") for row in rows} == {"R01", "E01"}


def test_the_officer_is_told_if_the_other_account_is_further(
    site: Flask, make: Make, officer: Officer
) -> None:
    make(learns=True)
    further = make(learns=True)
    with site.app_context(), transaction() as session:
        session.scalars(select(Enrolment).where(Enrolment.person_id == further)).one().completed_at = NOW
    case = officer().get(f"/en/records/cases/{the_case(site)}")
    words = "has completed Reading the river"
    assert words in keep(case, 0).text
    assert words not in keep(case, 1).text


def test_two_people_stay_two_and_a_case_can_wait(site: Flask, make: Make, officer: Officer) -> None:
    make(), make()
    case, rosa = the_case(site), officer()
    waiting = rosa.get(f"/en/records/cases/{case}").send("Put the case off", {"u-note": "asked the centre"})
    assert "No case is in this state." in waiting.text
    page = rosa.get("/en/records?state=unsure").click("Amina Yusuf · Amina Yusuf")
    assert "asked the centre" in page.text
    page.send("They are two people", {"r-because": "different_people"})
    assert "Two people" in rosa.get(f"/en/records/cases/{case}").text
    assert "Amina Yusuf" in rosa.get("/en/records?state=refused").text
    late = rosa.post(f"/en/records/cases/{case}/refuse", token(page, {"r-because": "different_people"}))
    assert "Somebody has decided about this case already." in late.tree.text
    rosa.get("/en/records/history").click("Two accounts are two people").send("Undo this")
    assert "Amina Yusuf" in rosa.get("/en/records").text


def token(page: Page, values: dict[str, str]) -> dict[str, str | list[str]]:
    """Fields as a form would send them that is no longer on the page."""
    found = next(each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token")
    return {"csrf_token": found, **values}


def test_what_stands_against_a_merge_is_told(site: Flask, make: Make, officer: Officer, enter: Enter) -> None:
    make(confirmed=False), make()
    page = officer().get(f"/en/records/cases/{the_case(site)}")
    back = keep(page, 0)
    assert "Keep the confirmed account" in back.tree.text
    assert back.title == "One person or two?"


def test_a_centre_sees_cases_of_its_own_people_alone(site: Flask, make: Make, officer: Officer) -> None:
    make("Otto Mann", home="icharm"), make("Otto Mann", home="irck")
    case = the_case(site)
    for centre in ("icharm", "irck"):
        own = officer(centre)
        assert "Otto" not in own.get("/en/records").text
        own.get(f"/en/records/cases/{case}", 404)
        own.get(f"/en/records/cases/{case}/merge?keep=1", 404)
    network = officer()
    keep(network.get(f"/en/records/cases/{case}"), 0).send("They are one person", SURE)
    own = officer("irck")
    history = own.get("/en/records/history")
    assert "and an account of another centre" in history.text
    assert "Officer" not in history.text
    entry = history.click("Two accounts taken for one person")
    assert "records officers of the network decided" in entry.text
    assert "Undo" not in entry.text
    own.post(entry.address, token(history, {}), 404)


def test_records_are_for_records_officers(site: Flask, make: Make, officer: Officer, enter: Enter) -> None:
    person = make()
    for visitor in (enter(person), officer("icharm", Role.CENTRE_COORDINATOR)):
        for address in ("", "/history", "/people", "/attendance", f"/people/{person}"):
            visitor.get(f"/en/records{address}", 403)
    assert "Probable duplicates" in officer("", Role.ADMINISTRATOR).get("/en/records").title
    stranger = PageClient(site)
    assert stranger.redirect("/en/records").startswith("/en/sign-in")


def test_a_person_is_found_by_what_she_signs_in_by(site: Flask, make: Make, officer: Officer) -> None:
    mine = make(email="amina@example.org", home="icharm")
    make("Otto Mann", email="otto@example.org", home="irck")
    own = officer("icharm")
    page = own.get("/en/records/people")
    assert page.send("Find the account", {"q": "amina@example.org"}).title == "Amina Yusuf"
    assert own.get(f"/en/records/people?q={surrogate(site, mine)}").title == "Amina Yusuf"
    nobody = own.get("/en/records/people?q=otto@example.org", 422)
    assert "Nobody whom you look after" in nobody.problems[0]
    own.get("/en/records/people?q=Amina", 422)


def test_a_record_is_corrected_on_the_page(site: Flask, make: Make, officer: Officer) -> None:
    person, rosa = make(home="icharm"), officer("icharm")
    page = rosa.get(f"/en/records/people/{person}")
    wrong = page.send("Correct the record", {"birth_year": "18", "since": "soon", "because": "other"}, 422)
    assert len(wrong.problems) == 3, "all that is wrong is said at once"
    wrong = wrong.send("Correct the record", {"because": "typing", "birth_year": "9" * 5000}, 422)
    assert len(wrong.problems) == 2
    slip = {"birth_year": "1985", "country": "NA", "since": "1925-01-31", "because": "document"}
    wrong = wrong.send("Correct the record", slip, 422)
    assert wrong.problems == ["This is before she was born. Write a later day, or leave it empty."]
    done = wrong.send(
        "Correct the record",
        {"birth_year": "1985", "country": "NA", "since": "2025-01-31", "because": "document"},
    )
    assert "Corrected." in done.tree.text
    reason, version = last_of(site, person)
    assert (reason, version.birth_year, version.residence) == ("CORRECT", 1985, "NA")
    same = done.send("Correct the record", {"because": "said"}, 422)
    assert same.problems == ["Nothing differs from what is recorded."]
    act = done.click("What is counted corrected").text
    assert "Year of birth 1985; before: " in act
    assert "Country Namibia since 31 January 2025; before: " in act


def test_a_correction_takes_no_account_of_another_one_unseen(
    site: Flask, make: Make, officer: Officer
) -> None:
    person, rosa = make(home="icharm"), officer("icharm")
    first, second = (rosa.get(f"/en/records/people/{person}") for _ in range(2))
    first.send("Correct the record", {"birth_year": "1985", "because": "document"})
    late = second.send("Correct the record", {"gender": "M", "note": "By telephone", "because": "said"}, 422)
    assert "Somebody has changed this meanwhile" in late.problems[0]
    assert last_of(site, person)[1].birth_year == 1985, "nothing is put back unseen"
    kept = late.values("Correct the record")
    assert (kept["gender"], kept["note"]) == ("M", "By telephone")
    late.send("Correct the record", {"birth_year": "1985"})
    assert last_of(site, person)[1].gender == "M"


def test_an_account_is_confirmed_on_the_page(site: Flask, make: Make, officer: Officer) -> None:
    person, rosa = make(home="icharm", confirmed=False), officer("icharm")
    page = rosa.get(f"/en/records/people/{person}")
    done = page.send("Confirm the account", {"c-because": "centre_knows"})
    assert "counted from now on" in done.tree.text
    assert last_of(site, person)[0] == "CONFIRM"


def test_an_enrolment_is_made_void_and_comes_back(site: Flask, make: Make, officer: Officer) -> None:
    person, rosa = make(learns=True), officer("icharm")
    page = rosa.get(f"/en/records/people/{person}").click("Make void: Reading the river")
    rows = [[cell.text for cell in row.all("th", "td")] for row in page.main.all("tr")[1:]]
    assert [row[1:] for row in rows if "E01" in row[0]] == [
        [f"{now().year} to date", "All that you see", "1", "0"],
        [f"{now().year} to date", "ICHARM", "1", "0"],
        ["All years", "All that you see", "1", "0"],
        ["All years", "ICHARM", "1", "0"],
    ]
    done = page.send("Make void", {"because": "twice"})
    assert "counts no more" in done.tree.text
    assert "Make void" not in done.text
    act = rosa.get("/en/records/history").click("Enrolment made void")
    assert "What Reading the river, " in act.text, "not the key alone"
    rows = [[cell.text for cell in row.all("th", "td")] for row in act.main.all("tr")[1:]]
    assert ["All years", "ICHARM", "0", "1"] in [row[1:] for row in rows if "E01" in row[0]]
    act.send("Undo this")
    told = rosa.get(act.address).text.partition("Undone")[2]
    assert "Officer icharm" in told, "by whom"
    assert "Make void" in rosa.get(f"/en/records/people/{person}").text


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_the_pages_stand_in_every_language(site: Flask, make: Make, officer: Officer, language: str) -> None:
    person = make(learns=True)
    make(learns=True)
    case, rosa = the_case(site), officer()
    for address in ("", f"/cases/{case}", f"/people/{person}", "/history", "/attendance", "/people"):
        rosa.get(f"/{language}/records{address}")


def test_erased_accounts_are_shown_to_the_network_by_surrogate(
    site: Flask, make: Make, officer: Officer
) -> None:
    person = make("Otto Mann")
    with site.app_context(), transaction() as session:
        erase_person(session, person=session.get_one(Person, person), now=NOW, actor="tests")
    page = officer().get("/en/records/history").click("Accounts that were erased")
    assert surrogate(site, person) in page.text
    assert "Otto" not in page.text
    officer("icharm").get("/en/records/erased", 403)


def test_two_accounts_that_no_rule_finds_are_compared(site: Flask, make: Make, officer: Officer) -> None:
    make("Amina", email="a@example.org", home="icharm"), make("Otto", email="o@example.org", home="icharm")
    make("Elsa", email="e@example.org", home="irck")
    page = officer("icharm").get("/en/records").click("Compare two accounts yourself")
    same = page.send("Compare", {"one": "a@example.org", "other": "a@example.org"}, 422)
    assert same.problems == ["These are one account already."]
    foreign = page.send("Compare", {"one": "a@example.org", "other": "e@example.org"}, 422)
    assert foreign.problems == ["Nobody whom you look after signs in with this."]
    case = page.send("Compare", {"one": "a@example.org", "other": "o@example.org"})
    assert "put here by an officer" in case.text
    look(site)
    assert "Amina · Otto" in case.client.get("/en/records").text
    again = page.send("Compare", {"one": "o@example.org", "other": "a@example.org"})
    assert again.address == case.address


def test_the_command_says_what_it_found(site: Flask, make: Make) -> None:
    make(), make()
    assert look(site).startswith("Looked at 2 accounts: 1 new cases.")
    assert look(site).startswith("Looked at 0 accounts: 0 new cases.")
