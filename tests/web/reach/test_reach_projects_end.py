"""The end of a donor project: nothing is chosen any more, all that was counted stays, and it can be opened again."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select

from learnhub.access.identity import NETWORK, Role
from learnhub.accounts.models import Person
from learnhub.app import each_minute
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.ledger.models import LedgerEntry
from learnhub.reach.releases.calendar import whole_period
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.reports import due_period
from tests.web.client import Page, PageClient, Typed
from tests.web.reach.conftest import Enter
from tests.web.reach.test_reach_projects_pages import (
    ADDRESS,
    PROJECTS,
    REACHED,
    flood,
    headlines,
    make,
    sent,
    tags,
)

REPORTS = "/en/reach/regular-reports"
END = {"ended_on": "2025-06-30", "reason": "The money was spent"}


def end(visitor: PageClient, **other: str) -> Page:
    """End the project by its page; the page that follows."""
    return visitor.get(ADDRESS).click("End the project").send("End the project", {**END, **other})


def reopen(visitor: PageClient) -> Page:
    """Open it again by its page."""
    form = visitor.get(ADDRESS).click("Open the project again")
    return form.send("Open the project again", {"reason": "The donor pays on"})


def test_a_project_that_has_ended_says_who_ended_it_when_and_why(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    page = end(coordinator)
    for said in ("Ended on 30 June 2025", "The money was spent", "Noted by Leila B."):
        assert said in page.text
    changing = ("Change the project", "Add an indicator", "Choose courses and trainings", "End the project")
    assert not set(changing) & set(page.links())
    assert not [each for each in page.main.all("button") if "Take out" in each.text]
    page = reopen(coordinator)
    assert set(changing) <= set(page.links())
    rows = [each.text for each in page.main.all("tr") if "Leila B." in each.text]
    assert ["The donor pays on" in rows[0], "The money was spent" in rows[1]] == [True, True]


def test_nothing_is_changed_in_a_project_that_has_ended(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    other_tab = coordinator.get(ADDRESS)
    add, change = coordinator.get(f"{ADDRESS}/add"), coordinator.get(f"{ADDRESS}/change")
    indicator = coordinator.get(f"{ADDRESS}/indicators/new")
    end(coordinator)
    said = "This project has ended."
    thing = next(each.get("value") for each in add.main.all("input") if each.get("name") == "thing")
    assert said in add.send("Make them part of the project", {"thing": [thing]}).text
    assert said in other_tab.send("Take out: 1.1").text
    taken = next(
        each.text
        for each in other_tab.main.all("button")
        if "Take out" in each.text and "1.1" not in each.text
    )
    assert said in other_tab.send(taken).text
    typed = change.send("Keep", {"title": "Something else"}, 422)
    assert said in typed.problems[0]
    assert typed.values("Keep")["title"] == "Something else"
    assert said in indicator.send("Keep", {**REACHED, "code": "2"}, 422).problems[0]
    for path in ("add", "change", "indicators/new"):
        assert said in coordinator.get(f"{ADDRESS}/{path}").text
    page = coordinator.get(ADDRESS)
    assert "People trained" in page.text
    assert "K01" in page.text
    assert "Something else" not in page.text
    with golden.app_context():
        assert tags() == ["course,K01,PROJECT,flood-2024,1"]


def test_figures_and_files_stay_as_they_were(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    with golden.app_context():
        entries = reading().scalar(select(func.count()).select_from(LedgerEntry))
    asked = "/en/reach/dashboard?period=2024&project=flood-2024"
    before = headlines(coordinator.get(asked))
    end(coordinator)
    assert headlines(coordinator.get(asked)) == before
    reached = coordinator.get(f"{ADDRESS}/report?period=2024")
    assert "People trained" in reached.text
    exports = coordinator.get("/en/reach/exports?scope=donor-flood-2024&period=2024")
    assert "Report for a donor (PDF)" in exports.links()
    assert "donor-flood-2024" in coordinator.fetch("/en/reach/releases/new").text
    with golden.app_context():
        assert reading().scalar(select(func.count()).select_from(LedgerEntry)) == entries


def test_running_projects_stand_before_those_that_have_ended(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator)
    make(coordinator, code="older", title="Older but running", ends_on="2024-12-31")
    end(coordinator)
    text = coordinator.get(PROJECTS).text
    assert text.index("Older but running") < text.index("Ended projects") < text.index("Living with floods")
    choices = [each.text for each in coordinator.get("/en/reach/dashboard/filters").main.all("option")]
    running, over = (
        next(n for n, each in enumerate(choices) if name in each) for name in ("Older", "floods")
    )
    assert running < over
    assert choices[over].endswith("ended")


def test_a_day_that_cannot_be_the_end_is_refused(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    form = make(coordinator).click("End the project")
    later = (now().date() + timedelta(days=3)).isoformat()
    for name, typed, said in (
        ("ended_on", "2023-12-31", "before the first day"),
        ("ended_on", later, "still to come"),
        ("ended_on", "yesterday", "is no day"),
        ("reason", " ", "Give the reason"),
    ):
        page = form.send("End the project", {**END, name: typed}, 422)
        assert any(said in problem for problem in page.problems), typed
    assert "Ended on" not in coordinator.get(ADDRESS).text


def test_two_who_end_it_or_open_it_at_once_do_so_once(golden: Flask, enter: Enter) -> None:
    coordinator, colleague = (enter(Role.CENTRE_COORDINATOR, "C01") for _each in range(2))
    make(coordinator)
    tab = colleague.get(f"{ADDRESS}/end")
    end(coordinator)
    page = tab.send("End the project", {**END, "reason": "Another reason"})
    assert "has ended already" in page.text
    assert "Another reason" not in page.text
    tab = colleague.get(f"{ADDRESS}/open")
    reopen(coordinator)
    assert "nothing to open again" in tab.send("Open the project again", {"reason": "Why not"}).text
    assert "nothing to open again" in colleague.get(f"{ADDRESS}/open").text


def test_only_those_who_keep_a_project_end_it(golden: Flask, enter: Enter) -> None:
    coordinator, stranger = (enter(Role.CENTRE_COORDINATOR, centre) for centre in ("C01", "C02"))
    make(coordinator)
    for path in ("end", "open"):
        assert stranger.fetch(f"{ADDRESS}/{path}").status_code == 404
        assert enter(Role.FACILITATOR, "C01").fetch(f"{ADDRESS}/{path}").status_code in {403, 404}
        assert sent(stranger, f"{ADDRESS}/{path}", f"{PROJECTS}/new", "Keep", **END) == 404
    assert "Ended on" not in coordinator.get(ADDRESS).text
    end(enter(Role.NETWORK_COORDINATOR, NETWORK))
    assert "Ended on" in coordinator.get(ADDRESS).text


def test_who_ended_it_is_not_named_any_more_after_erasure(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator)
    end(enter(Role.CENTRE_COORDINATOR, "C01"))
    with golden.app_context(), transaction() as session:
        latest = session.scalars(select(Person).order_by(Person.id.desc())).first()
        assert latest is not None
        latest.erased_at = now()
    assert "somebody without an account" in coordinator.get(ADDRESS).text


def regular(visitor: PageClient) -> None:
    """Have the project's yearly report made."""
    wanted: Typed = {"scope": "donor-flood-2024", "every": "year", "day": "1", "language": "en"}
    visitor.get(REPORTS).send("Get this report", wanted)


def planned(site: Flask) -> int:
    """How many releases are on the list after the next minute."""
    with site.app_context():
        each_minute(now())
        return len(reading().scalars(select(Release.id)).all())


def last_year() -> date:
    """The first day of the year whose report is due."""
    return whole_period(due_period("year", 1, now().date())).start


def test_no_report_comes_for_what_began_after_the_end(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator, starts_on="2019-01-01")
    regular(coordinator)
    end(coordinator, ended_on=(last_year() - timedelta(days=1)).isoformat())
    assert planned(golden) == 0
    assert "Ended on" in coordinator.get(REPORTS).text
    reopen(coordinator)
    assert planned(golden) == 1


def test_the_report_of_the_period_in_which_it_ended_still_comes(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator, starts_on="2019-01-01")
    regular(coordinator)
    end(coordinator, ended_on=last_year().isoformat())
    assert planned(golden) == 1


def test_no_new_report_is_about_a_project_that_has_ended(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator)
    tab = coordinator.get(REPORTS)
    end(coordinator)
    wanted: Typed = {"scope": "donor-flood-2024", "every": "year", "day": "1", "language": "en"}
    assert "donor-flood-2024" not in coordinator.fetch(REPORTS).text
    assert tab.send("Get this report", wanted, 422).status == 422
    assert "You get no report yet." in coordinator.get(REPORTS).text


def test_a_report_of_an_ended_project_can_still_be_changed(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator)
    regular(coordinator)
    end(coordinator)
    form = coordinator.get(REPORTS).click("Change: Living with floods")
    assert "14 days after" in form.send("Save", {"day": "14"}).text


def test_a_project_made_by_mistake_is_deleted_and_its_code_is_free(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator).click("Add an indicator").send("Keep", REACHED)
    asked = coordinator.get(ADDRESS).click("Delete the project")
    assert "This cannot be undone." in asked.text
    assert "The project is deleted." in asked.send("Delete the project").tree.text
    coordinator.get(ADDRESS, 404)
    make(coordinator)
    assert "1.1" not in coordinator.get(ADDRESS).text, "nothing of the deleted one comes back"


def test_a_project_that_figures_name_is_ended_not_deleted(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator)
    asked = coordinator.get(ADDRESS).click("Delete the project")
    coordinator.get(f"{ADDRESS}/add").send("Make them part of the project", {"thing": ["course:K01"]})
    assert "End it instead." in asked.send("Delete the project").tree.text, "tagged meanwhile"
    assert "Delete the project" not in coordinator.get(ADDRESS).text
    assert "End it instead." in coordinator.get(f"{ADDRESS}/delete").tree.text
