"""The command's instance: made once, marked, and never one that holds real data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from learnhub.accounts.models import Person
from learnhub.accounts.passwords import check_password
from learnhub.cli.base import CannotStart
from learnhub.cli.demo import choose_instance, demo, prepared
from learnhub.config import ROOT, Settings, load_settings
from learnhub.db import db, reading
from learnhub.demo.team import PASSWORD, sign_ins, table_of
from learnhub.jobs.models import Job
from learnhub.reach.releases.models import Release
from tests.databases import EXAMPLE

pytestmark = pytest.mark.slow  # each makes a whole demonstration
LEARNERS = 12


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A demonstration of its own with the example course."""
    return load_settings({}, instance=tmp_path / "demo", courses=EXAMPLE.parent, demo=True)


def made(settings: Settings) -> int:
    """Start as the command does; gives how many people there are."""
    with prepared(settings, LEARNERS).app_context():
        count = reading().scalar(select(func.count()).select_from(Person)) or 0
        db.session.remove()
        db.engine.dispose()
    return count


def test_it_is_filled_once_and_marked(settings: Settings) -> None:
    assert made(settings) == LEARNERS + len(sign_ins("icharm"))
    assert made(settings) == LEARNERS + len(sign_ins("icharm"))
    assert load_settings({}, instance=settings.instance).demo
    assert "simulated" in (settings.instance / "demonstration").read_text(encoding="utf-8")


def test_the_password_opens_every_account(settings: Settings) -> None:
    with prepared(settings, LEARNERS).app_context():
        stored = dict(
            reading()
            .execute(select(Person.login, Person.password_hash).where(Person.login.is_not(None)))
            .all()
        )
        db.session.remove()
        db.engine.dispose()
    assert set(stored) == {each.login for each in sign_ins("icharm")}
    assert len(set(stored.values())) == 1
    assert check_password(stored["administrator"], PASSWORD)


def test_the_figures_of_the_last_year_are_released_when_people_have_signed_in(settings: Settings) -> None:
    with prepared(settings, LEARNERS).app_context():
        release = reading().scalars(select(Release)).one()
        job = reading().scalars(select(Job).where(Job.name == "release")).one()
        assert (release.scope, release.state) == ("net", "asked")
        assert int(release.period) == release.as_of.year - 1
        assert job.payload == {"id": release.id, "public": True}
        assert job.run_at > job.created_at
        db.session.remove()
        db.engine.dispose()


def test_every_page_says_so(settings: Settings) -> None:
    app = prepared(settings, 0)
    page = app.test_client().get("/en/").get_data(as_text=True)
    assert "Demonstration data." in page
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_an_instance_with_people_is_left_alone(settings: Settings) -> None:
    before = made(settings)
    (settings.instance / "demonstration").unlink()
    with pytest.raises(CannotStart, match="holds data that no demonstration made"):
        prepared(settings, LEARNERS)
    (settings.instance / "demonstration").touch()
    assert made(settings) == before


def test_the_environment_names_another_instance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"LEARNHUB_DATABASE_URL": "postgresql://real"})
    choose_instance()
    assert os.environ == {"LEARNHUB_DEMO": "true", "LEARNHUB_INSTANCE": str(ROOT / "instance" / "demo")}
    chosen = {"LEARNHUB_INSTANCE": "/elsewhere", "LEARNHUB_DATABASE_URL": "postgresql://chosen"}
    monkeypatch.setattr(os, "environ", dict(chosen))
    choose_instance()
    assert os.environ == {"LEARNHUB_DEMO": "true", **chosen}


def test_the_command_prepares(settings: Settings) -> None:
    settings.instance.mkdir(parents=True)
    variables = {
        "LEARNHUB_INSTANCE": str(settings.instance),
        "LEARNHUB_COURSES": str(settings.courses),
        "LEARNHUB_DEMO": "true",
    }
    result = CliRunner().invoke(demo, ["--prepare-only", "--learners", "5"], env=variables)
    assert result.exit_code == 0, result.output
    assert "14 people" in result.output


def test_the_table_names_all_sign_ins() -> None:
    lines = table_of(sign_ins("icharm")).splitlines()
    assert len(lines) == 2 + len(sign_ins("icharm"))
    assert PASSWORD in lines[-1]
