"""The list of releases: one's own centre or country first, and how a release is cited."""

from __future__ import annotations

from flask import Flask

from learnhub.access.identity import Role, Scope, ScopeKind
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter
from tests.web.reach.releasing import LIST, make

KENYA = Scope(ScopeKind.COUNTRY, "KE")


def test_a_national_viewer_finds_the_releases_of_her_country_and_how_to_cite_them(
    golden: Flask, administrator: PageClient, enter: Enter
) -> None:
    viewer = enter(Role.NATIONAL_VIEWER, KENYA)
    page = viewer.get(f"{LIST}?scope=country-KE")
    assert "There is no release of Kenya yet." in page.text
    make(golden, administrator, "net", "P")
    release_id = make(golden, administrator, "country-KE", "P")
    page = viewer.get(f"{LIST}?scope=country-KE")
    assert [link.text for link in page.tree.all("tbody")[0].all("a")] == ["2024-P1, Kenya", "Kenya"]
    everything = page.click("All")
    assert "The whole network" in everything.tree.all("tbody")[0].text
    assert "Releases" in everything.tree.all("header")[0].text, "in the main navigation"
    release = viewer.get(f"{LIST}/{release_id}")
    assert "Release 2024-P1, Kenya" in release.tree.all("title")[0].text
    assert "not public" in release.text
    assert "release country-KE-2024-P1, partner view. http" in release.text
    assert f"/en/reach/releases/{release_id}. SHA-256" in release.text


def test_a_scope_without_releases_that_nobody_asks_for_is_not_there(golden: Flask, enter: Enter) -> None:
    viewer = enter(Role.NATIONAL_VIEWER, KENYA)
    for scope in ("country-JP", "donor-unknown", "nonsense", "%00"):
        viewer.get(f"{LIST}?scope={scope}", 404)


def test_whoever_can_make_no_token_is_not_led_to_tokens(golden: Flask, enter: Enter) -> None:
    page = enter(None).get(LIST)
    assert "Definitions" in page.links()
    assert "Tokens for programs" not in page.links()
