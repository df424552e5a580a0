"""What a publication says beside its observations, so that no word tells what a cell holds back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from learnhub.reach.disclosure.phrase import phrase
from learnhub.reach.disclosure.rounding import rounded_count
from learnhub.reach.disclosure.rules import Number, small
from learnhub.reach.publication.model import Publication, Revision
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Observation
from learnhub.reach.publication.parameters import Quality

PHRASE_PARTS = (
    ("F", {"sex": "F"}),
    ("Africa", {"country_group": "AFRICA"}),
    ("SIDS", {"country_group": "SIDS"}),
    ("LDC", {"country_group": "LDC"}),
)
UNKNOWN = {"gender": {"sex": "U"}, "country": {"ref_area": "ZZ"}, "age": {"age": "UNK"}}
_DIMENSION = {"country": "ref_area", "gender": "sex", "group": "country_group"}


def guarded_words(publication: Publication, k: int, round_to: int | None) -> Publication:
    """The publication with its phrase, revisions and coverage as its observations allow."""
    parameters = publication.parameters
    return replace(
        publication,
        phrase=unesco_phrase(publication, k) if publication.phrase else "",
        revisions=tuple(_revision(publication, each, k, round_to) for each in publication.revisions),
        parameters=replace(parameters, quality=_quality(publication, parameters.quality)),
    )


def unesco_phrase(publication: Publication, k: int) -> str:
    """Learners reached with women, Priority Africa, SIDS and LDC, as far as the publication shows them."""
    whole = _reached(publication, {})
    if whole is None or whole.value is None:
        return ""
    parts = {label: found.value for label, codes in PHRASE_PARTS if (found := _reached(publication, codes))}
    return phrase(whole.value, parts, k)


def _reached(publication: Publication, codes: Mapping[str, str]) -> Observation | None:
    """R04 of the publication's own period and scope, cut by these codes."""
    return _own(publication, "R04", codes)


def _own(publication: Publication, indicator: str, codes: Mapping[str, str]) -> Observation | None:
    """A figure of the publication's own period and scope, cut by these codes."""
    parameters = publication.parameters
    days = (parameters.period_start.isoformat(), parameters.period_end.isoformat())
    places = tuple({**parameters.own, **codes}.get(dimension, TOTAL) for dimension in DIMENSIONS)
    return publication.by_key.get((indicator, *days, *places))


def _revision(publication: Publication, each: Revision, k: int, round_to: int | None) -> Revision:
    """A revision whose figure is held back, or whose difference is about few persons, keeps its reasons alone."""
    found = publication.by_key.get(_key(publication, each))
    values = (each.previous, each.new)
    if (
        found is None
        or found.suppressed
        or any(value is None or _telling(value, values, k) for value in values)
    ):
        return replace(each, previous=None, new=None)
    if round_to is None or found.rounded_to is None:
        return each
    return replace(
        each,
        previous=rounded_count(each.previous or 0, round_to),
        new=rounded_count(each.new or 0, round_to),
    )


def _telling(value: Number, values: tuple[Number | None, ...], k: int) -> bool:
    others = [other for other in values if other is not None]
    return small(value, k) or (small(max(others) - min(others), k) and min(others) < k)


def _key(publication: Publication, each: Revision) -> Key:
    parameters = publication.parameters
    filters = dict(piece.split("=", 1) for piece in each.filters.split("&") if "=" in piece)
    places = {_DIMENSION.get(name, name): code for name, code in filters.items()}
    if "code" in places or "goal" in places:
        framework, _, target = (places.get("code") or places["goal"]).partition(":")
        places |= {"framework": framework, "target": target}
    days = (parameters.period_start.isoformat(), parameters.period_end.isoformat())
    codes = tuple(places.get(dimension, parameters.own.get(dimension, TOTAL)) for dimension in DIMENSIONS)
    return (each.indicator, *days, *codes)


def _quality(publication: Publication, quality: Quality) -> Quality:
    """Coverage as far as the figures tell it, in whole per cent: exact shares would tell how many are unknown."""
    coverage = {
        name: Fraction(rounded_count(share * 100, 1), 100)
        if share is not None and _coverage_told(publication, name)
        else None
        for name, share in quality.coverage.items()
    }
    return replace(quality, coverage=coverage)


def _coverage_told(publication: Publication, attribute: str) -> bool:
    """Whether the publication shows the coverage itself or, where it has no such figure, who are unknown."""
    told = _own(publication, f"Q05.{attribute}", {})
    if told is not None:
        return told.value is not None
    unknown = UNKNOWN.get(attribute, {})
    if not unknown.keys().isdisjoint(publication.parameters.own):
        return True  # a country's own people are all of known country
    found = [_reached(publication, codes) for codes in ({}, unknown)]
    return all(each is not None and each.value is not None for each in found)
