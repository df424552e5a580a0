"""Centre by region as a page and a file: the golden numbers, who sees which, what cannot be asked."""

from __future__ import annotations

import csv
import io
import json

import pytest
import structlog
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from tests.web.client import Page, PageClient, query
from tests.web.markup import Element
from tests.web.reach.conftest import Enter

TABLE = "/en/reach/centres"
YEAR_2024 = f"{TABLE}?period=2024&as_of=2025-06-30"
CODES = ("AFR", "ARB", "APA", "ENA", "LAC", "UNK", "_T")


def rows_of(table: Element) -> dict[str, list[str]]:
    """Row heading -> figures."""
    found = {}
    for row in table.all("tr"):
        cells = [cell.text for cell in row.all("td")]
        if len(cells) == len(CODES):
            found[row.all("th")[0].text] = cells
    return found


def figures(page: Page) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Learners reached and enrolments of a page, by row."""
    reached, enrolments = page.main.all("table")
    return rows_of(reached), rows_of(enrolments)


def file_of(visitor: PageClient, address: str) -> tuple[str, list[dict[str, str]]]:
    """Name and rows of a CSV file."""
    answer = visitor.fetch(address)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.mimetype == "text/csv"
    name = answer.headers["Content-Disposition"].split('filename="')[1].rstrip('"')
    return name, list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_an_administrator_sees_the_golden_numbers(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(YEAR_2024)
    reached, enrolments = figures(page)
    assert reached["All centres"] == ["19", "3", "11", "5", "9", "2", "49"]
    assert reached["C01"][-1] == "18"
    assert sum(int(row[-1]) for name, row in reached.items() if name != "All centres") == 59
    assert enrolments["All centres"][-1] == "46"
    assert "1 January 2024 to 31 December 2024, as recorded up to 30 June 2025, 23:59 UTC" in page.text
    assert "Provisional, not for quotation." in page.text
    assert "count once in the total" in page.text
    heads = [cell.text for cell in page.main.all("table")[0].all("th")]
    assert "Unknown" in heads


def test_the_file_has_the_rows_of_the_page(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(YEAR_2024)
    reached, enrolments = figures(page)
    name, rows = file_of(administrator, page.links()["Download this table (CSV)"])
    assert name == "learnhub_reach_net_2024_P_20250630T235959Z_internal.csv"
    assert len(rows) == 7 * len(reached)
    for each in rows:
        label = "All centres" if each["centre"] == "_T" else each["centre"]
        place = CODES.index(each["region"])
        assert each["learners_reached"] == reached[label][place], each
        assert each["enrolments"] == enrolments[label][place], each
    about = {(row["period_start"], row["period_end"], row["as_of"], row["status"]) for row in rows}
    assert about == {("2024-01-01", "2024-12-31", "2025-06-30T23:59:59Z", "provisional, internal")}


def test_a_coordinator_sees_her_centre_alone(golden: Flask, enter: Enter) -> None:
    visitor = enter(Role.CENTRE_COORDINATOR, "C01")
    page = visitor.get(YEAR_2024)
    reached, enrolments = figures(page)
    assert set(reached) == set(enrolments) == {"C01", "All these centres"}
    assert reached["C01"] == reached["All these centres"]
    assert reached["C01"][-1] == "18"
    name, rows = file_of(visitor, page.links()["Download this table (CSV)"])
    assert name.startswith("learnhub_reach_c-c01_2024_P_")
    assert {row["centre"] for row in rows} == {"C01", "_T"}
    visitor.get(f"{YEAR_2024}&centre=C02", 403)
    assert visitor.fetch(f"{TABLE}.csv?period=2024&centre=C02").status_code == 403


def test_people_of_two_centres_count_once(golden: Flask, enter: Enter) -> None:
    reached, _ = figures(enter(Role.CENTRE_COORDINATOR, "C02", "C03").get(YEAR_2024))
    assert [reached[name][-1] for name in ("C02", "C03")] == ["14", "8"]
    assert 14 <= int(reached["All these centres"][-1]) <= 22


def test_a_network_coordinator_sees_all_and_can_look_at_one(golden: Flask, enter: Enter) -> None:
    visitor = enter(Role.NETWORK_COORDINATOR, NETWORK)
    page = visitor.get(YEAR_2024)
    assert figures(page)[0]["All centres"][-1] == "49"
    one = page.click("C01")
    assert query(one.address)["centre"] == ["C01"]
    assert set(figures(one)[0]) == {"C01", "All these centres"}
    back = one.click("Remove the filter: Centre: C01")
    assert figures(back)[0]["All centres"][-1] == "49"


@pytest.mark.parametrize("code", ["C99", "%00", "<b>", "C01'--", "x" * 200])
def test_there_is_no_other_centre(golden: Flask, administrator: PageClient, code: str) -> None:
    administrator.get(f"{TABLE}?period=2024&centre={code}", 404)


def test_a_holder_of_a_region_sees_the_centres_hosted_there(golden: Flask, enter: Enter) -> None:
    page = enter(Role.NETWORK_COORDINATOR, Scope(ScopeKind.REGION, "AFR")).get(f"{YEAR_2024}&rows=all")
    reached, _ = figures(page)
    assert len(reached) > 1
    assert "C01" not in reached
    assert reached["All these centres"][-1] == "0"


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (None, ()),
        (Role.AUTHOR, ("C01",)),
        (Role.FACILITATOR, ("C01",)),
        (Role.NATIONAL_VIEWER, (Scope(ScopeKind.COUNTRY, "KE"),)),
    ],
)
def test_others_are_refused(enter: Enter, role: Role | None, scopes: tuple[str | Scope, ...]) -> None:
    visitor = enter(role, *scopes)
    page = visitor.get(TABLE, 403)
    assert "coordinators" in page.text
    assert visitor.fetch(f"{TABLE}.csv").status_code == 403
    assert not [link for link in page.tree.all("nav")[0].all("a") if link.text == "Reach"]


def test_visitors_are_sent_to_sign_in(visitor: PageClient) -> None:
    assert "/sign-in" in visitor.redirect(TABLE)
    assert "/sign-in" in visitor.redirect(f"{TABLE}.csv")


@pytest.mark.parametrize(
    ("asked", "field", "kept"),
    [
        ("from=2024-12-31&to=2024-01-01", "to", "2024-01-01"),
        ("from=2024-13-01&to=2024-12-31", "from", "2024-13-01"),
        ("from=2024-01-01&to=", "to", "2024-01-01"),
        ("period=2024-Q5", "from", ""),
        ("period=2024&as_of=2999-01-01", "as_of", "2999-01-01"),
        ("period=2024&as_of=yesterday", "as_of", "yesterday"),
        ("period=2024&as_of=2024-01-01T10:00", "as_of", "2024-01-01T10:00"),
        ("period=2024&as_of=0001-01-01T00:00%2B14:00", "as_of", "0001-01-01T00:00+14:00"),
        ("period=0000", "from", ""),
    ],
)
def test_what_cannot_be_asked_comes_back(
    administrator: PageClient, asked: str, field: str, kept: str
) -> None:
    page = administrator.get(f"{TABLE}?{asked}", 422)
    assert page.tree.all("title")[0].text.startswith("Problem:")
    assert len(page.problems) >= 1
    values = page.values("Show")
    assert kept in values.values()
    wrong = [each.get("name") for each in page.main.all("input") if each.get("aria-invalid") == "true"]
    assert wrong == [field]
    assert page.main.all("table") == []
    assert administrator.fetch(f"{TABLE}.csv?{asked}").status_code == 422


def test_the_form_asks_for_other_days(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(TABLE)
    later = page.send("Show", {"from": "2024-01-01", "to": "2024-12-31", "as_of": "2025-06-30T23:59:59Z"})
    assert figures(later)[0]["All centres"][-1] == "49"
    assert later.values("Show") == {"from": "2024-01-01", "to": "2024-12-31", "as_of": "2025-06-30T23:59:59Z"}


def test_at_first_the_year_so_far_with_everything_recorded(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(TABLE)
    assert page.values("Show")["as_of"] == ""
    assert str(page.values("Show")["from"]).endswith("-01-01")
    now_known, _ = figures(administrator.get(f"{TABLE}?period=2024"))
    assert now_known["All centres"][-1] == "49"


def test_centres_without_figures_are_counted_and_can_be_listed(
    golden: Flask, administrator: PageClient
) -> None:
    page = administrator.get(f"{TABLE}?period=2019")
    short, _ = figures(page)
    everything = page.click("List all centres")
    long, _ = figures(everything)
    assert len(long) > len(short) + 50
    assert f"{len(long) - len(short)} centres have no figures" in page.text
    _, rows = file_of(administrator, everything.links()["Download this table (CSV)"])
    assert len(rows) == 7 * len(long)


def test_it_is_written_down_who_saw_exact_figures(
    golden: Flask, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = io.StringIO()
    written = structlog.wrap_logger(
        structlog.PrintLogger(paper), processors=[structlog.processors.JSONRenderer()]
    )
    monkeypatch.setattr("learnhub.reach.views.table.log", written)
    visitor = enter(Role.CENTRE_COORDINATOR, "C01")
    visitor.get(f"{TABLE}?period=nonsense", 422)
    visitor.get(f"{TABLE}?centre=C02", 403)
    assert paper.getvalue() == ""
    visitor.get(YEAR_2024)
    line = json.loads(paper.getvalue())
    assert line["person"] > 0
    assert line["centres"] == ["C01"]
    assert (line["start"], line["end"], line["as_of"]) == ("2024-01-01", "2024-12-31", "2025-06-30T23:59:59Z")
