"""Take back single blocks of an earlier text: each difference by itself, the rest of the present text untouched."""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import Block, blocks_of
from .diff import BlockChange, diff_blocks


@dataclass(frozen=True, slots=True)
class Difference:
    """A block that is another now than it was. `place` names it; None: it was not there, or is not."""

    place: int
    old: str | None
    new: str | None


def _changes(path: str, old: str, new: str) -> list[BlockChange]:
    return list(diff_blocks(blocks_of(path, old), blocks_of(path, new)))


def differences(path: str, old: str, new: str) -> list[Difference]:
    """What differs, block by block, in reading order. Blocks that only moved are the same."""
    return [
        Difference(place, each.old.body if each.old else None, each.new.body if each.new else None)
        for place, each in enumerate(_changes(path, old, new))
        if each.change in ("added", "removed", "changed")
    ]


def taken_back(path: str, old: str, new: str, place: int) -> str:
    """The new text with one difference undone: the block as it was, gone if it is new, there again if it went.

    Raises KeyError if there is no difference of this place.
    """
    changes = _changes(path, old, new)
    if not 0 <= place < len(changes) or changes[place].change in ("same", "moved"):
        raise KeyError(place)
    made = ""
    for number, each in enumerate(changes):
        if number != place:
            made += each.new.text if each.new else ""
        elif each.old is not None and each.new is not None:
            made += each.old.body + each.new.tail
        elif each.old is not None:
            made = _apart(made, each.old) + each.old.body + ("\n" if each.old.key else "\n\n")
    return made.rstrip("\n") + "\n" if made.strip() else made


def _apart(text: str, block: Block) -> str:
    """The text with what must stand between it and a block of prose: a blank line. Facts stand line under line."""
    bare = text.rstrip("\n")
    return text if not bare or block.key or text.endswith("\n\n") else bare + "\n\n"
