"""Donor projects through the pages: kept by coordinators of a centre or the network, unknown to all others."""

from __future__ import annotations

from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.db import reading
from learnhub.ledger.queries import entries_of
from tests.web.client import Page, PageClient, Typed
from tests.web.reach.conftest import Enter

PROJECTS = "/en/reach/projects"
ADDRESS = f"{PROJECTS}/flood-2024"
FLOOD: Typed = {
    "code": "flood-2024", "centre": "C01", "donor": "A donor", "title": "Living with floods",
    "starts_on": "2024-01-01", "ends_on": "2025-12-31",
}  # fmt: skip
REACHED: Typed = {
    "code": "1.1", "definition": "People trained", "indicator": "R04", "target": "40",
    "difference": "Counts a person once a year.",
}  # fmt: skip


def make(visitor: PageClient, status: int = 303, **values: str) -> Page:
    """Fill in the form of a new project; the page that follows."""
    return visitor.get(f"{PROJECTS}/new").send("Keep", {**FLOOD, **values}, status)


def sent(visitor: PageClient, address: str, form_of: str, button: str, **values: str | list[str]) -> int:
    """The status of a form that is sent with values which its page does not offer."""
    held = visitor.get(form_of).values(button)
    return visitor.client.post(address, data={**held, **values}).status_code


def tags() -> list[str]:
    """The lines of the ledger that tag K01 to the project."""
    return [each.body for each in entries_of(reading(), "target_map", ["course/K01/PROJECT/flood-2024"])]


def test_a_project_is_kept_with_its_indicators_and_courses(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    assert "No project yet." in coordinator.get(PROJECTS).text
    page = make(coordinator)
    assert "Nothing is part of the project yet." in page.text
    page = page.click("Add an indicator").send("Keep", REACHED)
    assert "People trained" in page.text
    offered = page.click("Choose courses and trainings")
    course = next(each for each in offered.main.all("input") if each.get("value") == "course:K01")
    assert course.get("type") == "checkbox"
    page = offered.send("Make them part of the project", {"thing": ["course:K01"]})
    assert "K01" in page.text
    assert "course:K01" not in coordinator.fetch(f"{ADDRESS}/add").text
    title = next(row.all("th")[0].all("bdi")[0].text for row in page.main.all("tr") if "K01" in row.text)
    page.send(f"Take out: {title}")
    with golden.app_context():
        assert tags() == ["course,K01,PROJECT,flood-2024,1", "course,K01,PROJECT,flood-2024,0"]
    assert "Living with floods" in coordinator.get(PROJECTS).text


def test_late_records_of_a_project_are_counted(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C04")  # both late records of 2024 are of a course of C04
    offered = make(coordinator, centre="C04").click("Choose courses and trainings")
    things = [each.get("value") or "" for each in offered.main.all("input") if each.get("name") == "thing"]
    offered.send("Make them part of the project", {"thing": things})
    page = coordinator.get("/en/reach/dashboard?period=2024&project=flood-2024")
    lists = [each for each in page.main.all("dl") if each.get("class") == "facts"]
    assert lists[0].all("dd")[0].text.split(" What")[0] == "2"


def test_a_project_shows_days_and_targets_as_they_are_written_elsewhere(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    page = make(coordinator).click("Add an indicator").send("Keep", REACHED | {"target": "12500"})
    assert "12,500" in page.text
    page.click("Choose courses and trainings").send(
        "Make them part of the project", {"thing": ["course:K01"]}
    )
    french = coordinator.get(f"/fr/reach/projects/{FLOOD['code']}")
    assert "12500" not in french.text
    days = [each.get("datetime") or "" for each in french.main.all("time")]
    assert len(days) == 3  # the first and the last of the project, and that of the course
    assert not [day for day in days if day in french.text]


def test_projects_and_indicators_are_changed(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator).click("Add an indicator").send("Keep", REACHED)
    page = coordinator.get(ADDRESS).click("Change the project").send("Keep", {"title": "Floods and people"})
    assert page.title == "Floods and people"
    page = page.click("1.1").send("Keep", {"target": "1 200"})
    assert "1,200" in page.text
    assert "No indicator yet." in page.send("Take out: 1.1").text


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    for name, typed, said in (
        ("code", "Flood 2024", "A code has 2 to 32 small letters"),
        ("starts_on", "1.1.2024", "is no day"),
        ("ends_on", "2023-01-01", "Swap the two days"),
        ("donor", " ", "Say who pays"),
    ):
        page = make(coordinator, 422, **{name: typed})
        assert any(said in problem for problem in page.problems)
        assert page.values("Keep")["title"] == "Living with floods"
    make(coordinator)
    assert make(coordinator, 422).problems == ["There is a project of this code already: Living with floods"]
    form = coordinator.get(f"{ADDRESS}/indicators/new")
    for values, said in (
        ({"target": "many"}, "is no number"),
        ({"indicator": "Q01", "target": "55"}, "Write a share from 0 to 1"),
        ({"baseline": "3"}, "belong together"),
        ({"baseline": "3", "baseline_day": "2023"}, "is no day"),
        ({"code": ""}, "Give the code"),
    ):
        page = form.send("Keep", {**REACHED, **values}, 422)
        assert any(said in problem for problem in page.problems), values
    form.send("Keep", REACHED)
    assert form.send("Keep", REACHED, 422).problems == ["This project has an indicator of this code already."]


def test_nobody_overwrites_unseen_what_a_colleague_has_changed(golden: Flask, enter: Enter) -> None:
    coordinator, colleague = (enter(Role.CENTRE_COORDINATOR, "C01") for _each in range(2))
    make(coordinator).click("Add an indicator").send("Keep", REACHED)
    forms = [(each.get(ADDRESS).click("Change the project"), each.get(ADDRESS).click("1.1"))
             for each in (coordinator, colleague)]  # fmt: skip
    (change, indicator), (late_change, late_indicator) = forms
    change.send("Keep", {"title": "Floods of our time"})
    indicator.send("Keep", {"target": "70"})
    for late, typed in ((late_change, {"donor": "Another donor"}), (late_indicator, {"target": "90"})):
        again = late.send("Keep", dict(typed), 422)
        assert "Somebody has changed this meanwhile." in again.problems[0]
        (name, value) = next(iter(typed.items()))
        assert again.values("Keep")[name] == value
        assert value not in colleague.get(ADDRESS).text
        assert value in again.send("Keep").text


def test_a_code_that_is_taken_tells_a_free_one_and_not_whose_it_is(golden: Flask, enter: Enter) -> None:
    make(enter(Role.CENTRE_COORDINATOR, "C01"))
    stranger = enter(Role.CENTRE_COORDINATOR, "C02")
    for free in ("flood-2024-2", "flood-2024-3"):
        page = make(stranger, 422, centre="C02", title="Something else")
        assert page.problems[0].endswith(f"This one is free: {free}")
        assert not [word for word in ("Living with floods", "C01") if word in page.text]
        page.send("Keep", {"code": free})
    longest = "c" * 32
    make(stranger, centre="C02", code=longest)
    (said,) = make(enter(Role.CENTRE_COORDINATOR, "C01"), 422, code=longest).problems
    assert said.endswith(f": {longest[:30]}-2")


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_page(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    page = make(coordinator, 422, code="", donor="", starts_on="soon", ends_on="2024-02-30")
    said = ("Give it a code", "Say who pays", "“soon” is no day", "“2024-02-30” is no day")
    assert [problem.startswith(begins) for problem, begins in zip(page.problems, said, strict=True)] == [
        True
    ] * 4
    days = [
        each.get("type") for each in page.main.all("input") if each.get("name") in {"starts_on", "ends_on"}
    ]
    assert days == ["text", "text"]
    assert page.values("Keep")["starts_on"] == "soon"


def test_to_another_centre_a_project_is_not_there(golden: Flask, enter: Enter) -> None:
    make(enter(Role.CENTRE_COORDINATOR, "C01"))
    stranger = enter(Role.CENTRE_COORDINATOR, "C02")
    for path in ("", "/change", "/add", "/indicators/new"):
        for project in (ADDRESS, f"{PROJECTS}/never-was"):
            assert stranger.fetch(f"{project}{path}").status_code == 404
    assert "Living with floods" not in stranger.get(PROJECTS).text
    others = (enter(Role.FACILITATOR, "C01"), enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE")))
    assert all(each.fetch(ADDRESS).status_code in {403, 404} for each in others)
    assert PageClient(golden).fetch(ADDRESS).status_code in {302, 303, 404}
    assert enter(Role.NETWORK_COORDINATOR, NETWORK).fetch(ADDRESS).status_code == 200


def test_a_centre_makes_no_projects_of_others_and_takes_no_courses_of_others(
    golden: Flask, enter: Enter
) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    for centre in ("", "C02"):
        status = sent(
            coordinator, f"{PROJECTS}/new", f"{PROJECTS}/new", "Keep", **{**FLOOD, "centre": centre}
        )
        assert status in {403, 422}
    make(coordinator)
    make(enter(Role.CENTRE_COORDINATOR, "C02"), code="other", centre="C02")
    network = enter(Role.NETWORK_COORDINATOR, NETWORK)
    theirs = [each.get("value") for each in network.get(f"{PROJECTS}/other/add").main.all("input")]
    mine = [each.get("value") for each in network.get(f"{ADDRESS}/add").main.all("input")]
    foreign = next(each for each in theirs if each.startswith("course:") and each not in mine)
    for things in (["course:K01", foreign], ["course:never-was"]):
        add = f"{ADDRESS}/add"
        assert sent(coordinator, add, add, "Make them part of the project", thing=things) == 422
    with golden.app_context():
        assert tags() == []


def test_a_project_of_the_network_is_its_coordinators_alone(golden: Flask, enter: Enter) -> None:
    network = enter(Role.NETWORK_COORDINATOR, NETWORK)
    page = make(network, centre="", code="water-for-all")
    assert "The whole network" in page.text
    assert enter(Role.CENTRE_COORDINATOR, "C01").fetch(f"{PROJECTS}/water-for-all").status_code == 404


def flood(visitor: PageClient) -> None:
    """The project with its indicator and one course."""
    make(visitor).click("Add an indicator").send("Keep", REACHED)
    visitor.get(f"{ADDRESS}/add").send("Make them part of the project", {"thing": ["course:K01"]})


def headlines(page: Page) -> list[str]:
    """The large numbers of a dashboard."""
    return [each.text for each in page.main.all("dd") if "big" in each.get("class").split()]


def test_the_dashboard_shows_a_project_alone(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    ours = coordinator.get("/en/reach/dashboard?period=2024&project=flood-2024")
    assert "Donor project: Living with floods" in ours.text
    whole = coordinator.get("/en/reach/dashboard?period=2024")
    assert headlines(ours) != headlines(whole)
    assert len(headlines(ours)) > 4
    assert "Living with floods" in str(coordinator.fetch("/en/reach/dashboard/filters").text)
    assert headlines(ours.click("Link to these very figures")) == headlines(ours)
    stranger = enter(Role.CENTRE_COORDINATOR, "C02")
    for page in ("dashboard", "dashboard/people", "figures/R04", "gaps", "compare"):
        for project in ("flood-2024", "never-was"):
            asked = f"/en/reach/{page}?period=2024&project={project}"
            assert stranger.fetch(asked).status_code == 404, asked


def test_files_of_a_project_have_its_figures_and_the_donors_indicators(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    asked = "scope=donor-flood-2024&period=2024"
    page = coordinator.get(f"/en/reach/exports?{asked}")
    assert "Report for a donor (PDF)" in page.links()
    assert "For a donor" not in [each.text for each in page.main.all("h2")]
    answer = coordinator.fetch(f"/en/reach/exports/json?{asked}")
    assert "learnhub_reach_donor-flood-2024_2024_P_" in answer.headers["Content-Disposition"]
    document = answer.get_json()
    rows = [dict(zip(document["columns"], row, strict=True)) for row in document["rows"]]
    assert {(row["framework"], row["target"]) for row in rows} == {("PROJECT", "flood-2024")}
    wanted = {"indicator": "E01", "period_start": "2024-01-01", "period_end": "2024-12-31", "course": "_T"}
    totals = {"ref_area", "region", "sex", "age", "theme", "country_group"}
    (total,) = [
        row
        for row in rows
        if {name: row[name] for name in wanted} == wanted and all(row[name] == "_T" for name in totals)
    ]
    (of_course,) = [row for row in rows if (row["indicator"], row["course"]) == ("E01", "K01")]
    assert total["value"] == of_course["value"] > 0
    iati = coordinator.fetch(f"/en/reach/exports/iati?{asked}").text
    assert "A donor 1.1: People trained" in iati
    assert coordinator.fetch(f"/en/reach/exports/donor?{asked}").data.startswith(b"%PDF")
    stranger = enter(Role.CENTRE_COORDINATOR, "C02")
    for kind in ("", "/json", "/donor"):
        assert stranger.fetch(f"/en/reach/exports{kind}?{asked}").status_code == 404
    assert coordinator.fetch("/en/reach/exports/donor?scope=c-C01&period=2024").status_code == 404


def test_the_report_shows_targets_beside_what_was_reached(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    page = coordinator.get(f"{ADDRESS}/report?period=2024")
    figure = coordinator.get("/en/reach/figures/R04?period=2024&course=K01")
    reached = figure.title.rpartition(": ")[2]
    (row,) = [each for each in page.main.all("tr") if "People trained" in each.text]
    target, actual, share = [each.text for each in row.all("td")][2:]
    assert (target, actual) == ("40", reached)
    assert share.rstrip("\u202f\u00a0 %") == f"{int(reached) / 40 * 100:.1f}"
    rows = {each.all("a")[0].text[:3]: each.all("td") for each in page.main.all("tr") if each.all("a")}
    assert rows["L02"][1].text == rows["L03"][1].text == rows["L01"][0].text
    assert rows["L04"][0].text.endswith(")")
    assert coordinator.get(f"{ADDRESS}/report").status == 200
    assert coordinator.fetch(f"{ADDRESS}/report?period=never").status_code == 422
    stranger = enter(Role.CENTRE_COORDINATOR, "C02")
    assert stranger.fetch(f"{ADDRESS}/report").status_code == 404
    looks = enter(Role.ADMINISTRATOR, NETWORK).get("/en/operate/looks").text
    assert f"{ADDRESS}/report?period=2024" in looks, "the figures are exact"
