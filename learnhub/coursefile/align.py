"""Which block of one text is which block of another: by name, by equal words, or by likeness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Final

from .blocks import Block

ALIKE: Final = Fraction(2, 5)
"""Two blocks are versions of one another when they share this part of their words."""
_MOST_PAIRS: Final = 2_500
_MOST_BLOCKS: Final = 3_000
_MOST_EQUAL: Final = 250_000
"""Pairs of equal blocks. With more of either, looking for the longest run of equal blocks takes minutes."""
_WORD: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\w+")


@dataclass(frozen=True, slots=True)
class Alignment:
    """`partner[i]` is the place in the new text of block i of the old one, or None; `moved` are places in the old text
    whose blocks stand elsewhere in the new one."""

    partner: tuple[int | None, ...]
    moved: frozenset[int]


def likeness(one: str, other: str) -> Fraction:
    """Shared words over all words, both counted as often as they stand (Dice coefficient), 0 to 1."""
    first, second = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    total = first.total() + second.total()
    return Fraction(2 * (first & second).total(), total) if total else Fraction(int(one == other))


def align(old: Sequence[Block], new: Sequence[Block]) -> Alignment:
    """Pair the blocks of two texts. Each block has at most one partner."""
    partner: list[int | None] = [None] * len(old)
    left, right = [_mark(block) for block in old], [_mark(block) for block in new]
    if _long(left, right):
        for i, j in _equal_in_order(left, right):
            partner[i] = j
        return Alignment(tuple(partner), frozenset(_moves(left, right, partner)))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(i2 - i1):
                partner[i1 + step] = j1 + step
        elif tag == "replace":
            for i, j in _pairs_in_order(old[i1:i2], new[j1:j2]):
                partner[i1 + i] = j1 + j
    moved = frozenset(_moves(left, right, partner))
    return Alignment(tuple(partner), moved)


def _mark(block: Block) -> str:
    return f"\0{block.key}" if block.key else block.body


def _long(left: list[str], right: list[str]) -> bool:
    return len(left) + len(right) > _MOST_BLOCKS or equal_pairs(left, right) > _MOST_EQUAL


def equal_pairs(left: Sequence[str], right: Sequence[str]) -> int:
    """How many pairs of one of these and one of those are equal: what the search for common runs costs."""
    often = Counter(left)
    return sum(often[mark] for mark in right)


def _equal_in_order(left: list[str], right: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of equal blocks that do not cross, in one pass: the same beginning, the same end, and between them each
    block with the next one like it."""
    begin, end = same_ends(left, right)
    yield from ((i, i) for i in range(begin))
    yield from ((len(left) - i, len(right) - i) for i in range(1, end + 1))
    places: dict[str, list[int]] = {}
    for j in range(len(right) - end - 1, begin - 1, -1):
        places.setdefault(right[j], []).append(j)
    last = begin - 1
    for i in range(begin, len(left) - end):
        waiting = places.get(left[i], [])
        while waiting and waiting[-1] <= last:
            waiting.pop()
        if waiting:
            last = waiting.pop()
            yield i, last


def same_ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many are the same at the beginning, and how many of the rest at the end."""
    most = min(len(left), len(right))
    begin = next((i for i in range(most) if left[i] != right[i]), most)
    return begin, next((i for i in range(most - begin) if left[-1 - i] != right[-1 - i]), most - begin)


def _moves(left: list[str], right: list[str], partner: list[int | None]) -> Iterator[int]:
    """Pair what went in one place and came in another; fills `partner` and gives the places in the old text."""
    free: dict[str, list[int]] = {}
    for place in sorted(
        set(range(len(right))) - {found for found in partner if found is not None}, reverse=True
    ):
        free.setdefault(right[place], []).append(place)
    for place, mark in enumerate(left):
        if partner[place] is None and mark.strip() and free.get(mark):
            partner[place] = free[mark].pop()
            yield place


def _pairs_in_order(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The pairs with the greatest likeness together that do not cross; named blocks are never paired by likeness."""
    if len(old) * len(new) > _MOST_PAIRS:
        return
    score = [[_like(one, other) for other in new] for one in old]
    best = [[Fraction(0)] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = score[i][j] + best[i + 1][j + 1] if score[i][j] else Fraction(0)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    i = j = 0
    while i < len(old) and j < len(new):
        if score[i][j] and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _like(one: Block, other: Block) -> Fraction:
    if one.key or other.key or one.kind == "edge":
        return Fraction(0)
    found = likeness(one.body, other.body)
    return found if found >= ALIKE else Fraction(0)
