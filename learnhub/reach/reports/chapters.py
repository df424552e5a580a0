"""The chapters of a document, each of parts: tables, pictures, facts, words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from learnhub.reach.publication.model import DonorAlias, Publication
from learnhub.reach.publication.numbers import UNDEFINED
from learnhub.reach.publication.observation import Observation
from learnhub.reach.reports.coverage import fitted
from learnhub.reach.reports.drawings import pictures
from learnhub.reach.reports.products import Plan, tables_of
from learnhub.reach.reports.tables import WHOLE, Cut, plain, table_parts
from learnhub.reach.reports.words import Words

Part = dict[str, Any]


def chapters(publication: Publication, plan: Plan, cut: Cut, words: Words) -> list[dict[str, Any]]:
    """The chapters that have something to say."""
    made: list[dict[str, Any]] = []
    for name in plan.chapters:
        if cut.chapters is not None and len(made) >= cut.chapters:
            break
        parts = MAKERS[name](publication, words) if name in MAKERS else _tables(publication, name, cut, words)
        if parts:
            lead = words.listed("leads").get(name, "") if cut is WHOLE else ""
            made.append({"name": name, "title": words.said("sections", name), "lead": lead, "parts": parts})
    return made


def _tables(publication: Publication, chapter: str, cut: Cut, words: Words) -> list[Part]:
    parts = []
    tables = tables_of(publication.tables, chapter)
    for table in tables[: cut.tables]:
        drawn = pictures(publication, table, words) if cut is WHOLE else []
        made = table_parts(publication, table, words, cut)
        if drawn:
            made[0]["title"] = ""  # the picture above has it
        parts += [*drawn, *made]
    if len(tables) == 1 and parts and parts[0]["title"] == words.said("sections", chapter):
        parts[0]["title"] = ""
    return parts


def _key_figures(publication: Publication, words: Words) -> list[Part]:
    rows = []
    for figure in publication.key_figures:
        current = publication.at(figure.current)
        before = publication.at(figure.previous) if figure.previous else None
        rows.append([
            f"{current.indicator} {figure.label}",
            words.observed(current),
            words.observed(before) if before else UNDEFINED,
        ])  # fmt: skip
    if not rows:
        return []
    head = [words.said("indicator"), words.said("this_period"), words.said("before")]
    return [plain("", head, rows, numbers=(1, 2))]


def _quality(publication: Publication, words: Words) -> list[Part]:
    parameters = publication.parameters
    quality, disclosure = parameters.quality, parameters.disclosure
    named = words.listed("quality")
    rows = [
        [named.get(attribute, attribute), words.number(share, "ratio")]
        for attribute, share in sorted(quality.coverage.items())
    ]
    rows.append([named["rejected"], words.number(quality.rejected_rows, "answers")])
    rows.append([named["late"], words.number(quality.late_rows, "answers")])
    if disclosure.algorithm:
        hidden = named["hidden_value"].format(n=disclosure.primary + disclosure.secondary, k=disclosure.k)
        rows.append([named["hidden"], hidden])
    if parameters.ledger.last_entry_id:
        rows.append([named["entries"], str(parameters.ledger.last_entry_id)])
    return [{"kind": "facts", "rows": [[fitted(text) for text in row] for row in rows]}]


def _revisions(publication: Publication, words: Words) -> list[Part]:
    if not publication.revisions:
        return []
    rows = [
        [
            each.indicator,
            each.filters.replace("&", ", ").replace("=", " = ") or UNDEFINED,
            words.number(each.previous, each.unit),
            words.number(each.new, each.unit),
            ", ".join(words.listed("reasons").get(code, code) for code in each.reasons),
        ]
        for each in publication.revisions
    ]
    return [plain("", words.listed("revision_head"), rows, numbers=(2, 3))]


def _method(publication: Publication, words: Words) -> list[Part]:
    parts: list[Part] = []
    for paragraph in publication.methodology:
        if paragraph.heading:
            parts.append({"kind": "subheading", "text": fitted(paragraph.heading)})
        parts.append({"kind": "text", "paragraphs": [fitted(paragraph.text)]})
    rows = [[f"{each.code} {each.name}", each.definition] for each in publication.definitions]
    if rows:
        parts.append(plain(words.said("definitions"), words.listed("definitions_head"), rows))
    lists = sorted(publication.parameters.reference_lists.items())
    if lists:
        parts.append(plain(words.said("reference_lists"), words.listed("list_head"), lists))
    if publication.footnotes:
        parts.append({"kind": "text", "paragraphs": [fitted(note) for note in publication.footnotes]})
    return parts


def _proof(publication: Publication, words: Words) -> list[Part]:
    parameters = publication.parameters
    lines = [fitted(line) for line in words.listed("proof")]
    parts: list[Part] = [{"kind": "text", "paragraphs": lines}]
    if parameters.address:
        label, address = fitted(words.said("files_at")), fitted(parameters.address, whole=True)
        parts.append({"kind": "link", "label": label, "address": address})
    ends = [words.said("publisher", publisher=parameters.publisher)] if parameters.publisher else []
    ends.append(words.said("licence", licence=parameters.licence))
    return [*parts, {"kind": "text", "paragraphs": [fitted(line) for line in ends]}]


def _donor(publication: Publication, words: Words) -> list[Part]:
    if not publication.aliases:
        return []
    names = {each.code: each for each in publication.definitions}
    figures = [_against_target(publication, alias, words) for alias in publication.aliases]
    meanings = []
    for alias in publication.aliases:
        ours = names.get(alias.indicator)
        meanings.append([
            f"{alias.code}: {alias.definition}",
            f"{alias.indicator}: {ours.definition}" if ours else alias.indicator,
            alias.difference or UNDEFINED,
        ])  # fmt: skip
    return [
        plain("", words.listed("donor_head"), figures, numbers=(2, 3, 4, 5)),
        plain(words.said("donor_definitions"), words.listed("definition_head"), meanings),
    ]


def _against_target(publication: Publication, alias: DonorAlias, words: Words) -> list[str]:
    actual = _whole(publication, alias.indicator)
    unit = actual.unit if actual else "number"
    reached = UNDEFINED
    if actual and actual.value is not None and alias.target:
        reached = words.number(Fraction(actual.value) / Fraction(alias.target), "ratio")
    name = actual.name if actual else ""
    return [
        alias.code,
        f"{alias.indicator} {name}".strip(),
        words.number(alias.baseline, unit),
        words.number(alias.target, unit),
        words.observed(actual) if actual else UNDEFINED,
        reached,
    ]


def _whole(publication: Publication, indicator: str) -> Observation | None:
    """The observation of an indicator over everything, in the period of the publication."""
    parameters = publication.parameters
    period = (parameters.period_start.isoformat(), parameters.period_end.isoformat())
    for key, each in publication.by_key.items():
        if key[0] == indicator and key[1:3] == period and set(key[3:]) == {"_T"}:
            return each
    return None


MAKERS: dict[str, Callable[[Publication, Words], list[Part]]] = {
    "key_figures": _key_figures,
    "quality": _quality,
    "revisions": _revisions,
    "method": _method,
    "proof": _proof,
    "donor": _donor,
}
