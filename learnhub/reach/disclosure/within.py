"""Counts that overlap: which is within which, and which parts together leave nobody out.

Persons by theme, goal, centre or quarter do not add up to their whole. Yet readers know that no part has more persons
than the whole, and that whatever was learned was learned in some theme, at some centre, in some quarter, for some goal
or for none: so all parts that a table lists have together no fewer. Where objects without a theme make that untrue,
nobody knows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from learnhub.reach.disclosure.events import Events
from learnhub.reach.disclosure.kinds import ONCE_A_PERIOD, WITHIN, Kind, kind_of
from learnhub.reach.disclosure.structure import Number, adds_over, sibling
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import PROJECTS, TOTAL, Key, Observation

OVERLAPPING = ("centre", "course", "event", "theme", "mode")
ALONE = ""
"""The table of what is no list: its parts leave others out."""
_GOALS, _REACHED, _PARTICIPANTS = "F01", "R04", "R03"
_TIMED = frozenset({"ref_area", "region", "age", "country_group"})
"""What a person has once for each period: somebody may be of another country in a quarter than in its year."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Each of `parts` is within `whole`. `covering`: together they are all of it; if not `inside`, that alone."""

    parts: tuple[Key, ...]
    whole: Key
    covering: bool
    inside: bool = True


def overlaps_of(publication: Publication) -> list[Overlap]:
    """What overlaps in a publication, in print order; only what is true of its figures."""
    additive = {each.code: each.additive_over for each in publication.definitions}
    counts = {
        each.key: each.value
        for each in publication.observations
        if each.value is not None and kind_of(each.indicator) is Kind.COUNT
    }
    bundles: dict[tuple[str, Key], list[Key]] = defaultdict(list)
    for each in publication.observations:
        for table, whole in _wholes(each, additive) if each.key in counts else ():
            if whole in counts and counts[each.key] <= counts[whole]:
                bundles[table, whole].append(each.key)
    found = [
        Overlap(tuple(parts), whole, table != ALONE and sum(counts[part] for part in parts) >= counts[whole])
        for (table, whole), parts in bundles.items()
    ]
    return [*found, *_of_events(publication, counts)]


def _of_events(publication: Publication, counts: Mapping[Key, Number]) -> Iterator[Overlap]:
    """Participants of events are within the persons of their place, who are no more than they and the enrolled."""
    for parts, whole, inside in Events(publication).persons():
        covering = sum(counts[part] for part in parts) >= counts[whole]
        mine = tuple(part for part in parts if counts[part] <= counts[whole])
        if inside and mine:
            yield Overlap(mine, whole, covering=False)
        if covering and (whole[0] == _PARTICIPANTS or not inside):
            yield Overlap(parts, whole, covering=True, inside=False)


def _wholes(each: Observation, additive: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Key]]:
    """What a count is within, by the table whose parts are listed together."""
    over = adds_over(each.indicator, additive)
    for dimension in OVERLAPPING:
        if getattr(each, dimension) != TOTAL and dimension not in over:
            yield dimension, sibling(each.key, each.indicator, **{dimension: TOTAL})
    if each.target != TOTAL and each.framework != PROJECTS and "target" not in over:
        goal, dot, _ = each.target.partition(".")
        if dot:
            yield ALONE, sibling(each.key, each.indicator, target=goal)
        else:
            indicator = _REACHED if each.indicator == _GOALS else each.indicator
            yield each.framework, sibling(each.key, indicator, framework=TOTAL, target=TOTAL)
    for indicator in WITHIN.get(each.indicator, ()):
        yield ALONE, sibling(each.key, indicator)
    if each.indicator in ONCE_A_PERIOD and all(getattr(each, name) == TOTAL for name in _TIMED):
        year = (f"{each.period_start.year}-01-01", f"{each.period_start.year}-12-31")
        if each.key[1:3] != year:
            yield _table_of_time(each), (each.indicator, *year, *each.key[3:])


def _table_of_time(each: Observation) -> str:
    """Quarters and months are tables apart."""
    return f"{(each.period_end - each.period_start).days // 32} months"
