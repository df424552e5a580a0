"""Tokens to HTML. Method names are token types; what they return goes through the sanitiser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any
from urllib.parse import quote, unquote

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from ..formulas import FormulaError, mathml
from ..markup.blocks import BOX_KINDS
from ..media import media_type
from .context import Context, attributes, shown
from .media import media_row, picture
from .resources import resource_box
from .slugs import term_id

Tokens = Sequence[Token]
_BOX_CLASSES = {"activity": "box box-try", "check": "box box-try"}


READABLE = 544
"""Pixels below which the words of a wide drawing get too small to read: on a phone it scrolls inside itself
instead. The same width stands in `core.css`."""


def plain_text(tokens: Tokens) -> str:
    """The words of inline tokens, as people read them."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline", "term", "formula"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.children:
            parts.append(plain_text(token.children))
    return "".join(parts)


class CourseRenderer(RendererHTML):
    """Renders one text with its context."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    # The base class looks a method up by the type of the token and gives it all tokens, the index of this
    # one, the parser's options and the environment.

    def heading_open(self, tokens: Tokens, idx: int, *_: Any) -> str:
        tag = _heading_tag(tokens[idx].tag)
        title = " ".join(plain_text(tokens[idx + 1].children or []).split())
        name = self.context.ids.take(title)
        self.context.headings.append((name, title))
        return f"<{tag}{attributes(id=name)}>"

    def heading_close(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return f"</{_heading_tag(tokens[idx].tag)}>\n"

    def text(self, tokens: Tokens, idx: int, *_: Any) -> str:
        self.context.words.append(tokens[idx].content)
        return shown(tokens[idx].content)

    def image(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return shown(plain_text(tokens[idx].children or []))

    def formula(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return self._formula(tokens[idx].content.strip(), block=False)

    def formula_block(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return self._formula(tokens[idx].content.strip(), block=True) + "\n"

    def _formula(self, tex: str, *, block: bool) -> str:
        try:
            return self.context.hole(mathml(tex, block=block))
        except FormulaError:
            return f"<code>{shown(tex)}</code>"

    def term(self, tokens: Tokens, idx: int, *_: Any) -> str:
        words = tokens[idx].content
        self.context.words.append(words)
        entry = self.context.term(tokens[idx].meta["term"])
        if entry is None:
            return shown(words)
        address = f"{self.context.addresses.glossary}#{term_id(entry.term)}"
        link = f'<a class="term"{attributes(href=address, title=entry.definition)}>{shown(words)}</a>'
        if entry.term in self.context.met_terms:
            return link
        self.context.met_terms.add(entry.term)
        return f"<dfn>{link}</dfn>"

    def citation(self, tokens: Tokens, idx: int, *_: Any) -> str:
        parts: list[str] = []
        for name in tokens[idx].meta["ids"]:
            reference = self.context.reference(name)
            if reference is None:
                parts.append(shown(name))
                continue
            if reference not in self.context.cited:
                self.context.cited.append(reference)
            number = self.context.cited.index(reference) + 1
            target = f"#ref-{self.context.prefix}{name}"
            parts.append(f"<a{attributes(href=target)}>{number}</a>")
        return f"[{', '.join(parts)}]"

    def link_open(self, tokens: Tokens, idx: int, *_: Any) -> str:
        href = str(tokens[idx].attrs.get("href", ""))
        if href.startswith("lesson:"):
            name = quote(unquote(href.removeprefix("lesson:")), safe="#")  # a name, whatever it looks like
            href = self.context.addresses.lesson(name)
        elif href.startswith("assets/"):
            href = self.context.addresses.asset(href)
        return f"<a{attributes(href=href)}>"

    def link_close(self, tokens: Tokens, idx: int, *_: Any) -> str:
        opening = _matching_open(tokens, idx)
        asset = self.context.asset(str(opening.attrs.get("href", ""))) if opening else None
        kind = media_type(asset.path) if asset else None
        if asset is None or kind is None:
            return "</a>"
        labels = self.context.labels
        return f" ({kind.label}{labels.comma}{labels.size(asset.size)})</a>"

    def figure(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        token, caption = tokens[idx], str(tokens[idx].meta["caption"])
        self.context.figures += 1
        drawn = picture(self.context, token.meta["src"], plain_text(token.children or []))
        shown = env["inline"](caption)
        asset = self.context.asset(token.meta["src"])
        if asset and asset.path.endswith(".svg") and (asset.width or 0) >= READABLE:
            name = self.context.labels.figure.format(n=self.context.figures)
            drawn = (
                f'<div class="drawing" role="region" tabindex="0"{attributes(aria_label=name)}>{drawn}</div>'
            )
        return f"<figure>{drawn}<figcaption>{shown}</figcaption></figure>\n"

    def media(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return media_row(self.context, tokens[idx].meta)

    def embed(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return resource_box(self.context, tokens[idx].meta)

    def box_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        kind, title = tokens[idx].meta["kind"], tokens[idx].meta["title"]
        label = self.context.labels.boxes.get(kind, shown(kind))
        self.context.words.append(title)
        words = f"{label}{self.context.labels.colon}{env['inline'](title)}" if title else label
        names = _BOX_CLASSES.get(kind, f"box box-{kind}" if kind in BOX_KINDS else "box")
        return f'<div class="{names}"><p class="box-label">{words}</p>\n'

    def box_close(self, *_: Any) -> str:
        return "</div>\n"

    def answer_open(self, *_: Any) -> str:
        return f"<details><summary>{self.context.labels.answer}</summary>\n"

    def answer_close(self, *_: Any) -> str:
        return "</details>\n"

    def table_open(self, tokens: Tokens, idx: int, *_: Any) -> str:
        self.context.tables += 1
        name = self.context.labels.table.format(n=self.context.tables)
        heads = self.context.labels.comma.join(_head_cells(tokens, idx))
        label = f"{name}{self.context.labels.colon}{heads}"[:120] if heads else name
        return f'<div class="scroll" role="region" tabindex="0"{attributes(aria_label=label)}><table>\n'

    def table_close(self, *_: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Tokens, idx: int, *_: Any) -> str:
        if not _is_filled(tokens[idx + 1]):  # a corner without words heads nothing
            return f"<td{_side(tokens[idx])}>"
        return f'<th scope="col"{_side(tokens[idx])}>'

    def th_close(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return "</th>\n" if _is_filled(tokens[idx - 1]) else "</td>\n"

    def td_open(self, tokens: Tokens, idx: int, *_: Any) -> str:
        return f"<td{_side(tokens[idx])}>"

    def footnote_ref(self, tokens: Tokens, idx: int, *_: Any) -> str:
        note, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        own = f"fnref-{self.context.prefix}{note}" + (f"-{again}" if again else "")
        target = f"#fn-{self.context.prefix}{note}"
        return f"<sup><a{attributes(href=target, id=own)}>{note}</a></sup>"

    def footnote_block_open(self, *_: Any) -> str:
        return f'<section class="notes"{attributes(aria_label=self.context.labels.notes)}><ol>\n'

    def footnote_block_close(self, *_: Any) -> str:
        return "</ol></section>\n"

    def footnote_open(self, tokens: Tokens, idx: int, *_: Any) -> str:
        name = f"fn-{self.context.prefix}{tokens[idx].meta['id'] + 1}"
        return f"<li{attributes(id=name)}>"

    def footnote_close(self, *_: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Tokens, idx: int, *_: Any) -> str:
        note, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        target = f"#fnref-{self.context.prefix}{note}" + (f"-{again}" if again else "")
        return f' <a class="back"{attributes(href=target, aria_label=self.context.labels.back)}>↩</a>'


def _heading_tag(tag: str) -> str:
    return "h2" if tag in ("h1", "h2") else "h3"


def _is_filled(inside: Token) -> bool:
    return inside.type == "inline" and bool(inside.content.strip())


def _side(cell: Token) -> str:
    return ' class="r"' if "right" in str(cell.attrs.get("style", "")) else ""


def _head_cells(tokens: Tokens, start: int) -> list[str]:
    head = list(takewhile(lambda token: token.type != "thead_close", tokens[start:]))
    texts = [plain_text(inside.children or []) for cell, inside in pairwise(head) if cell.type == "th_open"]
    return [" ".join(text.split()) for text in texts if text.strip()]


def _matching_open(tokens: Tokens, close: int) -> Token | None:
    return next((token for token in reversed(tokens[:close]) if token.type == "link_open"), None)
