"""Small networks built to hurt: few persons in uneven regions, most of them in one theme, goal and centre alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import TOTAL, Observation
from learnhub.reach.publication.parameters import Parameters, Status, View

REGIONS = ("AFR", "APA", "ENA", "LAC")
THEMES = ("BIO", "DRR", "SEA")
CENTRES = ("C01", "C02")
START, END = date(2024, 1, 1), date(2024, 12, 31)
GOAL = {"BIO": "15", "DRR": "13", "SEA": "14"}


@dataclass(frozen=True, slots=True)
class Learner:
    """One person, and the (centre, theme) pairs in which he or she learned."""

    region: str
    gender: str
    learned: frozenset[tuple[str, str]]


def learners(seed: int) -> list[Learner]:
    """The persons of a network."""
    pick = Random(seed)
    found = []
    for region in REGIONS:
        for _ in range(pick.choice((3, 7, 12, 20, 31))):
            often = pick.random() < 0.12
            learned = {(pick.choice(CENTRES), _theme(pick, region)) for _ in range(2 if often else 1)}
            found.append(Learner(region, pick.choice("FFM"), frozenset(learned)))
    return found


def _theme(pick: Random, region: str) -> str:
    """In each region another theme is rare."""
    rare = THEMES[REGIONS.index(region) % len(THEMES)]
    return rare if pick.random() < 0.12 else pick.choice([each for each in THEMES if each != rare])


def release(persons: Iterable[Learner], centre: str = TOTAL) -> Publication:
    """All figures of learners that a release of the network, or of one centre, has."""
    counts: Counter[tuple[tuple[str, str], ...]] = Counter()
    for each in persons:
        pairs = {pair for pair in each.learned if centre in {TOTAL, pair[0]}}
        if pairs:
            counts.update(_cells(each, pairs, own=centre != TOTAL))
    where = {} if centre == TOTAL else {"centre": centre}
    figures = [_figure(dict(cell), counts[cell], where) for cell in _places(own=centre != TOTAL)]
    return Publication(
        parameters=_parameters(centre), observations=tuple(figures), definitions=definitions_of({"R04", "F01"}),
        code_lists=tuple(Code("region", region, region) for region in REGIONS),
    )  # fmt: skip


def _cells(each: Learner, pairs: set[tuple[str, str]], *, own: bool) -> set[tuple[tuple[str, str], ...]]:
    """Every cell in which a person counts, once in each."""
    areas: list[tuple[tuple[str, str], ...]] = [(), (("region", each.region),)]
    found = {(*area, *sex) for area in areas for sex in ((), (("sex", each.gender),))}
    for centre, theme in pairs:
        found |= {(*area, ("theme", theme)) for area in areas}
        found |= {(*area, ("target", GOAL[theme])) for area in areas}
        found |= set() if own else {(("centre", centre),)}
    return found


def _places(*, own: bool) -> list[tuple[tuple[str, str], ...]]:
    areas: list[tuple[tuple[str, str], ...]] = [(), *((("region", region),) for region in REGIONS)]
    found: list[tuple[tuple[str, str], ...]] = []
    for name, codes in (("theme", THEMES), ("sex", ("F", "M")), ("target", tuple(GOAL.values()))):
        found += [(*area, (name, code)) for code in codes for area in areas]
    return [*found, *areas, *(() if own else ((("centre", code),) for code in CENTRES))]


def _figure(codes: dict[str, str], count: int, where: Mapping[str, str]) -> Observation:
    indicator = "F01" if "target" in codes else "R04"
    framework = {"framework": "SDG"} if "target" in codes else {}
    places: dict[str, Any] = {**where, **codes, **framework}
    return Observation(
        indicator=indicator, name=indicator, unit="persons", value=count, period_start=START, period_end=END,
        **places,
    )  # fmt: skip


def _parameters(centre: str) -> Parameters:
    return Parameters(
        release=f"2024-{centre}", status=Status.FINAL, scope="net" if centre == TOTAL else f"c-{centre}",
        period_start=START, period_end=END, as_of=datetime(2025, 6, 30, tzinfo=UTC), view=View.INTERNAL,
        title="Reach", language="en", methodology="1", generator="tests",
        filters={} if centre == TOTAL else {"centre": centre},
    )  # fmt: skip
