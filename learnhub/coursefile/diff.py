"""What differs between two states of a course, block by block and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from .align import align, equal_pairs, likeness, same_ends
from .blocks import Block, blocks_of
from .document import CourseDocument
from .writer import files_of

Change = Literal["same", "added", "removed", "moved", "changed"]
Mark = Literal["same", "added", "removed"]
_FORMULA: Final = r"\$\$.+?\$\$|\$[^\s$](?:[^$\n]*[^\s$])?\$(?!\d)"
_TOKEN: Final = re.compile(
    rf"{_FORMULA}|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\w+|\s+|.", re.DOTALL
)  # a formula is one word: half a formula means nothing
_FORMULAS: Final = re.compile(_FORMULA, re.DOTALL)
_MOST_WORDS: Final = 4_000
_MOST_EQUAL: Final = 100_000
"""Pairs of equal words between the first and the last difference; one word repeated a thousand times has a million."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that stood there before, came, or went."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block: what became of it. `words` is given for a block that changed, `formula` says that a formula did."""

    change: Change
    old: Block | None
    new: Block | None
    words: tuple[Words, ...] = ()
    formula: bool = False

    @property
    def block(self) -> Block:
        """The block as it is now, or as it was before it was removed."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change is about a block")
        return found


@dataclass(frozen=True, slots=True)
class PartChange:
    """One file of the course. `blocks` has every block in reading order, unchanged ones too."""

    path: str
    change: Change
    blocks: tuple[BlockChange, ...]

    @property
    def changed(self) -> tuple[BlockChange, ...]:
        return tuple(block for block in self.blocks if block.change != "same")


def diff_parts(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[PartChange, ...]:
    """All files of two states, course.yaml first, with what became of their blocks."""
    paths = sorted({*old, *new}, key=lambda path: (path != "course.yaml", path))
    return tuple(_part(path, old.get(path), new.get(path)) for path in paths)


def diff_documents(old: CourseDocument, new: CourseDocument) -> tuple[PartChange, ...]:
    """The same for two course documents, as their files would be written; an asset is its size and SHA-256."""
    return diff_parts(texts_of(old), texts_of(new))


def texts_of(document: CourseDocument) -> dict[str, str]:
    """The files of a course as text. For an asset, which is no text, a line that says which bytes it has."""
    files = files_of(replace(document, assets=()))
    texts = {name: data.decode() for name, data in files.items()}
    return texts | {
        asset.path: asset_line(asset.media_type, asset.size, asset.sha256) for asset in document.assets
    }


def asset_line(media_type: str, size: int, sha256: str) -> str:
    """An asset as a line of text, so that another file under the same name is a change."""
    return f"{media_type}, {size} B, SHA-256 {sha256}\n"


def _part(path: str, old: str | None, new: str | None) -> PartChange:
    blocks = tuple(diff_blocks(blocks_of(path, old or ""), blocks_of(path, new or "")))
    if old is None or new is None:
        return PartChange(path, "added" if old is None else "removed", blocks)
    return PartChange(path, "same" if all(b.change == "same" for b in blocks) else "changed", blocks)


def diff_blocks(old: tuple[Block, ...], new: tuple[Block, ...]) -> Iterator[BlockChange]:
    """The blocks of the new text in order, and each removed one where it stood."""
    found = align(old, new)
    origin = {place: number for number, place in enumerate(found.partner) if place is not None}
    gone = 0
    for place, block in enumerate(new):
        number = origin.get(place)
        if number is not None and number not in found.moved:
            yield from _removed(old, found.partner, gone, number)
            gone = number + 1
        if number is None:
            yield BlockChange("added", None, block)
        else:
            yield _pair(old[number], block, moved=number in found.moved)
    yield from _removed(old, found.partner, gone, len(old))


def _removed(
    old: tuple[Block, ...], partner: tuple[int | None, ...], first: int, end: int
) -> Iterator[BlockChange]:
    for number in range(first, end):
        if partner[number] is None:
            yield BlockChange("removed", old[number], None)


def _pair(old: Block, new: Block, *, moved: bool) -> BlockChange:
    if old.body == new.body:
        return BlockChange("moved" if moved else "same", old, new)
    formula = _FORMULAS.findall(old.body) != _FORMULAS.findall(new.body)
    return BlockChange("changed", old, new, diff_words(old.body, new.body), formula)


def diff_words(old: str, new: str) -> tuple[Words, ...]:
    """Runs of words: those in both, those that went, those that came. Joined without those that came it is `old`,
    without those that went it is `new`."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > _MOST_WORDS or not likeness(old, new):
        return tuple(run for run in (Words("removed", old), Words("added", new)) if run.text)
    begin, end = same_ends(before, after)
    middle = before[begin : len(before) - end], after[begin : len(after) - end]
    runs = [
        Words("same", "".join(before[:begin])),
        *_between(*middle),
        Words("same", "".join(after[len(after) - end :])),
    ]
    return tuple(_calm([run for run in runs if run.text]))


def _between(before: list[str], after: list[str]) -> Iterator[Words]:
    if equal_pairs(before, after) > _MOST_EQUAL:
        yield Words("removed", "".join(before))
        yield Words("added", "".join(after))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Words("same", "".join(before[i1:i2]))
        else:
            yield Words("removed", "".join(before[i1:i2]))
            yield Words("added", "".join(after[j1:j2]))


def _calm(runs: list[Words]) -> Iterator[Words]:
    """Join changes that only a space keeps apart: three words replaced read better than three single ones."""
    went, came = "", ""
    for number, run in enumerate(runs):
        between = went and came and run.mark == "same" and run.text.isspace() and number + 1 < len(runs)
        if run.mark == "same" and not between:
            yield from _flush(went, came)
            went = came = ""
            yield run
        else:
            went += run.text if run.mark != "added" else ""
            came += run.text if run.mark != "removed" else ""
    yield from _flush(went, came)


def _flush(went: str, came: str) -> Iterator[Words]:
    if went:
        yield Words("removed", went)
    if came:
        yield Words("added", came)
