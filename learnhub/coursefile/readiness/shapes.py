"""Marks of whole lines that came to nothing: tables, lists and headings that are shown as a paragraph, code without an
end, notes and addresses that nothing refers to, cells that are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from ..markup import parse_written
from ..markup.blocks import BOX_KINDS, EMBED, MEDIA_KINDS
from .finding import Note, filled
from .signs import short, sign_notes

_RULE: Final = re.compile(r"[\s|:+=\-–—―_]*[-–—―=_]{2}[\s|:+=\-–—―_]*")
_RULE_RIGHT: Final = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
_HEADING: Final = re.compile(r"#{2,6}(?=\w)|＃{1,6}\s*(?=\w)")
_BOX: Final = re.compile(
    rf"(?:::|：{{2,}})\s*(?:{'|'.join((*BOX_KINDS, *MEDIA_KINDS, EMBED))})(?!\w)|：{{3,}}\s*$"
)
_PREFIX: Final = re.compile(r"[\s>]*")
_CHINESE: Final = "一二三四五六七八九十"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BULLET: Final = re.compile(r"[•·▪●◦‣⁃–—]\s*(?=\S)|[-+](?=[^\W\d])|\*(?=\w[^*]*$)")
_NUMBER: Final = re.compile(
    rf"[(（]?(?:(?P<digits>\d{{1,3}})|(?P<letter>[a-zа-я])|(?P<chinese>[{_CHINESE}]))[.)、．）]\s*(?=\D)"
    rf"|(?P<circled>[{_CIRCLED}])"
)
_GLUED_BULLET: Final = re.compile(r"[-+](?=[^\W\d]{2})")
_GLUED_NUMBER: Final = re.compile(r"(\d{1,3})[.)](?=[^\W\d])")
_LINE_END: Final = re.compile(r"\r\n?|\n")  # as Markdown counts lines


@lru_cache(maxsize=512)
def mark_notes(text: str, *, inline: bool = False) -> tuple[Note, ...]:
    """Everything that the marks of a text leave over, with line and column."""
    return tuple(_Looking(text, inline=inline).notes())


class _Looking:
    def __init__(self, text: str, *, inline: bool) -> None:
        self.lines = _LINE_END.split(text)
        self.written = parse_written(text, inline=inline)
        self.tokens = self.written.tokens

    def notes(self) -> Iterator[Note]:
        first = 0
        for number, token in enumerate(self.tokens):
            if token.map:
                first = token.map[0]
            if token.type == "inline":
                yield from (self.at(note, first) for note in sign_notes(token.children or []))
                if number and self.tokens[number - 1].type == "paragraph_open":
                    item = self.tokens[number - 2] if number > 1 else None
                    yield from (self.at(note, first) for note in _paragraph(token.content.split("\n"), item))
            elif token.type == "fence" and token.map and not self.closed(token):
                yield self.at(Note(0, "code-open", filled(text=token.markup)), first)
            elif token.type == "table_open":
                yield from self.table(number)
        yield from self.unused()

    def at(self, note: Note, first: int) -> Note:
        """The note at its line, and at the column where its words stand there."""
        number = min(first + note.line, len(self.lines) - 1)
        words = dict(note.params).get("text", "")
        line = self.lines[number]
        column = line.find(words) if words else -1
        return replace(
            note, line=number, column=1 + (column if column >= 0 else len(line) - len(line.lstrip()))
        )

    def closed(self, fence: Token) -> bool:
        first, end = fence.map or (0, 0)
        last = _PREFIX.sub("", self.lines[end - 1], 1).rstrip() if end - 1 > first else ""
        return len(last) >= len(fence.markup) and not last.strip(fence.markup[0])

    def table(self, number: int) -> Iterator[Note]:
        """Rows with more cells than there are headings, and lines below a table that became one of its rows."""
        wanted, body = 0, False
        while (token := self.tokens[number]).type != "table_close":
            number += 1
            wanted += token.type == "th_open"
            body = body or token.type == "tbody_open"
            if token.type != "tr_open" or not body or not token.map:
                continue
            row = _PREFIX.sub("", self.lines[token.map[0]], 1).rstrip()
            if _cells(row) > wanted:
                yield self.at(Note(0, "row-long", filled(found=_cells(row), wanted=wanted)), token.map[0])
            elif wanted > 1 and "|" not in row:
                yield self.at(Note(0, "row-glued", filled(text=short(row))), token.map[0])

    def unused(self) -> Iterator[Note]:
        seen: set[str] = set()
        for label, line in self.written.notes:
            code = "note-twice" if label in seen else "note-unused"
            if label in seen or label not in self.written.used_notes:
                yield self.at(Note(0, code, filled(text=f"[^{label}]")), line)
            seen.add(label)
        for label, line in self.written.addresses:
            if label not in self.written.used_addresses:
                yield self.at(Note(0, "address-unused", filled(text=short(self.lines[line].strip()))), line)


def _cells(row: str) -> int:
    """How many cells a row has, as the parser of tables counts them."""
    cells = escapedSplit(row)
    return len(cells) - (cells[:1] == [""]) - (len(cells) > 1 and cells[-1] == "")


def _paragraph(lines: list[str], before: Token | None) -> Iterator[Note]:
    stripped = [line.strip() for line in lines]
    for number, line in enumerate(stripped):
        if _HEADING.match(line):
            yield Note(number, "heading-shown", filled(text=short(line)))
        elif _BOX.match(line):
            yield Note(number, "box-shown", filled(text=short(line)))
    # the keyboard of Chinese has a wider sign
    table = next(_table([line.replace("｜", "|") for line in stripped]), None)
    if table:
        yield table
    else:
        yield from _list(lines, before)


def _table(lines: list[str]) -> Iterator[Note]:
    """Lines that were to be a table: its row of dashes is not right, or is not there."""
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else ""
        if "|" in line and _RULE.fullmatch(line) and (not number or "|" in above):
            if number and _RULE_RIGHT.fullmatch(line):
                counts = filled(found=_cells(line), wanted=_cells(above))
                yield Note(number, "table-columns", counts)
            else:
                yield Note(number, "table-shown", filled(text=short(line)))
        elif number and _is_row(line) and _is_row(above):
            yield Note(number - 1, "table-shown", filled(text=short(above)))


def _is_row(line: str) -> bool:
    return line.startswith("|") and line.endswith("|") and _cells(line) > 1


def _list(lines: list[str], before: Token | None) -> Iterator[Note]:
    """Lines that were to be items: two with like marks, or one with a mark glued to its words below an item."""
    item = before if before is not None and before.type == "list_item_open" else None
    above: _Mark | None = None
    for number, line in enumerate(lines):
        text = line.strip()
        mark = _mark(text)
        if number and item and _glued(text, item):
            yield Note(number, "list-shown", filled(text=short(text)))
            return
        if mark and above and (mark.kind, mark.number) == (above.kind, above.next):
            yield Note(number - 1, "list-shown", filled(text=short(lines[number - 1].strip())))
            return
        # what ends with a break is shown on a line of its own
        above = None if line.endswith(("\\", "  ")) else mark


def _glued(line: str, item: Token) -> bool:
    """Whether a line below an item would be the next one with a space after its mark; `-m` is an option."""
    number = _GLUED_NUMBER.match(line)
    if item.info and number:
        return int(number[1]) == int(item.info) + 1
    return not item.info and bool(_GLUED_BULLET.match(line))


@dataclass(frozen=True, slots=True)
class _Mark:
    """What an item begins with; bullets have no number."""

    kind: str
    number: int | None = None

    @property
    def next(self) -> int | None:
        return None if self.number is None else self.number + 1


def _mark(line: str) -> _Mark | None:
    bullet = _BULLET.match(line)
    if bullet:
        return _Mark(bullet[0].strip())
    found = _NUMBER.match(line)
    if not found or not found.lastgroup:
        return None
    kind, sign = found.lastgroup, found[found.lastgroup]
    order = {"chinese": _CHINESE, "circled": _CIRCLED}.get(kind)
    return _Mark(kind, order.index(sign) if order else int(sign) if kind == "digits" else ord(sign))
