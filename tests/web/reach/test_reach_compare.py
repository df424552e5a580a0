"""Two periods or two centres beside each other: the numbers of both, what lies between, no ranks."""

from __future__ import annotations

from flask import Flask

from learnhub.access.identity import Role
from learnhub.reach.views import dashboard_words as words
from tests.web.client import Page, PageClient, query
from tests.web.reach.conftest import Enter
from tests.web.reach.test_reach_dashboard import table_rows

COMPARE = "/en/reach/compare"
WHEN = "period=2024&as_of=2025-06-30"


def lines(page: Page) -> dict[str, list[str]]:
    """Code -> cells."""
    found: dict[str, list[str]] = {}
    for name, cells in table_rows(page.main.all("table")[0]).items():
        found.setdefault(name.split(",")[0].split()[-1], cells)
    return found


def test_a_year_stands_beside_the_year_before(golden: Flask, administrator: PageClient) -> None:
    found = lines(administrator.get(f"{COMPARE}?{WHEN}"))
    assert found["R04"] == ["49", "16", "+33", "+206.3 %"]
    assert found["C03"][0] == "65.2 %"
    assert found["C03"][2].endswith("points")
    assert found["R08"][:2] == ["19", "9"]


def test_another_period_can_be_chosen(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{COMPARE}?{WHEN}&with=2024-Q1")
    assert int(lines(page)["R04"][1]) < 49
    administrator.get(f"{COMPARE}?{WHEN}&with=soon", 404)


def test_two_centres_are_compared_without_ranks(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{COMPARE}?{WHEN}&centre=C01&other=C02")
    assert lines(page)["R04"] == ["18", "14", "+4", "+28.6 %"]
    assert "this is no ranking" in page.text
    swapped = administrator.get(f"{COMPARE}?{WHEN}&centre=C02&other=C01")
    assert lines(swapped)["R04"][:3] == ["14", "18", "−4"]


def test_from_two_centres_a_period_leads_back_to_the_first(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{COMPARE}?{WHEN}&centre=C01&other=C02")
    back = page.click("Same days a year before")
    assert "this is no ranking" not in back.text
    assert "other" not in query(back.address)
    assert lines(back)["R04"][0] == "18"


def test_the_form_chooses_two_centres(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{COMPARE}?{WHEN}")
    sent = page.send("Compare", {"centre": "icharm", "other": "irck"})
    asked = query(sent.address)
    assert (asked["centre"], asked["other"], asked["period"]) == (["icharm"], ["irck"], ["2024"])
    assert "ICHARM" in sent.text


def test_a_coordinator_compares_her_own_centres_alone(golden: Flask, enter: Enter) -> None:
    visitor = enter(Role.CENTRE_COORDINATOR, "C01", "C02")
    assert lines(visitor.get(f"{COMPARE}?{WHEN}&centre=C01&other=C02"))["R04"][:2] == ["18", "14"]
    visitor.get(f"{COMPARE}?{WHEN}&centre=C01&other=C03", 403)
    assert lines(visitor.get(f"{COMPARE}?{WHEN}"))["R04"][0] != "49"
    enter(None).get(COMPARE, 403)


def test_filters_apply_to_both_sides(golden: Flask, administrator: PageClient) -> None:
    found = lines(administrator.get(f"{COMPARE}?{WHEN}&region=AFR"))
    assert found["R04"][0] == "19"
    assert "T01" not in found


def test_a_change_of_more_than_tenfold_is_not_told() -> None:
    assert words.change(367, 11) == ""
    assert words.change(0, 0) == ""
