"""Releases of a donor project beside those of the network and its centre: nobody learns a small count of them all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.reach.compose.observing import unit_of
from learnhub.reach.compose.plan import PROJECT
from learnhub.reach.projects.queries import aliases, get_project
from learnhub.reach.projects.service import (
    IndicatorValues,
    ProjectValues,
    add_project,
    keep_indicator,
    tag,
)
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.folder import FOLDER
from learnhub.reach.releases.queries import folder_of
from learnhub.reach.releases.service import ask_release
from learnhub.reach.releases.task import make_release
from tests.unit.reach.disclosure import outsider_files as files
from tests.unit.reach.disclosure.outsider import Outsider, Release
from tests.unit.reach.disclosure.outsider_lines import Known, Lists, place

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TAGGED, AS_OF = datetime(2024, 2, 1, tzinfo=UTC), datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
FLOOD, NETWORK, CENTRE = "donor-flood-2024-F1", "net-2024-F1", "c-C01-2024-F1"
ORDER = ((NETWORK, "net"), (FLOOD, "donor-flood"), (CENTRE, "c-C01"))
TOTAL_REACHED = place(
    ("R04", "2024-01-01", "2024-12-31", *(files.TOTAL for _ in files.DIMENSIONS)),
    framework="PROJECT",
    target="flood",
)
Views = Mapping[str, files.Files]
_MADE: dict[str, Views] = {}


def _keep_project() -> None:
    with transaction() as session:
        values = ProjectValues(
            donor="A donor", title="Floods", starts_on=date(2024, 1, 1), ends_on=date(2025, 12, 31)
        )
        project = add_project(session, code="flood", centre="C01", values=values, now=TAGGED)
        asked = IndicatorValues(code="1.1", definition="People trained", indicator="R04", target="40")
        keep_indicator(session, project=project, row=None, values=asked)
        tag(session, project=project, names=[("course", "K01")], now=TAGGED)


@pytest.fixture
def made(request: pytest.FixtureRequest) -> Mapping[str, Views]:
    """The files of all views, one release after the other; made once for all tests."""
    if not _MADE:
        request.getfixturevalue("session")
        settings: Settings = request.getfixturevalue("settings")
        shutil.rmtree(settings.instance / FOLDER, ignore_errors=True)
        _keep_project()
        for release_id, scope in ORDER:
            with transaction() as session:
                ask_release(
                    session,
                    scope=scope,
                    period="2024",
                    stage=Stage.FINAL,
                    as_of=AS_OF,
                    languages=("en",),
                    now=NOW,
                )
            make_release(settings, release_id, NOW, generator="tests")
            folder = folder_of(settings, release_id)
            _MADE[release_id] = {
                view.name: {path.name: path.read_bytes() for path in view.iterdir()}
                for view in folder.iterdir()
                if view.is_dir()
            }
        shutil.rmtree(settings.instance / FOLDER)
    return _MADE


def read(made: Mapping[str, Views], release_id: str, view: str) -> Release:
    """What the files of a view tell."""
    inside = made[release_id]["internal"]
    true = files.from_csv(inside, "internal")
    shown = files.guessed(files.from_csv(made[release_id][view], view), true)
    return Release(shown, Known(true, Lists.of(inside)), rounded=view == "public")


@pytest.mark.parametrize("view", ["partner", "public"])
def test_a_project_beside_the_network_and_its_centre_tells_no_small_count(
    made: Mapping[str, Views], view: str
) -> None:
    flood, network, centre = (read(made, each, view) for each in (FLOOD, NETWORK, CENTRE))
    outsider = Outsider([flood, network, centre])
    assert outsider.within(flood, network) > 100
    assert outsider.within(flood, centre, "C01") > 100
    exposed, tried = outsider.exposed()
    assert exposed == {}
    assert tried > 250


def test_without_protection_beside_the_others_small_counts_would_be_told(made: Mapping[str, Views]) -> None:
    """The attack is a real one: the exact project beside the network's partner view tells who is left."""
    flood, network = read(made, FLOOD, "internal"), read(made, NETWORK, "partner")
    outsider = Outsider([flood, network])
    outsider.within(flood, network)
    assert outsider.exposed()[0]


def test_every_view_has_the_donors_indicator_and_says_what_is_of_the_project(
    made: Mapping[str, Views],
) -> None:
    for view, content in made[FLOOD].items():
        assert f"learnhub_reach_donor-flood_2024_2024-F1_20250630T235959Z_{view}.csv" in content
        assert any(name.endswith("_donor_en.pdf") for name in content)
        shown = files.from_csv(content, view)[TOTAL_REACHED].value is not None
        told = "A donor 1.1: People trained" in files.one(content, ".iati.xml").decode()
        assert told is shown
        codes = files.rows_of(files.one(content, ".codes.csv"))
        (note,) = [row["note"] for row in codes if row["code"] == "PROJECT:flood"]
        assert note == "centre:C01 course:K01"
    internal = files.from_csv(made[FLOOD]["internal"], "internal")
    assert internal[TOTAL_REACHED].value == 15


@pytest.mark.usefixtures("session")
def test_an_indicator_that_a_publication_does_not_have_is_left_out() -> None:
    _keep_project()
    project = get_project(reading(), "flood", None)
    units = {each.name: unit_of(each) for each in PROJECT.key_figures}
    (alias,) = aliases(reading(), project, units)
    assert (alias.donor, alias.code, alias.target) == ("A donor", "1.1", 40)
    assert aliases(reading(), project, {"E01": "enrolments"}) == ()
