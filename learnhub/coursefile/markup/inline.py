"""Inline marks of the course file: `$formula$`, `[[term|words]]`, `[@reference]`."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_TERM: Final = re.compile(r"\[\[([^\[\]|\n]{1,160})(?:\\?\|([^\[\]|\n]{1,160}))?\]\]")
_CITATION: Final = re.compile(r"\[@([A-Za-z0-9][\w.-]*(?:\s*[;,]\s*@[A-Za-z0-9][\w.-]*)*)\]")


def _formula_end(text: str, start: int, limit: int) -> int:
    """Where the formula that begins at `start` is closed, or -1.

    A dollar sign opens before a character that is not a space and closes after one that is not a space,
    unless a digit follows: so "$5 and $6" stays money.
    """
    if start + 1 >= limit or text[start + 1] in " \t\n$":
        return -1
    position = start + 1
    while position < limit:
        if text[position] == "\\":
            position += 2
            continue
        if text[position] == "$":
            closes = text[position - 1] not in " \t\n" and not text[position + 1 : position + 2].isdigit()
            return position if closes else -1
        position += 1
    return -1


def _formula(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    if state.src.startswith("$$", state.pos):
        if not silent:
            state.pending += "$$"
        state.pos += 2
        return True
    end = _formula_end(state.src, state.pos, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = state.src[state.pos + 1 : end]
    state.pos = end + 1
    return True


def _term(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    match = _TERM.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("term", "", 0)
        token.content = (match[2] or match[1]).strip()
        token.meta = {"term": " ".join(match[1].replace("\\", "").split()), "source": match[0]}
    state.pos = match.end()
    return True


def _citation(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[@", state.pos):
        return False
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta = {
            "ids": [part.strip().lstrip("@") for part in re.split("[;,]", match[1])],
            "source": match[0],
        }
    state.pos = match.end()
    return True


def inline_marks(parser: MarkdownIt) -> None:
    """Teach a parser the inline marks."""
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.inline.ruler.before("link", "term", _term)
    parser.inline.ruler.before("link", "citation", _citation)
