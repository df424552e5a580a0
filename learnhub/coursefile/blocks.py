"""A part of a course as blocks: what people change, comment on and approve.

The blocks of a text, put together, are the text again, byte for byte. A block of a lesson is a top-level block of its
Markdown or one line of its front matter's facts; a block of YAML is a top-level key, or one item of a list.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import pairwise
from textwrap import dedent, indent
from typing import Final

from markdown_it.token import Token

from .front import FRONT
from .markup.parser import build_parser

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_KEY: Final = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]|\n|\Z)")
_LITERAL: Final = re.compile(r"[A-Za-z_][\w-]*[ \t]*:[ \t]*\|[-+]?[ \t]*\n")
_ITEM: Final = re.compile(r"([ \t]*)-(?:[ \t]|\n|\Z)")
_NAME: Final = re.compile(
    r"""(?:^|[\s{,-])(id|lesson|quiz|assignment|term|item)[ \t]*:[ \t]*["']?([^"',}\n]+)"""
)
_KINDS: Final = {
    "heading_open": "heading", "paragraph_open": "paragraph", "bullet_list_open": "list", "ordered_list_open": "list",
    "table_open": "table", "fence": "code", "code_block": "code", "formula_block": "formula", "box_open": "box",
    "media": "media", "embed": "box", "blockquote_open": "quotation", "dl_open": "definitions", "hr": "rule",
    "footnote_reference_open": "note",
}  # fmt: skip
_FIGURE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*")


@dataclass(frozen=True)
class Block:
    """`body` is the text without the line ends and blank lines after it, which are `tail`.

    `key` names a block that keeps its name when it changes (a fact, a question); it is empty for prose. `first` and
    `last` are its lines, from 1.
    """

    kind: str
    key: str
    body: str
    tail: str
    first: int

    @property
    def last(self) -> int:
        return self.first + self.body.count("\n")

    @property
    def text(self) -> str:
        return self.body + self.tail

    @property
    def plain(self) -> str:
        """The block without the indentation that it has in its file."""
        return dedent(self.body)

    def placed(self, text: str) -> str:
        """A text in the place of the plain one, with the indentation of this block."""
        lines = self.body.split("\n")[0], self.plain.split("\n")[0]
        return indent(text, self.body[: len(lines[0]) - len(lines[1])])

    @cached_property
    def sha256(self) -> str:
        """What an approval holds for: the block as written, without the blank lines after it."""
        return sha256(self.body.encode()).hexdigest()


@lru_cache(maxsize=512)
def blocks_of(path: str, text: str) -> tuple[Block, ...]:
    """The blocks of a part; the ending of `path` says how it is read. Any text has blocks, however broken it is."""
    if path.endswith(".md"):
        return _unique(_lesson(text))
    if path.endswith(".yaml"):
        return _unique(_yaml(text, "task" if path.startswith("assignments/") else ""))
    return _unique([Block("file", "", *_halves(text), 1)] if text else [])


def _halves(text: str) -> tuple[str, str]:
    body = text.rstrip(" \t\n")
    return body, text[len(body) :]


def _unique(blocks: list[Block]) -> tuple[Block, ...]:
    """Number keys that stand more than once, so that a key names one block."""
    seen: Counter[str] = Counter()
    result = []
    for block in blocks:
        seen[block.key] += 1
        again = block.key and seen[block.key] > 1
        result.append(replace(block, key=f"{block.key}#{seen[block.key]}") if again else block)
    return tuple(result)


def _cut(lines: list[str], starts: dict[int, tuple[str, str]], first: int) -> list[Block]:
    """One block from each start to the next; `starts` maps an index of `lines` to kind and key."""
    places = sorted({0, *starts}) if lines else []
    result = []
    for begin, end in pairwise([*places, len(lines)]):
        kind, key = starts.get(begin, ("paragraph", ""))
        result.append(Block(kind, key, *_halves("".join(lines[begin:end])), first + begin))
    return result


def _lesson(text: str) -> list[Block]:
    front = FRONT.match(text)
    head = front[0] if front else ""
    body = text[len(head) :]
    lines = _LINE.findall(body)
    starts = _starts(body, lines)
    return _front(head) + _cut(lines, starts, 1 + head.count("\n"))


def _front(head: str) -> list[Block]:
    if not head:
        return []
    lines = _LINE.findall(head)
    starts = {0: ("edge", "---")}
    for number, line in enumerate(lines[1:], 1):
        if match := _KEY.match(line):
            starts[number] = ("fact", match[1])
    closing = max(number for number, line in enumerate(lines) if line.rstrip() == "---")
    starts[closing] = ("edge", "---")
    return _cut(lines, starts, 1)


def _starts(body: str, lines: list[str]) -> dict[int, tuple[str, str]]:
    parser = build_parser(html=True)
    tokens: list[Token] = []
    parser.block.parse(body, parser, {}, tokens)
    starts: dict[int, tuple[str, str]] = {}
    covered = 0
    for token in sorted((t for t in tokens if t.level == 0 and t.map and t.nesting >= 0), key=_place):
        begin, end = token.map or [0, 0]
        if begin < covered:
            continue
        _between(lines, covered, begin, starts)
        starts[begin] = (_kind(token, lines, begin, end), "")
        covered = end
    _between(lines, covered, len(lines), starts)
    return starts


def _place(token: Token) -> int:
    return token.map[0] if token.map else 0


def _kind(token: Token, lines: list[str], begin: int, end: int) -> str:
    kind = _KINDS.get(token.type, "paragraph")
    if kind == "paragraph" and _FIGURE.fullmatch("".join(lines[begin:end])):
        return "figure"
    return kind


def _between(lines: list[str], begin: int, end: int, starts: dict[int, tuple[str, str]]) -> None:
    """Text that gives no token, such as the definition of a link, is a block; the end of a box belongs to the box."""
    for number in range(begin, end):
        if lines[number].strip() and (number == 0 or not lines[number - 1].strip()):
            starts[number] = ("paragraph", "")


def _yaml(text: str, prose: str = "") -> list[Block]:
    """`prose` is a key whose text of several lines is Markdown, cut as lessons are."""
    lines = _LINE.findall(text)
    starts: dict[int, tuple[str, str]] = {}
    key, depth = "", -1
    for number, line in enumerate(lines):
        if match := _KEY.match(line):
            key, depth = match[1], -1
            starts[number] = ("fact", key)
        elif key and (match := _ITEM.match(line)):
            depth = len(match[1]) if depth < 0 else depth
            # the steps of a module are items of their own, so that two people can add a lesson each
            if len(match[1]) == depth or (key == "modules" and len(match[1]) > depth):
                starts[number] = ("item", key)
    _prose(lines, starts, prose)
    blocks = _cut(lines, starts, 1)
    return [_named(block) for block in blocks]


def _prose(lines: list[str], starts: dict[int, tuple[str, str]], key: str) -> None:
    facts = sorted(place for place, (kind, _key) in starts.items() if kind == "fact")
    head = next((place for place in facts if starts[place][1] == key), None)
    if head is None or not _LITERAL.match(lines[head]):
        return
    end = min((place for place in facts if place > head), default=len(lines))
    inside = lines[head + 1 : end]
    margin = min((len(line) - len(line.lstrip(" ")) for line in inside if line.strip()), default=0)
    plain = [line[margin:] or "\n" for line in inside]
    for place in range(head + 1, end):
        starts.pop(place, None)
    starts.update({head + 1 + place: start for place, start in _starts("".join(plain), plain).items()})


def _named(block: Block) -> Block:
    if block.kind != "item":
        return block
    match = _NAME.search(block.body)
    kind = "question" if block.key == "questions" else "item"
    named = f"{block.key}/{match[1]}={match[2].strip()}" if match and match[1] != "item" else ""
    return replace(block, kind=kind, key=named)


def title_of(path: str, text: str) -> str:
    """The title that a part gives itself, or its name where there is none."""
    for block in blocks_of(path, text):
        if block.key == "title":
            title = block.body.partition(":")[2].strip()
            quoted = len(title) > 1 and title[0] == title[-1] and title[0] in "\"'"
            return title[1:-1] if quoted else title
    return path.rpartition("/")[2]
