"""A translation moved on to a further version of its source: what was translated stays, what is new comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..align import align
from ..blocks import Block, blocks_of
from ..front import split_lesson
from .fields import Data, fields_of, read_fields, write_fields
from .pairs import Link, body_blocks, digest, partners

OWN: Final = frozenset({"code", "language", "licence", "centres", "authors", "based_on"})
"""Facts of course.yaml that are the translation's own."""
_NAMES: Final = ("id", "lesson", "quiz", "assignment")
_TOLD_BY: Final = ("text", "left", "term", "unit")


@dataclass(frozen=True, slots=True)
class Carried:
    """The part as it goes on, and links for the blocks whose source has changed since they were translated."""

    text: str
    links: tuple[Link, ...]


def carried(path: str, old: str, new: str, target: str, links: Sequence[Link]) -> Carried:
    """The target, made from `old`, moved on to `new`. A part that cannot be read as fields stays as it is."""
    before, after, mine = (read_fields(path, text) for text in (old, new, target))
    if before is None or after is None or mine is None:
        return Carried(target, ())
    data = moved_on(before, after, mine, OWN if path == "course.yaml" else frozenset())
    found = _changed_fields(path, before, after, data, links)
    text = write_fields(path, target, data) if data != mine else target
    if path.endswith(".md") and split_lesson(old)[1] != split_lesson(new)[1]:
        text, more = _body(path, old, new, text, links)
        found += more
    return Carried(text, tuple(found))


def moved_on(old: Data, new: Data, mine: Data, own: frozenset[str] = frozenset()) -> Data:
    """The data of `mine` with everything that is other in `new` than in `old`; keys in `own` stay."""
    result = {}
    for key in [*mine, *(key for key in new if key not in mine)]:
        if key in own or (key not in new and key not in old):
            result[key] = mine.get(key)
        elif key in new:
            result[key] = _moved(old.get(key), new[key], mine.get(key))
    return {key: value for key, value in result.items() if value is not None}


def _moved(old: Any, new: Any, mine: Any) -> Any:
    if new == old:
        return mine
    if mine is None or mine == old:
        return new
    if all(isinstance(each, dict) for each in (old, new, mine)):
        return moved_on(old, new, mine)
    if all(isinstance(each, list) for each in (old, new, mine)):
        return _moved_list(old, new, mine)
    return mine


def _moved_list(old: list[Any], new: list[Any], mine: list[Any]) -> list[Any]:
    """Entries with names go by their names; others by what they were in the old list."""
    names = [_name(each) for each in new]
    if all(names):
        before, here = ({_name(each): each for each in entries} for entries in (old, mine))
        return [_moved(before.get(_name(each)), each, here.get(_name(each))) for each in new]
    if len(old) != len(mine):
        return mine
    was = _places_before(old, new)
    return [
        _moved(old[was[place]], each, mine[was[place]]) if place in was else each
        for place, each in enumerate(new)
    ]


def _places_before(old: list[Any], new: list[Any]) -> dict[int, int]:
    """The place in the old list of each entry of the new one: the same entry first, then the one with its words (an
    option that is right by now), then, in lists of one length, what is left in its order."""
    free, found = list(range(len(old))), dict[int, int]()
    for before, after in ((old, new), ([_words(each) for each in old], [_words(each) for each in new])):
        for place in (place for place in range(len(new)) if place not in found):
            was = next((number for number in free if before[number] == after[place]), None)
            if was is not None:
                found[place] = was
                free.remove(was)
    if len(new) == len(old):
        found |= zip((place for place in range(len(new)) if place not in found), free, strict=True)
    return found


def _words(entry: Any) -> Any:
    """What tells an entry without a name from the others of its list."""
    told = [entry[key] for key in _TOLD_BY if key in entry] if isinstance(entry, dict) else []
    return told or entry


def _name(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    return next((f"{key}={entry[key]}" for key in _NAMES if isinstance(entry.get(key), str)), "")


def _changed_fields(path: str, old: Data, new: Data, mine: Data, links: Sequence[Link]) -> list[Link]:
    before, here = ({field.key: field.text for field in fields_of(path, data)} for data in (old, mine))
    known = {(link.key, link.source): link for link in links}
    texts = set(before.values())
    found = []
    for field in fields_of(path, new):
        was, text = before.get(field.key), here.get(field.key)
        if was and text and field.text not in texts and text != field.text:
            earlier = known.get((field.key, digest(was)))
            first = earlier.was if earlier and earlier.was else was
            found.append(Link(field.key, digest(field.text), digest(text), first))
    return found


def _body(path: str, old: str, new: str, target: str, links: Sequence[Link]) -> tuple[str, list[Link]]:
    """The text of a lesson: the new source's blocks in their order, translated where they were; own blocks stay."""
    before, after = body_blocks(path, old), body_blocks(path, new)
    blocks = [block for block in blocks_of(path, target) if block.kind not in ("edge", "fact")]
    partner = partners(before, blocks, links)
    origin = _origins(before, after)
    known = {link.source: link for link in links if not link.key}
    own = _own_blocks(blocks, {place for place in partner if place is not None})
    parts, found = own.pop(-1, []), []
    for place, block in enumerate(after):
        number = origin.get(place)
        if number is None:
            parts.append(block.body)
            continue
        here = partner[number]
        if here is None:  # somebody has taken it out of the translation
            continue
        text = blocks[here].body
        if text == before[number].body:
            text = block.body
        elif block.body != before[number].body:
            earlier = known.get(before[number].sha256)
            was = earlier.was if earlier and earlier.was else before[number].body
            found.append(Link("", block.sha256, digest(text), was))
        parts += [text, *own.pop(here, [])]
    parts += [text for texts in own.values() for text in texts]
    head = target[: len(target) - len(split_lesson(target)[1])]
    return head + "\n\n".join(parts) + "\n", found


def _origins(before: Sequence[Block], after: Sequence[Block]) -> dict[int, int]:
    """The place in the old source of each block of the new one: the same text first, wherever it stands, then what is
    like it."""
    free: dict[str, list[int]] = {}
    for number in range(len(before) - 1, -1, -1):
        free.setdefault(before[number].sha256, []).append(number)
    found = {place: free[block.sha256].pop() for place, block in enumerate(after) if free.get(block.sha256)}
    taken = set(found.values())
    for number, place in enumerate(align(before, after).partner):
        if place is not None and place not in found and number not in taken:
            found[place] = number
    return found


def _own_blocks(blocks: Sequence[Block], paired: set[int]) -> dict[int, list[str]]:
    """Blocks of the translation alone, by the place of the paired block before them; -1 for the first ones."""
    found: dict[int, list[str]] = {}
    last = -1
    for place, block in enumerate(blocks):
        if place in paired:
            last = place
        else:
            found.setdefault(last, []).append(block.body)
    return found
