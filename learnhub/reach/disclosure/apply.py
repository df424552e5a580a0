"""A publication as others than the network's own staff may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import gcd, lcm

from learnhub.reach.disclosure.joined import as_network, split, without_copies
from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.revisions import Earlier, told_by_change
from learnhub.reach.disclosure.sdc import ALGORITHM, suppress
from learnhub.reach.disclosure.single import few, giving_away
from learnhub.reach.disclosure.structure import Sum, amount, sums_of
from learnhub.reach.disclosure.views import RULES, ViewRules
from learnhub.reach.disclosure.words import guarded_words
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import Confidential, Key, Observation, Observed
from learnhub.reach.publication.parameters import Disclosure, View

Hidden = dict[Key, Confidential]


def protected(
    publication: Publication,
    view: View,
    *,
    earlier: Collection[Earlier] = (),
    exact_centres: Collection[str] = (),
) -> Publication:
    """The publication for a view: figures held back or rounded, and words that would tell them mended.

    Give it the exact publication. `earlier` are the releases of the same period that are already out: what they held
    back stays held back. `exact_centres` are those whose coordinator reads: their own figures stay as they are.
    """
    rules = RULES[view]
    if not rules.suppressed:
        return _stamped(publication, view, rules, {})
    hidden = hidden_figures(publication, earlier=earlier, k=rules.k)
    shown = tuple(
        each if each.centre in exact_centres else _shown(each, hidden.get(each.key), rules)
        for each in publication.observations
    )
    changed = _stamped(publication.with_observations(shown), view, rules, hidden)
    return guarded_words(changed, rules.k, rules.round_to)


def hidden_figures(publication: Publication, *, earlier: Collection[Earlier] = (), k: int = K) -> Hidden:
    """The figures that must be held back, with the reason: a primary one is small itself, a secondary one shields."""
    told = told_by_change(publication, earlier, k)
    hidden: Hidden = dict.fromkeys((*few(publication, k), *told.small), Confidential.PRIMARY)
    for key in told.kept:
        hidden.setdefault(key, Confidential.SECONDARY)
    sums = sums_of(publication)
    for key in _shielded(publication, sums, hidden, k):
        hidden.setdefault(key, Confidential.SECONDARY)
    for key in giving_away(publication, hidden, k):
        hidden.setdefault(key, Confidential.SECONDARY)
    return hidden


def _shielded(
    publication: Publication, sums: list[Sum], hidden: Mapping[Key, Confidential], k: int
) -> set[Key]:
    """What sdc-1.0 suppresses besides, in all tables that hang together."""
    keys, listed, scale, rests = _system(publication, sums, k)
    system, first = without_copies(listed)
    numbers = {key: first[number] for number, key in enumerate(keys)}
    given = {numbers[key] for key in hidden if key in numbers} | rests
    open_ones = {cell for line in system.lines for cell in (*line.inner, *line.margins)}
    constant = {cell for cell in range(len(system.values)) if cell not in open_ones | given}
    found: set[int] = set()
    for piece, cells in split(system, constant):
        inside = {place for place, cell in enumerate(cells) if cell in given}
        if inside:
            still = {place for place, cell in enumerate(cells) if cell in constant}
            whole = gcd(scale, *piece.values)
            network = as_network(replace(piece, values=tuple(v // whole for v in piece.values)), still)
            pattern = suppress(network, k * scale // whole, inside, small=False, last_resort=True)
            found |= {cells[place] for place in pattern.hidden}
    return {key for key, number in numbers.items() if number in found}


def _system(publication: Publication, sums: list[Sum], k: int) -> tuple[list[Key], System, int, set[int]]:
    """The sums as lines over cell numbers, in whole numbers of 1/scale.

    What is not listed has cells of its own; small ones are returned, larger ones count as published.
    """
    at = publication.by_key
    keys = list(dict.fromkeys(key for line in sums for key in (*line.parts, line.total)))
    numbers = {key: number for number, key in enumerate(keys)}
    exact = [amount(at[key]) or 0 for key in keys]
    scale = lcm(*(value.denominator for value in exact))
    values = [int(value * scale) for value in exact]
    lines = []
    for each in sums:
        parts = tuple(numbers[key] for key in each.parts)
        total = numbers[each.total]
        rest: tuple[int, ...] = ()
        if each.rest:
            rest = (len(values),)
            values.append(int(each.rest * scale))
        margins = () if each.grand else (total,)
        inner, outer = (parts, margins) if each.inner else ((), parts)
        lines.append(Line((*parts, *rest), total, inner, outer))
    rests = {cell for cell in range(len(keys), len(values)) if values[cell] < k * scale}
    return keys, System(tuple(values), tuple(lines)), scale, rests


def _shown(each: Observation, reason: Confidential | None, rules: ViewRules) -> Observation:
    if reason is not None:
        return each.without_value(reason if rules.tells_why else Confidential.SUPPRESSED)
    bare = replace(each, contributors=None, largest_share=None)
    return rules.rounded(bare) if rules.round_to and bare.obs_status is not Observed.UNDEFINED else bare


def _stamped(
    publication: Publication, view: View, rules: ViewRules, hidden: Mapping[Key, Confidential]
) -> Publication:
    reasons = list(hidden.values())
    disclosure = Disclosure(
        k=rules.k,
        n_mean=rules.n_mean,
        round=rules.round_to,
        primary=reasons.count(Confidential.PRIMARY),
        secondary=reasons.count(Confidential.SECONDARY),
        algorithm=ALGORITHM if rules.suppressed else "",
    )
    parameters = replace(publication.parameters, view=view, disclosure=disclosure)
    return replace(publication, parameters=parameters)
