"""From a figure of a release to the people and records behind it, as they were known at its as-of."""

from __future__ import annotations

import pytest
from flask import Flask

from learnhub.access.identity import Role, Scope, ScopeKind
from tests.web.reach.conftest import Enter
from tests.web.reach.releasing import LIST, make

pytestmark = pytest.mark.usefixtures("no_releases")


def test_every_exact_figure_leads_to_its_rows(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    page = coordinator.get(f"{LIST}/{make(golden, coordinator, scope='c-C01')}?view=internal")
    cells = [row.all("td")[0] for row in page.main.all("table")[0].all("tr")[1:]]
    links = {each.get("href") or "": each.text.partition(",")[0] for cell in cells for each in cell.all("a")}
    assert len(links) == len(cells) > 25
    for address, value in links.items():
        rows = coordinator.get(address)
        assert value in rows.main.text, address
    french = coordinator.get(page.address.replace("/en/", "/fr/"))
    assert "Taux d’achèvement, inscriptions actives" in french.text, "figures have names in every language"
    protected = coordinator.get(f"{LIST}/c-C01-2024-F1?view=partner")
    assert not [each for each in protected.main.all("a") if "/reach/figures/" in (each.get("href") or "")]


def test_no_page_leads_to_live_figures_that_are_closed(golden: Flask, enter: Enter) -> None:
    page = enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE")).get(LIST)
    nav = next(each for each in page.main.all("nav"))
    assert [each.text for each in nav.all("a")] == ["Releases", "Definitions", "Tokens for programs"]
    for link in nav.all("a"):
        assert page.client.get(link.get("href") or "").status == 200
