"""Rule 5: outside the staff a country is named only where the number of its learners is shown.

A row without a value names a country as one with a value does. So what is about any other country is left out of every
table and file, its zeros as well: that a country is not there then says the same of nobody, of one learner and of four.
What is left says nothing that was not said with these rows, and therefore needs no audit of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from learnhub.reach.disclosure.structure import NOWHERE, sibling
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Observation
from learnhub.reach.publication.table import Ref, Table

LEARNERS = "R04"


def with_named_countries(publication: Publication) -> Publication:
    """A protected publication without the countries that it may not name; its tables say how many those are.

    A publication about one country names it in its title.
    """
    if "ref_area" in publication.parameters.own:
        return publication
    kept = tuple(each for each in publication.observations if _may_be_there(publication, each))
    keys = {each.key for each in kept}
    named = {each.ref_area for each in kept}
    return replace(
        publication,
        observations=kept,
        tables=tuple(_table(publication, table, keys) for table in publication.tables),
        code_lists=tuple(
            _code(each, named)
            for each in publication.code_lists
            if each.code_list != "ref_area" or each.code in named
        ),
    )


def _may_be_there(publication: Publication, each: Observation) -> bool:
    if each.ref_area in {TOTAL, *NOWHERE}:
        return True
    own = publication.parameters.own
    whole = {name: own.get(name, TOTAL) for name in DIMENSIONS if name != "ref_area"}
    learners = publication.by_key.get(sibling(each.key, LEARNERS, **whole))
    return learners is not None and bool(learners.value)


def _table(publication: Publication, table: Table, keys: Collection[Key]) -> Table:
    rows = [
        (member, cells, all(cell.key in keys for cell in cells if isinstance(cell, Ref)))
        for member, cells in zip(table.rows.members, table.cells, strict=True)
    ]
    return replace(
        table,
        rows=replace(table.rows, members=tuple(member for member, _, there in rows if there)),
        cells=tuple(cells for _, cells, there in rows if there),
        unnamed=sum(not there and not publication.nobody(cells) for _, cells, there in rows),
    )


def _code(each: Code, named: Collection[str]) -> Code:
    """A group of countries lists those that are named."""
    if each.code_list != "country_group":
        return each
    return replace(each, note=" ".join(country for country in each.note.split() if country in named))
