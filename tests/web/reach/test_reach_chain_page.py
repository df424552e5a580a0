"""A ledger with a broken chain: no page, file or program gets a figure from it, and the row is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from learnhub.access.identity import Role
from learnhub.db import transaction
from learnhub.ledger.service import seal
from learnhub.ledger.triggers import create_triggers, drop_triggers
from learnhub.reach import chain
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter

ALTERED = "UPDATE ledger_entry SET reason = 'X' || reason WHERE kind = 'persons' AND key = 'P001' AND rev = 1"
MENDED = ALTERED.replace("'X' || reason", "substr(reason, 2)")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def tamper(site: Flask, statement: str) -> None:
    with site.app_context(), transaction() as session:
        drop_triggers(session.connection())
        session.execute(text(statement))
        create_triggers(session.connection())
    chain.forget(folder_of(site))


def folder_of(site: Flask) -> Path:
    folder: Path = site.config["SETTINGS"].instance / "mirror"
    return folder


@pytest.fixture
def broken(golden: Flask) -> Iterator[Flask]:
    with golden.app_context(), transaction() as session:
        seal(session, now=NOW)
    tamper(golden, ALTERED)
    yield golden
    chain.forget(folder_of(golden))


@pytest.mark.parametrize(
    "address",
    [
        "reach/dashboard", "reach/dashboard/people", "reach/dashboard/learning", "reach/dashboard/frameworks",
        "reach/dashboard/quality", "reach/gaps", "reach/compare", "reach/centres", "reach/centres.csv",
        "reach/exports/xlsx", "reach/exports/network", "reach/figures/R04?period=2024",
    ],
)  # fmt: skip
def test_no_figure_is_given_and_the_row_is_named(
    broken: Flask, administrator: PageClient, address: str
) -> None:
    page = administrator.get(f"/en/{address}", 503)
    assert "no figure is published from it" in page.text
    assert "persons, key P001, version 1) was altered." in page.text
    assert "Provisional" not in page.text


def test_operators_see_it_and_see_it_mended(broken: Flask, administrator: PageClient, enter: Enter) -> None:
    administrator.get("/en/reach/dashboard", 503)
    page = administrator.get("/en/operate/running")
    assert "Not as it was recorded" in page.text
    assert "key P001, version 1) was altered." in page.text
    tamper(broken, MENDED)
    page = page.send("Check from the first entry")
    assert "Nothing is wrong so far." in page.text
    assert "As it was recorded" in page.text
    administrator.get("/en/reach/dashboard")
    assert enter(Role.CENTRE_COORDINATOR, "hydro").fetch("/en/operate/running").status_code == 403
