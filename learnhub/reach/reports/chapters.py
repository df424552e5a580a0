"""The chapters of a document, each of parts: tables, pictures, facts, words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from learnhub.reach.publication.model import Publication
from learnhub.reach.reports.backmatter import confirmation, method, proof, quality, revisions
from learnhub.reach.reports.choice import WHOLE, Cut
from learnhub.reach.reports.donor import donor
from learnhub.reach.reports.drawings import pictures
from learnhub.reach.reports.headlines import key_figures, ladder
from learnhub.reach.reports.products import Plan, tables_of
from learnhub.reach.reports.tables import table_parts
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
            made[0]["title"] = made[0]["warning"] = made[0]["unit"] = ""  # the picture above has them
        parts += [*drawn, *made]
    if len(tables) == 1 and parts and parts[0]["title"] == words.said("sections", chapter):
        parts[0]["title"] = ""
    return parts


MAKERS: dict[str, Callable[[Publication, Words], list[Part]]] = {
    "key_figures": key_figures,
    "ladder": ladder,
    "quality": quality,
    "revisions": revisions,
    "method": method,
    "proof": proof,
    "confirmation": confirmation,
    "donor": donor,
}
