"""From the blocks of a foreign text to the files of a course: one lesson for each section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from learnhub.coursefile.limits import TITLE_CHARACTERS
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import (
    PlannedStep,
    free_id,
    with_front,
    with_minutes,
    with_module,
    with_step,
    write_course,
)
from learnhub.coursefile.starter import About, Starter, starter_files
from learnhub.coursefile.words import count_words

from .losses import Losses
from .markdown import Block, blocks_to_markdown

WORDS_A_MINUTE: Final = 100
_NOTE: Final = re.compile(r"\[\^([\w-]+)\]")
_MARKS: Final = re.compile(r"\\(.)|\*+|`|!?\[([^\]]*)\]\([^)]*\)")
_SAFE: Final = 45_000  # bytes of text in a part, with room for notes below it


@dataclass(frozen=True)
class Section:
    """A lesson to be: its title in plain words, its blocks."""

    title: str
    blocks: list[Block] = field(default_factory=list)


def bare(markdown: str) -> str:
    """The words of a line of Markdown, without its marks."""
    return " ".join(_MARKS.sub(lambda found: found[1] or found[2] or "", markdown).split())


def sections_of(blocks: Sequence[Block], title: str, losses: Losses) -> tuple[str, list[Section]]:
    """The title of the whole and its sections: one for each heading of the highest level that stands more than once.

    A single highest heading is the title of the whole; text before the first section is a section of its own.
    """
    levels = [block.level for block in blocks if block.kind == "heading"]
    top = min(levels, default=1)
    if levels.count(top) == 1 and len(levels) > 1:
        place = next(n for n, block in enumerate(blocks) if block.kind == "heading" and block.level == top)
        title = title or bare(blocks[place].text)
        blocks = [*blocks[:place], *blocks[place + 1 :]]
        top = min(level for level in levels if level != top)
    found = [Section(title)]
    for block in blocks:
        if block.kind == "heading" and block.level <= top:
            found.append(Section(bare(block.text)))
        else:
            found[-1].blocks.append(block)
    kept = [section for section in found if section.blocks or section is not found[0]] or found
    return title, [part for section in kept for part in _parts(_levelled(section, top, losses), losses)]


def levelled_parts(section: Section, losses: Losses) -> list[Section]:
    """One section with its headings in order, cut where it is longer than a lesson may be."""
    levels = [block.level for block in section.blocks if block.kind == "heading"]
    return list(_parts(_levelled(section, min(levels, default=2) - 1, losses), losses))


def _levelled(section: Section, top: int, losses: Losses) -> Section:
    """Headings as `##` and `###`, the first of them `##`; deeper ones as bold paragraphs."""
    blocks: list[Block] = []
    seen = False
    for block in section.blocks:
        level = block.level - top + 1
        if block.kind == "heading" and level > 3:
            losses.note("heading-deep", bare(block.text))
            block = Block("text", f"**{block.text.replace('*', '')}**")
        elif block.kind == "heading":
            block = replace(block, level=level if seen else 2)
            seen = True
        blocks.append(block)
    return Section(section.title, blocks)


def _parts(section: Section, losses: Losses) -> Iterator[Section]:
    part, size = Section(section.title), 0
    number = 1
    for block in section.blocks:
        length = len(block.text.encode()) + 2
        if size and size + length > _SAFE:
            losses.note("long", section.title)
            yield part
            number += 1
            part, size = Section(f"{section.title} ({number})"), 0
        part.blocks.append(block)
        size += length
    yield part


def lesson_ids(sections: Sequence[Section]) -> list[str]:
    """The id of the lesson of each section: its address in the course."""
    found: list[str] = []
    for section in sections:
        found.append(free_id(section.title, found))
    return found


def course_files(
    about: About,
    sections: Sequence[Section],
    *,
    notes: Mapping[str, str],
    assets: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The files of a course with one module and a lesson for each section; only pictures that a lesson shows."""
    text = starter_files(Starter.BLANK, about, str)["course.yaml"]
    data = with_module(read_loose(text) or {}, about.title[:TITLE_CHARACTERS])
    module = str(data["modules"][0]["id"])
    files: dict[str, bytes] = {}
    total = 0
    for section, name in zip(sections, lesson_ids(sections), strict=True):
        body = blocks_to_markdown(section.blocks) + _notes_of(section.blocks, notes)
        minutes = min(600, max(5, -(-count_words(body) // WORDS_A_MINUTE)))
        total += minutes
        data = with_step(data, PlannedStep(name, "lesson"), module)
        front = {"title": section.title[:TITLE_CHARACTERS], "minutes": minutes, "outcomes": ["o1"]}
        files[f"lessons/{name}.md"] = with_front(f"{body}\n", front).encode()
    files["course.yaml"] = write_course(with_minutes(data, total), text).encode()
    written = b"\n".join(files.values()).decode()
    return files | {path: content for path, content in assets.items() if path in written}


def _notes_of(blocks: Sequence[Block], notes: Mapping[str, str]) -> str:
    marks = dict.fromkeys(mark for block in blocks for mark in _NOTE.findall(block.text))
    lines = [f"[^{mark}]: {notes[mark]}" for mark in marks if notes.get(mark)]
    return "\n\n" + "\n\n".join(lines) if lines else ""
