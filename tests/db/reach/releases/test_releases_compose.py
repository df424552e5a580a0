"""A publication says what the engine says, once, in every table and language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.compose.live import confined, live
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Observation
from learnhub.reach.publication.parameters import Status, View
from learnhub.reach.publication.table import Ref, Table
from learnhub.reach.queries import compute
from learnhub.reach.query import Query
from learnhub.reach.releases.calendar import whole_period

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ENGINE = {"ref_area": "country", "sex": "gender", "country_group": "group"}
# D1 of the golden fixture: learners reached in 2024 by region and gender
D1 = {
    "AFR": (11, 8, 0, 0, 19),
    "ARB": (2, 1, 0, 0, 3),
    "APA": (5, 6, 0, 0, 11),
    "ENA": (0, 4, 1, 0, 5),
    "LAC": (6, 3, 0, 0, 9),
    "UNK": (1, 0, 0, 1, 2),
    "_T": (25, 22, 1, 1, 49),
}


Make = Callable[..., Publication]
_MADE: dict[tuple[str, str, str], Publication] = {}


@pytest.fixture
def made(request: pytest.FixtureRequest) -> Make:
    """Publications of the golden ledger; each is a value, so it is composed once for all tests."""

    def make(scope: str = "net", language: str = "en", period: str = "2024") -> Publication:
        if (scope, language, period) not in _MADE:
            session, settings = request.getfixturevalue("session"), request.getfixturevalue("settings")
            _MADE[scope, language, period] = live(
                session, settings, scope=scope, period=whole_period(period), as_of=AS_OF, language=language
            )
        return _MADE[scope, language, period]

    return make


def table(publication: Publication, name: str) -> Table:
    return next(each for each in publication.tables if each.id == name)


def figures(publication: Publication, name: str) -> dict[str, tuple[object, ...]]:
    found = table(publication, name)
    return {
        member.code: tuple(publication.at(cell.key).value for cell in row if isinstance(cell, Ref))
        for member, row in zip(found.rows.members, found.cells, strict=True)
    }


def asked_again(session: Session, settings: Settings, each: Observation) -> object:
    """The same number from the engine, asked for it alone."""
    filters = {
        ENGINE.get(name, name): getattr(each, name)
        for name in DIMENSIONS
        if name not in {"framework", "target"} and getattr(each, name) != TOTAL
    }
    query = Query(each.indicator, AS_OF, each.period_start, each.period_end, filters)
    return compute(session, settings, query, now=NOW).value


def test_the_golden_table_stands_in_it(made: Make) -> None:
    publication = made()
    assert figures(publication, "reached_region_gender") == D1
    shown = table(publication, "reached_region_gender")
    assert [member.label for member in shown.columns.members] == [
        "Women",
        "Men",
        "Another gender",
        "Unknown",
        "All",
    ]
    assert shown.rows.members[0].label == "Africa"
    assert shown.unit == "persons"


def test_key_figures_have_the_year_before(made: Make) -> None:
    publication = made()
    told = {
        publication.at(each.current).indicator: (
            publication.at(each.current).value,
            publication.at(each.previous).value,
        )
        for each in publication.key_figures
        if each.previous
    }
    assert told["R04"] == (49, 16)
    assert told["R05"] == (36, 16)
    assert told["E01"][0] == 46
    parameters = publication.parameters
    assert (parameters.view, parameters.status, parameters.release) == (
        View.INTERNAL,
        Status.PROVISIONAL,
        "P",
    )
    assert parameters.quality.coverage == {
        "gender": Fraction(48, 49),
        "country": Fraction(47, 49),
        "age": Fraction(46, 49),
    }
    assert parameters.reference_lists["country_groups"] == "2024-12-31"


def test_every_number_is_that_of_the_engine_asked_alone(
    made: Make, session: Session, settings: Settings
) -> None:
    publication = made()
    plain = [
        each for each in publication.observations if "." not in each.indicator and each.framework == TOTAL
    ]
    sample = plain[:: max(1, len(plain) // 60)]
    assert len(sample) >= 40
    for each in sample:
        assert asked_again(session, settings, each) == each.value, each.key


def test_a_year_has_its_quarters_and_a_quarter_has_none(made: Make) -> None:
    year = made()
    assert list(figures(year, "quarters")) == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    reached = [row[0] for row in figures(year, "quarters").values()]
    assert [type(each) for each in reached] == [int] * 4
    counts = [int(str(each)) for each in reached]
    assert max(counts) <= 49 <= sum(counts)
    quarter = made(period="2024-Q1")
    assert "quarters" not in {each.id for each in quarter.tables}
    assert quarter.parameters.period_end == date(2024, 3, 31)


def test_a_centre_has_its_own_figures_alone(made: Make) -> None:
    publication = made("c-C01")
    assert {each.centre for each in publication.observations} == {"C01"}
    assert publication.at(publication.key_figures[0].current).value == 18
    assert publication.parameters.scope_label == "Centre A"
    assert "centres" not in {each.id for each in publication.tables}
    assert {row.code for row in table(publication, "courses").rows.members} < {
        row.code for row in table(made(), "courses").rows.members
    }


def test_a_country_has_a_brief(made: Make) -> None:
    publication = made("country-KE")
    assert {each.ref_area for each in publication.observations} == {"KE"}
    assert publication.parameters.query == "country-annual"
    assert (
        figures(publication, "centres")["_T"][0] == publication.at(publication.key_figures[0].current).value
    )


def test_centres_without_figures_are_left_out(made: Make) -> None:
    codes = set(figures(made(), "centres"))
    assert codes >= {"C01", "_T"}
    assert all(any(row) for row in figures(made(), "centres").values())


@pytest.mark.parametrize("language", ["ar"])
def test_languages_differ_in_words_and_in_nothing_else(made: Make, language: str) -> None:
    english, other = made(), made(language=language)
    assert {each.key: each.value for each in other.observations} == {
        each.key: each.value for each in english.observations
    }
    assert [each.id for each in other.tables] == [each.id for each in english.tables]
    assert table(other, "reached_region_gender").columns.label != "Gender"
    assert other.methodology[0].text != english.methodology[0].text


@pytest.mark.parametrize("scope", ["", "all", "c-", "country-", "donor-", "project-abc"])
def test_there_is_no_other_scope(scope: str) -> None:
    with pytest.raises(Unacceptable, match="no scope"):
        confined(scope)
