"""The canonical YAML of course files: the same value always gives the same bytes.

Rules: keys in the order given; text plain where that is safe, else in double quotes; text of one line that
would pass column 110 is folded (`>-`), text of several lines is literal (`|-`); a mapping of two or more
scalars inside a list, and a list of scalars, stand on one line where they fit.
"""

from __future__ import annotations

import re
from typing import Any, Final

_WIDTH: Final = 110
_RESERVED: Final = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
_PLAIN: Final = re.compile(r"[^\W\d_](?:[^\s:#,?\[\]{}]|(?<! )#| (?![ #]|$)|:(?=[^\s?]))*")
_PLAIN_BLOCK: Final = re.compile(r"[^\W\d_](?:[^\s:#]|(?<! )#| (?![ #]|$)|:(?=[^\s]))*")
_UNPRINTABLE: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def emit(value: dict[str, Any]) -> str:
    """The canonical YAML of a mapping; values are text, whole numbers, truth values, lists and mappings."""
    return "".join(f"{line}\n" for line in _mapping(value, 0))


def _mapping(value: dict[str, Any], indent: int) -> list[str]:
    lines: list[str] = []
    for key, item in value.items():
        lines += _entry(f"{key}:", item, indent)
    return lines


def _entry(head: str, item: Any, indent: int) -> list[str]:
    """The lines of `head` with its value, indented by `indent` spaces."""
    pad = " " * indent
    if isinstance(item, dict):
        return [f"{pad}{head}", *_mapping(item, indent + 2)]
    if isinstance(item, list):
        return _list(head, item, indent)
    if isinstance(item, str):
        return _text(head, item, indent)
    return [f"{pad}{head} {_scalar(item)}"]


def _list(head: str, items: list[Any], indent: int) -> list[str]:
    pad = " " * indent
    if all(not isinstance(item, (dict, list)) for item in items):
        line = f"{pad}{head} [{', '.join(_flow(item) for item in items)}]"
        if len(line) <= _WIDTH:
            return [line]
    lines = [f"{pad}{head}"]
    for item in items:
        lines += _item(item, indent + 2)
    return lines


def _item(item: Any, indent: int) -> list[str]:
    pad = " " * indent
    if not isinstance(item, dict):
        return _entry("-", item, indent)
    if len(item) > 1 and all(not isinstance(part, (dict, list)) for part in item.values()):
        parts = ", ".join(f"{key}: {_flow(part)}" for key, part in item.items())
        if len(line := f"{pad}- {{{parts}}}") <= _WIDTH:
            return [line]
    lines = _mapping(item, indent + 2)
    return [f"{pad}- {lines[0].lstrip(' ')}", *lines[1:]]


def _text(head: str, text: str, indent: int) -> list[str]:
    pad, inner = " " * indent, " " * (indent + 2)
    if _UNPRINTABLE.search(text) or text != text.strip() or not text:
        return [f"{pad}{head} {_quoted(text)}"]
    if "\n" in text:
        return [f"{pad}{head} |-", *(f"{inner}{line}" if line else "" for line in text.split("\n"))]
    line = f"{pad}{head} {_inline(text, _PLAIN_BLOCK)}"
    if len(line) <= _WIDTH or " " not in text or "  " in text:
        return [line]
    return [f"{pad}{head} >-", *(f"{inner}{row}" for row in _wrap(text, _WIDTH - len(inner)))]


def _wrap(text: str, width: int) -> list[str]:
    rows: list[str] = []
    row = ""
    for word in text.split(" "):
        if row and len(row) + 1 + len(word) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    return [*rows, row]


def _flow(value: Any) -> str:
    return _inline(value, _PLAIN) if isinstance(value, str) else _scalar(value)


def _inline(text: str, plain: re.Pattern[str]) -> str:
    safe = plain.fullmatch(text) and text.lower() not in _RESERVED and not _UNPRINTABLE.search(text)
    return text if safe else _quoted(text)


def _quoted(text: str) -> str:
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    return '"' + _UNPRINTABLE.sub(_escape, escaped) + '"'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _scalar(value: bool | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
