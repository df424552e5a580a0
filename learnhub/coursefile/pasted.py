"""Formatted text from a clipboard as Markdown of the course format.

Word processors and browsers put HTML there. Kept: headings, paragraphs, lists, tables, bold, italics, raised and
lowered digits, quotations and links to the web. Everything else becomes its words; scripts, styles, remarks and what
was deleted are left out. Where a picture or formula of the document stood, words say so. Signs that Markdown would
read are escaped, so that words stay words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from typing import Final

from learnhub.kernel.exponents import exponent, index

from .pastedwords import Grid, is_hidden, is_item_sign, item_level, item_number, raising, style_of

_SKIPPED: Final = frozenset(
    {"script", "style", "head", "title", "template", "svg", "math", "object", "iframe", "del"}
)
_HIDING: Final = frozenset({"div", "p", "span", "a"})
_HEADINGS: Final = {"h1": "##", "h2": "##", "h3": "###", "h4": "###", "h5": "###", "h6": "###"}
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "ul", "ol", "table", "blockquote", "pre", "li"}
) | set(_HEADINGS)  # fmt: skip
_STYLES: Final = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>$|])")
_START: Final = re.compile(r"^(#{1,6}(?= |$)|[>+=-]|:{3,}|~{3,}|\d{1,9}[.)](?= |$)|:(?= ))")
_MOST_FILLED: Final = 20_000
_LEAST_WIDTH: Final = 120
_DEEPEST: Final = 10  # levels of lists and quotations; deeper ones stand at the last
_BLANKS: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
_TEX: Final = re.compile(r"\{\\(?:display|text)style ([^$\n]+)\}|([^$\n]+)")
_LINK: Final = re.compile(r"https?://[^\s<>()\"]+", re.IGNORECASE)


@dataclass
class _List:
    ordered: bool
    count: int = 0


def to_markdown(html: str, picture: str = "", formula: str = "") -> str:
    """The Markdown of a piece of HTML, however broken.

    `picture` and `formula` are what is said in the place of one that no clipboard carries.
    """
    reader = _Reader(picture, formula)
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self, picture: str, formula: str) -> None:
        super().__init__(convert_charrefs=True)
        self.picture, self.formula = picture, formula
        self.missing: list[str] = []  # said below the block in which it stood
        self.drawn_formula = False
        self.blocks: list[str] = []
        self.runs: list[tuple[str, str]] = []  # style and words
        self.skipped: list[str] = []
        self.lists: list[_List] = []
        self.tables = 0  # how deep; one inside another only lends its words
        self.grid = Grid()
        self.open: Counter[str] = Counter()
        self.spans: list[tuple[str, str]] = []  # tag, and whether it raises or lowers its words
        self.links: list[str] = []
        self.prefix = ""
        self.quotes = 0
        self.level = 0  # of the item of Word that is open
        self.sign: list[str] = []  # the bullet or number of that item
        self.in_sign = 0  # how many elements deep

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        style = style_of(given)
        if tag == "math" and not self.skipped:
            self.take_formula(given.get("alttext") or "")
        if tag in _BLOCKS and self.skipped[-1:] == ["p"]:
            self.skipped.pop()  # no paragraph holds another block, closed or not
        if tag in _SKIPPED or (tag in _HIDING and is_hidden(style)) or tag in self.skipped[-1:]:
            self.skipped.append(tag)
        if self.skipped:
            return
        if tag == "span" and (self.in_sign or (self.level and is_item_sign(style))):
            self.in_sign += 1
            return
        if tag in _BLOCKS and not self.tables:
            self.flush()
        if tag in ("sup", "sub", "span"):
            self.spans.append((tag, raising(tag, style) or self.place))
        elif tag in _STYLES and not _plain_weight(tag, style):
            self.open[_STYLES[tag]] += 1
        elif tag == "a":
            found = _LINK.fullmatch(given.get("href") or "")
            self.links.append(found[0] if found else "")
            self.runs.append(("", "[" if found else ""))
        elif tag == "br":
            self.runs.append(("", " " if self.tables else "\n"))
        elif tag == "img":
            self.miss_picture(given)
        else:
            self.open_block(tag, given, style)

    def take_formula(self, tex: str) -> None:
        """A formula of a page that says its TeX, as pages of ours do."""
        found = _TEX.fullmatch(tex.strip())
        if found:
            self.runs.append(("", f"${(found[1] or found[2]).strip()}$"))
        else:
            self.missing.append(self.formula)

    def miss_picture(self, attrs: Mapping[str, str | None]) -> None:
        """A picture of a document is a file that no browser may read; small ones of pages are signs and buttons."""
        width = attrs.get("width") or ""
        large = width.isascii() and width.isdigit() and int(width[:9]) >= _LEAST_WIDTH
        if (large or (attrs.get("src") or "").startswith("file:")) and not self.drawn_formula:
            self.missing.append(self.picture)

    def handle_comment(self, data: str) -> None:
        if "msEquation" in data and not self.skipped:
            self.missing.append(self.formula)

    def unknown_decl(self, data: str) -> None:
        self.drawn_formula = "msEquation" in data  # a picture of the formula stands there until `endif`

    def open_block(self, tag: str, attrs: Mapping[str, str | None], style: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(_List(tag == "ol"))
        elif tag == "li":
            self.prefix = self.item()
        elif tag in _HEADINGS and not self.tables:
            self.prefix = f"{_HEADINGS[tag]} "
        elif tag == "p" and not self.tables:
            self.open_paragraph(item_level(style))
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "table":
            self.tables, self.level = self.tables + 1, 0
        elif tag == "tr" and self.tables == 1:
            self.grid.row()
        elif tag in ("td", "th") and self.tables > 1:
            self.runs.append(("", " "))
        elif tag in ("td", "th") and self.tables:
            self.runs.clear()
            self.grid.cell(attrs)

    def open_paragraph(self, level: int) -> None:
        """Items of Word are paragraphs: the first other one ends their list."""
        if self.level and not level:
            self.lists.clear()
        self.level = level

    def open_item(self) -> None:
        """The sign of an item of Word is read: it tells whether its list has numbers."""
        number = item_number("".join(self.sign))
        self.sign.clear()
        self.lists += [_List(number is not None)] * (self.level - len(self.lists))
        self.lists[self.level - 1 :] = [_List(number is not None, (number or 1) - 1)]
        self.prefix = self.item()

    def item(self) -> str:
        if not self.lists:
            return "- "
        here = self.lists[-1]
        here.count += 1
        indent = sum(3 if each.ordered else 2 for each in self.lists[: min(len(self.lists) - 1, _DEEPEST)])
        return " " * indent + (f"{here.count}. " if here.ordered else "- ")

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            if tag == self.skipped[-1]:
                self.skipped.pop()
        elif self.in_sign and tag == "span":
            self.in_sign -= 1
            if not self.in_sign:
                self.open_item()
        elif tag in ("sup", "sub", "span"):
            if self.spans and self.spans[-1][0] == tag:
                self.spans.pop()
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
        elif tag in ("td", "th") and self.grid.rows:
            self.grid.write(" ".join(self.taken().split()))
        elif tag == "table":
            self.tables = 0
            self.runs.clear()
            rows, self.grid = self.grid.written(), Grid()
            if rows:
                self.blocks.append(_table(rows))
            self.say_missing()

    def handle_data(self, data: str) -> None:
        if self.in_sign:
            self.sign.append(data)
        elif not self.skipped:
            text = _BLANKS.sub(" ", data)
            text = exponent(text) if self.place == "^" else index(text) if self.place == "_" else text
            text = _SPECIAL.sub(r"\\\1", text)
            self.runs.append(("".join(sign for sign in ("**", "*") if self.open[sign]), text))

    @property
    def place(self) -> str:
        """Whether words are raised (`^`) or lowered (`_`) here."""
        return self.spans[-1][1] if self.spans else ""

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
            quote, indent = "> " * min(self.quotes, _DEEPEST), " " * len(self.prefix)
            rest = [f"{quote}{indent}{line}" for line in lines[1:]]
            self.blocks.append("\n".join([f"{quote}{self.prefix}{lines[0]}", *rest]))
            self.prefix = ""
        self.say_missing()

    def say_missing(self) -> None:
        """Words below a block for what stood in it and did not come over."""
        if not self.tables:
            self.blocks += [words for words in self.missing if words]
            self.missing.clear()

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


def _plain_weight(tag: str, style: str) -> bool:
    """Some word processors wrap everything in a `b` that is not bold."""
    return tag == "b" and "font-weight:normal" in style.replace(" ", "")


def _escaped(match: re.Match[str]) -> str:
    """A sign at the start of a line that would make it a heading, an item or a box."""
    sign = match[1]
    return f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}"


def _is_item(line: str) -> bool:
    return bool(re.match(r"[> ]*(?:- |\d+\. )", line))


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    # rows may be shorter than the first; filling them up is for those who read the text
    filled = width if width * len(rows) <= _MOST_FILLED else 0
    lines = ["| " + " | ".join([*row, *[""] * (filled - len(row))]) + " |" for row in rows[1:]]
    head = [*rows[0], *[""] * (width - len(rows[0]))]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + " --- |" * width, *lines])
