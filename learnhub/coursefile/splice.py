"""Write a changed mapping back into its YAML text so that every part nobody touched keeps its bytes.

A part is a key of the mapping, and in a list of mappings (questions, authors, terms) each entry. Comments and the
look of a part stay until that part changes; what changed is written canonically.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from .loose import read_loose, write_loose
from .yamltree import Tree, parse

_DASH: Final = re.compile(r"( *)- *\S")
_WRITTEN_INDENT: Final = 2  # of entries in what the writer makes


def spliced(text: str, value: dict[str, Any], order: Sequence[str], *, deep: bool = False) -> str:
    """The text with `value` in it; the canonical text where the present one cannot be kept in parts.

    `order` is that of the keys, `deep` says that it holds for the mappings inside too.
    """
    before, tree = read_loose(text), parse(text, "")[0]
    if before is None or tree is None:
        return write_loose(value, order, deep=deep)
    made = _Splice(text, tree, before, order, deep=deep).made(value)
    if made is not None and read_loose(made) == read_loose(write_loose(value, order, deep=deep)):
        return made
    return write_loose(value, order, deep=deep)


class _Splice:
    def __init__(
        self, text: str, tree: Tree, before: dict[str, Any], order: Sequence[str], *, deep: bool
    ) -> None:
        self.lines = text.splitlines(keepends=True)
        if self.lines and not self.lines[-1].endswith("\n"):
            self.lines[-1] += "\n"
        self.tree, self.before, self.order, self.deep = tree, before, order, deep
        self.starts = {
            str(path[0]): place[0] - 1
            for path, place in tree.keys.items()
            if len(path) == 1 and place[1] == 1
        }

    def made(self, value: dict[str, Any]) -> str | None:
        if not self.starts or set(self.starts) != set(self.tree.value):
            return None
        first = min(self.starts.values())
        parts = ["".join(self.lines[:first])]
        parts += [self.part(key, value[key]) for key in self.keys_in_order(value)]
        return "".join(parts)

    def keys_in_order(self, value: dict[str, Any]) -> list[str]:
        """The keys that are there in the order of the text; each new one before the first that comes after it."""
        ranks = {key: place for place, key in enumerate(self.order)}
        keys = [key for key in sorted(self.starts, key=self.starts.__getitem__) if key in value]
        for key in sorted(set(value) - set(keys), key=lambda key: (ranks.get(key, len(ranks)), key)):
            mine = ranks.get(key, len(ranks))
            later = [place for place, other in enumerate(keys) if ranks.get(other, len(ranks)) > mine]
            keys.insert(later[0] if later else len(keys), key)
        return keys

    def part(self, key: str, value: Any) -> str:
        if key in self.before and self.before[key] == value:
            return "".join(self.lines[self.starts[key] : self.end(key)])
        entries = self.entries(key)
        if entries and isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            return self.listed(key, value, entries)
        return write_loose({key: value}, self.order, deep=self.deep)

    def end(self, key: str) -> int:
        """The line (from 0) on which the next key stands, or that behind the last one."""
        return min(
            (line for line in self.starts.values() if line > self.starts[key]), default=len(self.lines)
        )

    def entries(self, key: str) -> list[tuple[int, int]]:
        """First and last line of each entry of a list that is written with a dash for each; else nothing."""
        listed = self.before.get(key)
        if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
            return []
        starts = [self.tree.values[key, number][0] - 1 for number in range(len(listed))]
        dashes = [_DASH.match(self.lines[start]) for start in starts]
        if len(set(starts)) < len(starts) or len({dash and dash[1] for dash in dashes} - {None}) != 1:
            return []
        if not all(dashes) or starts[0] != self.starts[key] + 1:
            return []
        return list(zip(starts, [*starts[1:], self.end(key)], strict=True))

    def listed(self, key: str, value: list[dict[str, Any]], entries: list[tuple[int, int]]) -> str:
        """The list under a key; an entry that stood there before is taken over as it was written."""
        there = list(zip(self.before[key], entries, strict=True))
        found = _DASH.match(self.lines[entries[0][0]])
        indent = len(found[1]) if found else _WRITTEN_INDENT
        parts = [self.lines[self.starts[key]]]
        for each in value:
            same = next((pair for pair in there if pair[0] == each), None)
            if same is not None:
                there.remove(same)
                parts.append("".join(self.lines[same[1][0] : same[1][1]]))
            else:
                parts.append(self.written(key, each, indent))
        return "".join(parts)

    def written(self, key: str, entry: dict[str, Any], indent: int) -> str:
        lines = write_loose({key: [entry]}, self.order, deep=self.deep).splitlines(keepends=True)[1:]
        if indent < _WRITTEN_INDENT:
            return "".join(line.removeprefix(" " * (_WRITTEN_INDENT - indent)) for line in lines)
        more = " " * (indent - _WRITTEN_INDENT)
        return "".join(more + line if line.strip() else line for line in lines)
