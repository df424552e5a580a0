"""One parser for checking and for compiling, so that both see the same text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .blocks import block_marks
from .inline import inline_marks


@lru_cache(maxsize=4)
def build_parser(*, html: bool) -> MarkdownIt:
    """A parser of the course's Markdown. With `html`, raw HTML is recognised as such (to be refused)."""
    parser = MarkdownIt("commonmark", {"html": html, "maxNesting": 20}).enable("table")
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    inline_marks(parser)
    block_marks(parser)
    return parser


@lru_cache(maxsize=1)
def _parser_as_written() -> MarkdownIt:
    """The same parser, but notes and pictures stay as they are written, and what a backslash escapes stays apart."""
    parser = build_parser.__wrapped__(html=True)
    parser.options["store_labels"] = True
    parser.core.ruler.disable(["footnote_tail", "text_join", "figures"])
    return parser


@dataclass(frozen=True, slots=True)
class Block:
    """A token with the lines of the text that it came from (from 0, end excluded)."""

    token: Token
    first: int
    end: int


def parse_lesson(text: str) -> list[Block]:
    """All tokens of a lesson, inline ones included, each with the lines of its block."""
    environment: dict[str, Any] = {}
    return list(_flatten(build_parser(html=True).parse(text, environment)))


def parse_inline(text: str) -> list[Block]:
    """The tokens of a text of one line, such as an option of a question."""
    return list(_flatten(build_parser(html=True).parseInline(text)))


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is written, for whoever looks for marks that came to nothing: its tokens, the labels that notes and
    links give, each with its line from 0, and those that something uses."""

    tokens: list[Token]
    notes: list[tuple[str, int]]
    used_notes: frozenset[str]
    addresses: list[tuple[str, int]]
    used_addresses: frozenset[str]


def parse_written(text: str, *, inline: bool = False) -> Written:
    """A text with every note where it was written and every escaped sign as a token of its own."""
    environment: dict[str, Any] = {}
    parser = _parser_as_written()
    tokens = parser.parseInline(text, environment) if inline else parser.parse(text, environment)
    notes = [
        (str(token.meta["label"]), token.map[0] if token.map else 0)
        for token in tokens
        if token.type == "footnote_reference_open"
    ]
    refs: dict[str, int] = environment.get("footnotes", {}).get("refs", {})
    addresses = [(label, entry["map"][0]) for label, entry in environment.get("references", {}).items()]
    used = {
        str(child.meta["label"])
        for token in tokens
        for child in token.children or []
        if "label" in child.meta
    }
    return Written(
        tokens,
        notes,
        frozenset(label.removeprefix(":") for label, number in refs.items() if number >= 0),
        addresses,
        frozenset(used),
    )


def _flatten(tokens: list[Token]) -> Iterator[Block]:
    first, end = 0, 1
    for token in tokens:
        if token.map:
            first, end = token.map
        yield Block(token, first, end)
        for child in token.children or []:
            yield Block(child, first, end)
