"""Releases that are out, made from a publication and what was shown of it."""

from __future__ import annotations

from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.publication.model import Publication


def earlier_of(exact: Publication, shown: Publication) -> Earlier:
    """What a later release must know of this one: its exact and its published form."""
    return Earlier(exact, frozenset(each.key for each in shown.observations if each.suppressed))
