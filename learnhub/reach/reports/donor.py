"""A donor's own indicators beside ours: both definitions, the target and how far it was reached."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from learnhub.reach.publication.model import DonorAlias, Publication
from learnhub.reach.publication.numbers import SUPPRESSED, UNDEFINED, UNITS
from learnhub.reach.publication.observation import TOTAL, Observation
from learnhub.reach.reports.tables import plain
from learnhub.reach.reports.words import Words

OF_PEOPLE_ASKED = "LU"
OF_PAIRS = ("L01", "L02", "L03", "L04")
MOST_SIGNS = 160  # of a definition beside its figures; longer ones stand in the second table alone


def donor(publication: Publication, words: Words) -> list[dict[str, Any]]:
    """Targets against actuals, then the definitions side by side, then what was learned and said, each with its n."""
    if not publication.aliases:
        return _with_n(publication, words)
    names = {each.code: each for each in publication.definitions}
    heading, wanted = _named(publication.aliases)
    figures = [
        [said, *_against_target(publication, alias, words)]
        for said, alias in zip(wanted, publication.aliases, strict=True)
    ]
    meanings = []
    for alias in publication.aliases:
        ours = names.get(alias.indicator.partition(".")[0])
        ours_said = f"{alias.indicator}: {publication.say(ours.definition)}" if ours else alias.indicator
        meanings.append([f"{alias.code}: {alias.definition}", ours_said, alias.difference or UNDEFINED])
    return [
        plain(heading, words.listed("donor_head"), figures, numbers=(2, 3, 4, 5), words=words),
        plain(words.said("donor_definitions"), words.listed("definition_head"), meanings, words=words),
        *_with_n(publication, words),
    ]


def _named(aliases: Sequence[DonorAlias]) -> tuple[str, list[str]]:
    """Over the table the donor, in its lines what is asked for; each line with its donor where there are several."""
    donors = {each.donor for each in aliases}
    if len(donors) > 1 or any(len(each.definition) > MOST_SIGNS for each in aliases):
        return "", [f"{each.code} {each.donor}".strip() for each in aliases]
    return next(iter(donors)), [f"{each.code} {each.definition}".strip() for each in aliases]


def _with_n(publication: Publication, words: Words) -> list[dict[str, Any]]:
    """Results of tests and surveys, which mean little without the number of people behind them."""
    totals = publication.totals
    named = _labels(publication)
    rows = [
        [
            code,
            named.get(code, publication.say(each.name)),
            words.observed(each),
            _n(publication, each, words),
        ]
        for code, each in sorted(totals.items())
        if code[0] in OF_PEOPLE_ASKED
    ]
    if not rows:
        return []
    title, head = words.said("learned_with_n"), words.listed("learned_with_n_head")
    return [plain(title, head, rows, numbers=(2, 3), narrow=(0,), words=words)]


def _labels(publication: Publication) -> dict[str, str]:
    """What the headline figures are called in the language of the document."""
    return {figure.current[0]: figure.label for figure in publication.key_figures}


def _n(publication: Publication, each: Observation, words: Words) -> str:
    """Of how many it is: a rate of its base, a gain of the matched pairs, another figure of those in it."""
    if each.suppressed:
        return SUPPRESSED
    if each.denominator is not None and UNITS[each.unit].percent:
        return words.number(each.denominator, "persons")
    pairs = publication.totals.get("L01") if each.indicator[:3] in OF_PAIRS else None
    if pairs is not None:
        return words.observed(pairs)
    return words.number(each.contributors, "persons")


def _against_target(publication: Publication, alias: DonorAlias, words: Words) -> list[str]:
    actual = _whole(publication, alias.indicator)
    unit = actual.unit if actual else "number"
    reached, named = UNDEFINED, _labels(publication)
    if actual and actual.value is not None and alias.target:
        reached = words.number(Fraction(actual.value) / Fraction(alias.target), "ratio")
    name = named.get(alias.indicator, publication.say(actual.name)) if actual else ""
    return [
        f"{alias.indicator} {name}".strip(),
        words.number(alias.baseline, unit),
        words.number(alias.target, unit),
        words.observed(actual) if actual else UNDEFINED,
        reached,
    ]


def _whole(publication: Publication, indicator: str) -> Observation | None:
    """The figure of an indicator in the period: the headline if there is one, else that over everything."""
    parameters = publication.parameters
    period = (parameters.period_start.isoformat(), parameters.period_end.isoformat())
    for figure in publication.key_figures:
        if figure.current[0] == indicator and figure.current[1:3] == period:
            return publication.at(figure.current)
    key = (indicator, *period, *[TOTAL] * (len(next(iter(publication.by_key), ())) - 3))
    return publication.by_key.get(key)
