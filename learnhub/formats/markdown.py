"""Words as Markdown that says them and nothing more; lists and tables of the course format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<$|])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_START: Final = re.compile(
    r"^(#{1,6}(?= |$)|>|[+-](?= |$)|={2,}|-{2,}|:{3,}|~{3,}|:(?= )|\d{1,9}(?=[.)](?: |$)))"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text. `level` is that of a heading (1 is the highest) or of a list item (0 is the outermost)."""

    kind: Literal["heading", "text", "item"]
    text: str
    level: int = 0
    ordered: bool = False


def plain(text: str) -> str:
    """Words inside a line, escaped."""
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))


def line_start(text: str) -> str:
    """A paragraph whose first signs are not taken for a mark."""
    found = _START.match(text)
    if not found:
        return text
    if found[1][0].isdigit():
        return f"{found[1]}\\{text[len(found[1]) :]}"
    return f"\\{text}"


def blocks_to_markdown(blocks: Sequence[Block]) -> str:
    """The blocks as a text, with blank lines between them; headings with as many signs as they are deep."""
    pieces: list[str] = []
    widths: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind == "item":
            widths = [*widths[: block.level], *([2] * (block.level - len(widths)))]
            mark = "1. " if block.ordered else "- "
            indent = " " * sum(widths)
            widths.append(len(mark))
            item = indent + mark + block.text.replace("\n", "\n" + indent + " " * len(mark))
            follows = number > 0 and blocks[number - 1].kind == "item"
            pieces.append(("\n" if follows else "\n\n") + item)
            continue
        widths = []
        marks = "#" * block.level + " " if block.kind == "heading" else ""
        pieces.append(f"\n\n{marks}{block.text}")
    return "".join(pieces).strip("\n")


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table with its first row as headings; short rows are filled up."""
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return ""
    filled = [[*(" ".join(cell.split()) for cell in row), *[""] * (columns - len(row))] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in filled]
    return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])


def quoted(text: str) -> str:
    """Text in double quotes of a figure's caption."""
    return " ".join(text.split()).replace("\\", "").replace('"', "”")
