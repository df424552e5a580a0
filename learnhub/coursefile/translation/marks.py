"""What a translation keeps as it is: formulas, citations, figures, links, notes, terms and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markdown_it.token import Token

from learnhub.kernel.letters import plain_digits

from ..markup.parser import parse_lesson

_WORDS: Final = re.compile(r"\\(?:text|mathrm|operatorname)\s*\{[^{}]*\}")
_NUMBER: Final = re.compile("\\d+(?:[.,'’٫٬]\\d+|[ \u00a0\u202f]\\d{3}(?!\\d))*")
_NOTE: Final = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINITION: Final = re.compile(r"^(\[\^[^\]\s]+\]):", re.MULTILINE)
_TEXTS: Final = frozenset({"text", "code_inline", "fence", "code_block"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of a text that is the same in every language. `text` is how it is written; empty for a glossary term,
    which has another word in every language."""

    kind: str
    text: str


@lru_cache(maxsize=4096)
def marks_of(text: str) -> Counter[Mark]:
    """The marks of a text, as often as each stands."""
    # the text of a note that nothing refers to would be left out, and in a block alone nothing does
    shown = _DEFINITION.sub(r"\1 ", text)
    return Counter(mark for token in parse_lesson(shown) for mark in _marks(token.token))


def missing_marks(source: str, target: str) -> list[Mark]:
    """What the source has and its translation has not, or has less often, in the order of the source."""
    left = marks_of(source) - marks_of(target)
    return [mark for mark in marks_of(source) for _time in range(left[mark])]


@lru_cache(maxsize=4096)
def has_words(text: str) -> bool:
    """Whether there is anything to translate in a text: a formula or a number alone stays as it is."""
    return any(_letters(token.token) for token in parse_lesson(_DEFINITION.sub("", text)))


def _letters(token: Token) -> bool:
    if token.type in ("formula", "formula_block"):
        return bool(_WORDS.search(token.content))
    if token.type in ("image", "term", "media", "box_open", "embed"):
        return True
    return token.type in _TEXTS and any(map(str.isalpha, token.content))


def _marks(token: Token) -> Iterator[Mark]:
    if token.type in ("formula", "formula_block"):
        yield Mark("formula", " ".join(_WORDS.sub("", token.content).split()))
    elif token.type == "citation":
        yield from (Mark("citation", f"@{name}") for name in token.meta["ids"])
    elif token.type == "term":
        yield Mark("term", "")
    elif token.type in ("image", "link_open"):
        address = token.attrGet("src" if token.type == "image" else "href")
        yield Mark("figure" if token.type == "image" else "link", str(address))
    elif token.type in ("media", "embed"):
        yield Mark("link", str(token.meta.get("path") or token.meta.get("title", "")))
    elif token.type == "figure":
        yield Mark("figure", token.meta["src"])
    elif token.type == "text":
        # a block alone does not know the notes of its lesson, so that their marks are text in it
        yield from (Mark("note", found[0]) for found in _NOTE.finditer(token.content))
        for number in _NUMBER.findall(plain_digits(_NOTE.sub(" ", token.content))):
            yield Mark("number", re.sub(r"\D", "", number))
