"""Behind every figure stand as many rows as it says, and they are those of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from learnhub.reach.behind import Behind
from learnhub.reach.engine import Engine
from learnhub.reach.figures import Value
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.indicators.shape import Finish, Of
from learnhub.reach.measure import Measure
from learnhub.reach.query import Query
from learnhub.reach.reference import ReferenceLists
from tests.unit.reach import reach_feeding as feeding

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
World = tuple[Engine, ReferenceLists]


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    rows = feeding.read_rows(feeding.GOLDEN)
    engine = feeding.engine(rows, tmp_path_factory.mktemp("behind"))
    yield engine, feeding.reference(rows)
    engine.close()


def expected(measure: Measure, value: Value) -> int:
    """How many rows must stand behind a value."""
    counts = measure.shape.finish in (Finish.COUNT, Finish.RATIO, Finish.PARITY)
    whole = measure.shape.numerator.of in (Of.PERSONS, Of.ROWS, Of.COUNTRIES)
    return int(value.numerator) if counts and whole else value.n


def behind(world: World, indicator: str, limit: int = 1000, offset: int = 0, **filters: str) -> Behind:
    engine, reference = world
    return engine.rows_behind(Query(indicator, AS_OF, *YEAR, filters), reference, limit, offset)


@pytest.mark.parametrize("indicator", sorted(INDICATORS))
@pytest.mark.parametrize("further", [{}, {"centre": "C02"}, {"region": "AFR"}], ids=["all", "C02", "AFR"])
def test_as_many_rows_as_the_figure_says(golden: World, indicator: str, further: dict[str, str]) -> None:
    engine, reference = golden
    allowed = INDICATORS[indicator].disaggregations
    filters = {key: value for key, value in further.items() if key in allowed}
    filters |= {"L05": {"course": "K01"}, "L06": {"course": "K01", "item": "2"}}.get(indicator, {})
    query = Query(indicator, AS_OF, *YEAR, filters)
    value = engine.compute(query, reference, coverage=False).measured
    found = behind(golden, indicator, **filters)
    assert found.total == len(found.rows) == len(set(found.rows))
    if indicator != "T05":
        assert found.total == expected(Measure(INDICATORS[indicator], query, ""), value)


def test_persons_are_told_by_their_keys_and_attributes(golden: World) -> None:
    found = behind(golden, "R04", gender="X")
    assert found.columns == ("person_id", "gender", "age", "country")
    assert [row[:2] for row in found.rows] == [("P021", "X")]
    assert behind(golden, "R04").total == 49
    assert {"P005", "P019", "P011"} <= {row[0] for row in behind(golden, "R04").rows}
    assert not {"P006", "P018", "P010"} & {row[0] for row in behind(golden, "R04").rows}


def test_pages_follow_one_another(golden: World) -> None:
    whole = behind(golden, "E01").rows
    pages = [behind(golden, "E01", 20, offset) for offset in (0, 20, 40, 60)]
    assert tuple(row for page in pages for row in page.rows) == whole
    assert {page.total for page in pages} == {46}
    assert whole == tuple(sorted(whole))


def test_countries_and_events_stand_behind_their_figures(golden: World) -> None:
    countries = behind(golden, "R08")
    assert countries.total == 19
    assert sum(int(persons) for _, persons in countries.rows) == 47
    assert behind(golden, "T01").rows == (("V02",), ("V03",), ("V04",), ("V07",), ("V08",))


def test_the_largest_contributor_to_a_sum_is_told_when_asked(golden: World) -> None:
    engine, reference = golden
    query = Query("H02", AS_OF, *YEAR, {}, ("event",))
    plain, shares = (engine.tabulate(query, reference, shares=asked) for asked in (False, True))
    assert {value.largest_share for value in plain.cells.values()} == {None}
    assert shares.at("V04").largest_share == Fraction(2, 1) / Fraction(11, 2)
    assert shares.at("V02").value == plain.at("V02").value
    assert shares.at("*").largest_share == Fraction(42, 1) / Fraction("185.5")
