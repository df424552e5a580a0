"""A publication as others than the network's own staff may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from learnhub.reach.disclosure.editions import joint_system
from learnhub.reach.disclosure.joined import without_copies
from learnhub.reach.disclosure.kinds import CARRIED, Kind, kind_of
from learnhub.reach.disclosure.lines import K
from learnhub.reach.disclosure.naming import with_named_countries
from learnhub.reach.disclosure.overlaps import shielding_with_overlaps
from learnhub.reach.disclosure.ratios import as_told
from learnhub.reach.disclosure.revisions import Earlier, told_by_change
from learnhub.reach.disclosure.sdc import ALGORITHM
from learnhub.reach.disclosure.single import few, giving_away, zeros_that_tell
from learnhub.reach.disclosure.structure import sibling
from learnhub.reach.disclosure.telling import ratios_that_tell
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
    hidden: Hidden | None = None,
) -> Publication:
    """The publication for a view: figures held back or rounded, countries of few learners left out, words mended.

    Give it the exact publication. `earlier` are the releases that are already out, of any scope: nothing may be worked
    out from all of them together. `hidden` is what must be held back, if that is known already; the internal view
    shows it, and says which it is. `exact_centres` are those whose coordinator reads: their own figures stay as they
    are.
    """
    if not RULES[view].suppressed:
        return _stamped(_marked(publication, hidden or {}), view, RULES[view], {})
    return with_named_countries(
        shielded(publication, view, earlier=earlier, exact_centres=exact_centres, hidden=hidden)
    )


def shielded(
    publication: Publication,
    view: View,
    *,
    earlier: Collection[Earlier] = (),
    exact_centres: Collection[str] = (),
    hidden: Hidden | None = None,
) -> Publication:
    """The same with a row for every country: what a reader may know who can guess which countries are left out."""
    rules = RULES[view]
    if hidden is None:
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
    earlier = [as_told(each) for each in earlier]
    hidden: Hidden = dict.fromkeys((*few(publication, k), *told.small), Confidential.PRIMARY)
    small = set(hidden)
    for key in told.kept:
        hidden.setdefault(key, Confidential.SECONDARY)
    for part, others in (
        (_part(publication, sums), [_part_of(each, sums) for each in earlier]) for sums in (False, True)
    ):
        for key in _carried(part, hidden):
            hidden.setdefault(key, hidden[sibling(key, CARRIED[key[0]])])
            small.add(key)
        for key in _shielded(part, small, told.kept - small, others, k):
            hidden.setdefault(key, Confidential.SECONDARY)
    for key in (*giving_away(publication, hidden, k), *zeros_that_tell(publication, hidden)):
        hidden.setdefault(key, Confidential.SECONDARY)
    counts, others = _part(publication, sums=False), [_part_of(each, sums=False) for each in earlier]
    for key in ratios_that_tell(counts, hidden, others, k):
        hidden.setdefault(key, Confidential.SECONDARY)
    return hidden


def _part(publication: Publication, sums: bool) -> Publication:
    """Its hours and days, or all else: no figure of the one adds up with any of the other."""
    there = (each for each in publication.observations if (kind_of(each.indicator) is Kind.SUM) is sums)
    return replace(publication, observations=tuple(there), tables=(), key_figures=())


def _part_of(release: Earlier, sums: bool) -> Earlier:
    return replace(release, exact=_part(release.exact, sums))


def _carried(publication: Publication, hidden: Collection[Key]) -> Iterator[Key]:
    """Hours and days of those whose number is held back: an event lasts as long as its programme says."""
    for each in publication.observations:
        if each.value and each.indicator in CARRIED and sibling(each.key, CARRIED[each.indicator]) in hidden:
            yield each.key


def _shielded(
    publication: Publication,
    small: Collection[Key],
    held_back: Collection[Key],
    earlier: Sequence[Earlier],
    k: int,
) -> set[Key]:
    """What sdc-1.0 suppresses besides, in all tables that hang together, those of earlier releases among them.

    Where they are so many that not all that overlaps can be looked at at once, it is with one of them after another.
    """
    found, complete = _beside(publication, small, held_back, earlier, k)
    if not complete and len(earlier) > 1:
        for each in reversed(earlier):
            others = [other for other in earlier if other is not each]
            found |= _beside(publication, small, {*held_back, *found}, [each], k, others)[0]
    return found


def _beside(
    publication: Publication,
    small: Collection[Key],
    held_back: Collection[Key],
    earlier: Sequence[Earlier],
    k: int,
    known_by: Sequence[Earlier] = (),
) -> tuple[set[Key], bool]:
    """The same beside these releases, and whether all that overlaps was looked at.

    What those of `known_by` show is known, but their lines are not looked at.
    """
    joint = joint_system(publication, small, held_back, earlier, k, known_by)
    system, first = without_copies(joint.system)
    joint = joint.moved(system, first)
    found, complete = shielding_with_overlaps(joint, k * joint.scale)
    found |= joint.unknown  # one number under two names is held back under both
    return {key for key, number in joint.numbers.items() if number in found}, complete


def _marked(publication: Publication, hidden: Hidden) -> Publication:
    """Staff see what is held back from others, with the reason; a later release finds it there."""
    return publication.with_observations(
        tuple(
            replace(each, conf_status=hidden[each.key]) if each.key in hidden else each
            for each in publication.observations
        )
    )


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
