"""The manifest of the mirror: which parts there are, up to which ledger entry, with their SHA-256."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from learnhub.reach.layout import KINDS
from learnhub.reach.parts import Part

FORMAT = 1
START = (-1, -1)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of the mirror.

    `cursor` is the place of the last entry that is in it (transaction and entry number) and `digest` that
    entry's digest; `seq` is how many entries were read, `erased` how many of them blanked another one.
    """

    cursor: tuple[int, int]
    digest: str
    seq: int
    erased: int
    part_rows: int
    parts: dict[str, tuple[Part, ...]]

    @property
    def rows(self) -> int:
        """Rows in all parts."""
        return sum(part.rows for parts in self.parts.values() for part in parts)

    @property
    def unreadable(self) -> int:
        """Fields that do not fit their column; they count as missing."""
        return sum(part.unreadable for parts in self.parts.values() for part in parts)

    def names(self) -> set[str]:
        """The files of all parts."""
        return {part.file for parts in self.parts.values() for part in parts}

    def text(self) -> str:
        """The manifest file: the same text for the same state."""
        content = {
            "format": FORMAT,
            "cursor": list(self.cursor),
            "digest": self.digest,
            "seq": self.seq,
            "erased": self.erased,
            "part_rows": self.part_rows,
            "kinds": {kind: [part.as_json() for part in parts] for kind, parts in self.parts.items()},
        }
        return json.dumps(content, indent=1, sort_keys=True) + "\n"


def empty(part_rows: int) -> Manifest:
    """Of a mirror that is not there yet."""
    return Manifest(START, "", 0, 0, part_rows, dict.fromkeys(KINDS, ()))


def load(path: Path, part_rows: int) -> Manifest:
    """The manifest of a file; empty if there is none, or one of another format."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT or content["part_rows"] != part_rows:
            return empty(part_rows)
        return Manifest(
            cursor=(content["cursor"][0], content["cursor"][1]),
            digest=content["digest"],
            seq=content["seq"],
            erased=content["erased"],
            part_rows=part_rows,
            parts={kind: tuple(Part(**part) for part in content["kinds"][kind]) for kind in KINDS},
        )
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        return empty(part_rows)
