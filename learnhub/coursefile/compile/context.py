"""What a text is compiled with and what is gathered on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Final

from ..checks.index import fold_term
from ..document import Asset, CourseDocument, Reference, Resource, Term
from .labels import LABELS, Labels
from .slugs import HeadingIds

_OPEN, _CLOSE = "\ue000", "\ue001"
_HOLE: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_MARKS: Final = str.maketrans("", "", _OPEN + _CLOSE)


def no_page(_resource: Resource) -> str:
    """For readers without a page for what is embedded."""
    return ""


@dataclass(frozen=True)
class Addresses:
    """Where a compiled text sends its readers; lesson and glossary may be relative to a lesson's page.

    `resource` gives the page of a case or site, empty where there is none.
    """

    asset: Callable[[str], str]
    lesson: Callable[[str], str] = str
    glossary: str = "glossary"
    resource: Callable[[Resource], str] = no_page


@dataclass
class Context:
    """The course, the addresses, and what one text has gathered: holes, headings, citations, terms met.

    A hole stands for markup of our own (formulas, pictures, players). It passes the sanitiser as two
    private-use characters with a number between them and is filled afterwards, so that the sanitiser need
    not allow such markup.
    """

    document: CourseDocument
    addresses: Addresses
    prefix: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    cited: list[Reference] = field(default_factory=list)
    met_terms: set[str] = field(default_factory=set)
    figures: int = 0
    tables: int = 0
    words: list[str] = field(default_factory=list)
    ids: HeadingIds = field(default_factory=HeadingIds)
    _holes: list[str] = field(default_factory=list)

    @cached_property
    def labels(self) -> Labels:
        return LABELS[self.document.metadata.language]

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {fold_term(term.term): term for term in self.document.glossary}

    @cached_property
    def _references(self) -> dict[str, Reference]:
        return {reference.id: reference for reference in self.document.references}

    @cached_property
    def _assets(self) -> dict[str, Asset]:
        return {asset.path: asset for asset in self.document.assets}

    def term(self, name: str) -> Term | None:
        return self._terms.get(fold_term(name))

    def reference(self, name: str) -> Reference | None:
        return self._references.get(name)

    def asset(self, path: str) -> Asset | None:
        return self._assets.get(path)

    def hole(self, markup: str) -> str:
        """A place in the text for markup of our own, whose values are escaped by whoever made it."""
        self._holes.append(markup)
        return f"{_OPEN}{len(self._holes) - 1}{_CLOSE}"

    def fill(self, html: str) -> str:
        """The text with its holes filled."""
        return _HOLE.sub(lambda match: self._holes[int(match[1])], html)


def without_marks(text: str) -> str:
    """The text without the two characters that mark holes, so that no author can make one."""
    return text.translate(_MARKS)


def shown(text: str) -> str:
    """Text of an author, escaped, for a place between tags or in quotes.

    Character references may have brought the marks of holes back, so they are taken out here as well: a
    filled hole inside an attribute would break out of it.
    """
    return escape(without_marks(text))


def attributes(**values: str | int | None) -> str:
    """Attributes of an element, escaped, each with a space before it; None leaves one out."""
    return "".join(
        f' {name.replace("_", "-")}="{shown(str(value))}"'
        for name, value in values.items()
        if value is not None
    )
