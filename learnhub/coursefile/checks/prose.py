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
from .index import CourseIndex, fold_term
from .resources import Found, check_embedding

_LEFTOVERS: Final = (
    (
        re.compile(r"\$\$"),
        "a displayed formula stands alone in its paragraph, between $$ and $$; put blank lines round it",
    ),
    (
        re.compile(r"\[\[[^\]]*\]{0,2}"),
        "this glossary mark is not complete; write [[term]] or [[term|words]]",
    ),
    (re.compile(r"\[@[^\]]*\]?"), "this citation is not complete; write [@id] with the id of a reference"),
    (
        re.compile(r"\[\^[^\]]*\]"),
        "there is no such footnote; write its text on a line that begins with this mark and a colon",
    ),
    (re.compile(r"^:{3,}.*"), "this line closes a box that is not open; remove it"),
    (
        re.compile(r"(?<!!)\]\([^)]*\)?"),
        "this link is not complete, or a term or citation stands in its words; mend it or take that out",
    ),
    (
        re.compile(r"---answer---"),
        "an answer mark stands on a line of its own inside a `check` box; move it there",
    ),
    (
        re.compile(r"!\[[^\]]*\]\([^)]*\)?"),
        'this figure is not complete; write ![words](assets/name.svg "caption")',
    ),
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
            yield block, "", "headings and boxes do not fit into a quiz; write plain paragraphs"
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
            yield (
                block,
                "",
                "the text begins with a heading; begin with a paragraph (the title stands above it)",
            )
        if level not in (2, 3):
            yield block, "", f"a heading of level {level}; sections are `##`, subsections `###`"
        elif level == 3 and not seen_section:
            yield block, "", "a subsection `###` before the first section; make it `##`"
        if block.token.markup in ("-", "="):
            yield block, "", "an underlined heading; write `## ` before it, or a blank line before the ---"
        seen_section = seen_section or level == 2


def _nesting(blocks: list[Block]) -> Iterator[Found]:
    depth = 0
    for block in blocks:
        if block.token.type == "box_open":
            depth += 1
            if depth == limits.BOX_DEPTH + 1:
                yield (
                    block,
                    ":::",
                    f"boxes stand more than {limits.BOX_DEPTH} deep in one another; take one out",
                )
        elif block.token.type == "box_close":
            depth -= 1


def _html(block: Block, _: CourseIndex) -> Iterator[Found]:
    needle = block.token.content.strip().partition("\n")[0][:40]
    yield block, needle, f"raw HTML `{needle}`; use Markdown, or write &lt; for the sign <"


def _image(block: Block, _: CourseIndex) -> Iterator[Found]:
    yield block, "![", "a picture inside a line; put it alone in its paragraph, with a caption"


def _figure(block: Block, index: CourseIndex) -> Iterator[Found]:
    token = block.token
    path, caption = token.meta["src"], token.meta["caption"]
    if not token.content.strip():
        yield block, "![", "the figure has no description; write in words what it says: ![words](…)"
    if not caption.strip():
        yield block, path or "![", 'the figure has no caption; write ![words](assets/name.svg "caption")'
    yield from _asset(block, index, path, ("figure",), "a figure")


def _asset(block: Block, index: CourseIndex, path: str, uses: tuple[str, ...], what: str) -> Iterator[Found]:
    index.used_assets.add(path)
    if not path.startswith("assets/"):
        yield (
            block,
            path,
            f"`{path[:80]}` is not a file of the course; put it into assets/ and write assets/NAME",
        )
    elif path not in index.assets:
        near = get_close_matches(path, sorted(index.assets), 1, 0.8)
        hint = f"; did you mean {near[0]}?" if near else "; add it or correct the name"
        yield block, path, f"there is no file {path[:120]}{hint}"
    else:
        kind = media_type(path)
        if kind and kind.use not in uses:
            yield block, path, f"{path} is {kind.label}, which is not {what}; choose another file"


def _link(block: Block, index: CourseIndex) -> Iterator[Found]:
    href = str(block.token.attrs.get("href", ""))
    if href.startswith("lesson:"):
        name = href.removeprefix("lesson:")
        if name not in index.lessons:
            near = get_close_matches(name, sorted(index.lessons), 1)
            hint = f"; did you mean lesson:{near[0]}?" if near else "; correct the id"
            yield block, href, f"there is no lesson `{name[:80]}`{hint}"
    elif href.startswith("assets/"):
        index.used_assets.add(href)
        if href not in index.assets:
            near = get_close_matches(href, sorted(index.assets), 1, 0.8)
            hint = f"; did you mean {near[0]}?" if near else "; add it or correct the name"
            yield block, href, f"there is no file {href[:120]}{hint}"
    elif not re.match(r"(?:https?://[^/]|mailto:[^@]+@)", href):
        yield (
            block,
            href,
            f"the link `{href[:80]}` leads nowhere; use lesson:ID, assets/NAME, https://… or mailto:…",
        )


def _term(block: Block, index: CourseIndex) -> Iterator[Found]:
    term = block.token.meta["term"]
    if index.terms is not None and fold_term(term) not in index.terms:
        near = get_close_matches(fold_term(term), sorted(index.terms), 1)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        yield (
            block,
            block.token.meta["source"],
            f"`{term}` is not in the glossary of course.yaml; add it there{hint}",
        )


def _citation(block: Block, index: CourseIndex) -> Iterator[Found]:
    for name in block.token.meta["ids"]:
        if index.references is not None and name not in index.references:
            near = get_close_matches(name, sorted(index.references), 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            yield (
                block,
                block.token.meta["source"],
                f"`{name}` is not in the references of course.yaml; add it there{hint}",
            )


def _box(block: Block, _: CourseIndex) -> Iterator[Found]:
    meta = block.token.meta
    kind = meta["kind"]
    if kind not in BOX_KINDS:
        kinds = ", ".join((*BOX_KINDS, *MEDIA_KINDS, EMBED))
        yield block, kind, f"`{kind[:40]}` is not a kind of box; kinds are {kinds}"
    if not meta["closed"]:
        yield block, ":::", "this box is not closed; write ::: on a line of its own after it"
    if kind == "check" and meta["closed"] and not meta["answer"]:
        yield block, ":::", "this check has no answer; write the line ---answer--- and the answer below it"


def _media(block: Block, index: CourseIndex) -> Iterator[Found]:
    meta = block.token.meta
    kind, fields = meta["kind"], meta["fields"]
    if not meta["closed"]:
        yield block, ":::", f"this {kind} block is not closed; write ::: on a line of its own after it"
    if not meta["title"]:
        yield block, ":::", f"the {kind} has no title; write it after the file name"
    for _, line in meta["strange"]:
        yield (
            block,
            line,
            f"`{line[:60]}` is not known here; lines are {', '.join(MEDIA_KEYS[kind])}, each once",
        )
    yield from _asset(block, index, meta["path"], (kind,), f"{'sound' if kind == 'audio' else 'film'}")
    needed = ("transcript", "minutes") if kind == "audio" else ("captions", "transcript", "minutes")
    for key in needed:
        if key not in fields:
            yield block, ":::", f"the {kind} has no `{key}:`; people who cannot hear, see or load it need it"
    for key, value in fields.items():
        if key == "minutes":
            if not re.fullmatch(r"[1-9]\d{0,2}", value):
                yield block, value, "write the minutes as a whole number"
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
        yield block, tex.partition("\n")[0] or "$", f"{error} (`{tex[:60]}`)"


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
