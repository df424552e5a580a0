"""What stands at the end of every document: how sure, what changed, how counted, how to check."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import UNDEFINED, places_apart, whole_places
from learnhub.reach.publication.parameters import LIVE
from learnhub.reach.reports.bars import WHOLE
from learnhub.reach.reports.coverage import fitted
from learnhub.reach.reports.tables import plain
from learnhub.reach.reports.words import Words

Part = dict[str, Any]
ATTRIBUTES = ("gender", "country", "age", "sdg")


def quality(publication: Publication, words: Words) -> list[Part]:
    """Coverage as gauges, then what was rejected, late or hidden."""
    parameters = publication.parameters
    known, disclosure, named = parameters.quality, parameters.disclosure, words.listed("quality")
    parts = []
    shares = [(each, known.coverage[each]) for each in ATTRIBUTES if each in known.coverage]
    if shares:
        rows = [
            [named[attribute], words.number(share, "ratio", whole_places(share, "ratio"))]
            for attribute, share in shares
        ]
        part = plain("", words.listed("coverage_head"), rows, numbers=(1,), words=words)
        part["columns"].append({"label": "", "number": False, "wide": False, "bar": True})
        for row, (_, share) in zip(part["rows"], shares, strict=True):
            row.append({"kind": "bar", "share": None if share is None else int(WHOLE * Fraction(share))})
        parts.append(part)
    facts = [
        [named["rejected"], words.number(known.rejected_rows, "answers")],
        [named["late"], words.number(known.late_rows, "answers")],
    ]
    if disclosure.algorithm:
        n = words.number(disclosure.primary + disclosure.secondary, "answers")
        facts.append([named["hidden"], named["hidden_value"].format(n=n, k=disclosure.k)])
    if parameters.ledger.last_entry_id:
        facts.append([named["entries"], str(parameters.ledger.last_entry_id)])
    return [*parts, {"kind": "facts", "rows": [[fitted(text) for text in row] for row in facts]}]


def revisions(publication: Publication, words: Words) -> list[Part]:
    """Every figure that differs from the release before, with its reasons."""
    if not publication.revisions:
        return []
    rows = [
        [
            each.indicator,
            _where(publication, each.filters) or UNDEFINED,
            words.number(each.previous, each.unit, places_apart(each.previous, each.new, each.unit)),
            words.number(each.new, each.unit, places_apart(each.previous, each.new, each.unit)),
            ", ".join(words.listed("reasons").get(code, code) for code in each.reasons),
        ]
        for each in publication.revisions
    ]
    return [plain("", words.listed("revision_head"), rows, numbers=(2, 3), narrow=(0,), words=words)]


def _where(publication: Publication, filters: str) -> str:
    """`region=ARB&sex=F` in the words of the code lists."""
    names = {(each.code_list, each.code): each.label for each in publication.code_lists}
    pairs = [part.partition("=") for part in filters.split("&") if part]
    return ", ".join(names.get((name, code), f"{name} {code}") for name, _, code in pairs)


def method(publication: Publication, words: Words) -> list[Part]:
    """The rules of counting, the indicators of the document, the versions of the lists, the footnotes."""
    parts: list[Part] = []
    for paragraph in publication.methodology:
        if paragraph.heading:
            parts.append({"kind": "subheading", "text": fitted(paragraph.heading)})
        parts.append({"kind": "text", "paragraphs": [fitted(paragraph.text)]})
    say = publication.say
    rows = [[each.code, say(each.name), say(each.definition)] for each in publication.definitions]
    if rows:
        title, head = words.said("definitions"), words.listed("definitions_head")
        parts.append(plain(title, head, rows, narrow=(0,), words=words, wider=(2,)))
    lists = sorted(publication.parameters.reference_lists.items())
    if lists:
        parts.append(plain(words.said("reference_lists"), words.listed("list_head"), lists, words=words))
    if publication.footnotes:
        parts.append({"kind": "text", "paragraphs": [fitted(note) for note in publication.footnotes]})
    return parts


def proof(publication: Publication, words: Words) -> list[Part]:
    """How a reader checks the document without us."""
    parameters = publication.parameters
    released, again = words.listed("proof")
    told = [released, again] if parameters.release != LIVE else [again]  # live figures have no folder
    parts: list[Part] = [{"kind": "text", "paragraphs": [fitted(line) for line in told]}]
    if parameters.address:
        label, address = fitted(words.said("files_at")), fitted(parameters.address, whole=True)
        parts.append({"kind": "link", "label": label, "address": address})
    ends = [words.said("publisher", publisher=parameters.publisher)] if parameters.publisher else []
    if parameters.open_licence:
        ends.append(words.said("licence", licence=parameters.open_licence))
    return [*parts, {"kind": "text", "paragraphs": [fitted(line) for line in ends]}]


def confirmation(publication: Publication, words: Words) -> list[Part]:
    """Room for the hand of whoever stands for the centre."""
    said = fitted(
        words.said("confirmation", scope=publication.parameters.scope_label or publication.parameters.title)
    )
    return [
        {"kind": "text", "paragraphs": [said]},
        {"kind": "lines", "labels": words.listed("confirmation_lines")},
    ]
