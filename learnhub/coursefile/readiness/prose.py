"""What a text holds, as the checks of the checklist need it: paragraphs, headings, links, tables, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it.token import Token

from ..markup import Block, parse_inline, parse_lesson


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or cell: its first line from 0, its words, and where it stands."""

    line: int
    text: str
    box: str
    quoted: bool
    cited: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The words of a link and where it leads."""

    line: int
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: description, caption and file."""

    line: int
    words: str
    caption: str
    path: str


@dataclass(frozen=True)
class Prose:
    """What one text holds, in the order in which it stands. Lines count from 0. `dots` are paragraphs, headings and
    headings of columns that consist of dots: places that nobody has filled in."""

    passages: list[Passage] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bare_columns: list[tuple[int, int]] = field(default_factory=list)
    wordless_columns: list[tuple[int, int]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    captions: set[str] = field(default_factory=set)
    dots: list[tuple[int, str]] = field(default_factory=list)
    empty_boxes: list[int] = field(default_factory=list)
    formulas: int = 0


_CONTENT = frozenset({"inline", "figure", "media", "formula_block", "fence", "code_block", "embed"})


@lru_cache(maxsize=512)
def prose_of(text: str, *, inline: bool = False) -> Prose:
    """The contents of a Markdown text; the same text is read once."""
    return _Reading(parse_inline(text) if inline else parse_lesson(text), inline).read()


class _Reading:
    def __init__(self, blocks: list[Block], inline: bool) -> None:
        self.blocks = blocks
        self.prose = Prose()
        self.boxes: list[str] = []
        self.hollow: list[int] = []  # boxes that have opened since something was last said
        self.quotes = 0
        self.column = 0
        self.in_heading_row = False
        self.kind = "paragraph" if inline else ""
        self.formulas = 0

    def read(self) -> Prose:
        for block in self.blocks:
            self.take(block)
        object.__setattr__(self.prose, "formulas", self.formulas)
        return self.prose

    def take(self, block: Block) -> None:
        self.look_into_boxes(block)
        token = block.token
        if token.type == "box_open":
            self.boxes.append(str(token.meta["kind"]))
        elif token.type == "box_close" and self.boxes:
            self.boxes.pop()
        elif token.type in ("blockquote_open", "blockquote_close"):
            self.quotes += 1 if token.type == "blockquote_open" else -1
        elif token.type in ("heading_open", "th_open", "td_open", "paragraph_open", "dt_open"):
            self.kind = token.type.removesuffix("_open")
            self.column = self.column + 1 if token.type == "th_open" else self.column
        elif token.type == "thead_open":
            self.column = 0
        elif token.type == "inline":
            self.inline(block)
        elif token.type == "figure":
            meta = token.meta
            self.prose.figures.append(Figure(block.first, token.content, meta["caption"], meta["src"]))
        elif token.type == "media":
            self.prose.captions.update(filter(None, [token.meta["fields"].get("captions")]))
        elif token.type in ("formula", "formula_block"):
            self.formulas += len(token.content)

    def look_into_boxes(self, block: Block) -> None:
        token = block.token
        if token.type == "box_open":
            self.hollow.append(block.first)
        elif token.type == "box_close" and self.hollow:
            self.prose.empty_boxes.append(self.hollow.pop())
        elif token.type in _CONTENT and (token.type != "inline" or token.content.strip()):
            self.hollow.clear()

    def inline(self, block: Block) -> None:
        children = block.token.children or []
        text = words_of(children)
        names = {name for child in children if child.type == "citation" for name in child.meta["ids"]}
        self.prose.cited.update(names)
        self.prose.links.extend(_links(children, block.first))
        if text and not text.strip(". …") and self.kind in ("paragraph", "heading", "th"):
            self.prose.dots.append((block.first, text))
        if self.kind == "heading":
            self.prose.headings.append((block.first, text))
        elif self.kind == "th":
            # the first cell of a table with headings on two sides may stay empty
            if not block.token.content.strip() and self.column > 1:
                self.prose.bare_columns.append((block.first, self.column))
            elif children and all(child.type == "formula" for child in children):
                self.prose.wordless_columns.append((block.first, self.column))
        elif self.kind == "paragraph":
            box = next((box for box in reversed(self.boxes) if box in ("example", "case")), "")
            self.prose.passages.append(Passage(block.first, text, box, self.quotes > 0, bool(names)))


def words_of(tokens: list[Token]) -> str:
    """The words of inline tokens as a reader sees them."""
    parts = []
    for token in tokens:
        if token.type in ("text", "term", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "formula":
            parts.append("x")
    return "".join(parts).strip()


def _links(tokens: list[Token], line: int) -> Iterator[Link]:
    start, target = None, ""
    for number, token in enumerate(tokens):
        if token.type == "link_open":
            start, target = number + 1, str(token.attrs.get("href", ""))
        elif token.type == "link_close" and start is not None:
            yield Link(line, words_of(tokens[start:number]), target)
            start = None
