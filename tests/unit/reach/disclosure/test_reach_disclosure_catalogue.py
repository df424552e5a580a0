"""The catalogue beside what disclosure control knows of it: no ratio may tell a count that nobody has linked to it.

Every linear relation between numerators, denominators and counts that holds at all places of random ledgers must
follow from the relations that are declared, and every two tallies that the catalogue defines alike must be one cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from learnhub.reach.compose.plan import Measure, measure
from learnhub.reach.disclosure.kinds import PARTITIONS, Kind, kind_of
from learnhub.reach.disclosure.ratios import RELATIONS, SIDES
from learnhub.reach.disclosure.rules import women_and_men
from learnhub.reach.figures import Value
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.indicators.shape import RUNGS, Finish, Only, Shape, Tally
from learnhub.reach.query import AGES, GENDERS, Query
from tests.unit.reach import reach_feeding as feeding
from tests.unit.reach.random_ledger import random_rows

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
PERIODS = ((date(2024, 1, 1), date(2024, 12, 31)), (date(2024, 1, 1), date(2024, 3, 31)))
PLACES = ("course", "centre", "theme", "goal")
SEEDS = range(7)
Name = str
Row = dict[Name, Fraction]
RATIOS = tuple(
    measure(code, **{each.name: choice}) if each is not None else measure(code)
    for code, indicator in INDICATORS.items()
    if indicator.shape.finish in {Finish.RATIO, Finish.PARITY, Finish.SCORE, Finish.GAIN}
    for each in (indicator.arguments or (None,))
    for choice in (each.choices if each is not None else ("",))
)
COUNTS = (
    *(measure(code) for code in ("R01", "R02", "R03", "R04", "R05", "R06", "R07", "E01", "E02", "E03", "C01")),
    *(measure(code) for code in ("C02", "S01", "S02", "T02", "L01")),
    *(measure("E05", ladder=rung) for rung in RUNGS),
)  # fmt: skip
AFRICA = "AFRICA"
CUTS = {
    "gender": ("sex", GENDERS), "age": ("age", AGES), "country": ("ref_area", ("ZZ",)), "region": ("region", ("UNK",)),
    "group": ("country_group", (AFRICA,)),
}  # fmt: skip
ALIKE = {Only.WOMEN: "sex=F", Only.MEN: "sex=M", Only.YOUNG: "age=15-24"}


def test_every_ratio_of_counts_says_what_it_tells() -> None:
    for each in RATIOS:
        assert each.name in SIDES or each.code in SIDES, each
    for code in INDICATORS:
        if kind_of(code) in {Kind.RATE, Kind.ODDS}:
            assert code in SIDES or any(name.startswith(f"{code}.") for name in SIDES), code


def test_tallies_that_the_catalogue_defines_alike_are_one_cell() -> None:
    """E03 and the base of the drop-out rate are the same words in the catalogue."""
    counted = {
        _signature(indicator.shape, indicator.shape.numerator): code
        for code, indicator in INDICATORS.items()
        if indicator.shape.finish is Finish.COUNT and code not in {"F01", "E05"}  # other names of R04 and E01
    }
    seen = 0
    for each in RATIOS:
        shape = INDICATORS[each.code].shape_for(dict(each.arguments))
        own = SIDES.get(each.name) or SIDES[each.code]
        for tally, side in zip((shape.numerator, shape.denominator), own, strict=True):
            if tally is None or (shape.finish is Finish.GAIN and tally is shape.numerator):
                continue
            cut = [ALIKE[only] for only in tally.only if only in ALIKE]
            bare = Tally(tally.of, tuple(only for only in tally.only if only not in ALIKE))
            same = counted.get(_signature(shape, bare))
            if same is not None and len(tally.only) == len(bare.only) + len(cut):
                assert side is not None, (each, same)
                assert _name(*side) == "|".join((same, *cut)), each
                seen += 1
    assert seen > 12


def _signature(shape: Shape, tally: Tally) -> tuple[object, ...]:
    return (shape.base, shape.moment, shape.one_place, tally.of, frozenset(tally.only), shape.each)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """Every number at every place of some random ledgers."""
    rows = []
    for seed in SEEDS:
        rows += list(_places(seed, tmp_path_factory.mktemp(f"ledger{seed}")))
    return rows


def _places(seed: int, folder: Path) -> Iterator[Row]:
    ledger = random_rows(seed, people=60)
    engine, reference = feeding.engine(ledger, folder), feeding.reference(ledger)

    def cells(each: Measure, *by: str) -> Mapping[tuple[str, ...], Value]:
        query = Query(each.code, AS_OF, start, end, dict(each.arguments), by)
        return engine.tabulate(query, reference).cells

    for start, end in PERIODS:  # noqa: B007 - `cells` asks for them
        for dimension in PLACES:
            found: dict[str, Row] = {}
            for each in COUNTS:
                for (place,), value in cells(each, dimension).items():
                    found.setdefault(place, {})[each.name] = Fraction(value.numerator)
            for other, (name, codes) in CUTS.items():
                for (place, code), value in cells(measure("R04"), dimension, other).items():
                    if code in codes:
                        found.setdefault(place, {})[f"R04|{name}={code}"] = Fraction(value.numerator)
            for each in RATIOS:
                if each.name.startswith("Q03") and not each.name.endswith(AFRICA):
                    continue  # which groups have the same countries is a matter of lists
                for (place,), value in cells(each, dimension).items():
                    found.setdefault(place, {}).update(_sides(each, value))
            yield from found.values()
    engine.close()


def _sides(each: Measure, value: Value) -> Row:
    pair = (Fraction(value.numerator), Fraction(value.denominator or 0))
    if each.code == "Q02":
        women, men = women_and_men(*pair, adjusted=each.name.endswith("adjusted"))
        pair = (Fraction(women), Fraction(men))
    return {f"{each.name}/n": pair[0], f"{each.name}/d": pair[1]}


def _name(indicator: str, codes: Mapping[str, str]) -> Name:
    """A count by its name; of a ratio its numerator."""
    if (
        not codes
        and (indicator in SIDES or kind_of(indicator) in {Kind.RATE, Kind.ODDS})
        and ":" not in indicator
    ):
        return f"{indicator}/n"
    return "|".join((indicator, *(f"{name}={code}" for name, code in codes.items())))


def declared() -> list[Row]:
    """All relations that disclosure control knows, as sums that come to nought."""
    found: list[Row] = []
    for each in RATIOS:
        for side, count in zip("nd", SIDES.get(each.name) or SIDES[each.code], strict=True):
            if count is not None:
                found.append(_zero([f"{each.name}/{side}"], _name(*count)))
    for parts, whole in RELATIONS:
        found.append(_zero([_name(*part) for part in parts], _name(*whole)))
    for names, code in PARTITIONS:
        found.append(_zero([_name(name, {}) for name in names], _name(code, {})))
    found.append(_zero([f"R04|sex={code}" for code in GENDERS], "R04"))
    found.append(_zero([f"R04|age={code}" for code in AGES], "R04"))
    return found


def _zero(parts: Sequence[Name], whole: Name) -> Row:
    row = {whole: Fraction(-1)}
    for part in parts:
        row[part] = row.get(part, Fraction(0)) + 1
    return {name: factor for name, factor in row.items() if factor}


def test_no_relation_of_random_ledgers_is_unknown_to_disclosure_control(seen: list[Row]) -> None:
    assert undeclared(seen, declared()) == []


@pytest.mark.parametrize("part", ["T04", "Q:age"])
def test_a_relation_that_is_forgotten_is_found(seen: list[Row], part: str) -> None:
    """Registrants and participations; learners of known and of unknown age."""
    forgotten = [
        _zero([_name(*count) for count in parts], _name(*whole))
        for parts, whole in RELATIONS
        if len(parts) > 1 and part in {code for code, _ in parts}
    ]
    assert undeclared(seen, [each for each in declared() if each not in forgotten])


def undeclared(seen: Sequence[Row], relations: Sequence[Row]) -> list[Row]:
    """What is left of the relations that hold everywhere, without those that are known."""
    names = sorted({name for row in seen for name in row})
    seen = [{name: row.get(name, Fraction(0)) for name in names} for row in seen]  # no cell: nobody
    varied = [name for name in names if any(row[name] for row in seen)]
    assert len(varied) > 50
    assert len(seen) > 2 * len(varied)
    found = nullspace(varied, seen)
    assert len(found) > 30
    known = [row for row in relations if _holds(row, seen) or not row.keys() <= set(varied)]
    # What nobody prints is solved for first: that leaves relations of numbers that somebody sees.
    order = [*sorted({name for row in known for name in row} - set(varied)), *varied]
    pivots = eliminated(known, order)
    return [left for row in found if (left := reduced(row, pivots, order))]


def _holds(row: Row, seen: Sequence[Row]) -> bool:
    return all(sum(factor * numbers.get(name, 0) for name, factor in row.items()) == 0 for numbers in seen)


def nullspace(names: Sequence[Name], rows: Sequence[Row]) -> list[Row]:
    """The relations that hold in all rows: one for each number that others decide."""
    pivots = eliminated(rows, names)
    free = [name for name in names if name not in pivots]
    found = []
    for name in free:
        row = {name: Fraction(1)}
        for pivot, solved in pivots.items():
            if solved.get(name):
                row[pivot] = -solved[name]
        found.append(row)
    return found


def eliminated(rows: Sequence[Row], order: Sequence[Name]) -> dict[Name, Row]:
    """Gauss and Jordan: rows by the name that each is solved for, which stands in no other."""
    pivots: dict[Name, Row] = {}
    for row in rows:
        left = reduced(row, pivots, order)
        if not left:
            continue
        first = next(name for name in order if name in left)
        left = {name: factor / left[first] for name, factor in left.items()}
        for other, solved in pivots.items():
            pivots[other] = _less(solved, left, solved.get(first, Fraction(0)))
        pivots[first] = left
    return pivots


def reduced(row: Row, pivots: Mapping[Name, Row], order: Sequence[Name]) -> Row:
    """What is left of a row without all that is known of it."""
    left = {name: factor for name, factor in row.items() if factor and name in order}
    for name in order:
        if name in pivots and left.get(name):
            left = _less(left, pivots[name], left[name])
    return left


def _less(row: Row, other: Row, times: Fraction) -> Row:
    if not times:
        return row
    found = dict(row)
    for name, factor in other.items():
        found[name] = found.get(name, Fraction(0)) - times * factor
    return {name: factor for name, factor in found.items() if factor}
