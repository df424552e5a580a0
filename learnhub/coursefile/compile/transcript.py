"""The transcript of sound or film on the page of its lesson, so that nobody has to open a file to read it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from learnhub.kernel.richtext import clean

from ..document import Asset
from .context import without_marks

LONGEST: Final = 20_000
"""Bytes of a transcript that a page carries: about 20 minutes of talk. A longer one is a file of its own."""


def stands_on_page(asset: Asset) -> bool:
    """Whether a page carries this transcript if it has its bytes."""
    return asset.media_type in ("text/markdown", "text/plain") and asset.size <= LONGEST


def transcript(asset: Asset) -> str:
    """Its HTML, or nothing where it stays a file: its headings are none of the lesson, its lines stay lines."""
    if asset.data is None or not stands_on_page(asset):
        return ""
    return clean(str(_parser().render(without_marks(asset.data.decode("utf-8-sig", "replace")))))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Only whole addresses lead anywhere: the others were written for the folder of the file."""
        return url.lower().startswith(("https://", "http://", "mailto:"))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "breaks": True}).disable("image")
    parser.add_render_rule("heading_open", _bold)
    parser.add_render_rule("heading_close", _bold_ends)
    return parser


def _bold(_renderer: Any, _tokens: Sequence[Token], _number: int, *_rest: Any) -> str:
    return "<p><strong>"


def _bold_ends(_renderer: Any, _tokens: Sequence[Token], _number: int, *_rest: Any) -> str:
    return "</strong></p>\n"
