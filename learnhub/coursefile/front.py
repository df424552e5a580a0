"""The front matter of a lesson: what stands above its text, between two lines of hyphens."""

from __future__ import annotations

import re
from typing import Final

FRONT: Final = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


def split_lesson(text: str) -> tuple[str | None, str]:
    """The front matter without its lines of hyphens, None if there is none, and the text behind it."""
    match = FRONT.match(text)
    return (match[1] or "", text[match.end() :]) if match else (None, text)


def text_below(text: str) -> tuple[str | None, int, str]:
    """The front matter, how many lines stand above the text, and the text without outer blank lines."""
    front, rest = split_lesson(text)
    body = rest.lstrip("\n")
    return front, text.count("\n", 0, len(text) - len(body)), body.rstrip()
