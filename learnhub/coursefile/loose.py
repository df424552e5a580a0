"""YAML of a course file as plain values for forms: read whatever its schema would say, written canonically."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from learnhub.kernel.letters import plain_lines

from .emit import emit
from .yamltree import WrittenFloat, parse

_PLAIN_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_RESERVED: Final = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])


def read_loose(text: str) -> dict[str, Any] | None:
    """The mapping that a YAML text holds; values that are null are left out.

    None where forms would lose something: the text is no YAML, no mapping, or breaks a rule of plain YAML (a key
    twice, an anchor, a tag). A number remembers how it was written.
    """
    tree, problems = parse(plain_lines(text.removeprefix("\ufeff")), "")
    if tree is None or problems or not isinstance(tree.value, dict):
        return None
    found: dict[str, Any] = _plain(tree.value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return ["" if item is None else _plain(item) for item in value]
    return value.written if isinstance(value, WrittenFloat) else value


def write_loose(value: Mapping[str, Any], order: Sequence[str], *, deep: bool = False) -> str:
    """The canonical YAML of a mapping, its keys in this order, unknown ones after them as they stood.

    `deep` orders the mappings inside it too.
    """
    places = {key: place for place, key in enumerate(order)}
    return emit(_ordered(dict(value), places, deep=deep) or {})


def _ordered(value: Any, places: Mapping[str, int], *, deep: bool) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: places.get(key, len(places))) if places else list(value)
        inner = places if deep else {}
        return {_key(key): _ordered(value[key], inner, deep=deep) for key in keys} or ""
    if isinstance(value, list):
        return [_ordered(item, places if deep else {}, deep=deep) for item in value]
    return value


def _key(key: str) -> str:
    """A key as YAML may hold it: in quotes unless it is a plain word."""
    if _PLAIN_KEY.fullmatch(key) and key.lower() not in _RESERVED:
        return key
    return '"' + "".join(_escaped(sign) for sign in key) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    return sign if sign.isprintable() and ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def shown(value: Any) -> str:
    """A single value as a form field shows it: numbers as they were written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(getattr(value, "written", value))


def is_single(value: Any) -> bool:
    """Whether a value is one that a form field can show."""
    return isinstance(value, str | int)


def row_fits(row: Any, names: Collection[str]) -> bool:
    """Whether a row of a list has nothing that the fields of these names can't show."""
    return isinstance(row, dict) and all(key in names and is_single(value) for key, value in row.items())


def tidy(text: str) -> str:
    """What was typed into an area, without outer blanks and control signs; line ends as in course files."""
    return "".join(
        sign for sign in plain_lines(text) if sign in "\n\t" or (ord(sign) >= 32 and sign != "\x7f")
    ).strip()


def tidy_line(text: str) -> str:
    """What was typed into a line."""
    return " ".join(tidy(text).split())


def put(data: dict[str, Any], key: str, typed: str) -> None:
    """Set a key to what was typed; an empty text takes it away, an unchanged value stays as it was written."""
    before = data.get(key)
    if before is not None and is_single(before) and shown(before).strip() == typed:
        return
    if typed:
        data[key] = typed
    else:
        data.pop(key, None)
