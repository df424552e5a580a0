"""Laws that hold for every ledger, whatever is in it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from learnhub.reach.engine import Engine
from learnhub.reach.figures import TOTAL, Table, Value
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.indicators.shape import RUNGS
from learnhub.reach.query import AGES, GENDERS, Query
from learnhub.reach.reference import ReferenceLists
from tests.unit.reach import reach_feeding as feeding
from tests.unit.reach.random_ledger import Rows, random_rows

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
QUARTERS = (
    (date(2024, 1, 1), date(2024, 3, 31)),
    (date(2024, 4, 1), date(2024, 6, 30)),
    (date(2024, 7, 1), date(2024, 9, 30)),
    (date(2024, 10, 1), date(2024, 12, 31)),
)
SEEDS = (20,)
PAIRS = (("gender", "centre"), ("country", "theme"), ("region", "age"), ("group", "goal"), ("code", "mode"))
DATED = frozenset({"age", "group", "Q03", "Q04"})  # these look at the year and at lists in force
ALL_PERSONS = ("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R09", "F01")
UNITS = ("E01", "E02", "E03", "E05", "C01", "S01", "S02")
FLOWS = (*UNITS, "R05", "H01", "H02", "H03", "H04", "H05", "T01", "T02", "T05", "L01")
World = tuple[Rows, Engine, ReferenceLists]


@pytest.fixture(scope="module", params=SEEDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    rows = random_rows(request.param, people=30)
    engine = feeding.engine(rows, tmp_path_factory.mktemp("law"))
    yield rows, engine, feeding.reference(rows)
    engine.close()


def measured(world: World, indicator: str, period: tuple[date, date] = YEAR, **filters: str) -> Value:
    _, engine, reference = world
    return engine.compute(Query(indicator, AS_OF, *period, filters), reference, coverage=False).measured


def number(world: World, indicator: str, period: tuple[date, date] = YEAR, **filters: str) -> int:
    value = measured(world, indicator, period, **filters).value
    assert isinstance(value, int)
    return value


def table(world: World, indicator: str, *by: str) -> Table:
    _, engine, reference = world
    return engine.tabulate(Query(indicator, AS_OF, *YEAR, {}, by), reference)


def asked_of(indicator: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Filters and dimensions that the indicator allows, others for each neighbour in the list."""
    filters = {"L05": {"course": "K0"}, "L06": {"course": "K0", "item": "1"}}.get(indicator, {})
    wanted = PAIRS[list(INDICATORS).index(indicator) % len(PAIRS)]
    return filters, tuple(each for each in wanted if each in INDICATORS[indicator].disaggregations)


def everything(
    rows: Rows, folder: Path, as_of: datetime = AS_OF, shift: int = 0, without: Collection[str] = ()
) -> dict[str, tuple[object, int]]:
    """A table of each indicator, of a ledger: value and n of all cells with something in them."""
    engine, reference = feeding.engine(rows, folder), feeding.reference(rows)
    start, end = (day + timedelta(days=shift) for day in YEAR)
    found = {}
    for indicator in [code for code in INDICATORS if code not in without]:
        filters, by = asked_of(indicator)
        by = tuple(each for each in by if each not in without)
        cut = engine.tabulate(Query(indicator, as_of, start, end, filters, by), reference)
        found |= {f"{indicator} {labels}": (value.value, value.n) for labels, value in cut.cells.items()}
    engine.close()
    return {key: value for key, value in found.items() if value[0] or value[1]}


@pytest.mark.parametrize("indicator", [*ALL_PERSONS, *FLOWS, "T03", "T04", "Q01", "U01", "U03"])
@pytest.mark.parametrize("dimension", ["gender", "country", "region", "age"])
def test_parts_over_persons_add_up(world: World, indicator: str, dimension: str) -> None:
    if dimension not in INDICATORS[indicator].disaggregations:
        return
    cut = table(world, indicator, dimension)
    parts = [cut.at(label) for label in cut.axes[0]]
    whole = cut.at(TOTAL)
    assert sum(part.numerator for part in parts) == whole.numerator
    assert sum(part.denominator or 0 for part in parts) == (whole.denominator or 0)
    assert whole == measured(world, indicator)


@pytest.mark.parametrize("indicator", ["R01", "R02", "R03", "R04", "R05", "R06", "C02", "F01", *FLOWS])
def test_centres_cover_the_network(world: World, indicator: str) -> None:
    cut = table(world, indicator, "centre")
    parts = [cut.at(label).numerator for label in cut.axes[0]]
    total = cut.at(TOTAL).numerator
    assert max(parts) <= total <= sum(parts)
    if indicator in (*UNITS, "H01", "H04"):
        assert total == sum(parts)


def test_the_rungs_of_the_ladder_are_all_enrolments(world: World) -> None:
    for filters in ({}, {"gender": "F"}, {"centre": "C0"}, {"region": "AFR", "theme": "WATER"}):
        rungs = [number(world, "E05", ladder=rung, **filters) for rung in RUNGS]
        assert sum(rungs) == number(world, "E01", **filters) == number(world, "E05", **filters)
    cut = table(world, "E05", "ladder")
    assert [cut.at(rung).value for rung in RUNGS] == [number(world, "E05", ladder=rung) for rung in RUNGS]


def test_weights_over_the_goals_of_a_framework_are_all_enrolments(world: World) -> None:
    for dimension in ("goal", "code"):
        cut = table(world, "F02", dimension)
        for framework in ("SDG", "SENDAI"):
            parts = [cut.at(code).numerator for code in cut.axes[0] if code.startswith(framework)]
            assert sum(parts) == cut.at(TOTAL).numerator == number(world, "E01")
    assert table(world, "F02", "goal").at("SDG:13") == measured(world, "F02", code="SDG:13")


def test_new_and_returning_are_all_learners(world: World) -> None:
    for filters in ({}, {"centre": "C0"}, {"gender": "F"}, {"theme": "DRR"}):
        both = number(world, "R05", **filters) + number(world, "R06", **filters)
        assert both == number(world, "R04", **filters)


def test_blended_learners_lie_between_their_bounds(world: World) -> None:
    for filters in ({}, {"region": "AFR"}, {"gender": "F"}, {"theme": "WATER"}):
        online, present, either, both = (
            number(world, "R02", **filters),
            number(world, "R03", mode="in_person", **filters),
            number(world, "R04", **filters),
            number(world, "R07", **filters),
        )
        assert max(0, online + present - either) <= both <= min(online, present)
        assert number(world, "R04", mode="online", **filters) == online
        assert max(online, present) <= either


def test_narrower_never_exceeds_wider(world: World) -> None:
    ever = (date(2000, 1, 1), date(2100, 1, 1))
    for less, more in (("S02", "S01"), ("E03", "E01"), ("E02", "E01"), ("C02", "C01"), ("R09", "R04")):
        assert number(world, less) <= number(world, more)
    assert number(world, "C01", ever) <= number(world, "E01", ever)
    assert number(world, "R08", set="member_states") <= number(world, "R08") <= number(world, "R04")


def test_flows_add_up_over_quarters_and_persons_do_not_fall(world: World) -> None:
    for indicator in FLOWS:
        parts = [measured(world, indicator, quarter).numerator for quarter in QUARTERS]
        assert sum(parts) == measured(world, indicator).numerator
    quarters = [number(world, "R04", quarter) for quarter in QUARTERS]
    assert max(quarters) <= number(world, "R04") <= sum(quarters)


def test_hours_are_those_online_and_those_attended(world: World) -> None:
    for filters in ({}, {"centre": "C1"}, {"country": "KE"}):
        online, attended = (measured(world, code, **filters).numerator for code in ("H01", "H02"))
        assert online + attended == measured(world, "H03", **filters).numerator
    modes = table(world, "H03", "mode")
    assert sum(modes.at(mode).numerator for mode in modes.axes[0]) == modes.at(TOTAL).numerator


@pytest.mark.parametrize("seed", SEEDS)
def test_neither_order_nor_repetition_of_rows_counts(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    shuffled = {kind: [*of_kind, *of_kind] for kind, of_kind in rows.items() if kind in feeding.KINDS}
    for of_kind in shuffled.values():
        random.Random(seed).shuffle(of_kind)
    assert everything(rows, tmp_path / "a") == everything({**rows, **shuffled}, tmp_path / "b")


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_recorded_later_never_changes_an_earlier_as_of(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    as_of = datetime(2024, 9, 1, tzinfo=UTC)
    known = {
        kind: [
            row
            for row in of_kind
            if "recorded_at" not in row or datetime.fromisoformat(row["recorded_at"]) <= as_of
        ]
        for kind, of_kind in rows.items()
    }
    assert everything(rows, tmp_path / "a", as_of) == everything(known, tmp_path / "b", as_of)


def _only_growing(rows: Rows) -> Rows:
    """The ledger without anything that takes back: first versions alone, none void, merged, or for tests."""

    def stays(row: Mapping[str, str]) -> bool:
        return row.get("rev", "1") == "1" and row.get("void") != "1"

    grown = {kind: [row for row in of_kind if stays(row)] for kind, of_kind in rows.items()}
    grown["persons"] = [
        {**row, "merged_into": "", "account_type": "learner", "status": "confirmed"}
        for row in grown["persons"]
    ]
    for kind, key in (("events", "event_id"), ("target_map", "target")):
        grown[kind] = list({row[key]: row for row in reversed(grown[kind])}.values())
    return grown


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_never_fall_while_nothing_is_taken_back(seed: int, tmp_path: Path) -> None:
    rows = _only_growing(random_rows(seed))
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    for indicator in ("R01", "R04", "E01", "E03", "C01", "S01", "T02", "H02"):
        found = [
            engine.compute(
                Query(indicator, datetime(2024, month, 1, tzinfo=UTC), *YEAR), reference, coverage=False
            ).measured.numerator
            for month in (2, 5, 8, 11)
        ]
        assert found == sorted(found), indicator
    engine.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_kept_snapshot_sees_what_it_should_and_no_more(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    lines = feeding.entries(rows)
    middle = len(lines) // 2
    engine, reference = feeding.engine({}, tmp_path), feeding.reference(rows)
    query = Query("R04", datetime(2024, 9, 1, tzinfo=UTC), *YEAR)
    for upto in (middle, middle + 1, len(lines)):
        engine.refresh(feeding.Ledger(lines[:upto]))
        fresh = feeding.engine({}, tmp_path / str(upto))
        fresh.refresh(feeding.Ledger(lines[:upto]))
        assert engine.compute(query, reference).value == fresh.compute(query, reference).value


@pytest.mark.parametrize("seed", SEEDS)
def test_new_names_change_nothing(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    keys = (
        "person_id",
        "merged_into",
        "enrolment_id",
        "session_id",
        "attempt_id",
        "attendance_id",
        "record_id",
    )
    renamed = {
        kind: [{**row, **{key: f"x{row[key]}" for key in keys if row.get(key)}} for row in of_kind]
        for kind, of_kind in rows.items()
    }
    assert everything(rows, tmp_path / "a") == everything(renamed, tmp_path / "b")


def _shifted(text: str, days: int) -> str:
    if "T" in text:
        return (datetime.fromisoformat(text) + timedelta(days=days)).isoformat()
    return str(date.fromisoformat(text) + timedelta(days=days))


@pytest.mark.parametrize("seed", SEEDS)
def test_shifting_all_days_changes_nothing(seed: int, tmp_path: Path) -> None:
    rows, days = random_rows(seed), 29
    names = {"valid_from", "start_date", "end_date", "date"}
    moved = {
        kind: [
            {
                key: _shifted(text, days) if text and (key in names or key.endswith("_at")) else text
                for key, text in row.items()
            }
            for row in of_kind
        ]
        if kind != "country_groups"
        else of_kind
        for kind, of_kind in rows.items()
    }
    before = everything(rows, tmp_path / "a", without=DATED)
    assert before == everything(moved, tmp_path / "b", AS_OF + timedelta(days=days), days, DATED)


def test_a_person_of_unknown_country_is_one_more_and_shown(world: World, tmp_path: Path) -> None:
    rows, _, reference = world
    stranger = {
        "person_id": "stranger",
        "rev": "1",
        "recorded_at": "2024-01-01T00:00:00Z",
        "valid_from": "2020-01-01",
        "account_type": "learner",
        "status": "confirmed",
    }
    enrolled = {
        "record_id": "n.1",
        "enrolment_id": "n",
        "rev": "1",
        "recorded_at": "2024-02-01T00:00:00Z",
        "person_id": "stranger",
        "course_id": "K0",
        "role": "learner",
        "enrolled_at": "2024-02-01T00:00:00Z",
        "completed_at": "2024-02-02T00:00:00Z",
        "void": "0",
    }
    more = {**rows, "persons": [*rows["persons"], stranger], "enrolments": [*rows["enrolments"], enrolled]}
    grown = (more, feeding.engine(more, tmp_path), reference)
    for filters in ({}, {"country": "ZZ"}, {"region": "UNK"}, {"gender": "U"}, {"age": "UNK"}):
        assert number(grown, "R04", **filters) == number(world, "R04", **filters) + 1
    for code, choices in (("Q01", {}), ("Q02", {}), ("Q03", {"of": "LDC"}), ("Q04", {})):
        assert measured(grown, code, **choices) == measured(world, code, **choices)
    for gender in set(GENDERS) - {"U"}:
        assert number(grown, "R04", gender=gender) == number(world, "R04", gender=gender)
    for age in set(AGES) - {"UNK"}:
        assert number(grown, "R04", age=age) == number(world, "R04", age=age)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_merge_that_is_undone_leaves_no_trace(seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    last = rows["persons"][-1]
    first = rows["persons"][0]["person_id"]
    merged = {**last, "rev": "8", "recorded_at": "2025-10-01T00:00:00Z", "merged_into": first}
    undone = {**last, "rev": "9", "recorded_at": "2025-11-01T00:00:00Z"}
    during = {**rows, "persons": [*rows["persons"], merged]}
    after = {**rows, "persons": [*rows["persons"], merged, undone]}
    before = everything(rows, tmp_path / "a")
    assert everything(after, tmp_path / "b") == before
    if not last["merged_into"]:
        reached, lowered = (
            everything(known, tmp_path / name, without=set(INDICATORS) - {"R04"})
            for known, name in ((rows, "c"), (during, "d"))
        )
        whole = next(iter(reached))
        assert abs(reached[whole][1] - lowered[whole][1]) <= 1


def test_many_threads_get_the_same_answers(tmp_path: Path) -> None:
    rows = random_rows(30)
    lines, reference = feeding.entries(rows), feeding.reference(rows)
    alone, shared = feeding.engine(rows, tmp_path / "a"), feeding.engine({}, tmp_path / "b")
    shared.refresh(feeding.Ledger(lines[: len(lines) // 2]))
    queries = [
        Query(indicator, datetime(2024, month, 1, tzinfo=UTC), *period, {})
        for indicator in ("R04", "E01")
        for month in range(4, 10)
        for period in (YEAR, QUARTERS[0])
    ]

    def ask(query: Query) -> object:
        shared.refresh(feeding.Ledger(lines))
        return shared.compute(query, reference).value

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, queries))
    assert answers == [alone.compute(query, reference).value for query in queries]


def test_queries_are_values(world: World) -> None:
    query = Query("R04", AS_OF, *YEAR)
    assert replace(query, by=("gender",)) != query
