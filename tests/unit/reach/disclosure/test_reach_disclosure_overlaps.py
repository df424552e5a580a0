"""Persons counted in several themes, goals, centres or quarters: the attacker knows that no part exceeds its whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Confined
from learnhub.reach.disclosure.apply import hidden_figures, protected
from learnhub.reach.disclosure.editions import joint_system
from learnhub.reach.disclosure.lines import Line, System
from learnhub.reach.disclosure.overlaps import shielding_with_overlaps
from learnhub.reach.disclosure.single import few
from learnhub.reach.disclosure.swaps import Swaps
from learnhub.reach.disclosure.within import overlaps_of
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import TOTAL, Confidential, Key
from learnhub.reach.publication.parameters import View
from tests.unit.reach.disclosure.golden_publication import EARLY, LATE, NET, YEAR, Golden
from tests.unit.reach.disclosure.joint_readers import Out
from tests.unit.reach.disclosure.overlap_readers import Overlapping
from tests.unit.reach.disclosure.small_networks import Learner, learners, release
from tests.unit.reach.disclosure.test_reach_disclosure_joint import QUARTER, centre, released
from tests.unit.reach.disclosure.told import earlier_of


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    return Golden(tmp_path_factory.mktemp("overlaps"))


def made(golden: Golden, name: str) -> Publication:
    about: Confined = centre(int(name[1])) if name[0] == "c" else NET
    period: Period = QUARTER if name == "quarter" else YEAR
    return golden.publication(EARLY if name == "early" else LATE, about, name, period)


def exposed(golden: Golden | None, out: Sequence[Out]) -> set[str]:
    regions, courses = (golden.regions, golden.courses) if golden else ({}, {})
    found, tried = Overlapping(out, regions, courses).exposed()
    assert tried
    return set(found)


@pytest.mark.parametrize(
    "order",
    [("c1", "c2", "late"), ("quarter", "late")],
    ids=["centres, then network", "quarter and year"],
)
def test_overlapping_counts_bound_no_small_one_in_the_golden_network(
    golden: Golden, order: tuple[str, ...]
) -> None:
    assert exposed(golden, released([made(golden, name) for name in order])) == set()


def test_what_is_left_follows_from_what_is_out(golden: Golden) -> None:
    """A centre's themes are those of two of the network, whose totals are out: no count of the centre is needed."""
    network, own = released([made(golden, "late"), made(golden, "c1")])
    none = own.exact.with_observations(
        tuple(
            each.without_value(Confidential.SUPPRESSED) if each.value else each
            for each in own.exact.observations
        )
    )
    left = exposed(golden, [network, own])
    assert left <= exposed(golden, [network, Out(own.exact, none)])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("order", [(TOTAL,), (TOTAL, "C01"), ("C01", TOTAL)], ids="-".join)
def test_no_small_network_gives_a_small_count_away(order: tuple[str, ...], seed: int) -> None:
    persons = learners(seed)
    out = released([release(persons, name) for name in order])
    assert exposed(None, out) == set()
    figures = [each for one in out for each in one.shown.observations]
    assert sum(not each.suppressed for each in figures) > 0.25 * len(figures)


def test_without_the_bounds_small_networks_do_give_them_away() -> None:
    """The attack is a real one."""
    exact = [release(learners(seed)) for seed in range(8)]
    found = [exposed(None, [Out(each, _without_bounds(each))]) for each in exact]
    assert sum(map(bool, found)) >= 5


def _without_bounds(exact: Publication) -> Publication:
    """Protected as if nothing overlapped."""
    small = few(exact)
    joint = joint_system(exact, small, (), ())
    assert joint.overlaps
    found, _ = shielding_with_overlaps(replace(joint, overlaps=()), 5)
    hidden: dict[Key, Confidential] = dict.fromkeys(small, Confidential.PRIMARY)
    hidden |= {
        key: Confidential.SECONDARY
        for key, cell in joint.numbers.items()
        if cell in found and key not in small
    }
    return protected(exact, View.PARTNER, hidden=hidden)


def network(*regions: tuple[str, int, int, int]) -> list[Learner]:
    """Regions with so many in the first theme alone, in the second alone, and in both."""
    one, other = ("C01", "BIO"), ("C02", "SEA")
    themes = (frozenset({one}), frozenset({other}), frozenset({one, other}))
    return [
        Learner(region, "F", learned)
        for region, *counts in regions
        for learned, count in zip(themes, counts, strict=True)
        for _ in range(count)
    ]


def test_a_theme_that_shields_a_few_is_not_known_by_its_region() -> None:
    # AFR 22 (BIO 2, SEA 20), APA 30 (BIO 12, SEA 18): beside 18 of 30, at least 12 in APA learned BIO, so of
    # both 14 at most 2 did in AFR. Another region has to stand between.
    exact = release(network(("AFR", 2, 20, 0), ("APA", 12, 18, 0), ("ENA", 15, 20, 9)))
    alone, shown = _without_bounds(exact), protected(exact, View.PARTNER)
    assert exposed(None, [Out(exact, alone)])
    assert exposed(None, [Out(exact, shown)]) == set()
    assert _held(alone) < _held(shown)
    assert len(_held(shown)) <= len(_held(alone)) + 4
    assert {each.value for each in shown.observations if each.theme == each.target == each.centre == TOTAL} >= {
        22, 30, 44, 96,
    }  # fmt: skip


def _held(shown: Publication) -> set[Key]:
    return {each.key for each in shown.observations if each.suppressed}


def test_the_pattern_is_the_same_again() -> None:
    exact, own = release(learners(3)), release(learners(3), "C01")
    earlier = [earlier_of(own, protected(own, View.PARTNER))]
    first, second = (hidden_figures(exact, earlier=earlier) for _ in range(2))
    assert list(first.items()) == list(second.items())


def test_parts_cover_their_whole_only_where_nobody_is_missing() -> None:
    exact = release(network(("AFR", 5, 9, 3)))
    found = {(each.whole[0], each.parts[0][0], len(each.parts)): each.covering for each in overlaps_of(exact)}
    assert found[("R04", "R04", 3)]  # the themes
    assert found[("R04", "F01", 3)]  # and the goals
    fewer = tuple(each for each in exact.observations if each.theme != "SEA")
    known = overlaps_of(exact.with_observations(fewer))
    assert any(not each.covering for each in known)


def test_a_swap_holds_back_the_fewest_and_smallest() -> None:
    # 2 + 9 + 7 + 30 = 48, of which 9 and 2 are held back; 9 is at least 8 by another line.
    line = Line((0, 1, 2, 3), 4, (2, 3))
    bound = Line((5, 6), 1, ())
    system = System((2, 9, 7, 30, 48, 8, 1), (line, bound))
    assert Swaps(system, {0, 1, 6}, {2, 3}).shields(0, 4, 100) == {2}
    assert Swaps(system, {0, 1, 6}, {3}).shields(0, 4, 100) == {3}
    assert Swaps(system, {0, 1, 6}, {2}).shields(0, 4, 1) is None
    assert Swaps(system, {0, 1, 6}, ()).shields(0, 4, 100) is None
    held = Swaps(system, {0, 1, 6}, {2, 3})
    held.hold({3})
    assert held.shields(0, 4, 100) == set()
