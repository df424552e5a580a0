"""A zip with a folder of Markdown files and their pictures, as sections of a course."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.media import MEDIA_TYPES
from learnhub.kernel.letters import plain_lines

from .lessons import Section, bare, lesson_ids, levelled_parts, sections_of
from .losses import Losses
from .markdown import Block, quoted
from .taken import clean_asset

_TEXTS: Final = (".md", ".markdown")
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)[ \t]*")
_IMAGE: Final = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'(](.*?)[\"')])?\s*\)")
_LINK: Final = re.compile(r"(?<!!)\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_TO_TEXT: Final = re.compile(r"(?<=\]\(lesson:)#(\d+)(?=\))")
"""A link to the text of this number, until the address of its lesson is known."""
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])(?!https?://|mailto:)")


@dataclass(frozen=True)
class Folder:
    """What a folder says: the title of the whole, its sections in the order of the file names, its files, losses."""

    title: str
    sections: list[Section]
    assets: dict[str, bytes]
    losses: Losses


def has_markdown(files: Mapping[str, bytes]) -> bool:
    """Whether there is a Markdown file to make a lesson of."""
    return any(name.lower().endswith(_TEXTS) for name in files)


def read_markdown_folder(files: Mapping[str, bytes]) -> Folder:
    """The sections of a folder. Text that is not UTF-8 keeps its readable signs."""
    losses = Losses()
    names = sorted((name for name in files if name.lower().endswith(_TEXTS)), key=_natural)
    sections: list[Section] = []
    reader = _Files(files, losses, names)
    first: list[int] = []
    for name in names:
        text = plain_lines(files[name].decode("utf-8-sig", "replace"))
        first.append(len(sections))
        sections += reader.sections(name, text)
    for name in files:
        if name not in names and name not in reader.taken:
            losses.note("file", name)
    title = sections[0].title if sections else ""
    return Folder(title, _linked(sections, first), reader.assets, losses)


def _linked(sections: Sequence[Section], first: Sequence[int]) -> list[Section]:
    """Links from text to text as links to lessons: to the first one that was made of the text."""
    ids = lesson_ids(sections)

    def address(found: re.Match[str]) -> str:
        number = int(found[1])
        return ids[first[number]] if number < len(first) else found[0]

    return [
        Section(
            each.title,
            [replace(block, text=_TO_TEXT.sub(address, block.text)) for block in each.blocks],
        )
        for each in sections
    ]


def _natural(name: str) -> list[tuple[int, str]]:
    """`lesson 9` before `lesson 10`, whatever the capitals; an index or readme first."""
    stem = posixpath.basename(name).lower().rpartition(".")[0]
    first = (0, "") if stem in ("index", "readme") else (1, "")
    return [
        first,
        *((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name.lower())),
    ]


@dataclass
class _Files:
    files: Mapping[str, bytes]
    losses: Losses
    texts: Sequence[str]
    assets: dict[str, bytes] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def sections(self, name: str, text: str) -> list[Section]:
        """A file is one lesson, or several when it has several headings of the first level."""
        title, text = _front(text)
        blocks = list(self.blocks(name, text))
        tops = sum(block.kind == "heading" and block.level == 1 for block in blocks)
        if tops > 1:
            return sections_of(blocks, title or _title_of(name), self.losses)[1]
        if tops:
            place = next(n for n, block in enumerate(blocks) if block.kind == "heading" and block.level == 1)
            heading = bare(blocks.pop(place).text)
            title = title or heading
        return levelled_parts(Section(title or _title_of(name), blocks), self.losses)

    def blocks(self, name: str, text: str) -> Iterator[Block]:
        """Headings, and everything between them as it is, but for pictures, links and raw HTML."""
        lines: list[str] = []
        fence = ""
        for line in text.split("\n"):
            mark = _FENCE.match(line)
            if mark and not fence:
                fence = mark[1]
            elif fence and line.strip().startswith(fence[0] * 3) and not line.strip(" `~"):
                fence = ""
                lines.append(line)
                continue
            heading = None if fence else _HEADING.fullmatch(line)
            underlined = None if fence or not lines or not lines[-1].strip() else _UNDERLINE.fullmatch(line)
            if underlined and "|" not in lines[-1]:
                words = self.inline(name, lines.pop())
                yield from _text(lines)
                lines = []
                yield Block("heading", words.strip(), 1 if "=" in underlined[1] else 2)
            elif heading:
                yield from _text(lines)
                lines = []
                yield Block("heading", self.inline(name, heading[2]), len(heading[1]))
            else:
                lines.append(line if fence else self.inline(name, line))
        yield from _text(lines)

    def inline(self, name: str, line: str) -> str:
        """A line with its pictures as figures of their own, its links mended, its tags as plain signs."""
        if line.startswith("    ") and not line.strip().startswith(("-", "*", "+", "!")):
            return line
        if _TAG.search(line):
            self.losses.note("html", _TAG.split(line, maxsplit=1)[-1].strip())
            line = _TAG.sub(r"\\<", line)
        line = _LINK.sub(lambda found: self.link(name, found), line)
        alone = _IMAGE.fullmatch(line.strip())
        return _IMAGE.sub(lambda found: self.figure(name, found, alone=alone is not None), line)

    def link(self, name: str, found: re.Match[str]) -> str:
        """A link to the web as it is, to a text as a lesson, to a carried file as an asset, any other as its words."""
        words, target = found[1], found[2]
        if _OUTSIDE.match(target):
            return found[0]
        if (place := _place(name, target)) in self.texts:
            return f"[{words}](lesson:#{self.texts.index(place)})"
        path = self.asset(name, target)
        if path:
            return f"[{words}]({path})"
        self.losses.note("broken-link", target)
        return words

    def figure(self, name: str, found: re.Match[str], *, alone: bool) -> str:
        words, target, caption = found[1].strip(), found[2], (found[3] or "").strip()
        path = self.asset(name, target)
        if not path:
            if not _OUTSIDE.match(target) and _place(name, target) not in self.files:
                self.losses.note("picture-missing", target)
            return words
        for missing, code in ((words, "picture-words"), (caption, "picture-caption")):
            if not missing:
                self.losses.note(code, target)
        figure = f'![{words}]({path} "{quoted(caption)}")'
        return figure if alone else f"\n\n{figure}\n\n"

    def asset(self, name: str, target: str) -> str:
        """The path in assets/ of a file of the folder, or empty when it is not there or not carried."""
        if _OUTSIDE.match(target):
            self.losses.note("picture-linked", target)
            return ""
        place = _place(name, target)
        if place in self.taken:
            return self.taken[place]
        if place not in self.files or place.lower().endswith(_TEXTS):
            return ""
        self.taken[place] = path = self._take(place)
        return path

    def _take(self, place: str) -> str:
        stem, _, ending = posixpath.basename(place).rpartition(".")
        ending = ending.lower()
        media = MEDIA_TYPES.get(ending)
        tidy = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "file"
        path, number = f"assets/{tidy}.{ending}", 2
        while path in self.assets:
            path, number = f"assets/{tidy}-{number}.{ending}", number + 1
        data = clean_asset(path, media.name, self.files[place]) if media else None
        if data is None:
            self.losses.note("picture-kind" if media is None else "picture-damaged", place)
            return ""
        self.assets[path] = data
        self.losses.weigh(path, data)
        return path


def _place(name: str, target: str) -> str:
    """The name in the folder of what a text of this name links to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target.partition("#")[0])))


def _text(lines: list[str]) -> Iterator[Block]:
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if text.strip():
        yield Block("text", text)


def _front(text: str) -> tuple[str, str]:
    """The title in the front matter, if there is one, and the text without it."""
    match = _FRONT.match(text)
    if not match:
        return "", text
    head = read_loose(match[1]) or {}
    return str(head.get("title") or ""), text[match.end() :]


def _title_of(name: str) -> str:
    stem = posixpath.basename(name).rpartition(".")[0]
    return re.sub(r"^[\d\s._-]+", "", stem).replace("-", " ").replace("_", " ").strip().capitalize() or stem
