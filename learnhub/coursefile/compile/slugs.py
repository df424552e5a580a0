"""Ids of headings and terms from their words, in any script."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """Lower case letters and digits of any script, joined by hyphens; at most 60 characters; maybe empty."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(character for character in folded if not unicodedata.category(character).startswith("M"))
    return re.sub(r"[\W_]+", "-", kept)[:60].strip("-")


def term_id(term: str) -> str:
    """The id of a term on the glossary page of its course."""
    return "s-term-" + (slug(term) or "x")


class HeadingIds:
    """Gives each heading of a text an id of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        # the number that each name has reached, for thousands of equal titles
        self._last: dict[str, int] = {}

    def take(self, title: str) -> str:
        """`s-` and the slug of the title; the second of the same name gets `-2`."""
        base = "s-" + (slug(title) or "part")
        number = self._last.get(base, 1)
        name = base if number == 1 else f"{base}-{number}"
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._last[base] = number
        self._taken.add(name)
        return name
