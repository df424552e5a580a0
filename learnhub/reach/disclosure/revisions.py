"""Two releases of one period: what they may show together (rule 7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from learnhub.reach.disclosure.lines import K
from learnhub.reach.disclosure.rules import Number, small
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import Key


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that is out: its exact values, and the keys that it held back."""

    values: Mapping[Key, Number]
    hidden: frozenset[Key] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Told:
    """What a comparison with earlier releases would tell. `small`: a change that is about few persons. `kept`: a
    figure that was held back and has hardly changed."""

    small: frozenset[Key]
    kept: frozenset[Key]


def allowed(before: Number, after: Number, k: int = K) -> bool:
    """Whether both values may be published: a change from 1 to k - 1 only between values of at least k."""
    return not small(abs(Fraction(after) - before), k) or (before >= k and after >= k)


def told_by_change(publication: Publication, earlier: Collection[Earlier], k: int = K) -> Told:
    """The figures of a publication that earlier releases of its period forbid."""
    changed, kept = set(), set()
    for each in publication.observations:
        for release in earlier:
            if each.value is None or each.key not in release.values:
                continue
            before = release.values[each.key]
            if each.key in release.hidden:
                if abs(Fraction(each.value) - before) < k:
                    kept.add(each.key)
            elif each.numerator is None and not allowed(before, each.value, k):
                changed.add(each.key)
    return Told(frozenset(changed), frozenset(kept))


def earlier_of(exact: Publication, shown: Publication) -> Earlier:
    """What a later release must know of this one: its exact and its published form."""
    values = {each.key: each.value for each in exact.observations if each.value is not None}
    return Earlier(values, frozenset(each.key for each in shown.observations if each.suppressed))
