"""Bring together what two people made of one text, block by block. Nothing that somebody wrote is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .align import align
from .blocks import Block, blocks_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """A block that both changed. The merged text holds what both wrote; None means that somebody removed it."""

    kind: str
    key: str
    base: str | None
    mine: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The text that has the changes of both, and the blocks that need a look."""

    text: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands between two blocks of the base: a new block, or block `moved` of the base, brought here."""

    block: Block
    moved: int | None = None


@dataclass
class _Side:
    """What one person did: block i of the base became `now[i]` (None: removed), `gaps[i]` came before it."""

    now: list[Block | None]
    gaps: list[list[_Entry]]
    moved: dict[int, int] = field(default_factory=dict)


def changed_by_both(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object]
) -> set[str]:
    """Settings that both changed, each to something else: only one can be right."""
    return {
        key
        for key in {*base, *mine, *theirs}
        if mine.get(key) != base.get(key) and theirs.get(key) not in (base.get(key), mine.get(key))
    }


def merge(base: str, mine: str, theirs: str, path: str) -> Merged:
    """The three-way merge of a part. `base` is the text that both began with.

    Blocks that only one person changed, added, moved or removed come out as that person left them, in whatever order
    the two are given. A block that both changed stands twice, theirs first; one that was changed by one and removed
    by the other stands as changed. Both are told as conflicts.
    """
    if mine == theirs or theirs == base:
        return Merged(mine, ())
    if mine == base:
        return Merged(theirs, ())
    texts = [blocks_of(path, text) for text in (base, mine, theirs)]
    return _Merge(texts[0], texts[1], texts[2], path).run()


def _side(base: Sequence[Block], new: Sequence[Block]) -> _Side:
    found = align(base, new)
    side = _Side([None] * len(base), [[] for _ in range(len(base) + 1)])
    origin = {place: number for number, place in enumerate(found.partner) if place is not None}
    gap = 0
    for place, block in enumerate(new):
        number = origin.get(place)
        if number is not None:
            side.now[number] = block
        if number is None or number in found.moved:
            side.gaps[gap].append(_Entry(block, number))
        else:
            gap = number + 1
        if number is not None and number in found.moved:
            side.moved[number] = gap
    return side


class _Merge:
    def __init__(
        self, base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block], path: str
    ) -> None:
        self.base = base
        self.mine, self.theirs = _side(base, mine), _side(base, theirs)
        self.conflicts: dict[Conflict, None] = {}
        self.blank = "\n\n" if path.endswith(".md") else "\n"
        self.between: dict[tuple[str, str], str] = {}
        for one, other in (pair for text in (base, mine, theirs) for pair in pairwise(text)):
            self.between[one.body, other.body] = max(one.tail, self.between.get((one.body, other.body), ""))
        ends = [text[-1].tail if text else "" for text in (base, mine, theirs)]
        self.end = ends[2] if ends[1] == ends[0] else ends[1]

    def run(self) -> Merged:
        blocks: list[Block] = []
        for gap in range(len(self.base) + 1):
            blocks += self.inserted(gap)
            if gap < len(self.base) and gap not in self.mine.moved and gap not in self.theirs.moved:
                blocks += self.content(gap)
        return Merged(self.joined(blocks), tuple(self.conflicts))

    def inserted(self, gap: int) -> Iterator[Block]:
        for entry in _one_after_the_other(self.mine.gaps[gap], self.theirs.gaps[gap]):
            if entry.moved is None:
                yield entry.block
            elif gap == self.place(entry.moved):
                yield from self.content(entry.moved)

    def place(self, number: int) -> int:
        """Where a moved block goes; if both moved it, where it comes first."""
        places = {side.moved[number] for side in (self.mine, self.theirs) if number in side.moved}
        if len(places) == 2:
            self.tell(number)
        return min(places)

    def content(self, number: int) -> Iterator[Block]:
        base, mine, theirs = self.base[number], self.mine.now[number], self.theirs.now[number]
        unchanged = [side is not None and side.body == base.body for side in (mine, theirs)]
        moved = number in self.mine.moved or number in self.theirs.moved
        if unchanged[0] and not (moved and theirs is None):
            kept = [theirs]
        elif unchanged[1] and not (moved and mine is None):
            kept = [mine]
        elif mine is not None and theirs is not None and mine.body == theirs.body:
            kept = [theirs]
        else:
            kept = [theirs, mine]
            if mine is not None or theirs is not None:
                self.tell(number)
        yield from (block for block in kept if block is not None)

    def tell(self, number: int) -> None:
        base, mine, theirs = self.base[number], self.mine.now[number], self.theirs.now[number]
        conflict = Conflict(
            base.kind, base.key, base.body, mine.body if mine else None, theirs.body if theirs else None
        )
        self.conflicts.setdefault(conflict)

    def joined(self, blocks: list[Block]) -> str:
        """One text; blocks that did not stand beside one another before get a blank line between them."""
        parts: list[str] = []
        for block, following in pairwise(blocks):
            tail = block.tail if block.tail.count("\n") >= len(self.blank) else self.blank
            parts += (block.body, self.between.get((block.body, following.body), tail))
        return "".join([*parts, blocks[-1].body, self.end]) if blocks else ""


def _one_after_the_other(mine: list[_Entry], theirs: list[_Entry]) -> list[_Entry]:
    """What both brought to one place: the same thing once, the rest in an order that does not tell who was quicker."""
    first, second = sorted((mine, theirs), key=lambda entries: [entry.block.body for entry in entries])
    names = [{_same(entry) for entry in entries} for entries in (first, second)]
    if names[0] <= names[1]:
        return second
    return first + [entry for entry in second if _same(entry) not in names[0]]


def _same(entry: _Entry) -> str | int:
    return entry.block.body if entry.moved is None else entry.moved
