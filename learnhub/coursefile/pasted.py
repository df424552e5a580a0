"""Formatted text from a clipboard as Markdown of the course format.

Word processors and browsers put HTML there. Kept: headings, paragraphs, lists, tables, bold, italics, quotations and
links to the web. Everything else becomes its words; scripts, styles and pictures are left out. Signs that Markdown
would read are escaped, so that words stay words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from typing import Final

MOST: Final = 500_000
_SKIPPED: Final = frozenset(
    {"script", "style", "head", "title", "template", "svg", "math", "object", "iframe"}
)
_HEADINGS: Final = {"h1": "##", "h2": "##", "h3": "###", "h4": "###", "h5": "###", "h6": "###"}
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "ul", "ol", "table", "blockquote", "pre", "li"}
) | set(_HEADINGS)  # fmt: skip
_STYLES: Final = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>$|])")
_START: Final = re.compile(r"^(#{1,6}(?= |$)|[>+=-]|:{3,}|~{3,}|\d{1,9}[.)](?= |$)|:(?= ))")
_BLANKS: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
_LINK: Final = re.compile(r"https?://[^\s<>()\"]+", re.IGNORECASE)


@dataclass
class _List:
    ordered: bool
    count: int = 0


def to_markdown(html: str) -> str:
    """The Markdown of a piece of HTML, however broken. Longer pieces than `MOST` signs are cut there."""
    reader = _Reader()
    reader.feed(html[:MOST])
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.runs: list[tuple[str, str]] = []  # style and words
        self.skipped: list[str] = []
        self.lists: list[_List] = []
        self.tables = 0  # how deep; one inside another only lends its words
        self.rows: list[list[str]] = []
        self.open: Counter[str] = Counter()
        self.links: list[str] = []
        self.prefix = ""
        self.quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.skipped.append(tag)
        if self.skipped:
            return
        if tag in _BLOCKS and not self.tables:
            self.flush()
        if tag in _STYLES and not _plain_weight(tag, attrs):
            self.open[_STYLES[tag]] += 1
        elif tag == "a":
            found = _LINK.fullmatch(dict(attrs).get("href") or "")
            self.links.append(found[0] if found else "")
            self.runs.append(("", "[" if found else ""))
        elif tag == "br":
            self.runs.append(("", " " if self.tables else "\n"))
        else:
            self.open_block(tag)

    def open_block(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(_List(tag == "ol"))
        elif tag == "li":
            self.prefix = self.item()
        elif tag in _HEADINGS and not self.tables:
            self.prefix = f"{_HEADINGS[tag]} "
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "table":
            self.tables += 1
        elif tag == "tr" and self.tables == 1:
            self.rows.append([])
        elif tag in ("td", "th") and self.tables > 1:
            self.runs.append(("", " "))
        elif tag in ("td", "th") and self.tables:
            self.runs.clear()

    def item(self) -> str:
        if not self.lists:
            return "- "
        here = self.lists[-1]
        here.count += 1
        indent = sum(3 if each.ordered else 2 for each in self.lists[:-1])
        return " " * indent + (f"{here.count}. " if here.ordered else "- ")

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            if tag == self.skipped[-1]:
                self.skipped.pop()
        elif tag in _STYLES:
            self.open[_STYLES[tag]] = max(0, self.open[_STYLES[tag]] - 1)
        elif tag == "a" and self.links:
            address = self.links.pop()
            self.runs.append(("", f"]({address})" if address else ""))
        elif self.tables:
            self.close_in_table(tag)
        elif tag in _BLOCKS:
            self.close_block(tag)

    def close_block(self, tag: str) -> None:
        self.flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag == "blockquote" and self.quotes:
            self.quotes -= 1

    def close_in_table(self, tag: str) -> None:
        if self.tables > 1:
            self.tables -= tag == "table"
            self.runs.append(("", " "))
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(" ".join(self.taken().split()))
        elif tag == "table":
            self.tables = 0
            self.runs.clear()
            rows, self.rows = [row for row in self.rows if any(row)], []
            if rows:
                self.blocks.append(_table(rows))

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            text = _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", data))
            self.runs.append(("".join(sign for sign in ("**", "*") if self.open[sign]), text))

    def taken(self) -> str:
        """The words so far with their styles; blanks stand outside of them."""
        made = ""
        for style, group in groupby((run for run in self.runs if run[1]), key=lambda run: run[0]):
            text = "".join(words for _style, words in group)
            core = text.strip()
            if style and core:
                text = text.replace(core, f"{style}{core}{style[::-1]}", 1)
            made += text
        self.runs.clear()
        return made

    def flush(self) -> None:
        """The words so far are a block."""
        lines = [" ".join(line.split()) for line in self.taken().split("\n")]
        lines = [_START.sub(_escaped, line) for line in lines if line]
        if lines:
            quote, indent = "> " * self.quotes, " " * len(self.prefix)
            rest = [f"{quote}{indent}{line}" for line in lines[1:]]
            self.blocks.append("\n".join([f"{quote}{self.prefix}{lines[0]}", *rest]))
            self.prefix = ""

    def finished(self) -> str:
        """All blocks; items of one list stand together."""
        while self.tables:
            self.close_in_table("table")
        self.flush()
        made = ""
        for block in self.blocks:
            tight = _is_item(block) and _is_item(made.rpartition("\n")[2])
            made += ("\n" if tight else "\n\n") * bool(made) + block
        return made


def _plain_weight(tag: str, attrs: Sequence[tuple[str, str | None]]) -> bool:
    """Some word processors wrap everything in a `b` that is not bold."""
    style = (dict(attrs).get("style") or "").replace(" ", "")
    return tag == "b" and "font-weight:normal" in style


def _escaped(match: re.Match[str]) -> str:
    """A sign at the start of a line that would make it a heading, an item or a box."""
    sign = match[1]
    return f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}"


def _is_item(line: str) -> bool:
    return bool(re.match(r"[> ]*(?:- |\d+\. )", line))


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
