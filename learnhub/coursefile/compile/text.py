"""Lessons and quiz texts to HTML: parse, render, sanitise, then fill in formulas, pictures and players."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from learnhub.kernel.files import sent_size
from learnhub.kernel.richtext import clean

from ..document import CourseDocument, Reference, Resource
from ..markup.parser import build_parser
from ..words import count_words
from .context import Addresses, Context, attributes, no_page, shown, without_marks
from .foreign import NONE, RIGHT_TO_LEFT, ForeignTexts, runs
from .renderer import CourseRenderer


@dataclass(frozen=True, slots=True)
class CompiledLesson:
    """A lesson ready to be shown. `headings` are (id, title) in order; `bytes` is what the HTML costs
    on the line."""

    html: str
    headings: tuple[tuple[str, str], ...]
    words: int
    figures: int
    bytes: int


def compile_lesson(
    document: CourseDocument,
    lesson_id: str,
    asset_url: Callable[[str], str],
    *,
    resource_url: Callable[[Resource], str] = no_page,
    foreign: ForeignTexts = NONE,
) -> CompiledLesson:
    """The HTML of a lesson; what it refers to and is not there shows as plain words.

    `asset_url` gives the address of an asset from its path, `resource_url` the page of what is embedded. `foreign` are
    the blocks that are not in the language of the course. Raises KeyError if there is no such lesson, Unacceptable if
    the HTML is too large to be sanitised.
    """
    context = Context(document, Addresses(asset_url, resource=resource_url))
    return _compiled(context, document.lesson(lesson_id).markdown, foreign)


def compile_task(
    document: CourseDocument,
    assignment_id: str,
    asset_url: Callable[[str], str],
    *,
    resource_url: Callable[[Resource], str] = no_page,
    foreign: ForeignTexts = NONE,
) -> CompiledLesson:
    """The HTML of what an assignment asks for. Its page is one step deeper than those of lessons and the glossary.

    Raises KeyError if there is no such assignment, Unacceptable if the HTML is too large to be sanitised.
    """
    context = Context(document, Addresses(asset_url, "../{}".format, "../glossary", resource_url))
    task = document.assignment(assignment_id).task
    made = _compiled(context, task)
    return replace(made, html=foreign.whole(task, made.html))


def _compiled(context: Context, markdown: str, foreign: ForeignTexts = NONE) -> CompiledLesson:
    html = _render(context, markdown, inline=False, foreign=foreign)
    words = count_words(" ".join(context.words))
    return CompiledLesson(html, tuple(context.headings), words, context.figures, sent_size(html.encode()))


def compile_text(
    document: CourseDocument,
    markdown: str,
    asset_url: Callable[[str], str],
    *,
    inline: bool = False,
    prefix: str = "",
) -> str:
    """The HTML of a quiz text: a prompt or an explanation, or with `inline` an option or an item of one line.

    `prefix` (such as `q1-`) keeps the ids of notes and references apart when several texts stand on one page.
    """
    context = Context(document, Addresses(asset_url), prefix)
    return _render(context, markdown, inline=inline)


def _render(context: Context, markdown: str, *, inline: bool, foreign: ForeignTexts = NONE) -> str:
    parser = build_parser(html=False)
    renderer = CourseRenderer(context)

    def render_inline(text: str) -> str:
        tokens = parser.parseInline(without_marks(text), {})
        return str(renderer.render(tokens, parser.options, environment))

    environment: dict[str, Any] = {"inline": render_inline}
    text = without_marks(markdown)
    if inline:
        return context.fill(clean(render_inline(text)))
    rendered = ""
    for is_foreign, tokens in runs(parser.parse(text, environment), foreign.lines(text)):
        html = str(renderer.render(tokens, parser.options, environment))
        rendered += foreign.wrapped(html) if is_foreign else html
    return context.fill(clean(rendered + references_list(context)))


def references_list(context: Context) -> str:
    """The list of what was cited, in the order of its numbers."""
    if not context.cited:
        return ""
    rows = "".join(_reference(context, reference) for reference in context.cited)
    body = f'<ol class="refs">\n{rows}</ol>\n'
    if context.prefix:
        return f"<section{attributes(aria_label=context.labels.references)}>{body}</section>"
    name = context.ids.take(context.labels.references)
    context.headings.append((name, context.labels.references))
    return f"<h2{attributes(id=name)}>{context.labels.references}</h2>\n{body}"


def _reference(context: Context, reference: Reference) -> str:
    link = f" <a{attributes(href=reference.url)}>{shown(reference.url)}</a>" if reference.url else ""
    own = f"ref-{context.prefix}{reference.id}"
    words = f"{shown(reference.text)}{link}"
    if context.document.metadata.language in RIGHT_TO_LEFT:  # most are cited in Latin letters
        words = f"<bdi>{words}</bdi>"
    return f"<li{attributes(id=own)}>{words}</li>\n"
