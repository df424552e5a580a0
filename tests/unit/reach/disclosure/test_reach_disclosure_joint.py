"""Several releases at once, and the attacker who holds all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

import pytest

from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Confined
from learnhub.reach.compose.plan import CENTRE, COUNTRY
from learnhub.reach.disclosure.apply import hidden_figures, shielded
from learnhub.reach.disclosure.linear import Program as Bounds
from learnhub.reach.disclosure.lines import Line, System
from learnhub.reach.disclosure.moves import Moves
from learnhub.reach.disclosure.revisions import Earlier, same_figure
from learnhub.reach.disclosure.room import Room
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.parameters import View
from tests.unit.reach.disclosure.attacker import Equation, Number, Program
from tests.unit.reach.disclosure.golden_publication import EARLY, LATE, NET, YEAR, Golden
from tests.unit.reach.disclosure.joint_readers import Attack, Out
from tests.unit.reach.disclosure.told import earlier_of

QUARTER = Period(date(2024, 1, 1), date(2024, 3, 31))
Make = Callable[[str], Publication]


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    return Golden(tmp_path_factory.mktemp("joint"))


def centre(number: int) -> Confined:
    return Confined(f"c-C0{number}", CENTRE, {"centre": f"C0{number}"})


@pytest.fixture(scope="module")
def made(golden: Golden) -> Make:
    """Publications by name."""
    kept: dict[str, Publication] = {}

    def make(name: str) -> Publication:
        if name not in kept:
            about = centre(int(name[1])) if name[0] == "c" else NET
            about = Confined("country-KE", COUNTRY, {"country": "KE"}) if name == "kenya" else about
            period = QUARTER if name == "quarter" else YEAR
            kept[name] = golden.publication(EARLY if name == "early" else LATE, about, name, period)
        return kept[name]

    return make


def released(publications: Sequence[Publication]) -> list[Out]:
    """One after the other, each knowing those before it."""
    out: list[Out] = []
    earlier: list[Earlier] = []
    for exact in publications:
        shown = shielded(exact, View.PARTNER, earlier=earlier)
        earlier.append(earlier_of(exact, shown))
        out.append(Out(exact, shown))
    return out


@pytest.mark.parametrize(
    "order",
    [("early", "late"), ("late", "c1", "kenya"), ("c1", "c2", "late"), ("quarter", "late")],
    ids=[
        "two of one period",
        "network, then centre and country",
        "centres, then network",
        "quarter and year",
    ],
)
def test_no_linear_program_over_all_releases_bounds_a_small_count(
    golden: Golden, made: Make, order: tuple[str, ...]
) -> None:
    out = released([made(name) for name in order])
    exposed, tried = Attack(out, golden.regions, golden.courses).exposed()
    assert exposed == {}
    assert tried > 200
    for release in out:
        assert sum(not each.suppressed for each in release.shown.observations) > 0.35 * len(
            release.exact.observations
        ), "most of what is not about few people is still shown"


def test_the_attacker_finds_what_separate_protection_gives_away(golden: Golden, made: Make) -> None:
    """Each protected for itself, the same releases do tell small counts: the attack is a real one."""
    out = [Out(exact, shielded(exact, View.PARTNER)) for exact in (made("early"), made("late"))]
    exposed, _ = Attack(out, golden.regions, golden.courses).exposed()
    assert exposed


def test_the_same_ledger_gives_the_same_pattern(made: Make) -> None:
    earlier = [earlier_of(made("early"), shielded(made("early"), View.PARTNER))]
    first, second = (hidden_figures(made("late"), earlier=earlier) for _ in range(2))
    assert first == second
    assert list(first) == list(second)


def test_what_is_held_back_elsewhere_under_another_name_stays_held_back(made: Make) -> None:
    network, own = released([made("late"), made("c1")])
    hidden = {same_figure(each.key) for each in network.shown.observations if each.suppressed}
    again = [each for each in own.shown.observations if same_figure(each.key) in hidden]
    assert len(again) > 20
    assert all(each.suppressed for each in again)


def test_a_course_of_a_centre_is_the_course() -> None:
    places = ["_T"] * 12
    course = [*places]
    course[1] = "K01"
    here = ["C01", *course[1:]]
    assert same_figure(("E01", "a", "b", *here)) == ("E01", "a", "b", *course)
    alone = ("E01", "a", "b", "C01", *places[1:])
    assert same_figure(alone) == alone


def cube(chance: Random, sizes: tuple[int, int, int]) -> System:
    """A table of three dimensions with all its margins: no network."""
    values: dict[tuple[int, ...], int] = {}
    inner: list[tuple[int, ...]] = [
        (a, b, c) for a in range(sizes[0]) for b in range(sizes[1]) for c in range(sizes[2])
    ]
    for place in inner:
        values[place] = chance.choice((0, 1, 2, 3, 6, 9, 14))
    lines = []
    for axis, size in enumerate(sizes):
        for place in list(values):
            if place[axis] == 0:
                parts = [(*place[:axis], number, *place[axis + 1 :]) for number in range(size)]
                total = (*place[:axis], size, *place[axis + 1 :])
                values[total] = sum(values[part] for part in parts)
                lines.append((parts, total))
    number = {place: n for n, place in enumerate(values)}
    return System(
        tuple(values.values()),
        tuple(Line(tuple(number[p] for p in parts), number[total], ()) for parts, total in lines),
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_linear_program_agrees_with_the_attacker(seed: int) -> None:
    chance = Random(seed)
    system = cube(chance, (2, 3, 3))
    hidden = {cell for cell in range(len(system.values)) if chance.random() < 0.5}
    equations: list[Equation] = []
    for line in system.lines:
        row: dict[str, Number] = {str(cell): 1 for cell in line.parts if cell in hidden}
        constant = -sum(system.values[cell] for cell in line.parts if cell not in hidden)
        if line.total in hidden:
            row[str(line.total)] = -1
        else:
            constant += system.values[line.total]
        if row:
            equations.append((row, constant))
    attacker, bounds = Program(equations), Bounds(system, hidden)
    moves, room = Moves(system), Room(system, hidden, 5)
    for cell in hidden:
        moves.add(cell)
    for cell in sorted(hidden & {int(name) for name in attacker.names}):
        width = attacker.width(str(cell))
        found = bounds.width(cell, 10_000)
        assert found == (10_000 if width is None else width)
        assert room.has(cell) is (width is None or width >= 4)
        if moves.wide(cell, 4):
            assert width is None or width >= 4
