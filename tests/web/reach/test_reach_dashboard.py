"""The dashboard shows what the engine computes, to whom it is open; a link shows the same view again."""

from __future__ import annotations

import pytest
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.reach.views.dashboard_figures import bars
from tests.web.client import Page, PageClient, query
from tests.web.markup import Element
from tests.web.reach.conftest import Enter

DASHBOARD = "/en/reach/dashboard"
PEOPLE = f"{DASHBOARD}/people"
WHEN = "period=2024&as_of=2025-06-30"
PAGES = (DASHBOARD, PEOPLE, f"{DASHBOARD}/filters")


def tiles(page: Page) -> dict[str, str]:
    """Code -> the number of its tile."""
    found = {}
    for tile in page.main.all("div"):
        if tile.get("class") == "tile":
            code = tile.all("a")[-1].text.split(",")[0]
            found[code] = tile.all("dd")[0].text.removesuffix(", the rows behind it")
    return found


def rows(page: Page, heading: str) -> dict[str, list[str]]:
    """Row label -> cells of the table under this heading."""
    for section in page.main.all("section"):
        if any(each.text == heading for each in section.all("h2")):
            return table_rows(section.all("table")[0])
    raise AssertionError(f"no section {heading!r}: {[each.text for each in page.main.all('h2')]}")


def table_rows(table: Element) -> dict[str, list[str]]:
    return {
        row.all("th")[0].text: [cell.text for cell in row.all("td")]
        for row in table.all("tr")
        if row.all("td")
    }


def test_headlines_are_the_golden_numbers(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}")
    found = tiles(page)
    assert {code: found[code] for code in ("R04", "R05", "R03", "C01", "S02", "T01", "R08")} == {
        "R04": "49", "R05": "36", "R03": "12", "C01": "35", "S02": "32", "T01": "5", "R08": "19",
    }  # fmt: skip
    assert found["H03"] == "231.2"
    assert found["Q01"] == "52.1 %"
    assert found["Q03"] == "29.8 %"
    assert "18 of them Member States" in page.text
    assert "on 16 a year before" in page.text
    assert "68.2 % of 44 active enrolments of these days are completed" in page.text
    assert "Provisional, not for quotation." in page.text


def test_tables_add_up_to_the_headline_or_say_that_they_do_not(
    golden: Flask, administrator: PageClient
) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}")
    themes = rows(page, "Theme and region")
    assert themes["All themes"] == ["19", "3", "11", "5", "9", "2", "49"]
    assert sum(int(cells[-1]) for label, cells in themes.items() if label != "All themes") > 49
    assert "do not add" in page.text
    genders = rows(page, "Women, men and unknown")
    assert [cells[0] for cells in genders.values()] == ["25", "22", "1", "1"]
    assert genders["Unknown"][-1] == "–"
    assert genders["Women"][-1] == "52.1 %"


def test_people_by_country_and_gender_add_up(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{PEOPLE}?{WHEN}")
    countries = rows(page, "Country and gender")
    assert countries["All"] == ["25", "22", "1", "1", "49"]
    others = [cells for label, cells in countries.items() if label != "All"]
    for column in range(5):
        assert sum(int(cells[column]) for cells in others) == int(countries["All"][column])
    assert list(countries)[-2] == "Unknown"
    groups = rows(page, "Groups of countries")
    assert groups["Least developed countries"] == ["14", "29.8 %"]
    assert groups["Priority Africa"] == ["22", "46.8 %"]
    ages = rows(page, "Age")
    assert sum(int(cells[0]) for cells in ages.values()) == 49


def test_filters_are_chips_and_the_same_link_shows_the_same_view(
    golden: Flask, administrator: PageClient
) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}&region=AFR")
    assert tiles(page)["R04"] == "19"
    again = page.click("Link to these very figures")
    assert tiles(again) == tiles(page)
    asked = query(again.address)
    assert asked["as_of"] == ["2025-06-30T23:59:59Z"]
    assert (asked["from"], asked["to"], asked["region"]) == (["2024-01-01"], ["2024-12-31"], ["AFR"])
    without = again.click("Remove the filter: Region: Africa")
    assert tiles(without)["R04"] == "49"
    assert "region" not in query(without.address)


def test_a_row_and_a_cell_lead_to_what_lies_behind_them(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}")
    table = next(each for each in page.main.all("table") if "heat" in each.get("class"))
    row = next(each for each in table.all("tr") if each.all("td") and each.all("td")[0].all("a"))
    cell = row.all("td")[0]
    behind = administrator.get(cell.all("a")[0].get("href"))
    assert tiles(behind)["R04"] == cell.text
    assert {"theme", "region"} <= set(query(behind.address))


def test_a_headline_leads_to_its_rows(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}&region=AFR")
    links = {
        tile.all("a")[-1].text.split(",")[0]: tile.all("a")[0].get("href")
        for tile in page.main.all("div")
        if tile.get("class") == "tile"
    }
    assert "region=AFR" in links["R04"]
    assert "of=LDC" in links["Q03"]
    assert "19" in administrator.get(links["R04"]).text


def test_the_form_of_filters_sends_back_to_the_page(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{PEOPLE}?{WHEN}")
    form = page.click("Choose filters and days")
    assert form.values("Show")["from"] == "2024-01-01"
    sent = form.send("Show", {"group": "LDC", "as_of": "2025-06-30"})
    assert sent.address.startswith(PEOPLE)
    assert rows(sent, "Country and gender")["All"][-1] == "14"


def test_a_trend_has_a_row_for_each_step(golden: Flask, administrator: PageClient) -> None:
    for kind, steps in (("month", 12), ("quarter", 8), ("year", 5), ("biennium", 4)):
        page = administrator.get(f"{DASHBOARD}?{WHEN}&trend={kind}")
        found = rows(page, "Over time")
        assert len(found) == steps
    found = rows(administrator.get(f"{DASHBOARD}?{WHEN}&trend=year"), "Over time")
    assert found["2024"] == ["49", "12"]
    assert found["2023"][0] == "16"


def test_sections_hold_centres_of_the_reference_data(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}&rows=section")
    assert rows(page, "Section and region") == {}, "the centres of the golden ledger are in no section"


def test_families_count_a_person_once_in_each(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}&rows=family")
    found = rows(page, "Theme and region")
    assert {name: cells[-1] for name, cells in found.items()} == {
        "Water sciences and management": "15", "Disaster risk reduction": "11",
        "Ecological and earth sciences": "8",
    }  # fmt: skip
    water = page.click("Water sciences and management")
    assert tiles(water)["R04"] == "15"
    assert "Theme family: Water sciences and management" in water.text
    apart = administrator.get(f"{DASHBOARD}?{WHEN}&family=WATER&theme=DRR", 404)
    assert "“DRR” is no value of the filter “theme”." in apart.text


@pytest.mark.parametrize("chosen", ["family=DRR", "theme=DRR"])
def test_families_hold_what_the_other_filters_leave(
    golden: Flask, administrator: PageClient, chosen: str
) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}&{chosen}&rows=family")
    assert tiles(page)["R04"] == "11"
    found = rows(page, "Theme and region")
    assert {name: cells[-1] for name, cells in found.items()} == {"Disaster risk reduction": "11"}


def test_a_coordinator_sees_her_centre_alone(golden: Flask, enter: Enter) -> None:
    visitor = enter(Role.CENTRE_COORDINATOR, "C01")
    page = visitor.get(f"{DASHBOARD}?{WHEN}")
    assert tiles(page)["R04"] == "18"
    for address in PAGES:
        visitor.get(f"{address}?{WHEN}&centre=C02", 403)
    assert tiles(visitor.get(f"{DASHBOARD}?{WHEN}&centre=C01"))["R04"] == "18"


@pytest.mark.parametrize(
    ("role", "scopes"),
    [(None, ()), (Role.AUTHOR, ("C01",)), (Role.NATIONAL_VIEWER, (Scope(ScopeKind.COUNTRY, "KE"),))],
)
def test_others_are_refused(enter: Enter, role: Role | None, scopes: tuple[str | Scope, ...]) -> None:
    visitor = enter(role, *scopes)
    for address in PAGES:
        assert "coordinators" in visitor.get(address, 403).text


def test_visitors_are_sent_to_sign_in(visitor: PageClient) -> None:
    for address in PAGES:
        assert "/sign-in" in visitor.redirect(address)


@pytest.mark.parametrize(
    "wrong",
    [
        "region=ATLANTIS",
        "country=QQ",
        "country=kenya",
        "group=POOR",
        "theme=%3Cb%3E",
        "family=NOTHING",
        "code=13",
        "centre=C99",
    ],
)
def test_a_filter_that_leads_nowhere_is_said_to(golden: Flask, administrator: PageClient, wrong: str) -> None:
    for address in PAGES:
        administrator.get(f"{address}?{WHEN}&{wrong}", 404)


@pytest.mark.parametrize("wrong", ["from=2024-12-31&to=2024-01-01", "period=2024-Q7", "as_of=2999-01-01"])
def test_days_that_cannot_be_come_back_with_the_reason(administrator: PageClient, wrong: str) -> None:
    for address in PAGES:
        page = administrator.get(f"{address}?{wrong}", 422)
        assert len(page.problems) == 1
        assert page.tree.all("title")[0].text.startswith("Problem:")


@pytest.mark.parametrize(("unknown", "share"), [(7, "33.3\N{NO-BREAK SPACE}%"), (8, "–")])
def test_where_too_little_is_known_there_is_no_share_of_it(site: Flask, unknown: int, share: str) -> None:
    with site.test_request_context("/en/"):
        parts = bars([("F", "Women", 1, ""), ("M", "Men", 2, ""), ("U", "Unknown", unknown, "")], "U")
    assert [part.of_known for part in parts][::2] == [share, "–"]
    assert sum(part.value for part in parts) == 3 + unknown


def test_days_without_anybody_say_so(golden: Flask, enter: Enter) -> None:
    page = enter(Role.NETWORK_COORDINATOR, NETWORK).get(f"{DASHBOARD}?period=2019&as_of=2025-06-30")
    assert tiles(page)["R04"] == "0"
    assert "Nobody learned in these days" in page.text


def test_a_shown_link_is_bold_once(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(DASHBOARD)
    chosen = [each for each in page.main.all("nav")[1].all("a") if each.get("aria-current")]
    assert len(chosen) == 1


def test_who_may_make_releases_is_led_there_and_everybody_to_what_may_be_quoted(
    golden: Flask, enter: Enter
) -> None:
    page = enter(Role.NETWORK_COORDINATOR, NETWORK).get(f"{DASHBOARD}?{WHEN}")
    page.click("Freeze as a release")
    page.click("Quote from a release.")


def test_the_page_stays_light(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{DASHBOARD}?{WHEN}")
    assert len(page.response.data) < 60_000
