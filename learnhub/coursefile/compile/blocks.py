"""A lesson as its blocks, each as HTML: what reviewers comment on is what learners see."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from learnhub.kernel.richtext import clean

from ..document import CourseDocument
from ..markup.parser import build_parser
from .context import Addresses, Context, without_marks
from .foreign import groups
from .renderer import CourseRenderer
from .text import references_list


def compile_blocks(
    document: CourseDocument, markdown: str, starts: Sequence[int], asset_url: Callable[[str], str]
) -> CompiledBlocks:
    """The HTML of the blocks that begin on these lines (from 1, in order) of a lesson's Markdown.

    Formulas, figures, notes and citations are numbered through the whole text. What learners see after the text, notes
    and sources, is apart, since it belongs to no block. Raises Unacceptable if the HTML is too large to be sanitised.
    """
    context = Context(document, Addresses(asset_url))
    parser, renderer = build_parser(html=False), CourseRenderer(context)
    environment: dict[str, Any] = {}

    def render_inline(text: str) -> str:
        tokens = parser.parseInline(without_marks(text), {})
        return str(renderer.render(tokens, parser.options, environment))

    environment["inline"] = render_inline
    found = [""] * len(starts)
    after = ""
    for line, tokens in groups(parser.parse(without_marks(markdown), environment)):
        html = str(renderer.render(tokens, parser.options, environment))
        place = bisect_right(starts, line) - 1
        if line and place >= 0:
            found[place] += html
        else:
            after += html
    after += references_list(context)
    return CompiledBlocks(tuple(context.fill(clean(html)) for html in found), context.fill(clean(after)))


@dataclass(frozen=True, slots=True)
class CompiledBlocks:
    """HTML of each block, and of what stands after the text."""

    blocks: tuple[str, ...]
    after: str
