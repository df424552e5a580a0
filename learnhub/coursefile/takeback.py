"""Take back single blocks of an earlier text: each difference by itself, the rest of the present text untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import blocks_of
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
    return "".join(_pieces(changes, place))


def _pieces(changes: list[BlockChange], place: int) -> Iterator[str]:
    """The blocks of the new text, with the one at this place as it was."""
    for number, each in enumerate(changes):
        if number != place:
            if each.new is not None:
                yield each.new.text
        elif each.old is not None:
            yield each.old.body
            yield each.new.tail if each.new else each.old.tail or "\n\n"
