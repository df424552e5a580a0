"""What takes long: 202 with its progress, a way to cancel, and at the end what was asked for."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from learnhub.access.identity import NETWORK, Role
from learnhub.config import Settings
from learnhub.reach import errands
from learnhub.reach.errands import FOLDER, Office
from learnhub.reach.locking import alone
from learnhub.reach.views.waiting import AT_ONCE
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter

DASHBOARD = "/en/reach/dashboard?period=2024&as_of=2025-06-30"
WORKBOOK = "/en/reach/exports/xlsx?period=2024&as_of=2025-06-30&scope=net"
NAME = "learnhub_reach_net_2024_P_20250630T235959Z_internal.xlsx"
DEADLINE_S = 60
ACCEPTED = 202
PAUSE = threading.Event()


@pytest.fixture
def hasty(golden: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Nobody waits at all, so everything takes long."""
    monkeypatch.setattr(errands, "TICK_S", 0.02)
    before: Settings = golden.config["SETTINGS"]
    shutil.rmtree(office_of(golden).folder, ignore_errors=True)
    golden.config["SETTINGS"] = before.model_copy(update={"patience_s": 0.0})
    yield golden
    while any(thread.name.startswith("errand") for thread in threading.enumerate()):
        PAUSE.wait(0.01)
    golden.config["SETTINGS"] = before


def mirror_of(app: Flask) -> Path:
    settings: Settings = app.config["SETTINGS"]
    return settings.instance / "mirror"


def office_of(app: Flask) -> Office:
    settings: Settings = app.config["SETTINGS"]
    return Office(settings.instance / FOLDER)


def awaited(visitor: PageClient, address: str) -> TestResponse:
    """What comes at last, as a browser gets it that follows the refreshes."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        response = visitor.fetch(address)
        if response.status_code != ACCEPTED:
            return response
        PAUSE.wait(0.05)
    raise AssertionError("it never came")


def test_a_page_shows_its_progress_and_comes_by_itself(hasty: Flask, administrator: PageClient) -> None:
    with alone(mirror_of(hasty) / "mirror.lock"):
        page = administrator.get(DASHBOARD, 202)
        assert page.main.all("h1")[0].text == "Being prepared"
        assert "Cancel" in page.text
        (refresh,) = [each for each in page.tree.all("meta") if each.get("http-equiv") == "refresh"]
        assert refresh.get("content").endswith(f"url={DASHBOARD}")
        assert administrator.get(DASHBOARD, 202).status == 202
        assert len(office_of(hasty).all()) == 1
    deadline = time.monotonic() + DEADLINE_S
    while office_of(hasty).all()[0].state == "running":
        assert time.monotonic() < deadline
    page = administrator.get(DASHBOARD)
    assert "Provisional, not for quotation." in page.text
    assert office_of(hasty).all() == []


def test_it_is_cancelled_by_who_asked(hasty: Flask, administrator: PageClient) -> None:
    with alone(mirror_of(hasty) / "mirror.lock"):
        page = administrator.get(DASHBOARD, 202).send("Cancel")
        assert page.main.all("h1")[0].text == "Cancelled"
        assert page.links()["Begin again"] == DASHBOARD
        assert administrator.get(DASHBOARD, 202).status == 202


def test_others_do_not_see_it_and_operators_stop_it(
    hasty: Flask, enter: Enter, administrator: PageClient
) -> None:
    coordinator = enter(Role.NETWORK_COORDINATOR, NETWORK)
    with alone(mirror_of(hasty) / "mirror.lock"):
        coordinator.get(DASHBOARD, 202)
        (errand,) = office_of(hasty).all()
        assert administrator.fetch(f"/en/reach/errands/{errand.key}").status_code == 404
        assert administrator.fetch(f"/en/reach/errands/{errand.key}/file").status_code == 404
        work = administrator.get("/en/operate/running")
        assert errand.address in work.text
        work.send(f"Cancel: {errand.address}")
        assert office_of(hasty).find(errand.key).state == "cancelled"  # type: ignore[union-attr]
        assert coordinator.fetch("/en/operate/running").status_code == 403


def test_nobody_has_everything_made_at_once(hasty: Flask, administrator: PageClient) -> None:
    with alone(mirror_of(hasty) / "mirror.lock"):
        for year in range(2020, 2020 + AT_ONCE):
            administrator.get(f"/en/reach/dashboard?period={year}", 202)
        assert administrator.fetch("/en/reach/dashboard?period=2019").status_code == 429


def test_a_file_waits_to_be_taken(hasty: Flask, administrator: PageClient) -> None:
    assert administrator.get(WORKBOOK, 202).status == 202
    (errand,) = office_of(hasty).all()
    assert "Your file is ready" in awaited(administrator, f"/en/reach/errands/{errand.key}").text
    page = administrator.get(f"/en/reach/errands/{errand.key}")
    assert errand.key in page.links()[f"Download: {NAME}"]
    answer = administrator.fetch(f"/en/reach/errands/{errand.key}/file")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
    assert "_internal.xlsx" in answer.headers["Content-Disposition"]
    assert f"/en/reach/errands/{errand.key}/file" in administrator.get("/en/operate/looks").text


def test_an_error_is_said_at_the_end(hasty: Flask, administrator: PageClient) -> None:
    page = awaited(administrator, f"{DASHBOARD}&country=XQ")
    assert page.status_code == 404
    assert "There is no country “XQ”." in page.text


def test_a_sheet_that_cannot_be_read_is_said_at_the_end(hasty: Flask, administrator: PageClient) -> None:
    form = administrator.fetch("/en/reach/exports?period=2024&as_of=2025-06-30")
    token = form.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = administrator.client.post(
        "/en/reach/exports/donor?from=2024-01-01&to=2024-12-31&as_of=2025-06-30&scope=net",
        data={"csrf_token": token, "kind": "xlsx", "sheet": (BytesIO(b"\x00\x01"), "targets.xlsx")},
    )
    assert answer.status_code == 202
    (errand,) = office_of(hasty).all()
    page = awaited(administrator, f"/en/reach/errands/{errand.key}")
    assert page.status_code == 422
    assert '<a href="#sheet">' in page.text  # in the summary of what needs another look
