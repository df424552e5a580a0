"""Releases that are already out, and what a further one may show beside them (rule 7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from learnhub.reach.disclosure.lines import K
from learnhub.reach.disclosure.rules import Number, small
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, PROJECTS, TOTAL, Key

_CENTRE = 3 + DIMENSIONS.index("centre")
_PLACES = (_CENTRE, 3 + DIMENSIONS.index("framework"), 3 + DIMENSIONS.index("target"))
_OF_ALL_GOALS, _REACHED = "F01", "R04"
_OF_A_CENTRE = (3 + DIMENSIONS.index("course"), 3 + DIMENSIONS.index("event"))


@dataclass(frozen=True)
class Earlier:
    """A release that is out, of any scope: its exact figures, and the keys that it holds back.

    Its definitions say what adds up, its code lists which region a country is in.
    """

    exact: Publication
    hidden: frozenset[Key] = field(default_factory=frozenset)

    @cached_property
    def values(self) -> Mapping[Key, Number]:
        """The exact values, each under the key that all publications share."""
        found = {same_figure(each.key): each.value for each in self.exact.observations}
        return {key: value for key, value in found.items() if value is not None}

    @cached_property
    def held_back(self) -> frozenset[Key]:
        """What it holds back, under the keys that all publications share, and shows nowhere else."""
        shown = {same_figure(each.key) for each in self.exact.observations if each.key not in self.hidden}
        return frozenset(map(same_figure, self.hidden)) - shown


@dataclass(frozen=True, slots=True)
class Told:
    """What a comparison with earlier releases would tell. `small`: a change that is about few persons. `kept`: a
    figure that was held back and has hardly changed."""

    small: frozenset[Key]
    kept: frozenset[Key]


def same_figure(key: Key) -> Key:
    """The key under which all publications have this number.

    A centre's or a donor project's course or event is the network's, as each of them has it wholly. Learners of all
    goals together are the learners reached.
    """
    if key[0] == _OF_ALL_GOALS and all(key[place] == TOTAL for place in _PLACES[1:]):
        key = (_REACHED, *key[1:])
    whose = (_PLACES[0], *(_PLACES[1:] if key[_PLACES[1]] == PROJECTS else ()))
    if all(key[place] == TOTAL for place in _OF_A_CENTRE) or all(key[place] == TOTAL for place in whose):
        return key
    return tuple(TOTAL if place in whose else code for place, code in enumerate(key))


def allowed(before: Number, after: Number, k: int = K) -> bool:
    """Whether both values may be published: a change from 1 to k - 1 only between values of at least k."""
    return not small(abs(Fraction(after) - before), k) or (before >= k and after >= k)


def told_by_change(publication: Publication, earlier: Collection[Earlier], k: int = K) -> Told:
    """The figures of a publication that earlier releases forbid."""
    changed, kept = set(), set()
    for each in publication.observations:
        key = same_figure(each.key)
        for release in earlier:
            before = release.values.get(key)
            if each.value is None or before is None:
                continue
            if key in release.held_back:
                if abs(Fraction(each.value) - before) < k:
                    kept.add(each.key)
            elif each.numerator is None and not allowed(before, each.value, k):
                changed.add(each.key)
    return Told(frozenset(changed), frozenset(kept))
