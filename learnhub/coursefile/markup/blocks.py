"""Block marks of the course file: formulas, boxes (`::: kind title`), sound and film, what is embedded, figures."""

from __future__ import annotations

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BOX_KINDS: Final = ("note", "caution", "example", "case", "activity", "check", "key")
MEDIA_KINDS: Final = ("audio", "video")
EMBED: Final = "embed"
MEDIA_KEYS: Final = {
    "audio": ("transcript", "minutes"),
    "video": ("captions", "low", "transcript", "minutes"),
}
ANSWER_LINE: Final = "---answer---"
_OPEN: Final = re.compile(r":{3,}[ \t]*([^\s:][^\s]*)[ \t]*(.*?)[ \t]*")
_CLOSE: Final = re.compile(r":{3,}[ \t]*")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})(.*)")


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _is_code(state: StateBlock, number: int) -> bool:
    return state.sCount[number] - state.blkIndent >= 4


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int, int | None, bool]:
    """The line that closes the box opened at `start`, that of its answer mark, and whether it is closed."""
    depth, fence, answer = 1, "", None
    for number in range(start + 1, end):
        text = _line(state, number)
        if fence:
            fence = "" if re.fullmatch(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*", text) else fence
        elif _is_code(state, number):
            continue
        elif (mark := _FENCE.match(text)) and "`" not in mark[2]:
            fence = mark[1]
        elif _CLOSE.fullmatch(text):
            depth -= 1
            if depth == 0:
                return number, answer, True
        elif _OPEN.fullmatch(text):
            depth += 1
        elif depth == 1 and answer is None and text.strip() == ANSWER_LINE:
            answer = number
    return end, answer, False


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _OPEN.fullmatch(_line(state, start))
    if not match:
        return False
    if silent:
        return True
    kind, title = match[1], match[2]
    close, answer, closed = _closing_line(state, start, end)
    meta: dict[str, Any] = {"kind": kind, "title": title, "closed": closed, "answer": answer is not None}
    if kind in MEDIA_KINDS:
        _media(state, start, close, meta)
    elif kind == EMBED:
        _embed(state, start, close, meta)
    else:
        _box_tokens(state, start, close, answer if kind == "check" else None, meta)
    state.line = close + (1 if closed else 0)
    return True


def _media(state: StateBlock, start: int, close: int, meta: dict[str, Any]) -> None:
    token = state.push("media", "", 0)
    token.map = [start, close]
    path, _, title = meta["title"].partition(" ")
    meta.update(path=path, title=title.strip(), fields={}, strange=[])
    for number in range(start + 1, close):
        key, colon, value = _line(state, number).partition(":")
        key, value = key.strip(), value.strip()
        if colon and value and key in MEDIA_KEYS[meta["kind"]] and key not in meta["fields"]:
            meta["fields"][key] = value
        elif key:
            meta["strange"].append((number, _line(state, number).strip()))
    token.meta = meta


def _embed(state: StateBlock, start: int, close: int, meta: dict[str, Any]) -> None:
    token = state.push("embed", "", 0)
    token.map = [start, close]
    path, _, version = meta["title"].partition(" ")
    inside = (_line(state, number).strip() for number in range(start + 1, close))
    token.meta = meta | {
        "path": path,
        "version": version.strip(),
        "strange": [line for line in inside if line],
    }


def _box_tokens(state: StateBlock, start: int, close: int, answer: int | None, meta: dict[str, Any]) -> None:
    old_parent, old_end = state.parentType, state.lineMax
    state.parentType = "container"
    opening = state.push("box_open", "div", 1)
    opening.map, opening.meta = [start, close], meta
    _between(state, start + 1, close if answer is None else answer)
    if answer is not None:
        mark = state.push("answer_open", "details", 1)
        mark.map = [answer, close]
        _between(state, answer + 1, close)
        state.push("answer_close", "details", -1)
    state.push("box_close", "div", -1).meta = meta
    state.parentType, state.lineMax = old_parent, old_end


def _between(state: StateBlock, first: int, end: int) -> None:
    state.lineMax = end
    state.md.block.tokenize(state, first, end)


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start).rstrip()
    if not text.startswith("$$"):
        return False
    if len(text) > 4 and text.endswith("$$") and "$$" not in text[2:-2]:
        content, last = text[2:-2], start
    elif "$$" in text[2:]:
        return False
    else:
        found = _formula_last_line(state, start, end)
        if found is None:
            return False
        last = found
        middle = [_line(state, number) for number in range(start + 1, last)]
        content = "\n".join([text[2:], *middle, _line(state, last).rstrip()[:-2]])
    if silent:
        return True
    token = state.push("formula_block", "", 0)
    token.content, token.map = content.strip(), [start, last + 1]
    state.line = last + 1
    return True


def _formula_last_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line that closes the formula. What is left open is remembered: every line inside asks again."""
    left_open: dict[tuple[int, int], tuple[int, int]] = state.env.setdefault("left_open", {})
    first, stop = left_open.get((state.level, end), (end, end))
    if first <= start < stop:
        return None
    left_open[state.level, end] = start, end
    for number in range(start + 1, end):
        text = _line(state, number).rstrip()
        if text.endswith("$$") and text.index("$$") == len(text) - 2:
            del left_open[state.level, end]
            return number
        if not text or text.endswith("$$"):
            left_open[state.level, end] = start, number
            return None
    return None


def _figures(state: StateCore) -> None:
    """A picture alone in its paragraph becomes a figure."""
    result: list[Token] = []
    tokens = state.tokens
    skip = 0
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "paragraph_open" and (image := _only_image(tokens[index + 1])):
            figure = Token("figure", "", 0, map=token.map, block=True, level=token.level)
            figure.content = image.content
            figure.meta = {
                "src": str(image.attrs.get("src", "")),
                "caption": str(image.attrs.get("title", "")),
            }
            figure.children = image.children
            result.append(figure)
            skip = 2
        else:
            result.append(token)
    state.tokens = result


def _only_image(inline: Token) -> Token | None:
    children = [child for child in inline.children or [] if child.type != "text" or child.content.strip()]
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def block_marks(parser: MarkdownIt) -> None:
    """Teach a parser the block marks."""
    alt: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "box", _box, alt)
    parser.block.ruler.before("fence", "formula_block", _formula_block, alt)
    parser.core.ruler.push("figures", _figures)
