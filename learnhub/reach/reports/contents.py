"""A publication as one document: plain values for the template, in the order of the product."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.parameters import Parameters, Status, View
from learnhub.reach.reports.chapters import chapters
from learnhub.reach.reports.choice import WHOLE, Cut
from learnhub.reach.reports.coverage import fitted
from learnhub.reach.reports.headlines import tiles
from learnhub.reach.reports.products import PLANS, Product
from learnhub.reach.reports.words import Words, words_of

QUOTED = "R04"


def document(
    publication: Publication, product: Product, language: str, manifest: str = "", cut: Cut = WHOLE
) -> dict[str, Any]:
    """Everything the template needs. `manifest` is the SHA-256 that the foot of each page shows.

    Without one the foot shows the hash of the ledger's chain up to the last entry that was read.
    """
    words, plan = words_of(language), PLANS[product]
    parameters = publication.parameters
    standing = _standing(parameters, words)
    name, period = (
        words.said("products", product),
        words.period(parameters.period_start, parameters.period_end),
    )
    scope = fitted(
        parameters.scope_label or (words.said("network") if parameters.scope == "net" else parameters.title)
    )
    at = parameters.as_of.astimezone(UTC)
    sections = chapters(publication, plan, cut, words)
    return {
        "layout": plan.layout,
        "lang": words.language,
        "dir": "rtl" if words.language == "ar" else "ltr",
        "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "title": f"{scope}. {name}, {period}",
        "description": words.said("description", product=name, scope=scope, period=period, **standing),
        "product": name,
        "scope": scope,
        "period": period,
        "stamp": _stamp(parameters, words),
        "standing": fitted(words.said("standing", **standing)),
        "foot": fitted(words.said("foot", **standing)),
        "manifest_label": words.said("manifest" if manifest else "chain"),
        "manifest": manifest or parameters.ledger.chain_sha256,
        "link": parameters.address,
        "link_text": fitted(parameters.address.removeprefix("https://").removeprefix("http://"), whole=True),
        "tiles": tiles(publication, words, plan.tiles),
        "phrase": fitted(publication.phrase),
        "phrase_label": _counted(publication),
        "phrase_note": " ".join(_phrase_note(publication.phrase, words)),
        "sections": sections,
        "sides": sides(sections),
        "words": {"page": words.said("page"), "facts_head": words.listed("facts_head"), "quoted": QUOTED},
    }


def _counted(publication: Publication) -> str:
    """What the line counts; a number alone says nothing to whoever quotes it."""
    labels = (figure.label for figure in publication.key_figures if figure.current[0] == QUOTED)
    return fitted(next(labels, ""))


def _phrase_note(phrase: str, words: Words) -> list[str]:
    """What the short names in the line are, if it has any parts at all."""
    return [words.said("phrase_note")] * ("(" in phrase) + [words.said("phrase_left")]


def _standing(parameters: Parameters, words: Words) -> dict[str, str]:
    return {
        "release": parameters.release,
        "status": words.said("statuses", parameters.status),
        "as_of": words.moment(parameters.as_of),
        "methodology": parameters.methodology,
        "view": words.said("views", parameters.view),
    }


def _stamp(parameters: Parameters, words: Words) -> str:
    internal, provisional = parameters.view is View.INTERNAL, parameters.status is Status.PROVISIONAL
    if internal and provisional:
        return words.said("stamps", "both")
    if internal:
        return words.said("stamps", "internal")
    return words.said("stamps", "provisional") if provisional else ""


def sides(sections: list[dict[str, Any]]) -> list[int]:
    """In which of two columns each chapter stands, so that they are about as long as one another."""
    lengths, chosen = [0, 0], []
    for section in sections:
        side = 0 if lengths[0] <= lengths[1] else 1
        chosen.append(side)
        lengths[side] += 3 + sum(4 + len(part.get("rows", ())) for part in section["parts"])
    return chosen
