"""Figures for staff: whole or refused, each own, every look noted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.api.domain import Scope as Use
from learnhub.api.models import ApiToken
from learnhub.api.queries import list_looks
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from tests.web.api.conftest import Give, Program
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter

YEAR = "/reach/data?indicator=R04&period=2024&as_of=2025-06-30"
C01 = Scope(ScopeKind.CENTRE, "C01")


def looks(app: Flask) -> list[tuple[str, str]]:
    """Way and question of every look, the latest first."""
    with app.app_context():
        return [(look.way, look.question) for look in list_looks(reading())[0]]


def test_the_golden_numbers(golden: Flask, give: Give) -> None:
    answer = give(Role.ADMINISTRATOR, NETWORK).read(f"{YEAR}&by=region,sex")
    assert answer["columns"] == [
        "indicator", "unit", "period_start", "period_end", "region", "sex",
        "value", "numerator", "denominator", "obs_status", "conf_status",
    ]  # fmt: skip
    cells = {(row[4], row[5]): row[6] for row in answer["rows"]}
    assert [cells["AFR", sex] for sex in ("F", "M", "X", "U", "_T")] == [11, 8, 0, 0, 19]
    assert cells["_T", "_T"] == 49
    assert answer["row_count"] == len(answer["rows"]) == 7 * 5
    assert answer["meta"]["as_of"] == "2025-06-30T23:59:59Z"
    assert answer["meta"]["view"] == "internal"
    assert answer["meta"]["additive_over"] == ["sex", "age", "ref_area", "region"]
    assert answer["meta"]["warning"] == ""


def test_one_number_and_one_rate(golden: Flask, give: Give) -> None:
    program = give(Role.NETWORK_COORDINATOR, NETWORK)
    assert program.read(YEAR)["rows"] == [
        ["R04", "persons", "2024-01-01", "2024-12-31", 49, None, None, "P", "F"]
    ]
    share = program.read(f"{YEAR.replace('R04', 'Q03')}&of=LDC")["rows"][0]
    assert share[4:] == [0.297872, 14, 47, "P", "F"]
    empty = program.read("/reach/data?indicator=Q01&period=1999&as_of=2025-06-30")["rows"][0]
    assert empty[4:] == [None, 0, 0, "M", "F"]


def test_three_dimensions_add_up_to_the_tables_of_two(golden: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    cube = {tuple(row[4:7]): row[7] for row in program.read(f"{YEAR}&by=region,sex,age")["rows"]}
    table = {tuple(row[4:6]): row[6] for row in program.read(f"{YEAR}&by=region,age")["rows"]}
    assert len(cube) == 7 * 5 * 6
    for (region, age), value in table.items():
        assert cube[region, "_T", age] == value
        assert sum(cube[region, sex, age] for sex in "FMXU") == value


def test_what_is_said_of_three_dimensions_is_said_of_all_who_are_counted(golden: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    cube, table = (program.read(f"{YEAR}&by={by}")["meta"] for by in ("sex,age,centre", "sex,age"))
    assert cube["coverage"] == table["coverage"]
    assert cube["warnings"] == ["Figures overlap; do not add."]


def test_a_filter_and_a_warning(golden: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    answer = program.read(f"{YEAR}&by=theme&region=AFR")
    assert answer["meta"]["warning"] == "not additive over theme"
    assert {row[4]: row[5] for row in answer["rows"]}["_T"] == 19
    goals = program.read(f"{YEAR.replace('R04', 'F01')}&by=goal")
    assert goals["columns"][4:6] == ["framework", "target"]
    assert ["SDG", "13", 11] in [row[4:7] for row in goals["rows"]]


def test_a_coordinator_gets_the_own_centre_and_no_more(golden: Flask, give: Give) -> None:
    answer = give(Role.CENTRE_COORDINATOR, C01).read(f"{YEAR}&by=centre")
    assert answer["meta"]["centres"] == ["C01"]
    assert {row[4]: row[5] for row in answer["rows"]} == {"C01": 18, "_T": 18}


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("indicator=R04&period=2024&by=colour", 400, "no dimension 'colour'"),
        ("indicator=R04&period=2024&hair=red", 400, "no dimension 'hair'"),
        ("indicator=R99&period=2024", 400, "no indicator R99"),
        ("period=2024", 400, "Say which indicator"),
        ("indicator=R04", 400, "Say which period"),
        ("indicator=R04&period=20x4", 400, "not a period"),
        ("indicator=R04&period=2024-02-30/2024-03-01", 400, "not a day"),
        ("indicator=R04&period=2024&as_of=soon", 400, "neither a day nor an instant"),
        ("indicator=R04&period=2024&by=sex,sex", 400, "twice"),
        ("indicator=R04&period=2024&by=sex&sex=F", 400, "both a filter and a dimension"),
        ("indicator=R04&period=2024&sex=Q", 400, "gender can't be 'Q'"),
        ("indicator=R04&period=2024&centre=C99", 400, "no centre 'C99'"),
        ("indicator=R04&period=2024&event=nowhere", 400, "no event 'nowhere'"),
        ("indicator=R09&period=2024&by=centre", 400, "can't be cut by"),
        ("indicator=Q03.LDC&period=2024", 400, "is a filter"),
        ("indicator=R04&period=2024&release=2024-F1&as_of=2025-01-31", 400, "not both"),
        ("indicator=R04&period=2024&by=region,sex,age,theme", 413, "At most 3"),
    ],
)
def test_what_cannot_be_answered_whole_is_refused(
    golden: Flask, give: Give, question: str, status: int, words: str
) -> None:
    assert words in give(Role.ADMINISTRATOR, NETWORK).refused(f"/reach/data?{question}", status)


def test_more_cells_than_fit_are_refused(golden: Flask, give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnhub.api.answers.MOST_CELLS", 100)
    program = give(Role.ADMINISTRATOR, NETWORK)
    assert "This would be" in program.refused(f"{YEAR}&by=region,sex,age", 413)
    assert "This would be" in program.refused(f"{YEAR}&by=country,age", 413)
    assert program.read(f"{YEAR}&by=region,sex")["row_count"] == 35


def test_without_a_token_only_releases(golden: Flask, anybody: Program) -> None:
    assert "Say which release" in anybody.refused("/reach/data?indicator=R04&period=2024", 400)
    answer = anybody.ask(YEAR, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert looks(golden) == []


def test_a_token_opens_no_more_than_it_says(golden: Flask, give: Give) -> None:
    assert "does not open exact" in give(Role.ADMINISTRATOR, NETWORK, uses=(Use.PARTNER,)).refused(YEAR, 403)
    assert "does not open exact" in give(None).refused(YEAR, 403)
    assert looks(golden) == []


def test_nought_is_no_answer_about_the_centre_of_others(golden: Flask, give: Give) -> None:
    program = give(Role.CENTRE_COORDINATOR, Scope(ScopeKind.CENTRE, "C01"))
    assert "own coordinators" in program.refused(f"{YEAR}&centre=C02", 403)
    assert program.read(f"{YEAR}&centre=C01")["rows"] == program.read(YEAR)["rows"]


def test_a_token_that_does_not_hold(golden: Flask, give: Give) -> None:
    assert "unknown, revoked or over" in Program(golden, "lh_nonsense").refused(YEAR, 401)
    Program(golden).ask(YEAR, 401, Authorization="Basic abc")
    program = give(Role.ADMINISTRATOR, NETWORK)
    with golden.app_context(), transaction() as session:
        session.execute(update(ApiToken).values(expires_at=now() - timedelta(seconds=1)))
    program.refused(YEAR, 401)
    program.refused("/reach/releases", 401)


def test_every_look_is_noted_before_it_is_answered(golden: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    program.read(f"{YEAR}&by=sex")
    program.refused(f"{YEAR}&sex=Q", 400)
    assert looks(golden) == [
        ("token", f"/api/v1{YEAR}&sex=Q"),
        ("token", f"/api/v1{YEAR}&by=sex"),
    ]
    with golden.app_context():
        assert reading().query(ApiToken).one().last_used_at is not None


def test_looks_at_pages_are_noted_and_listed_for_administrators(
    golden: Flask, enter: Enter, administrator: PageClient, visitor: PageClient
) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    coordinator.get("/en/reach/centres?period=2024&as_of=2025-06-30")
    coordinator.fetch("/en/reach/centres.csv?period=2024&as_of=2025-06-30")
    coordinator.get("/en/reach/centres?period=nonsense", 422)
    visitor.get("/en/reach/indicators")
    assert looks(golden) == [
        ("page", "/en/reach/centres.csv?period=2024&as_of=2025-06-30"),
        ("page", "/en/reach/centres?period=2024&as_of=2025-06-30"),
    ]
    page = administrator.get("/en/operate/looks")
    assert "Leila B." in page.text
    assert "/en/reach/centres.csv?period=2024" in page.text
    assert "2 looks" in page.text
    assert "No look yet" in page.click("By token").text
    assert "2 looks" in administrator.get("/en/operate/looks").click("Leila B.").text
    administrator.get("/en/operate/looks?person=x&way=other&page=99")
    assert coordinator.fetch("/en/operate/looks").status_code == 403


def test_answers_have_a_hash_and_stay_private(golden: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    first = program.ask(YEAR)
    assert first.headers["Cache-Control"].startswith("private")
    assert "Authorization" in first.headers["Vary"]
    program.ask(YEAR, 304, If_None_Match=first.headers["ETag"])


def test_indicators_and_description_are_for_everybody(site: Flask, anybody: Program) -> None:
    document = anybody.read("/reach/indicators")
    reached = next(each for each in document["indicators"] if each["code"] == "R04")
    assert reached["name"] == "Learners reached"
    assert "region" in reached["additive_over"]
    described = anybody.read("/openapi.json")
    rules = {rule.rule for rule in site.url_map.iter_rules() if rule.rule.startswith("/api/v1/reach")}
    elsewhere = anybody.ask("/openapi.json", Host="evil.example")
    assert "evil.example" not in elsewhere.text, (
        "an answer that caches may keep names nobody's address but ours"
    )
    told = {"/api/v1" + path.replace("{id}", "<release_id>") for path in described["paths"]}
    assert told == rules
    for path in described["paths"].values():
        assert path["get"]["responses"]["200"]
    names = {each["name"] for each in described["paths"]["/reach/data"]["get"]["parameters"]}
    assert {"indicator", "period", "by", "release", "as_of", "sex", "target"} <= names


def test_everything_else_is_a_problem_document(site: Flask, anybody: Program) -> None:
    assert "nothing at this address" in anybody.refused("/nothing", 404)
    answer = site.test_client().post("/api/v1/reach/data")
    assert answer.status_code in {400, 405}
    wrong = site.test_client().post("/api/v1/reach/indicators", headers={"Accept": "application/json"})
    if wrong.status_code == 405:
        assert json.loads(wrong.data)["code"] == "method"
        assert "GET" in wrong.headers["Allow"]
    page = site.test_client().post("/en/reach/indicators")
    assert page.mimetype == "text/html"


def test_the_word_before_a_token_counts_in_either_case(golden: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    program.ask(YEAR, Authorization=f"bearer {program.token}")
