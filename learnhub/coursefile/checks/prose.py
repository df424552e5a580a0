"""Checks of a Markdown text: headings, figures, links, terms, citations, boxes, leftovers of broken marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from .. import limits
from ..formulas import FormulaError, mathml
from ..markup import Block
from ..markup.blocks import BOX_KINDS, EMBED, MEDIA_KEYS, MEDIA_KINDS
from ..media import media_type
from ..problems import Message, say
from ..variants import copies_of
from .index import CourseIndex, fold_term
from .resources import Found, check_embedding

_LEFTOVERS: Final = (
    (re.compile(r"\$\$"), say("left-formula")),
    (re.compile(r"\[\[[^\]]*\]{0,2}"), say("left-term")),
    (re.compile(r"\[@[^\]]*\]?"), say("left-citation")),
    (re.compile(r"\[\^[^\]]*\]"), say("left-footnote")),
    (re.compile(r"^:{3,}.*"), say("left-close")),
    (re.compile(r"(?<!!)\]\([^)]*\)?"), say("left-link")),
    (re.compile(r"---answer---"), say("left-answer")),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)?"), say("left-figure")),
)


@dataclass(frozen=True)
class Rules:
    """What a text may hold: a lesson holds everything, a quiz text neither headings nor boxes."""

    lesson: bool
    headings: tuple[int, ...] = (2, 3)


def check_blocks(blocks: list[Block], index: CourseIndex, rules: Rules) -> Iterator[Found]:
    """All problems of a parsed text."""
    for block in blocks:
        check = _CHECKS.get(block.token.type)
        if check:
            yield from check(block, index)
        if not rules.lesson and block.token.type in ("heading_open", "box_open", "media", "embed"):
            yield block, "", say("quiz-headings")
    if rules.lesson:
        yield from _headings(blocks)
        yield from _nesting(blocks)


def _headings(blocks: list[Block]) -> Iterator[Found]:
    seen_section = False
    for number, block in enumerate(blocks):
        if block.token.type != "heading_open":
            continue
        level = int(block.token.tag[1])
        if number == 0:
            yield block, "", say("heading-first")
        if level not in (2, 3):
            yield block, "", say("heading-level", n=level)
        elif level == 3 and not seen_section:
            yield block, "", say("heading-early")
        if block.token.markup in ("-", "="):
            yield block, "", say("heading-underlined")
        seen_section = seen_section or level == 2


def _nesting(blocks: list[Block]) -> Iterator[Found]:
    depth = 0
    for block in blocks:
        if block.token.type == "box_open":
            depth += 1
            if depth == limits.BOX_DEPTH + 1:
                yield block, ":::", say("boxes-deep", n=limits.BOX_DEPTH)
        elif block.token.type == "box_close":
            depth -= 1


def _html(block: Block, _: CourseIndex) -> Iterator[Found]:
    needle = block.token.content.strip().partition("\n")[0][:40]
    yield block, needle, say("html", text=needle)


def _image(block: Block, _: CourseIndex) -> Iterator[Found]:
    yield block, "![", say("picture-inside")


def _figure(block: Block, index: CourseIndex) -> Iterator[Found]:
    token = block.token
    path, caption = token.meta["src"], token.meta["caption"]
    if not token.content.strip():
        yield block, "![", say("no-description")
    if not caption.strip():
        yield block, path or "![", say("no-caption")
    yield from _asset(block, index, path, ("figure",), "a figure")


def _asset(block: Block, index: CourseIndex, path: str, uses: tuple[str, ...], what: str) -> Iterator[Found]:
    index.used_assets.add(path)
    if not path.startswith("assets/"):
        yield block, path, say("not-a-file", name=path[:80])
    elif path not in index.assets:
        yield block, path, _no_file(path, index)
    else:
        kind = media_type(path)
        if kind and kind.use not in uses:
            yield block, path, say("file-kind", name=path, kind=kind.label, what=what)


def _no_file(path: str, index: CourseIndex) -> Message:
    others = sorted(each for each in index.assets if not copies_of(path, [each]))
    alike = [each for each in others if each.lower() == path.lower()]
    near = alike or get_close_matches(path, others, 1, 0.8)
    if near:
        return say("no-file-near", name=path[:120], near=near[0])
    return say("no-file", name=path[:120])


def _no_lesson(name: str, index: CourseIndex) -> Message:
    near = get_close_matches(name, sorted(index.lessons), 1)
    if near:
        return say("no-lesson-near", name=name[:80], near=near[0])
    return say("no-lesson", name=name[:80])


def _link(block: Block, index: CourseIndex) -> Iterator[Found]:
    href = str(block.token.attrs.get("href", ""))
    if href.startswith("lesson:"):
        name = href.removeprefix("lesson:")
        if name not in index.lessons:
            yield block, href, _no_lesson(name, index)
    elif href.startswith("assets/"):
        index.used_assets.add(href)
        if href not in index.assets:
            yield block, href, _no_file(href, index)
    elif not re.match(r"(?:https?://[^/]|mailto:[^@]+@)", href):
        yield block, href, say("link-nowhere", name=href[:80])


def _term(block: Block, index: CourseIndex) -> Iterator[Found]:
    term = block.token.meta["term"]
    if index.terms is not None and fold_term(term) not in index.terms:
        near = get_close_matches(fold_term(term), sorted(index.terms), 1)
        told = say("no-term-near", name=term, near=near[0]) if near else say("no-term", name=term)
        yield block, block.token.meta["source"], told


def _citation(block: Block, index: CourseIndex) -> Iterator[Found]:
    for name in block.token.meta["ids"]:
        if index.references is not None and name not in index.references:
            near = get_close_matches(name, sorted(index.references), 1)
            told = (
                say("no-reference-near", name=name, near=near[0]) if near else say("no-reference", name=name)
            )
            yield block, block.token.meta["source"], told


def _box(block: Block, _: CourseIndex) -> Iterator[Found]:
    meta = block.token.meta
    kind = meta["kind"]
    if kind not in BOX_KINDS:
        kinds = ", ".join((*BOX_KINDS, *MEDIA_KINDS, EMBED))
        yield block, kind, say("box-kind", name=kind[:40], kinds=kinds)
    if not meta["closed"]:
        yield block, ":::", say("box-open")
    if kind == "check" and meta["closed"] and not meta["answer"]:
        yield block, ":::", say("check-answer")


def _media(block: Block, index: CourseIndex) -> Iterator[Found]:
    meta = block.token.meta
    kind, fields = meta["kind"], meta["fields"]
    if not meta["closed"]:
        yield block, ":::", say("media-open", kind=kind)
    if not meta["title"]:
        yield block, ":::", say("media-title", kind=kind)
    for _, line in meta["strange"]:
        yield block, line, say("media-line", line=line[:60], names=", ".join(MEDIA_KEYS[kind]))
    yield from _asset(block, index, meta["path"], (kind,), "sound" if kind == "audio" else "film")
    needed = ("transcript", "minutes") if kind == "audio" else ("captions", "transcript", "minutes")
    for key in needed:
        if key not in fields:
            yield block, ":::", say("media-needs", kind=kind, name=key)
    for key, value in fields.items():
        if key == "minutes":
            if not re.fullmatch(r"[1-9]\d{0,2}", value):
                yield block, value, say("media-minutes")
        else:
            uses = {"captions": ("text",), "low": (kind,), "transcript": ("text", "document")}[key]
            yield from _asset(block, index, value, uses, key)


def _text(block: Block, _: CourseIndex) -> Iterator[Found]:
    for pattern, message in _LEFTOVERS:
        match = pattern.search(block.token.content)
        if match:
            yield block, match[0], message


def _formula(block: Block, _: CourseIndex) -> Iterator[Found]:
    tex = block.token.content
    try:
        mathml(tex.strip(), block=block.token.type == "formula_block")
    except FormulaError as error:
        yield block, tex.partition("\n")[0] or "$", say(error.code, **error.values, at=f" (`{tex[:60]}`)")


_CHECKS: Final[dict[str, Callable[[Block, CourseIndex], Iterator[Found]]]] = {
    "html_block": _html,
    "html_inline": _html,
    "image": _image,
    "figure": _figure,
    "link_open": _link,
    "term": _term,
    "citation": _citation,
    "box_open": _box,
    "media": _media,
    "embed": check_embedding,
    "text": _text,
    "formula": _formula,
    "formula_block": _formula,
}
