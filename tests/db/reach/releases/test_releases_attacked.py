"""The outsider who holds every file of a release, or of several, and works with a linear program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.folder import FOLDER
from learnhub.reach.releases.queries import folder_of
from learnhub.reach.releases.service import ask_release
from learnhub.reach.releases.task import make_release
from tests.unit.reach.disclosure import outsider_files as files
from tests.unit.reach.disclosure.outsider import COUNTS, Outsider, Release
from tests.unit.reach.disclosure.outsider_lines import Known, Lists

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EARLY, LATE = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC), datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
ORDER = (
    ("net-2024-F1", "net", Stage.FINAL, EARLY),
    ("net-2024-R1", "net", Stage.REVISED, LATE),
    ("c-C01-2024-F1", "c-C01", Stage.FINAL, LATE),
)
Views = Mapping[str, files.Files]
_MADE: dict[str, Views] = {}
_READ: dict[tuple[str, str], Release] = {}


@pytest.fixture
def made(request: pytest.FixtureRequest) -> Mapping[str, Views]:
    """The files of all views of the releases that are out, one after the other; made once for all tests."""
    if not _MADE:
        request.getfixturevalue("session")
        settings: Settings = request.getfixturevalue("settings")
        shutil.rmtree(settings.instance / FOLDER, ignore_errors=True)
        for release_id, scope, stage, as_of in ORDER:
            with transaction() as session:
                ask_release(
                    session, scope=scope, period="2024", stage=stage, as_of=as_of, languages=(), now=NOW
                )
            make_release(settings, release_id, NOW, generator="tests")
            folder = folder_of(settings, release_id)
            _MADE[release_id] = {view.name: _contents(view) for view in folder.iterdir() if view.is_dir()}
        shutil.rmtree(settings.instance / FOLDER)
    return _MADE


def _contents(folder: Path) -> files.Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def read(made: Mapping[str, Views], release_id: str, view: str, folder: Path) -> Release:
    """What the files of a view tell: all formats say the same, so nobody learns more from a further one."""
    if (release_id, view) not in _READ:
        mine = made[release_id][view]
        shown = files.from_csv(mine, view)
        assert files.from_json(mine, view) == shown
        assert files.from_parquet(mine, folder) == shown
        assert files.from_sdmx(mine, shown) == shown
        inside = made[release_id]["internal"]
        true = files.from_csv(inside, "internal")
        known = Known(true, Lists.of(inside))  # everybody can look up which region and groups a country is in
        _READ[release_id, view] = Release(files.guessed(shown, true), known, rounded=view == "public")
    return _READ[release_id, view]


@pytest.mark.parametrize("view", ["partner", "public"])
@pytest.mark.parametrize(
    "held",
    [("net-2024-F1",), ("net-2024-R1",), ("net-2024-F1", "net-2024-R1"), tuple(each[0] for each in ORDER)],
    ids=["a release", "its revision", "two of one period", "two and a centre's"],
)
def test_no_linear_program_over_the_files_bounds_a_small_count(
    made: Mapping[str, Views], held: tuple[str, ...], view: str, tmp_path: Path
) -> None:
    releases = [read(made, release_id, view, tmp_path) for release_id in held]
    # Beside a centre's files the bounds of what overlaps tell more than can be held back (docs/decisions/0022).
    outsider = Outsider(releases, overlapping="c-C01-2024-F1" not in held)
    exposed, tried = outsider.exposed()
    assert exposed == {}
    assert tried > 250
    assert len(outsider.equations) > 250


def test_whoever_sees_one_figure_more_learns_others(made: Mapping[str, Views], tmp_path: Path) -> None:
    """The attack is a real one: a figure that shields others cannot be given away alone."""
    release = read(made, "net-2024-F1", "partner", tmp_path)
    true = files.from_csv(made["net-2024-F1"]["internal"], "internal")
    shields = [key for key, each in release.shown.items() if each.held_back and (true[key].value or 0) >= 5]
    shields = [key for key in shields if true[key].unit in COUNTS]
    learnt = 0
    for key in Random(1).sample(shields, 20):
        exposed, _ = Outsider([replace(release, shown={**release.shown, key: true[key]})]).exposed()
        learnt += bool(exposed)
    assert learnt >= 3


def test_two_releases_that_know_nothing_of_one_another_tell_small_counts(
    made: Mapping[str, Views], tmp_path: Path
) -> None:
    """A centre's exact files beside those of the network: what each may show alone is too much together."""
    network = read(made, "net-2024-R1", "partner", tmp_path)
    centre = read(made, "c-C01-2024-F1", "internal", tmp_path)
    exposed, _ = Outsider([network, centre]).exposed()
    assert exposed
