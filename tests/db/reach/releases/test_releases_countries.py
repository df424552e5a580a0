"""Countries without a row in the files: what an earlier release held back of them stays held back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Unacceptable
from learnhub.ledger.queries import Cursor
from learnhub.ledger.records import EnrolmentRecord, PersonRecord, SessionRecord
from learnhub.ledger.service import record
from learnhub.reach.publication.observation import DIMENSIONS
from learnhub.reach.releases import task
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.changes import Place
from learnhub.reach.releases.comparing import Before
from learnhub.reach.releases.folder import FOLDER
from learnhub.reach.releases.queries import folder_of, get_release
from learnhub.reach.releases.service import ask_release
from tests.unit.reach.disclosure import outsider_files as files
from tests.unit.reach.disclosure.golden_publication import Golden

FINAL, LATER = (datetime(year, 1, 31, 23, 59, 59, tzinfo=UTC) for year in (2025, 2026))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AREA = files.KEY.index("ref_area")


@pytest.fixture(autouse=True)
def _no_releases(settings: Settings) -> Iterator[None]:
    """Files of releases outlive the database of a test."""
    shutil.rmtree(settings.instance / FOLDER, ignore_errors=True)
    yield
    shutil.rmtree(settings.instance / FOLDER, ignore_errors=True)


def made(settings: Settings, stage: Stage, as_of: datetime, scope: str = "net") -> Path:
    with transaction() as session:
        release_id = ask_release(
            session, scope=scope, period="2024", stage=stage, as_of=as_of, languages=(), now=NOW
        ).id
    task.make_release(settings, release_id, NOW, generator="tests")
    return folder_of(settings, release_id)


def of_country(folder: Path, view: str, country: str) -> dict[files.Key, files.Figure]:
    contents = {path.name: path.read_bytes() for path in (folder / view).glob("*.csv")}
    return {key: figure for key, figure in files.from_csv(contents, view).items() if key[AREA] == country}


def learn(country: str, names: tuple[str, ...]) -> None:
    """People of a country take the first course in the year, which is recorded late."""
    at, day = datetime(2025, 6, 1, tzinfo=UTC), datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
    with transaction() as session:
        for name in names:
            person = PersonRecord(
                person_id=name, valid_from=date(2023, 1, 1), account_type="learner", status="confirmed", gender="F",
                birth_year=1990, residence=country,
            )  # fmt: skip
            enrolled = EnrolmentRecord(
                enrolment_id=f"N{name}", person_id=name, course_id="K01", enrolled_at=day
            )
            stay = SessionRecord(
                session_id=f"S{name}", enrolment_id=f"N{name}", started_at=day, ended_at=day.replace(hour=10)
            )
            record(session, [person, enrolled, stay], now=at, actor="tests", reason="FIRST")


def test_what_was_held_back_without_a_row_stays_held_back(session: Session, settings: Settings) -> None:
    first = made(settings, Stage.FINAL, FINAL)
    learn("BR", ("late1", "late2"))
    second = made(settings, Stage.REVISED, LATER)
    before, after = (of_country(each, "internal", "BR") for each in (first, second))
    held_back = {key for key, figure in before.items() if figure.status[1] != "F"}
    (reached,) = (key for key in before if key[0] == "R04" and key[-5:] == ("_T",) * 5 and "F" not in key)
    assert [before[reached].value, after[reached].value] == [5, 7]
    assert reached in held_back
    assert held_back <= {key for key, figure in after.items() if figure.status[1] != "F"}
    for view in ("partner", "public"):
        assert of_country(first, view, "BR") == of_country(second, view, "BR") == {}
        assert "ref_area=BR" not in (second / view / "revisions.csv").read_text()
    assert "ref_area=BR" in (second / "internal" / "revisions.csv").read_text()


HEAD = (*files.KEY, "value", "numerator", "denominator", "unit", "obs_status", "conf_status")
ALL = ("R04", "2024-01-01", "2024-12-31", *("_T" for _ in DIMENSIONS))
NEPAL = (*ALL[:AREA], "NP", *ALL[AREA + 1 :])
WHOLE = (*ALL, "40", "", "", "persons", "A", "F")


@pytest.mark.parametrize(
    ("internal", "partner"),
    [("3,,,persons,A,A", ""), ("3,,,persons,A,F", ",,,persons,Q,C")],
    ids=["marked in the internal file", "a row without a number, as in earlier versions"],
)
def test_a_later_release_finds_what_was_held_back(tmp_path: Path, internal: str, partner: str) -> None:
    for view, told in (("internal", internal), ("partner", partner)):
        rows = [HEAD, WHOLE, *([(*NEPAL, told)] if told else [])]
        (tmp_path / view).mkdir()
        (tmp_path / view / f"learnhub_{view}.csv").write_text("".join(",".join(row) + "\n" for row in rows))
    like = Golden(tmp_path / "engine").publication()
    earlier = Before("2024-F1", tmp_path, {}, Place(FINAL, Cursor(0, 0))).edition(like, {"NP": "APA"})
    assert earlier.hidden == {NEPAL}
    assert earlier.values == {ALL: 40, NEPAL: 3}


@pytest.mark.parametrize("country", ["NP", "AQ"], ids=["three learners", "nobody"])
def test_no_release_is_made_of_a_country_that_may_not_be_named(
    session: Session, settings: Settings, country: str
) -> None:
    with pytest.raises(Unacceptable, match="a release would name the country"):
        made(settings, Stage.FINAL, FINAL, f"country-{country}")
    assert not (settings.instance / FOLDER / f"country-{country}-2024-F1").exists()


def test_a_country_of_many_learners_has_its_release(session: Session, settings: Settings) -> None:
    folder = made(settings, Stage.FINAL, FINAL, "country-KE")
    assert get_release(reading(), "country-KE-2024-F1").state == "made"
    assert of_country(folder, "public", "KE")
