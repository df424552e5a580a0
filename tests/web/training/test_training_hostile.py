"""Every field of the pages of a training with what no browser sends: refused or taken, never a failure of ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from learnhub.kernel.clock import now
from tests.web.client import Page, PageClient, form_values
from tests.web.training.conftest import CENTRE, Make, planned, sheet, with_people

VALUES = ["\0", "x" * 20_000, "-1", "9" * 40, "٣", "2026-02-30", "|||", "a\r\nSet-Cookie: b=c"]


@pytest.fixture
def page(team: PageClient, make: Make) -> Page:
    make("Amina", "amina@example.org", home="icharm")
    return with_people(planned(team, mode="hybrid"), "amina@example.org")


def failures(page: Page) -> list[str]:
    """Fields and values of the forms of a page that bring a failure."""
    found = []
    for form in page.main.all("form"):
        target, values = form.get("action") or page.address, form_values(form)
        for name in values.keys() - {"csrf_token"}:
            for value in VALUES:
                answer = page.client.client.post(
                    target, data={**values, name: value}, headers=page.client.headers, buffered=True
                )
                if answer.status_code >= 500:
                    found.append(f"{target} {name} {value[:9]!r}: {answer.status_code}")
    return found


@pytest.mark.parametrize("path", ["new", "", "/change", "/call-off", "/heads", "/people", "/attendance"])
def test_hostile_values(page: Page, path: str) -> None:
    if path != "/call-off":  # which has no form any more once somebody was there
        sheet(page).send("Save; everybody left open was present")
    day = now().date() - timedelta(days=4)
    address = {"new": f"{CENTRE}/new", "/attendance": f"{page.address}/attendance?day={day}"}
    assert failures(page.client.get(address.get(path, page.address + path))) == []


@pytest.mark.parametrize(
    "query", ["day=%00", "day=9999-12-31", "day=0001-01-01", "page=99999999", "page=0&day=x"]
)
def test_hostile_questions(page: Page, query: str) -> None:
    answer = page.client.fetch(f"{page.address}/attendance?{query}")
    assert answer.status_code < 500
