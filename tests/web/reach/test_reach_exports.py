"""Files of live figures: the golden numbers in every format, and who may take which."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import structlog
from flask import Flask
from werkzeug.test import TestResponse

from learnhub.access.identity import Role, Scope, ScopeKind
from tests.web.client import PageClient, form_values
from tests.web.reach.conftest import Enter

EXPORTS = "/en/reach/exports"
YEAR_2024 = "period=2024&as_of=2025-06-30"
STEM = "learnhub_reach_net_2024_P_20250630T235959Z_internal"


def taken(visitor: PageClient, kind: str, asked: str = YEAR_2024) -> tuple[str, bytes]:
    """Name and content of a file."""
    answer = visitor.fetch(f"{EXPORTS}/{kind}?{asked}")
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.headers["Content-Disposition"].split('filename="')[1].rstrip('"'), answer.data


def figure(document: dict[str, object], code: str, start: str = "2024-01-01", **cut: str) -> object:
    """The figure of the JSON file with exactly this cut."""
    columns, rows = document["columns"], document["rows"]
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    dimensions = columns[6:18]
    wanted = {name: cut.get(name, "_T") for name in dimensions} | {"indicator": code, "period_start": start}
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    (match,) = [
        row
        for row in found
        if {name: row[name] for name in wanted} == wanted and row["period_end"][5:] == "12-31"
    ]
    return match["value"]


def test_the_page_offers_every_format_of_one_moment(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{EXPORTS}?{YEAR_2024}")
    links = [link.get("href") for link in page.main.all("a") if "/exports/" in link.get("href")]
    assert [link.split("/exports/")[1].split("?")[0] for link in links] == [
        "network", "board", "matrix", "xlsx", "csv", "json", "sdmx", "iati", "parquet", "all",
    ]  # fmt: skip
    for link in links:
        assert "from=2024-01-01" in link
        assert "as_of=2025-06-30T23:59:59Z" in link.replace("%3A", ":")
    assert "Provisional, not for quotation." in page.text


def test_all_files_have_the_golden_numbers(golden: Flask, administrator: PageClient) -> None:
    with structlog.testing.capture_logs() as lines:
        name, content = taken(administrator, "all")
    assert name == f"{STEM}.all.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        files = {each: container.read(each) for each in container.namelist()}
    document = json.loads(files[f"{STEM}.json"])
    assert document["meta"]["view"] == "internal"
    assert figure(document, "R04") == 49
    assert figure(document, "R04", "2023-01-01") == 16
    assert figure(document, "E01") == 46
    assert figure(document, "R04", region="AFR") == 19
    assert figure(document, "R04", centre="C01") == 18
    rows = openpyxl.load_workbook(io.BytesIO(files[f"{STEM}.xlsx"]))["Key_figures"].iter_rows(
        values_only=True
    )
    assert {row[0]: row[2:4] for row in rows}["R04"] == (49, 16)
    listed = {entry["name"]: entry for entry in json.loads(files["manifest.json"])["files"]}
    assert {*listed, "manifest.json"} == set(files)
    assert all(listed[each]["bytes"] == len(files[each]) for each in listed)
    rows_of_csv = list(csv.DictReader(io.StringIO(files[f"{STEM}.csv"].decode())))
    assert len(rows_of_csv) == listed[f"{STEM}.csv"]["rows"] == document["row_count"]
    (line,) = [line for line in lines if line["event"] == "exact reach figures taken"]
    assert (line["kind"], line["scope"], line["start"]) == ("all", "net", "2024-01-01")


def test_a_centre_coordinator_takes_her_centre_only(golden: Flask, enter: Enter) -> None:
    leila = enter(Role.CENTRE_COORDINATOR, "C01")
    name, content = taken(leila, "json")
    assert name == STEM.replace("_net_", "_c-C01_") + ".json"
    assert figure(json.loads(content), "R04", centre="C01") == 18
    for scope in ("net", "c-C02", "country-KE", "country-ZZ", "anything"):
        assert leila.fetch(f"{EXPORTS}/json?{YEAR_2024}&scope={scope}").status_code == 403
    offered = leila.get(EXPORTS).main.all("select")[0].all("option")
    assert [option.get("value") for option in offered] == ["c-C01"]


def test_others_take_nothing(golden: Flask, enter: Enter) -> None:
    national = enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE"))
    for visitor in (national, enter(Role.LEARNER, "C01"), enter(Role.AUTHOR, "C01")):
        assert visitor.fetch(EXPORTS).status_code == 403
        assert visitor.fetch(f"{EXPORTS}/xlsx").status_code == 403


def test_a_country_is_a_scope_for_the_network(golden: Flask, administrator: PageClient) -> None:
    name, content = taken(administrator, "json", f"{YEAR_2024}&scope=country-KE")
    assert name == STEM.replace("_net_", "_country-KE_") + ".json"
    assert json.loads(content)["meta"]["filters"] == {"scope": "country-KE", "country": "KE"}


def test_documents_are_in_the_language_of_the_page(golden: Flask, enter: Enter) -> None:
    leila = enter(Role.CENTRE_COORDINATOR, "C01")
    answer = leila.fetch(f"/fr/reach/exports/centre?{YEAR_2024}")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith(
        '_c-C01_2024_P_20250630T235959Z_internal_centre_fr.pdf"'
    )
    assert answer.data.startswith(b"%PDF-")
    assert leila.fetch(f"{EXPORTS}/network?{YEAR_2024}").status_code == 404


def test_a_scope_that_leads_nowhere_is_not_found(golden: Flask, administrator: PageClient) -> None:
    for scope in ("c-NOWHERE", "country-XX", "KE", "donor", "c-"):
        assert administrator.fetch(f"{EXPORTS}?scope={scope}").status_code == 404


def test_days_that_need_another_look_come_back(golden: Flask, administrator: PageClient) -> None:
    for address in (
        f"{EXPORTS}?from=2024-02-30&to=2024-03-01",
        f"{EXPORTS}/xlsx?from=2024-02-30&to=2024-03-01",
    ):
        answer = administrator.fetch(address)
        assert answer.status_code == 422
        assert "2024-02-30" in answer.text
    for page in (EXPORTS, "/en/reach/dashboard", "/en/reach/dashboard/quality", "/en/reach/compare"):
        for day in ("0001-01-01", "9999-12-31"):
            answer = administrator.fetch(f"{page}?from={day}&to={day}")
            assert answer.status_code == 422
            assert f"“{day}” is no day" in answer.text


def test_a_leap_day_has_a_year_before(golden: Flask, administrator: PageClient) -> None:
    _name, content = taken(administrator, "json", "from=2024-02-01&to=2024-02-29&as_of=2025-06-30")
    document = json.loads(content)
    ends = {row[document["columns"].index("period_end")] for row in document["rows"]}
    assert {"2024-02-29", "2023-02-28"} <= ends


DONOR = f"{EXPORTS}?from=2024-01-01&to=2024-12-31&as_of=2025-06-30"


def send(visitor: PageClient, sheet: str, kind: str) -> TestResponse:
    """Send a donor's sheet by the form of the page."""
    form = visitor.get(DONOR).form("Make the file")
    values = {**form_values(form), "kind": kind, "sheet": (io.BytesIO(sheet.encode()), "donor.csv")}
    return visitor.client.post(form.get("action"), data=values, headers=visitor.headers)


def test_a_donor_finds_its_codes_beside_ours(golden: Flask, administrator: PageClient) -> None:
    sheet = "donor,code,definition,indicator,target\nFund,F-1,People trained,R04,60\nFund,F-2,Women,Q01,55%\n"
    answer = send(administrator, sheet, "iati")
    assert answer.status_code == 200, answer.text[:300]
    tree = ET.fromstring(answer.data)  # noqa: S314 - our own file
    results = {next(result.iter("reference")).get("code"): result for result in tree}
    reached, women = results["R04"], results["Q01"]
    assert [each.get("code") for each in reached.iter("reference")] == ["R04", "F-1"]
    assert [each.get("value") for each in reached.iter("target")] == ["60"]
    assert next(iter(reached.iter("actual"))).get("value") == "49"
    assert [each.get("value") for each in women.iter("target")] == ["55"]
    assert "/en/reach/exports/donor?" in administrator.get("/en/operate/looks").text


def test_a_donor_sheet_with_faults_comes_back_with_all_of_them(
    golden: Flask, administrator: PageClient
) -> None:
    sheet = "donor,code,definition,indicator,target\nFund,F-1,People trained,R99,60\nFund,F-2,Women,Q01,55\n"
    answer = send(administrator, sheet, "xlsx")
    assert answer.status_code == 422
    assert "Row 2: these figures have no indicator “R99”." in answer.text
    assert "Row 3: write the share “55” like 55% or 0.55." in answer.text
    assert send(administrator, "", "xlsx").status_code == 422


def test_a_donor_has_a_report_of_its_own(golden: Flask, administrator: PageClient) -> None:
    answer = send(administrator, "donor,code,definition,indicator\nFund,F-1,People trained,R04\n", "donor")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].endswith('_donor_en.pdf"')


def test_a_donor_sheet_gives_nobody_more_than_the_files(golden: Flask, enter: Enter) -> None:
    leila = enter(Role.CENTRE_COORDINATOR, "C01")
    action = leila.get(DONOR).form("Make the file").get("action")
    assert "scope=c-C01" in action
    answer = leila.client.post(
        action.replace("c-C01", "net"), data=form_values(leila.get(DONOR).form("Make the file"))
    )
    assert answer.status_code == 403
