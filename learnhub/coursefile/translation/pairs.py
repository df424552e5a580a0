"""A part of the source beside the same part of the translation, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise

from ..blocks import Block, blocks_of
from ..loose import tidy
from .fields import Data, fields_of, read_fields, with_field, write_fields
from .marks import has_words


class State(StrEnum):
    """How far the translation of a block is."""

    DONE = "done"
    OPEN = "open"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of a translated block: digests of the source's text and of the translation. `was` is the source's
    text that was translated, where that has changed since. `key` is empty for a block of a lesson."""

    key: str
    source: str
    target: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A block of the source and its translation.

    `place` is that of the block in the lesson, -1 for fields and for blocks that the translation has not. A target that
    is None is not there.
    """

    key: str
    kind: str
    source: str
    target: str | None
    state: State
    was: str | None = None
    place: int = -1

    @property
    def done(self) -> bool:
        return self.state is State.DONE


def digest(text: str) -> str:
    """The SHA-256 by which links know a text."""
    return sha256(text.encode()).hexdigest()


def pairs_of(path: str, source: str, target: str, links: Sequence[Link]) -> tuple[Pair, ...] | None:
    """Everything that a translator writes anew in a part, in order. None if the fields of the target cannot be read."""
    theirs, mine = read_fields(path, source), read_fields(path, target)
    if mine is None or theirs is None:
        return None
    found = _field_pairs(path, theirs, mine, links)
    if path.endswith(".md"):
        found += _block_pairs(body_blocks(path, source), blocks_of(path, target), links)
    return tuple(found)


def body_blocks(path: str, text: str) -> list[Block]:
    """The blocks of a lesson behind its front matter."""
    return [block for block in blocks_of(path, text) if block.kind not in ("edge", "fact")]


def _field_pairs(path: str, source: Data, target: Data, links: Sequence[Link]) -> list[Pair]:
    here = {field.key: field.text for field in fields_of(path, target)}
    known = {(link.key, link.source): link for link in links}
    result = []
    for field in fields_of(path, source):
        text, link = here.get(field.key), known.get((field.key, digest(field.text)))
        state = State.DONE if field.stays and text == field.text else _state(field.text, text, link)
        kind = "lines" if field.many else "long" if field.long else "line"
        result.append(Pair(field.key, kind, field.text, text, state, link.was if link else None))
    return result


def _block_pairs(source: Sequence[Block], target: Sequence[Block], links: Sequence[Link]) -> list[Pair]:
    known = {link.source: link for link in links if not link.key}
    partner = partners(source, target, links)
    result = []
    for block, place in zip(source, partner, strict=True):
        text, link = None if place is None else target[place].body, known.get(block.sha256)
        state = _state(block.body, text, link)
        at = -1 if place is None else place
        result.append(Pair("", block.kind, block.body, text, state, link.was if link else None, at))
    return result


def _state(source: str, target: str | None, link: Link | None) -> State:
    if target is None:
        return State.MISSING
    if link is not None and link.was is not None:
        return State.CHANGED
    if target != source:
        return State.DONE
    kept = link is not None and link.target == digest(target)
    return State.DONE if kept or not has_words(source) else State.OPEN


def partners(source: Sequence[Block], target: Sequence[Block], links: Sequence[Link]) -> list[int | None]:
    """For each block of the source the place of its translation: as the links say, or the same text, or what stands
    between the same neighbours."""
    known = {link.source: link.target for link in links if not link.key}
    free: dict[str, list[int]] = {}
    for place in range(len(target) - 1, -1, -1):
        if target[place].kind not in ("edge", "fact"):
            free.setdefault(target[place].sha256, []).append(place)
    found: list[int | None] = [None] * len(source)
    for wanted in (lambda block: known.get(block.sha256, ""), lambda block: block.sha256):
        for number, block in enumerate(source):
            places = free.get(wanted(block))
            if found[number] is None and places:
                found[number] = places.pop()
    _fill(source, target, found)
    return found


def _fill(source: Sequence[Block], target: Sequence[Block], found: list[int | None]) -> None:
    taken = {place for place in found if place is not None}
    first = next((n for n, block in enumerate(target) if block.kind not in ("edge", "fact")), len(target))
    anchors = [
        (-1, first - 1),
        *((n, p) for n, p in enumerate(found) if p is not None),
        (len(source), len(target)),
    ]
    for (n1, p1), (n2, p2) in pairwise(anchors):
        left = list(range(n1 + 1, n2))
        right = [place for place in range(p1 + 1, p2) if place not in taken]
        for number, place in _in_order(source, target, left, right):
            found[number] = place


def _in_order(
    source: Sequence[Block], target: Sequence[Block], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    """As many as there are on both sides go together one by one; else those of the same kinds, in order."""
    if len(left) == len(right):
        return list(zip(left, right, strict=True))
    kinds = [source[n].kind for n in left], [target[p].kind for p in right]
    blocks = SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks()
    return [(left[a + n], right[b + n]) for a, b, size in blocks for n in range(size)]


def with_translation(
    path: str, target: str, pairs: Sequence[Pair], number: int, typed: str
) -> tuple[str, str]:
    """The part with the translation of a block as it was typed, and the text that the block has now.

    A block that the target has not comes behind the one before it. Raises KeyError for a field that it has not.
    """
    pair = pairs[number]
    if pair.key:
        data = with_field(path, read_fields(path, target) or {}, pair.key, typed)
        text = next((field.text for field in fields_of(path, data) if field.key == pair.key), "")
        return write_fields(path, target, data), text
    text = tidy(typed)
    if pair.target is None:
        return _inserted(path, target, pairs[:number], text), text
    blocks = blocks_of(path, target)
    parts = [block.text for block in blocks]
    parts[pair.place] = text + blocks[pair.place].tail if text else ""
    return "".join(parts), text


def _inserted(path: str, target: str, before: Sequence[Pair], text: str) -> str:
    blocks = blocks_of(path, target)
    edge = max((n for n, block in enumerate(blocks) if block.kind in ("edge", "fact")), default=-1)
    place = next((pair.place for pair in reversed(before) if pair.place >= 0), edge)
    head, rest = (
        "".join(block.text for block in part) for part in (blocks[: place + 1], blocks[place + 1 :])
    )
    if not text:
        return target
    start = head.rstrip("\n") + ("\n" if place == edge else "\n\n") if head else ""
    return f"{start}{text}\n\n{rest}" if rest.strip() else f"{start}{text}\n"
