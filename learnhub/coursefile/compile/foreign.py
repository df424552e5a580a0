"""Parts of a translation that stand in the language of the original, shown as what they are: in that language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from markdown_it.token import Token

from ..blocks import blocks_of
from .context import attributes

RIGHT_TO_LEFT: Final = frozenset({"ar"})
Group = tuple[int, list[Token]]


@dataclass(frozen=True)
class Foreign:
    """Which texts of which part are not translated: blocks of lessons and whole texts of fields, as written."""

    language: str = ""
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, path: str) -> ForeignTexts:
        """What is not translated in one part."""
        return ForeignTexts(self.language, self.texts.get(path, frozenset()))


@dataclass(frozen=True)
class ForeignTexts:
    """The texts of one part that are in another language than the course."""

    language: str = ""
    texts: frozenset[str] = frozenset()

    def lines(self, markdown: str) -> set[int]:
        """The lines, from 1, of the blocks that are not translated."""
        if not self.texts:
            return set()
        # behind a blank line nothing is front matter, which the text of a lesson does not have
        blocks = blocks_of("lesson.md", f"\n{markdown}")
        return {
            line - 1 for b in blocks if b.body.strip() in self.texts for line in range(b.first, b.last + 1)
        }

    def wrapped(self, html: str, tag: str = "div") -> str:
        """The HTML in an element that names its language."""
        side = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        return f"<{tag}{attributes(lang=self.language, dir=side)}>{html}</{tag}>"

    def whole(self, text: str, html: str, tag: str = "div") -> str:
        """The HTML of a text that is translated as a whole or not at all."""
        return self.wrapped(html, tag) if html and text.strip() in self.texts else html


NONE: Final = ForeignTexts()
NOWHERE: Final = Foreign()


def groups(tokens: Sequence[Token]) -> Iterator[Group]:
    """The top-level elements with the line on which each begins, 0 for those that come from no line of their own."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group[0].map[0] + 1 if group[0].map else 0, group
            group = []


def runs(tokens: Sequence[Token], lines: set[int]) -> Iterator[tuple[bool, list[Token]]]:
    """The tokens in as few pieces as can be, each of them translated or not translated throughout."""
    for is_foreign, found in groupby(groups(tokens), key=lambda group: group[0] in lines):
        yield is_foreign, [token for _line, group in found for token in group]


def texts_of(pieces: Iterable[str]) -> frozenset[str]:
    """Texts as they are compared; a list of short texts comes as one, a line each."""
    return frozenset(piece.strip() for piece in pieces if piece.strip())
