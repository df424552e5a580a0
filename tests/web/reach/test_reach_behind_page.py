"""A figure with what it rests on: open to whom its exact value is open, and every look is told."""

from __future__ import annotations

import pytest
from flask import Flask
from structlog.testing import capture_logs

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.reach.caution import Caution, Code
from learnhub.reach.views.caution_words import caution_words
from tests.web.client import Page, PageClient
from tests.web.reach.conftest import Enter

FIGURES = "/en/reach/figures"
WHEN = "period=2024&as_of=2025-06-30T23:59:59Z"


def cells(page: Page, column: int = 0) -> list[str]:
    rows = [row for row in page.main.all("tr") if row.all("td")]
    return [(row.all("th") + row.all("td"))[column].text for row in rows]


def test_a_figure_says_what_it_rests_on(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{FIGURES}/R04?{WHEN}")
    assert "Learners reached: 49" in page.main.all("h1")[0].text
    assert "49 rows behind it" in page.text
    assert "gender 98.0 %, country 95.9 %, age 93.9 %" in page.text
    assert len(cells(page)) == 49
    assert "/en/reach/indicators/R04" in {link.get("href") for link in page.main.all("a")}


def test_warnings_are_in_the_language_of_the_page(golden: Flask, administrator: PageClient) -> None:
    asked = "figures/R04?period=2024&as_of=2024-12-01T12:00:00Z"
    assert "the period was not over on 1 December 2024" in administrator.get(f"/en/reach/{asked}").text
    french = administrator.get(f"/fr/reach/{asked}").text
    assert "la période n’était pas terminée le 1er décembre 2024" in french
    assert "Provisional" not in french


def test_every_warning_has_words(site: Flask) -> None:
    values = {
        Code.EARLY: {"day": "2024-12-01"}, Code.FEW_PAIRS: {"least": "10"}, Code.FEW_ATTEMPTS: {"least": "10"},
        Code.LOW: {"attribute": "age", "percent": "40"}, Code.HELD_BACK: {"least": "30"}, Code.OVERLAP: {},
        Code.RESPONDENTS: {"percent": "18"}, Code.STRANGER: {"name": "theme=x%s"},
    }  # fmt: skip
    with site.test_request_context("/en/"):
        said = {code: caution_words(Caution("", code, **values[code])) for code in Code}
    assert said[Code.LOW] == "Low coverage: the age is known for 40 % of those counted."
    assert said[Code.HELD_BACK] == "Not for publication: this is known for less than 30 %."
    assert "“theme=x%s”" in said[Code.STRANGER]
    assert len(set(said.values())) == len(Code)


def test_filters_choices_and_pages(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{FIGURES}/E05?{WHEN}&ladder=certified&gender=F")
    assert "ladder=certified" in page.text
    rate = administrator.get(f"{FIGURES}/U01?{WHEN}")
    assert "Satisfaction: 77.8 %" in rate.main.all("h1")[0].text
    assert "0.777778" in rate.text
    assert len(cells(rate)) == 7
    days = administrator.get(f"{FIGURES}/E01?from=2000-01-01&to=2025-12-31&as_of=2025-06-30")
    assert len(cells(days)) == 50
    following = administrator.get(f"{FIGURES}/E01?from=2000-01-01&to=2025-12-31&as_of=2025-06-30&page=2")
    assert 0 < len(cells(following)) < 50
    assert cells(days) + cells(following) == sorted(cells(days) + cells(following))


def test_a_framework_code_is_a_filter_like_others(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{FIGURES}/F01?{WHEN}&code=SDG:13")
    assert "Learners per code: 11" in page.main.all("h1")[0].text
    assert len(cells(page)) == 11
    long = f"{FIGURES}/E01?from=2000-01-01&to=2025-12-31&as_of=2025-06-30&code=SDG:4"
    assert "code=SDG:4" in administrator.get(long).text
    family = administrator.get(f"{FIGURES}/R04?{WHEN}&family=WATER")
    assert len(cells(family)) == 15


def test_a_figure_is_called_by_what_was_chosen_of_it(golden: Flask, administrator: PageClient) -> None:
    def heading(asked: str, language: str = "en") -> str:
        page = administrator.get(f"/{language}/reach/figures/{asked}&{WHEN}")
        return page.main.all("h1")[0].text.partition(":")[0]

    assert heading("Q03?of=SIDS") == "Share from small island developing States"
    assert heading("Q03?of=AFRICA") == "Share from countries of Priority Africa", "no region"
    assert heading("E05?ladder=explored") == "Status ladder (explored)"
    assert heading("Q05?attr=age") == "Coverage (Age)"
    assert heading("Q03?of=LDC", "es").endswith("países menos adelantados")


def test_what_is_known_is_told_of_everybody_whom_a_filter_on_persons_would_leave_out(
    golden: Flask, administrator: PageClient
) -> None:
    narrowed = administrator.get(f"{FIGURES}/R04?{WHEN}&gender=F").text
    assert "gender 98.0 %, country 95.9 %, age 93.9 % Of 49. Filters by gender" in narrowed
    assert "Filters by gender" not in administrator.get(f"{FIGURES}/R04?{WHEN}").text


@pytest.mark.parametrize(
    "asked",
    [
        "code=SDG:13",
        "family=WATER",
        "family=DRR&theme=DRR",
        "code=SDG:13&family=WATER&region=AFR",
        "group=LDC",
    ],
)
def test_every_headline_leads_to_its_own_rows(golden: Flask, administrator: PageClient, asked: str) -> None:
    tiles = administrator.get(f"/en/reach/dashboard?{WHEN}&{asked}").main.all("dd")
    tiles = [each for each in tiles if each.get("class") == "big"]
    assert len(tiles) == 10
    for tile in tiles:
        number = tile.text.removesuffix(", the rows behind it").strip()
        if not tile.all("a"):
            assert number == "–", "trainings are not cut by where people live"
            continue
        title = administrator.get(str(tile.all("a")[0].get("href"))).main.all("h1")[0].text
        assert title.endswith(f": {'undefined' if number == '–' else number}")


def test_what_cannot_be_asked_is_refused(golden: Flask, administrator: PageClient) -> None:
    administrator.get(f"{FIGURES}/R99?{WHEN}", 404)
    administrator.get(f"{FIGURES}/R04?{WHEN}&gender=female", 404)
    administrator.get(f"{FIGURES}/L05?{WHEN}", 404)
    page = administrator.get(f"{FIGURES}/R04?from=2024-12-31&to=2024-01-01", 422)
    assert "Swap the two days" in page.text


def test_a_coordinator_sees_the_rows_of_the_own_centre_alone(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C02")
    page = coordinator.get(f"{FIGURES}/R04?{WHEN}")
    assert "Learners reached: 14" in page.main.all("h1")[0].text
    assert len(cells(page)) == 14
    coordinator.get(f"{FIGURES}/R04?{WHEN}&centre=C01", 403)


@pytest.mark.parametrize("role", [Role.NATIONAL_VIEWER, Role.FACILITATOR, None])
def test_others_see_no_rows(golden: Flask, enter: Enter, role: Role | None) -> None:
    scope = Scope(ScopeKind.COUNTRY, "KE") if role is Role.NATIONAL_VIEWER else "C01"
    enter(role, scope).get(f"{FIGURES}/R04?{WHEN}", 403)


def test_every_look_is_written_to_the_log(golden: Flask, enter: Enter) -> None:
    officer = enter(Role.NETWORK_COORDINATOR, NETWORK)
    with capture_logs() as said:
        officer.get(f"{FIGURES}/R04?{WHEN}&region=AFR")
    looks = [each for each in said if each["event"] == "rows behind a reach figure seen"]
    assert [(each["indicator"], each["filters"], each["centres"]) for each in looks] == [
        ("R04", {"region": "AFR"}, "all")
    ]


def test_numbers_of_the_table_lead_to_as_many_rows(golden: Flask, administrator: PageClient) -> None:
    table = administrator.get(f"/en/reach/centres?{WHEN}&centre=C02")
    links = [link for link in table.main.all("a") if "/reach/figures/" in (link.get("href") or "")]
    assert links
    for link in links[:4]:
        number = int(link.text)
        page = administrator.get(link.get("href") or "")
        assert len(cells(page)) == number
