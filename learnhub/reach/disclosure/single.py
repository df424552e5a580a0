"""The rules for single figures, applied to the observations of a publication."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from learnhub.reach.disclosure.kinds import OUTCOMES, Kind, kind_of, made_of
from learnhub.reach.disclosure.lines import K
from learnhub.reach.disclosure.ratios import told_by
from learnhub.reach.disclosure.rules import (
    Number,
    mean_hidden,
    odds_hidden,
    outcome_hidden,
    overlapping_hidden,
    rate_hidden,
    small,
    sum_hidden,
    women_and_men,
)
from learnhub.reach.disclosure.structure import sibling
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Observation

LADDER = "E05."


def few(publication: Publication, k: int = K) -> set[Key]:
    """The keys of figures that are about few persons themselves."""
    overlapping = _overlapping(publication)
    return {
        each.key
        for each in publication.observations
        if _tells(each) and (_about_few(publication, each, k) or each.key in overlapping)
    }


def giving_away(publication: Publication, hidden: Collection[Key], k: int = K) -> set[Key]:
    """The keys of rates and means that would tell a count that is held back, or the few who are left out of them."""
    found = set()
    for each in publication.observations:
        if not _tells(each) or each.key in hidden or kind_of(each.indicator) in {Kind.COUNT, Kind.FREE}:
            continue
        keys = [sibling(each.key, code, **other) for code, other in made_of(each.indicator)]
        keys += [key for key, _ in told_by(each)]
        if any(key in hidden for key in keys) or _tells_the_rest(publication, each, k):
            found.add(each.key)
    return found


def zeros_that_tell(publication: Publication, hidden: Collection[Key]) -> set[Key]:
    """The keys of zeros by gender or age of countries whose own number is held back.

    Beside three zeros everybody would know the gender of the few who learn in a country.
    """
    return {
        each.key
        for each in publication.observations
        if each.value == 0
        and each.ref_area != TOTAL
        and (each.sex, each.age) != (TOTAL, TOTAL)
        and sibling(each.key, each.indicator, sex=TOTAL, age=TOTAL) in hidden
    }


def _tells(each: Observation) -> bool:
    """A parity index of a group without men has no value, and yet its numerator says how many women there are."""
    return each.value is not None or bool(each.numerator)


def _about_few(publication: Publication, each: Observation, k: int) -> bool:
    match kind_of(each.indicator):
        case Kind.FREE:
            return False
        case Kind.SUM:
            return each.contributors is not None and sum_hidden(each.contributors, each.largest_share, k)
        case Kind.MEAN:
            return each.contributors is None or mean_hidden(each.contributors)
        case Kind.RATE:
            return rate_hidden(each.numerator or 0, each.denominator or 0, k)
        case Kind.ODDS:
            return odds_hidden(*_women_and_men(each), k)
        case Kind.COUNT:
            base = publication.by_key.get(sibling(each.key, "E01")) if LADDER in each.indicator else None
            if base is not None and base.value is not None:
                return outcome_hidden(each.value or 0, base.value, k)
            return small(each.value or 0, k)


def _overlapping(publication: Publication) -> set[Key]:
    """Cells of outcome tables whose parts overlap, if the few outside of them can be told."""
    additive: Mapping[str, tuple[str, ...]] = {
        each.code: each.additive_over for each in publication.definitions
    }
    found = set()
    for each in publication.observations:
        code = each.indicator.partition(".")[0]
        if code not in OUTCOMES or each.value is None:
            continue
        for whole in _wholes(publication, each, additive.get(code, ())):
            if whole.value is not None and overlapping_hidden(each.value, whole.value):
                found.add(each.key)
    return found


def _wholes(publication: Publication, each: Observation, additive: Collection[str]) -> Iterator[Observation]:
    for dimension in DIMENSIONS:
        if dimension not in additive and getattr(each, dimension) != TOTAL:
            whole = publication.by_key.get(sibling(each.key, each.indicator, **{dimension: TOTAL}))
            if whole is not None:
                yield whole


def _tells_the_rest(publication: Publication, each: Observation, k: int) -> bool:
    """A share of those whose attribute is known, beside a count of all: the few unknown ones."""
    if not each.indicator.startswith("Q") or each.indicator.startswith("Q05") or each.denominator is None:
        return False
    whole = publication.by_key.get(sibling(each.key, "R04"))
    known = sum(_women_and_men(each)) if each.indicator.startswith("Q02") else each.denominator
    return whole is not None and whole.value is not None and small(whole.value - known, k)


def _women_and_men(each: Observation) -> tuple[Number, Number]:
    adjusted = each.indicator.endswith(".adjusted")
    return women_and_men(each.numerator or 0, each.denominator or 0, adjusted=adjusted)
