"""Laws of protected tables: nothing small is published, nothing small can be worked out, the pattern is stable."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.reach.disclosure.bounds import propagate
from learnhub.reach.disclosure.elimination import fixed_cells, wide_cells
from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.network import Network
from learnhub.reach.disclosure.sdc import Pattern, suppress
from tests.unit.reach.disclosure.attacker import Equation, Program, additive
from tests.unit.reach.disclosure.two_way import TOTAL, Protected, TwoWay, broken, protect, small_counts

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn, highest: int = 6, widest: int = 5) -> TwoWay:
    high, wide = draw(st.integers(1, highest)), draw(st.integers(2, widest))
    inner = tuple(tuple(draw(COUNTS) for _ in range(wide)) for _ in range(high))
    return TwoWay(tuple(f"r{n}" for n in range(high)), tuple(f"c{n}" for n in range(wide)), inner)


def _name(place: tuple[str, str]) -> str:
    return "/".join(place)


def what_readers_know(found: Protected) -> list[Equation]:
    """The relations of a published table, written without the product's own lines."""
    known = {_name(place): value for place, value in found.cells.items() if value is not None}
    rows, columns = found.table.rows, found.table.columns
    equations = []
    for row in (*rows, TOTAL):
        equations.append(additive([_name((row, column)) for column in columns], _name((row, TOTAL)), known))
    for column in (*columns, TOTAL):
        equations.append(additive([_name((row, column)) for row in rows], _name((TOTAL, column)), known))
    return [equation for equation in equations if equation[0]]


@settings(max_examples=300, deadline=None)
@given(tables())
def test_no_linear_program_bounds_a_small_count(table: TwoWay) -> None:
    found = protect(table)
    program = Program(what_readers_know(found))
    for place in found.primary:
        width = program.width(_name(place))
        assert width is None or width >= K - 1


@settings(max_examples=300, deadline=None)
@given(tables())
def test_what_is_published_is_true_and_never_small(table: TwoWay) -> None:
    found = protect(table)
    true = dict(zip(found.table.places, found.table.values, strict=True))
    assert all(value in (None, true[place]) for place, value in found.cells.items())
    assert not any(value is not None and 1 <= value < K for value in found.cells.values())
    assert {place for place, value in found.cells.items() if value is None} == found.primary | found.secondary
    assert protect(table) == found


@settings(max_examples=100, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_another_order_is_as_safe(table: TwoWay, order: random.Random) -> None:
    rows, columns = list(range(len(table.rows))), list(range(len(table.columns)))
    order.shuffle(rows)
    order.shuffle(columns)
    turned = TwoWay(
        tuple(table.rows[row] for row in rows),
        tuple(table.columns[column] for column in columns),
        tuple(tuple(table.inner[row][column] for column in columns) for row in rows),
    )
    protect(turned)


@settings(max_examples=150, deadline=None)
@given(tables(4, 4), st.data())
def test_flows_answer_as_the_linear_program_does(table: TwoWay, data: st.DataObject) -> None:
    places = table.places
    hidden = data.draw(st.sets(st.integers(0, len(places) - 2), min_size=1))
    known = {_name(place): table.values[n] for n, place in enumerate(places) if n not in hidden}
    found = Protected(table, {p: known.get(_name(p)) for p in places}, frozenset(), frozenset())
    program = Program(what_readers_know(found))
    network = Network(table.system())
    for cell in hidden:
        network.add(cell)
    bounds = propagate(table.system(), hidden)
    fixed = fixed_cells(table.system(), hidden)
    room = wide_cells(table.system(), hidden, K - 1)
    for cell in hidden:
        high, low = program.greatest({_name(places[cell]): 1}), program.greatest({_name(places[cell]): -1})
        assert high is not None
        assert low is not None
        assert network.wide(cell, int(high + low))
        assert not network.wide(cell, int(high + low) + 1)
        least, most = bounds[cell]
        assert least <= -low
        assert most is None or most >= high
        if cell in room:
            assert high + low >= K - 1
        if cell in fixed:
            assert high == -low == table.values[cell]


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=8, max_size=8))
def test_tables_that_are_no_network_are_safe_as_well(counts: list[int]) -> None:
    """A cube of two by two by two with all its margins."""
    system, names, equations_of = _cube(counts)
    assert broken(system) == []
    if 0 < sum(counts) < K:
        return
    pattern = suppress(system, small_counts(system))
    program = Program(
        equations_of({names[n]: v for n, v in enumerate(system.values) if n not in pattern.hidden})
    )
    for cell in pattern.primary:
        width = program.width(names[cell])
        assert width is None or width >= K - 1


def _cube(counts: list[int]) -> tuple[System, list[str], Callable[[dict[str, int]], list[Equation]]]:
    names = ["".join(place) for place in product("abt", repeat=3)]
    number = {name: n for n, name in enumerate(names)}
    values = [
        sum(
            count
            for count, inner in zip(counts, product("ab", repeat=3), strict=True)
            if all(code in {"t", own} for code, own in zip(name, inner, strict=True))
        )
        for name in names
    ]
    sums = [
        ([name[:axis] + code + name[axis + 1 :] for code in "ab"], name)
        for axis in range(3)
        for name in names
        if name[axis] == "t"
    ]
    lines = []
    for parts, total in sums:
        cells = tuple(number[part] for part in parts)
        margins = () if total == "ttt" else (number[total],)
        lines.append(Line(cells, number[total], cells, margins))

    def equations_of(known: dict[str, int]) -> list[Equation]:
        return [found for parts, total in sums if (found := additive(parts, total, known))[0]]

    return System(tuple(values), tuple(lines)), names, equations_of


def test_elimination_sees_a_chain_that_no_line_alone_tells() -> None:
    # a + b, b + c and a + c are published: each of the three is fixed.
    lines = (Line((0, 1), 3, (0, 1)), Line((1, 2), 4, (1, 2)), Line((0, 2), 5, (0, 2)))
    system = System((7, 2, 9, 9, 11, 16), lines)
    assert broken(system) == []
    assert fixed_cells(system, {0, 1, 2}) == {0, 1, 2}
    assert fixed_cells(system, {0, 1, 2, 5}) == frozenset()


def test_propagation_says_endless_where_nothing_bounds_a_cell() -> None:
    system = System((3, 4, 7), (Line((0, 1), 2, (0, 1)),))
    assert propagate(system, {0, 1, 2}) == {0: (0, None), 1: (0, None), 2: (0, None)}
    assert propagate(system, {0, 2}) == {0: (0, None), 2: (4, None)}
    assert propagate(system, {0, 1}) == {0: (0, 7), 1: (0, 7)}
    with pytest.raises(ValueError, match="no network"):
        Network(system)


def test_a_list_with_one_small_count_hides_a_second_one() -> None:
    system = System((3, 40, 9, 52), (Line((0, 1, 2), 3, (0, 1, 2)),))
    assert suppress(system, {0}) == Pattern(frozenset({0}), frozenset({2}), frozenset())


def test_zeros_are_held_back_where_nothing_else_is_left() -> None:
    # r0 and r2 share their suppressed cells with r1 in one column only: the zeros leave no way around.
    table = TwoWay(("r0", "r1", "r2"), ("F", "M", "X"), ((5, 5, 0), (0, 0, 5), (0, 1, 3)))
    found = protect(table)
    assert any(table.values[table.places.index(place)] == 0 for place in found.secondary)


def test_ten_thousand_cells_are_protected_without_reading_everything_again() -> None:
    chance = random.Random(20261122)
    inner = tuple(tuple(int(chance.paretovariate(0.6)) - 1 for _ in range(50)) for _ in range(200))
    table = TwoWay(tuple(f"r{n}" for n in range(200)), tuple(f"c{n}" for n in range(50)), inner)
    found = protect(table)
    assert len(found.primary) > 1000
