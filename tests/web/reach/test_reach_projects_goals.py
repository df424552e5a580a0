"""The goals that a donor project served: the same figures as by region, the overlap said, nothing of other projects."""

from __future__ import annotations

from flask import Flask

from learnhub.access.identity import Role
from tests.web.client import Page
from tests.web.markup import Element
from tests.web.reach.conftest import Enter
from tests.web.reach.test_reach_projects_pages import ADDRESS, flood, make

SDG = "2030 Agenda"


def tables(page: Page) -> list[Element]:
    """The tables of goals, one for each framework."""
    return [each for each in page.main.all("table") if each.all("caption")]


def lines(table: Element) -> dict[str, list[str]]:
    """Heading of each line -> its numbers."""
    return {
        row.all("th")[0].text: [cell.text for cell in row.all("td")]
        for row in table.all("tr")
        if row.all("td")
    }


def test_goals_and_targets_are_those_of_the_page_by_region(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    flood(coordinator)
    page = coordinator.get(f"{ADDRESS}/report?period=2024")
    assert "Figures overlap; do not add." in page.text
    (sdg,) = [lines(each) for each in tables(page) if SDG in each.all("caption")[0].text]
    everybody = sdg.pop("Everybody, counted once")
    assert sdg
    by_region = page.click("The same by region")
    for level in ("goal", "code"):
        asked = f"/en/reach/dashboard/frameworks?period=2024&project=flood-2024&level={level}"
        whole, parts = [lines(each) for each in coordinator.get(asked).main.all("table")]
        there = {name: [cells[-1], parts[name][-1]] for name, cells in whole.items() if name in sdg}
        assert there == {name: sdg[name] for name in there}
        assert there
    assert "Donor project: Living with floods" in by_region.text
    figure = coordinator.get("/en/reach/figures/R04?period=2024&course=K01")
    assert everybody[0] == figure.title.rpartition(": ")[2]


def test_a_project_without_courses_has_no_goals(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    make(coordinator)
    page = coordinator.get(f"{ADDRESS}/report?period=2024")
    assert "mapped to a goal" in page.text
    assert not tables(page)
