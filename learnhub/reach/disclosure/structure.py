"""Which observations add up to which: the relations that every reader of a publication knows.

Observations of one indicator and period differ in their dimensions. Along a dimension over which the indicator
adds, the parts of a total form a line. Countries and regions are one axis with two levels. Parts that a publication
does not list stand in the line as a remainder that readers can work out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from learnhub.reach.disclosure.kinds import BY_EVENT, PARTITIONS, Kind, kind_of, shares_add_over
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Observation

AREA = "area"
AREAS = ("ref_area", "region")
CODE = "code"
CODES = ("framework", "target")
FRACTIONAL = "F02"
OVERLAPPING = ("theme", "target")
NOWHERE = {"ZZ": "UNK"}
Number = int | Fraction
Coordinates = tuple[tuple[str, str], ...]
"""Axis and code of everything that is not a total, in the order of the dimensions."""


@dataclass(frozen=True, slots=True)
class Sum:
    """`parts` and `rest` (what is not listed, if any) add up to `total`. `inner` parts are those of a table's body.

    `by_total`: if it tells too much, its total is held back and no part, as of a group of countries.
    """

    parts: tuple[Key, ...]
    total: Key
    inner: bool
    grand: bool
    rest: Number = 0
    by_total: bool = False


@dataclass
class _Cube:
    """The observations of one indicator, period and place in dimensions that do not add, by their coordinates."""

    keys: dict[Coordinates, Key] = field(default_factory=dict)


def sums_of(publication: Publication) -> list[Sum]:
    """All relations of a publication, table by table in print order: rows, total row, columns, total column."""
    countries = {code.code: code.note for code in publication.code_lists if code.code_list == "ref_area"}
    additive = {each.code: each.additive_over for each in publication.definitions}
    cubes: dict[tuple[str, ...], _Cube] = {}
    for each in publication.observations:
        if amount(each) is not None:
            _place(cubes, each, adds_over(each.indicator, additive), countries)
    found = [line for cube in cubes.values() for line in _lines(cube, publication)]
    found += [*_partitions(publication), *_groups(publication), *_periods(publication)]
    found += [
        *_countries(publication, additive),
        *_courses(publication, additive),
        *_alone(publication, additive),
    ]
    return list({(line.parts, line.total): line for line in reversed(found)}.values())[::-1]


def amount(each: Observation) -> Number | None:
    """What of an observation adds up: a count or a sum itself, of a share the number of those in it."""
    kind = kind_of(each.indicator)
    if kind is Kind.RATE:
        return each.numerator
    return each.value if kind in {Kind.COUNT, Kind.SUM} else None


def sibling(key: Key, indicator: str, **codes: str) -> Key:
    """The key of another indicator, or of other codes, at the same place."""
    places = (codes.get(dimension, code) for dimension, code in zip(DIMENSIONS, key[3:], strict=True))
    return (indicator, *key[1:3], *places)


def adds_over(indicator: str, additive: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Over which dimensions an indicator adds up. What a ratio alone tells (`U01:rated`) does as its numerator."""
    code = indicator.partition(".")[0]
    ratio, colon, _ = code.partition(":")
    if colon:
        return shares_add_over(ratio)
    if kind_of(code) is Kind.RATE:
        return shares_add_over(code)
    besides = CODES if code == FRACTIONAL else ("event",) if code in BY_EVENT else ()
    return (*additive.get(code, ()), *besides)


def _place(
    cubes: dict[tuple[str, ...], _Cube], each: Observation, over: Sequence[str], countries: Mapping[str, str]
) -> None:
    axes = tuple(dimension for dimension in DIMENSIONS if dimension in over)
    apart = tuple(getattr(each, dimension) for dimension in DIMENSIONS if dimension not in axes)
    cube = cubes.setdefault((*each.key[:3], *apart), _Cube())
    cube.keys[_coordinates(each, axes, countries)] = each.key


def _coordinates(each: Observation, axes: Sequence[str], countries: Mapping[str, str]) -> Coordinates:
    """A country stands under its region, `region/country`; framework and target are one axis, `SDG:13`."""
    found = [(axis, getattr(each, axis)) for axis in axes if axis not in {*AREAS, *CODES}]
    area = code = TOTAL
    if "ref_area" in axes and each.ref_area != TOTAL:
        area = f"{countries.get(each.ref_area) or NOWHERE.get(each.ref_area, '')}/{each.ref_area}"
    elif "region" in axes and each.region != TOTAL:
        area = each.region
    if "target" in axes and each.target != TOTAL:
        code = f"{each.framework}:{each.target}"
    return tuple((axis, name) for axis, name in [(AREA, area), (CODE, code), *found] if name != TOTAL)


def _lines(cube: _Cube, publication: Publication) -> Iterator[Sum]:
    shapes = dict.fromkeys(_shape(place) for place in cube.keys)
    coarsest = frozenset.intersection(*(frozenset(place) for place in cube.keys))
    for shape in sorted(shapes, key=_finest):
        for axis in reversed(shape):
            bundles: dict[Coordinates, list[Coordinates]] = defaultdict(list)
            for place in cube.keys:
                if axis in _shape(place) and set(_shape(place)) <= set(shape):
                    bundles[_parent(place, axis, cube)].append(place)
            for parent in sorted(bundles, key=len, reverse=True):
                parts = bundles[parent]
                yield from _line(cube, parent, parts, publication, (len(shape), coarsest))


def _level(axis: str, code: str) -> str:
    """Codes of one level add up: countries, regions, the goals of one framework, its targets."""
    if axis == AREA:
        return f"{AREA}/" if "/" in code else AREA
    if axis == CODE:
        framework, _, target = code.partition(":")
        return f"{CODE} {framework}{'.' if '.' in target else ''}"
    return axis


def _shape(place: Coordinates) -> tuple[str, ...]:
    return tuple(_level(axis, code) for axis, code in place)


def _finest(shape: tuple[str, ...]) -> tuple[int, bool]:
    """Tables by region come first, those by country last; of each, those of two dimensions first."""
    return 0 if AREA in shape else 2 if f"{AREA}/" in shape else 1, len(shape) < 2


def _parent(place: Coordinates, axis: str, cube: _Cube) -> Coordinates:
    """The cell in whose total this one stands along an axis: a country in its region, if that has a figure."""
    others = tuple(pair for pair in place if _level(*pair) != axis)
    code = next(code for own, code in place if _level(own, code) == axis)
    region = code.partition("/")[0] if axis == f"{AREA}/" else ""
    above = ((AREA, region), *others)
    return above if region and above in cube.keys else others


def _line(
    cube: _Cube,
    parent: Coordinates,
    parts: list[Coordinates],
    publication: Publication,
    table: tuple[int, frozenset[tuple[str, str]]],
) -> Iterator[Sum]:
    """The sum of the parts of one parent. `table`: how many axes its body has, and where its grand total is."""
    if parent in cube.keys:
        keys = tuple(cube.keys[place] for place in parts)
        rest = _amount(publication, cube.keys[parent]) - sum(_amount(publication, key) for key in keys)
        inner = all(len(place) == table[0] for place in parts)
        if rest >= 0:
            yield Sum(keys, cube.keys[parent], inner, frozenset(parent) == table[1], rest)


def _partitions(publication: Publication) -> Iterator[Sum]:
    for each in publication.observations:
        for parts, whole in PARTITIONS:
            if each.indicator == whole:
                keys = [sibling(each.key, part) for part in parts]
                there = [key for key in keys if key in publication.by_key]
                if len(there) == len(keys):
                    yield from _if_equal(publication, keys, each.key)
                elif there and len(there) == len(keys) - 1:
                    yield from _with_the_last(publication, there, each.key)


def _with_the_last(publication: Publication, parts: Sequence[Key], total: Key) -> Iterator[Sum]:
    """A part that no table prints is known all the same to whoever takes the others from the total."""
    rest = _amount(publication, total) - sum(_amount(publication, key) for key in parts)
    if rest >= 0:
        yield Sum(tuple(parts), total, inner=True, grand=True, rest=rest)


def _groups(publication: Publication) -> Iterator[Sum]:
    """Countries in any group, in none, and unknown ones are all; the unknown ones are also those of no region."""
    for each in publication.observations:
        if each.country_group == "ANY" and amount(each) is not None:
            keys = [sibling(each.key, each.indicator, country_group=code) for code in ("ANY", "NONE", "UNK")]
            whole = sibling(each.key, each.indicator, country_group=TOTAL)
            nowhere = sibling(whole, each.indicator, region="UNK")
            if all(key in publication.by_key for key in (*keys, whole)):
                yield from _if_equal(publication, keys, whole)
            if keys[-1] in publication.by_key and nowhere in publication.by_key:
                yield from _if_equal(publication, keys[-1:], nowhere, grand=False)


def _countries(publication: Publication, additive: Mapping[str, Sequence[str]]) -> Iterator[Sum]:
    """A group of countries has what its countries have, and everybody can look up which those are."""
    of = {
        code.code: code.note.split() for code in publication.code_lists if code.code_list == "country_group"
    }
    for each in publication.observations:
        if each.country_group in of and "ref_area" in adds_over(each.indicator, additive):
            places = ({"country_group": TOTAL, "ref_area": country} for country in of[each.country_group])
            keys = [sibling(each.key, each.indicator, **codes) for codes in places]
            parts = [key for key in keys if key in publication.by_key]
            rest = (amount(each) or 0) - sum(_amount(publication, key) for key in parts)
            if parts and rest >= 0:
                yield Sum(tuple(parts), each.key, inner=True, grand=False, rest=rest, by_total=True)


def courses_of(publication: Publication) -> Mapping[str, Sequence[str]]:
    """The centre and the theme of each course."""
    return {code.code: code.note.split() for code in publication.code_lists if code.code_list == "course"}


def _courses(publication: Publication, additive: Mapping[str, Sequence[str]]) -> Iterator[Sum]:
    """The courses of a centre, and those of a theme, are all it has: everybody can look up which those are."""
    of = courses_of(publication)
    bundles: dict[Key, list[Key]] = defaultdict(list)
    for each in publication.observations:
        if each.course == TOTAL or amount(each) is None or each.centre != TOTAL:
            continue
        for dimension, code in zip(("centre", "theme"), of.get(each.course, ()), strict=False):
            if {"course", dimension} <= set(adds_over(each.indicator, additive)):
                whole = sibling(each.key, each.indicator, **{"course": TOTAL, dimension: code})
                if whole in publication.by_key:
                    bundles[whole].append(each.key)
    for whole, parts in bundles.items():
        rest = _amount(publication, whole) - sum(_amount(publication, part) for part in parts)
        if rest >= 0:
            yield Sum(tuple(parts), whole, inner=True, grand=False, rest=rest)


def _alone(publication: Publication, additive: Mapping[str, Sequence[str]]) -> Iterator[Sum]:
    """One part that has all: persons who learned in one theme or goal and in no other are all there are.

    Parts that overlap hold no more than their total, and together no less. Tables list every theme and goal; which
    other centres had anybody is not told by the release of one.
    """
    bundles: dict[tuple[Key, str, str], list[Key]] = defaultdict(list)
    for each in publication.observations:
        if kind_of(each.indicator) is not Kind.COUNT or not each.value:
            continue
        for dimension in OVERLAPPING:
            if getattr(each, dimension) != TOTAL and dimension not in adds_over(each.indicator, additive):
                framework = TOTAL if dimension == "target" else each.framework
                whole = sibling(each.key, each.indicator, **{dimension: TOTAL, "framework": framework})
                bundles[whole, dimension, each.framework].append(each.key)
    for (whole, _, _), parts in bundles.items():
        if len(parts) == 1 and whole in publication.by_key:
            yield from _if_equal(publication, parts, whole, grand=False)


def _periods(publication: Publication) -> Iterator[Sum]:
    """Quarters or months that add up to their year, for what adds over time."""
    bundles: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for each in publication.observations:
        if amount(each) is not None:
            bundles[each.indicator, *each.key[3:]].append(each)
    for bundle in bundles.values():
        for total in bundle:
            parts = sorted((each for each in bundle if _within(each, total)), key=lambda each: each.key)
            if len(parts) > 1 and _tiles(parts, total):
                yield from _if_equal(publication, [each.key for each in parts], total.key)


def _within(part: Observation, whole: Observation) -> bool:
    inside = whole.period_start <= part.period_start and part.period_end <= whole.period_end
    return inside and part.key != whole.key


def _tiles(parts: Sequence[Observation], whole: Observation) -> bool:
    days = sum((part.period_end - part.period_start).days + 1 for part in parts)
    return days == (whole.period_end - whole.period_start).days + 1


def _if_equal(
    publication: Publication, parts: Sequence[Key], total: Key, *, grand: bool = True
) -> Iterator[Sum]:
    if sum(_amount(publication, key) for key in parts) == _amount(publication, total):
        yield Sum(tuple(parts), total, inner=True, grand=grand)


def _amount(publication: Publication, key: Key) -> Number:
    return amount(publication.by_key[key]) or 0
