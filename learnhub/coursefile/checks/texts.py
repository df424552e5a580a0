"""Checks of Markdown, kept by the text and the names that it may use, so that a change costs the part that changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..markup import Block, parse_inline, parse_lesson
from ..problems import Message
from .index import CourseIndex
from .prose import Rules, check_blocks

LESSON, QUIZ = Rules(lesson=True), Rules(lesson=False)


@dataclass(frozen=True, slots=True)
class Names:
    """What texts may refer to, as `CourseIndex` has it, for a key."""

    terms: frozenset[str] | None
    references: frozenset[str] | None
    lessons: frozenset[str]
    assets: frozenset[str]
    resources: tuple[tuple[str, str | None], ...]

    def index(self) -> CourseIndex:
        """A fresh index with these names: what a text uses is gathered in it."""
        return CourseIndex(
            outcomes=None,
            terms=None if self.terms is None else set(self.terms),
            references=None if self.references is None else set(self.references),
            lessons=set(self.lessons),
            assets=set(self.assets),
            resources=dict(self.resources),
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a text (line from 0, column from 1, sentence), and what it uses of the course."""

    found: tuple[tuple[int, int, Message], ...]
    active: bool
    assets: frozenset[str]
    embedded: frozenset[str]

    def note(self, index: CourseIndex) -> None:
        """Add what the text uses to the index of its course."""
        index.used_assets |= self.assets
        index.embedded |= self.embedded


def names_of(index: CourseIndex) -> Names:
    """The names of an index."""
    return Names(
        None if index.terms is None else frozenset(index.terms),
        None if index.references is None else frozenset(index.references),
        frozenset(index.lessons),
        frozenset(index.assets),
        tuple(sorted(index.resources.items())),
    )


@lru_cache(maxsize=512)
def check_lesson_text(text: str, names: Names) -> Checked:
    """The text of a lesson; `active` says that it has an activity."""
    blocks, lines = parse_lesson(text), text.split("\n")
    return _checked(blocks, lines, names, LESSON)


@lru_cache(maxsize=8192)
def check_quiz_text(text: str, names: Names, *, inline: bool) -> Checked:
    """A prompt, an explanation, or with `inline` an option of one line."""
    blocks = parse_inline(text) if inline else parse_lesson(text)
    return _checked(blocks, [], names, QUIZ)


def _checked(blocks: list[Block], lines: list[str], names: Names, rules: Rules) -> Checked:
    index = names.index()
    found = tuple(
        (*_place(lines, block, needle), message)
        for block, needle, message in check_blocks(blocks, index, rules)
    )
    active = any(b.token.type == "box_open" and b.token.meta["kind"] == "activity" for b in blocks)
    return Checked(found, active, frozenset(index.used_assets), frozenset(index.embedded))


def _place(lines: list[str], block: Block, needle: str) -> tuple[int, int]:
    """Line from 0 and column from 1 of a text inside its block; the block's start if it is not found."""
    if needle:
        for number in range(block.first, min(block.end + 1, len(lines))):
            column = lines[number].find(needle)
            if column >= 0:
                return number, column + 1
    return min(block.first, len(lines) - 1), 1
