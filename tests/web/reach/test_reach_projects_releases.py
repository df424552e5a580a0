"""Releases of donor projects: made by who keeps the project, unknown to colleagues until they are opened."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from learnhub.access.identity import NETWORK, Role
from learnhub.db import transaction
from learnhub.reach.projects.service import ProjectValues, add_project
from learnhub.reach.releases.models import Release
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter

LIST = "/en/reach/releases"
NOW = datetime(2025, 2, 1, tzinfo=UTC)
FLOOD = "donor-flood-2024-P1"


def keep(site: Flask) -> None:
    """A project of C01, one of the network, and a release of each that is made and not opened."""
    values = ProjectValues(
        donor="A donor", title="Living with floods", starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1)
    )
    with site.app_context(), transaction() as session:
        for code, centre in (("flood", "C01"), ("water", "")):
            add_project(session, code=code, centre=centre, values=values, now=NOW)
        for scope in ("donor-flood", "donor-water", "c-C01"):
            session.add(
                Release(
                    id=f"{scope}-2024-P1", scope=scope, period="2024", name="2024-P1", stage="P", number=1,
                    as_of=NOW, languages="", reason="", state="made", done=1, steps=1, problem="", asked_at=NOW,
                    made_at=NOW, block_hash="", manifests={},
                )
            )  # fmt: skip


def listed(visitor: PageClient) -> list[str]:
    """The releases that somebody finds in the list."""
    links = [each.get("href") for each in visitor.get(LIST).main.all("a")]
    return sorted(href.rpartition("/")[2] for href in links if "2024-P1" in href)


def test_colleagues_of_other_centres_do_not_learn_of_a_projects_release(golden: Flask, enter: Enter) -> None:
    keep(golden)
    owner, stranger = (enter(Role.CENTRE_COORDINATOR, centre) for centre in ("C01", "C02"))
    network = enter(Role.NETWORK_COORDINATOR, NETWORK)
    assert listed(owner) == ["c-C01-2024-P1", FLOOD]
    assert listed(stranger) == ["c-C01-2024-P1"]
    assert listed(network) == ["c-C01-2024-P1", FLOOD, "donor-water-2024-P1"]
    assert stranger.fetch(f"{LIST}/{FLOOD}").status_code == 404
    assert stranger.fetch(f"{LIST}/never-was-2024-P1").status_code == 404
    for unknown in (FLOOD, "never-was-2024-P1"):
        held = stranger.get(f"{LIST}/new").values("Freeze")
        answer = stranger.client.post(f"{LIST}/{unknown}/cancel", data=held)
        assert answer.status_code == 404
    with golden.app_context(), transaction() as session:
        release = session.get(Release, FLOOD)
        assert release is not None
        release.published_at = NOW
    assert listed(stranger) == ["c-C01-2024-P1", FLOOD]
    assert listed(PageClient(golden)) == [FLOOD]


def test_who_keeps_a_project_may_freeze_it(golden: Flask, enter: Enter) -> None:
    keep(golden)
    owner, stranger = (enter(Role.CENTRE_COORDINATOR, centre) for centre in ("C01", "C02"))
    offered = [each.get("value") for each in owner.get(f"{LIST}/new").form("Freeze").all("option")]
    assert "donor-flood" in offered
    assert "donor-water" not in offered
    page = owner.get(f"{LIST}/new").send(
        "Freeze", {"scope": "donor-flood", "period": "2025", "stage": "P", "as_of": ""}
    )
    assert "Living with floods" in page.text
    form = stranger.get(f"{LIST}/new")
    assert "Living with floods" not in form.text
    held = form.values("Freeze")
    answer = stranger.client.post(f"{LIST}/new", data={**held, "scope": "donor-flood", "period": "2025"})
    assert answer.status_code in {403, 422}
