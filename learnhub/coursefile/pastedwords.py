"""What word processors say of their own in the HTML that they put on a clipboard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_ITEM: Final = re.compile(r"mso-list:\s*\S+\s+level([1-9])")
_HIDDEN: Final = re.compile(r"mso-element:\s*comment|mso-hide:\s*all|display:\s*none")
_RAISED: Final = re.compile(r"vertical-align:\s*(super|sub)\b")
_NUMBERED: Final = re.compile(r"\(?(?:(?:\d{1,9}\.)*(\d{1,9})|[A-Za-z]|[ivxlcIVXLC]{2,8})[.)]")
_MOST_CELLS: Final = 50
_MOST_MERGED: Final = 20_000  # places in a table that merged cells may take


def style_of(attrs: Mapping[str, str | None]) -> str:
    """The style attribute in one spelling."""
    return (attrs.get("style") or "").lower()


def item_level(style: str) -> int:
    """How deep in a list a paragraph of Word stands, 0 for no list: it has no `ul`, only its style says so."""
    found = _ITEM.search(style)
    return int(found[1]) if found else 0


def is_item_sign(style: str) -> bool:
    """Whether this is the bullet or number before an item, which a list draws by itself."""
    return "mso-list:ignore" in style.replace(" ", "")


def item_number(sign: str) -> int | None:
    """The number of a numbered item (1 for a letter), None for a bullet."""
    found = _NUMBERED.fullmatch(sign.strip())
    return int(found[1] or 1) if found else None


def is_hidden(style: str) -> bool:
    """Whether readers of the document do not see it, as a remark of a colleague."""
    return bool(_HIDDEN.search(style))


def raising(tag: str, style: str) -> str:
    """`^` for what stands higher than its line, `_` for what stands lower, nothing for other words."""
    found = _RAISED.search(style)
    return {"sup": "^", "super": "^", "sub": "_"}.get(found[1] if found and tag == "span" else tag, "")


@dataclass
class Grid:
    """The rows of a table, each word in its own column although cells were merged."""

    rows: list[list[str]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)  # column: rows below that a cell above still takes
    wide: tuple[int, int] = (1, 1)
    merged: int = 0

    def row(self) -> None:
        """A row begins."""
        if self.rows:
            self.skip()
        self.rows.append([])

    def cell(self, attrs: Mapping[str, str | None]) -> None:
        """A cell begins."""
        columns, down = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
        self.merged += columns * down - 1
        self.wide = (columns, down) if self.merged <= _MOST_MERGED else (1, 1)

    def write(self, words: str) -> None:
        """The words of the cell; the places that it also takes stay empty."""
        self.skip()
        columns, down = self.wide
        row = self.rows[-1]
        for column in range(len(row), len(row) + columns):
            self.covered[column] = down - 1
        row += [words, *[""] * (columns - 1)]

    def skip(self) -> None:
        """Leave out the places that cells above take."""
        row = self.rows[-1]
        while self.covered.get(len(row)):
            self.covered[len(row)] -= 1
            row.append("")

    def written(self) -> list[list[str]]:
        """All rows that say something."""
        return [row for row in self.rows if any(row)]


def _span(given: str | None) -> int:
    text = (given or "").strip()
    return min(max(int(text), 1), _MOST_CELLS) if text.isascii() and text.isdigit() and len(text) < 9 else 1
