"""Figures of releases: the public view for everybody, byte for byte what was frozen, and nothing that was not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.api.domain import Scope as Use
from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.folder import FOLDER
from learnhub.reach.releases.queries import folder_of
from learnhub.reach.releases.service import ask_release, note_made, publish_release
from learnhub.reach.releases.task import make_release
from tests.web.api.conftest import Give, Program
from tests.web.api.test_api_exact import looks
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
DATA = "/reach/data?indicator=R04&release=2024-F1"
NETWORK_ID, CENTRE_ID = "net-2024-F1", "c-C01-2024-F1"


def settings_of(app: Flask) -> Settings:
    """The settings of the application under test."""
    found = app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found


@pytest.fixture
def released(golden: Flask) -> Iterator[Flask]:
    """A published release of the network, and one of a centre that is not published and whose files are gone."""
    folder = settings_of(golden).instance / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    with golden.app_context():
        for scope in ("net", "c-C01"):
            with transaction() as session:
                ask_release(
                    session, scope=scope, period="2024", stage=Stage.FINAL, as_of=AS_OF, languages=(), now=NOW,
                )  # fmt: skip
        make_release(settings_of(golden), NETWORK_ID, NOW, generator="tests")
        with transaction() as session:
            publish_release(session, NETWORK_ID, now=NOW)
            note_made(session, CENTRE_ID, manifests={}, block=(1, "0" * 64), head=(0, 0), now=NOW)
    yield golden
    shutil.rmtree(folder, ignore_errors=True)


def test_released_figures(
    released: Flask, give: Give, anybody: Program, administrator: PageClient, enter: Enter
) -> None:
    _the_public_view(released, anybody)
    _the_list(released, anybody)
    _what_is_not_there(anybody)
    _the_partner_view(released, give)
    _the_internal_view(released, give)
    _the_own_centre(give)
    _looks_at_pages(released, administrator, enter)
    _each_role(released, enter, PageClient(released))


def _the_public_view(app: Flask, anybody: Program) -> None:
    answer = anybody.ask(f"{DATA}&by=region,sex")
    document = json.loads(answer.data)
    cells = {(row[4], row[5]): (row[6], row[10]) for row in document["rows"]}
    assert cells["AFR", "F"] == (10, "F")
    assert cells["ARB", "F"] == (None, "C")
    assert cells["_T", "_T"] == (50, "F")
    assert document["row_count"] == 35
    assert document["meta"]["release"] == "2024-F1"
    assert document["meta"]["view"] == "public"
    assert document["meta"]["disclosure"]["algorithm"] == "sdc-1.0"
    assert document["meta"]["additive_over"] == ["sex", "age", "ref_area", "region"]
    with app.app_context():
        file = next((folder_of(settings_of(app), NETWORK_ID) / "public").glob("*_public.json"))
    assert answer.headers["ETag"] == f'"{sha256(file.read_bytes()).hexdigest()}"'
    assert answer.headers["Cache-Control"].startswith("public")
    anybody.ask(f"{DATA}&by=region,sex", 304, If_None_Match=answer.headers["ETag"])
    assert anybody.read(f"{DATA}&region=AFR")["rows"][0][4] == 20
    assert anybody.read(f"{DATA}&by=gender&period=2024")["row_count"] == 5
    goals = anybody.read("/reach/data?indicator=F02&release=2024-F1&by=target")
    assert goals["columns"][4:6] == ["framework", "target"]
    assert ["SDG", "4"] in [row[4:6] for row in goals["rows"]]
    assert anybody.read("/reach/data?indicator=Q03.LDC&release=2024-F1")["row_count"] == 1


def _the_list(app: Flask, anybody: Program) -> None:
    document = anybody.read("/reach/releases")
    assert [each["id"] for each in document["releases"]] == [NETWORK_ID]
    assert document["total"] == 1
    (digest,) = document["releases"][0]["manifest_sha256"].values()
    answer = anybody.ask("/reach/releases/2024-F1/manifest")
    assert sha256(answer.data).hexdigest() == digest
    assert json.loads(answer.data)["release"] == "2024-F1"


def _what_is_not_there(anybody: Program) -> None:
    for address in ("", "/", "/figures"):
        assert "openapi.json says what there is" in anybody.refused(address, 404)
    assert "no such release" in anybody.refused("/reach/data?indicator=R04&release=2023-F1", 404)
    assert "no such release" in anybody.refused(f"/reach/data?indicator=R04&release={CENTRE_ID}", 404)
    assert "no such release" in anybody.refused(f"/reach/releases/{CENTRE_ID}/manifest", 404)
    words = anybody.refused(f"{DATA}&by=centre,sex", 404)
    assert "region,sex" in words
    assert "no figures of R99" in anybody.refused("/reach/data?indicator=R99&release=2024-F1", 404)
    assert "no R04 of that period. It has 2" in anybody.refused(f"{DATA}&period=2019", 404)
    assert "by ref_area, but no row with ref_area 'NA'" in anybody.refused(f"{DATA}&ref_area=NA", 404)
    assert "It has Q03.AFRICA" in anybody.refused("/reach/data?indicator=Q03&release=2024-F1", 404)
    assert "no indicator 'ZZ'" in anybody.refused("/reach/data?indicator=ZZ&release=2024-F1", 400)
    assert "page can't be '0'" in anybody.refused("/reach/releases?page=0", 400)
    assert "part of the indicator" in anybody.refused(f"{DATA}&of=LDC", 400)
    assert "not open to you" in anybody.refused(f"{DATA}&view=partner", 404)
    assert "not open to you" in anybody.refused(f"{DATA}&view=internal", 404)
    _what_would_be_passed_over(anybody)


def _what_would_be_passed_over(anybody: Program) -> None:
    assert "'release' stands twice" in anybody.refused(f"{DATA}&release=2023-F1", 400)
    assert "'region' stands twice" in anybody.refused(f"{DATA}&region=AFR&region=ARB", 400)
    assert "stands under two names" in anybody.refused(f"{DATA}&sex=F&gender=M", 400)
    assert "no dimension 'regoin'" in anybody.refused(f"{DATA}&regoin=AFR", 400)
    assert "knows page, scope" in anybody.refused("/reach/releases?scop=net", 400)
    assert "'scope' stands twice" in anybody.refused("/reach/releases?scope=net&scope=c-C01", 400)
    assert "knows view" in anybody.refused("/reach/releases/2024-F1/manifest?veiw=public", 400)
    assert "knows no arguments" in anybody.refused("/reach/indicators?code=R04", 400)


def _the_partner_view(app: Flask, give: Give) -> None:
    national = give(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE"), uses=(Use.PARTNER,))
    assert national.read(f"{DATA}&view=partner")["rows"][0][4] == 49
    assert national.read(DATA)["rows"][0][4] == 50
    assert "To you it is partner or public." in national.refused(f"{DATA}&view=internal", 404)
    unopened = f"/reach/data?indicator=R04&release={CENTRE_ID}"
    assert "Say which view: view=partner." in national.refused(unopened, 400)
    assert "To you it is partner." in national.refused(f"{unopened}&view=public", 404)
    assert {each["id"] for each in national.read("/reach/releases")["releases"]} == {NETWORK_ID, CENTRE_ID}
    assert looks(app) == []


def _the_internal_view(app: Flask, give: Give) -> None:
    program = give(Role.NETWORK_COORDINATOR, NETWORK)
    cells = {row[4]: row[5] for row in program.read(f"{DATA}&view=internal&by=sex")["rows"]}
    assert cells == {"F": 25, "M": 22, "X": 1, "U": 1, "_T": 49}
    assert looks(app) == [("token", f"/api/v1{DATA}&view=internal&by=sex")]


def _the_own_centre(give: Give) -> None:
    coordinator = give(Role.CENTRE_COORDINATOR, Scope(ScopeKind.CENTRE, "C01"))
    address = f"/reach/data?indicator=R04&release={CENTRE_ID}&view=internal"
    assert "files of this release are gone" in coordinator.refused(address, 404)
    assert "not open to you" in coordinator.refused(f"{DATA}&view=internal", 404)


def _looks_at_pages(app: Flask, administrator: PageClient, enter: Enter) -> None:
    page = f"/en/reach/releases/{NETWORK_ID}"
    enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE")).get(page)
    administrator.get(f"{page}?view=public")
    before = looks(app)
    administrator.get(page)
    administrator.fetch(f"{page}/internal/manifest.json")
    administrator.fetch(f"{page}/public/manifest.json")
    assert looks(app) == [("page", f"{page}/internal/manifest.json"), ("page", page), *before]
    part = administrator.fetch(f"{page}/internal/key_figures.csv", Range="bytes=0-")
    assert part.status_code == 206
    assert looks(app)[0] == ("page", f"{page}/internal/key_figures.csv")


PLACES = {
    "live": "/en/reach/exports/json?scope=net&period=2024&as_of=2025-06-30",
    "live, own": "/en/reach/exports/json?scope=c-C01&period=2024&as_of=2025-06-30",
    "table": "/en/reach/centres.csv?period=2024&as_of=2025-06-30",
    "internal": f"/en/reach/releases/{NETWORK_ID}/internal/manifest.json",
    "partner": f"/en/reach/releases/{NETWORK_ID}/partner/manifest.json",
    "public": f"/en/reach/releases/{NETWORK_ID}/public/manifest.json",
}
EVERYTHING = frozenset(PLACES)
OWN = {"live, own", "table", "partner", "public"}
OPEN_TO: dict[Role | None, tuple[tuple[str | Scope, ...], frozenset[str] | set[str]]] = {
    None: ((), {"public"}),
    Role.LEARNER: (("C01",), {"public"}),
    Role.AUTHOR: (("C01",), {"public"}),
    Role.REVIEWER: (("C01",), {"public"}),
    Role.FACILITATOR: (("C01",), {"public"}),
    Role.CENTRE_COORDINATOR: (("C01",), OWN),
    Role.NATIONAL_VIEWER: ((Scope(ScopeKind.COUNTRY, "KE"),), {"partner", "public"}),
    Role.RECORDS_OFFICER: ((NETWORK,), {"public"}),
    Role.NETWORK_COORDINATOR: ((NETWORK,), EVERYTHING),
    Role.ADMINISTRATOR: ((NETWORK,), EVERYTHING),
}


def _each_role(app: Flask, enter: Enter, visitor: PageClient) -> None:
    """Each role and each kind of file."""
    assert set(OPEN_TO) == {None, *Role}
    found = {role: _open(enter(role, *scopes)) for role, (scopes, _expected) in OPEN_TO.items()}
    assert found == {role: set(expected) for role, (_scopes, expected) in OPEN_TO.items()}
    assert _open(visitor) == {"public"}
    other = enter(Role.CENTRE_COORDINATOR, "C02")
    assert _open(other) == OWN - {"live, own"}


def _open(person: PageClient) -> set[str]:
    found = set()
    for name, address in PLACES.items():
        status = person.fetch(address).status_code
        assert status in {200, 303, 403, 404}, (name, status)
        if status == 200:
            found.add(name)
    return found
