"""YAML text to plain values with the place of every value.

Only null, true, false and decimal numbers are resolved; `no`, `010` and `2026-01-01` stay text. Anchors,
aliases and tags are refused, so a small file cannot grow into a large one. The tree is built from parser
events with a stack of its own: deep nesting ends in a problem, not in a full call stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from . import limits
from .problems import Message, Problem, say

Path = tuple[str | int, ...]
Place = tuple[int, int]

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_NO_SIGN: Final = re.compile("[\x00\ud800-\udfff]")
"""What an escape can write and no database keeps."""
_WORDS: Final[dict[str, Any]] = {"": None, "~": None, "null": None, "true": True, "false": False}


class WrittenInt(int):
    """A whole number that remembers how it was written, for fields that want text."""

    written: str


class WrittenFloat(float):
    """A decimal number that remembers how it was written, for fields that want text."""

    written: str


@dataclass(frozen=True)
class Tree:
    """A file's value with the place (line, column, from 1) of each value and each key."""

    file: str
    value: Any
    values: dict[Path, Place] = field(repr=False)
    keys: dict[Path, Place] = field(repr=False)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where a value (or its key) stands; for a value that is missing, where its parent stands."""
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        while path:
            for marks in (first, second):
                if path in marks:
                    return marks[path]
            path = path[:-1]
        return self.values.get((), (1, 1))

    def problem(self, path: Path, message: Message, *, key: bool = False) -> Problem:
        line, column = self.place(path, key=key)
        return Problem(self.file, line, column, ".".join(map(str, path)), message)


class _Stop(Exception):
    """The rest of the file is not worth reading; the problem is already noted."""


@dataclass
class _Open:
    """A mapping or sequence that has begun and not ended."""

    path: Path
    holder: dict[str, Any] | list[Any]
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


class _Builder:
    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.shift = first_line
        self.problems: list[Problem] = []
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.stack: list[_Open] = []
        self.root: Any = None
        self.nodes = 0
        self.documents = 0

    def note(self, mark: Any, message: Message, path: Path = ()) -> None:
        line, column = self.place(mark)
        self.problems.append(Problem(self.file, line, column, ".".join(map(str, path)), message))

    def place(self, mark: Any) -> Place:
        return mark.line + self.shift, mark.column + 1

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.note(event.start_mark, say("yaml-second"))
                raise _Stop
        elif isinstance(event, yaml.AliasEvent):
            self.note(event.start_mark, say("yaml-alias"))
            raise _Stop
        elif isinstance(event, yaml.NodeEvent):
            self.node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()

    def node(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > limits.YAML_NODES:
            self.note(event.start_mark, say("yaml-values", most=limits.YAML_NODES))
            raise _Stop
        if event.anchor:
            self.note(event.start_mark, say("yaml-anchor"))
        if event.tag and event.tag != "!":
            self.note(event.start_mark, say("yaml-tag"))
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.holder, dict) and top.key is None:
            self.key(event, top)
        else:
            self.value(event, top)

    def key(self, event: Any, top: _Open) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self.note(event.start_mark, say("yaml-key"), top.path)
            raise _Stop
        key = self.words(event, top.path)
        line, _ = place = self.place(event.start_mark)
        if key in top.seen:
            again = say("yaml-key-twice", name=key, line=top.seen[key])
            self.note(event.start_mark, again, (*top.path, key))
        else:
            top.seen[key] = line
            self.keys[*top.path, key] = place
        top.key = key

    def value(self, event: Any, top: _Open | None) -> None:
        path = self.next_path(top)
        self.values.setdefault(path, self.place(event.start_mark))
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            event.value = self.words(event, path)
            value = _resolve(event)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.store(top, value)
        if isinstance(value, (dict, list)):
            if len(self.stack) >= limits.YAML_DEPTH:
                self.note(event.start_mark, say("yaml-nested", most=limits.YAML_DEPTH), path)
                raise _Stop
            self.stack.append(_Open(path, value))

    def words(self, event: Any, path: Path) -> str:
        text: str = event.value
        if not _NO_SIGN.search(text):
            return text
        self.note(event.start_mark, say("yaml-control"), path)
        return _NO_SIGN.sub("\ufffd", text)

    @staticmethod
    def next_path(top: _Open | None) -> Path:
        if top is None:
            return ()
        return (*top.path, len(top.holder) if isinstance(top.holder, list) else str(top.key))

    def store(self, top: _Open | None, value: Any) -> None:
        if top is None:
            self.root = value
        elif isinstance(top.holder, list):
            top.holder.append(value)
        else:
            top.holder.setdefault(str(top.key), value)
            top.key = None


def _resolve(event: Any) -> Any:
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    number: WrittenInt | WrittenFloat
    if len(text) <= 30 and _INTEGER.fullmatch(text):
        number = WrittenInt(text)
    elif len(text) <= 30 and _DECIMAL.fullmatch(text):
        number = WrittenFloat(text)
    else:
        return text
    number.written = text
    return number


def parse(text: str, file: str, first_line: int = 1) -> tuple[Tree | None, list[Problem]]:
    """Read YAML. The tree is None when the text cannot be read to its end.

    `first_line` is the line of `file` on which `text` begins (for front matter).
    """
    builder = _Builder(file, first_line)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _Stop:
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = builder.place(mark) if mark else (first_line, 1)
        builder.problems.append(Problem(file, line, column, "", _syntax_message(error, text)))
        return None, builder.problems
    except yaml.YAMLError:
        line = first_line + _first_unprintable(text)
        builder.problems.append(Problem(file, line, 1, "", say("yaml-control")))
        return None, builder.problems
    return Tree(file, builder.root, builder.values, builder.keys), builder.problems


def _syntax_message(error: yaml.MarkedYAMLError, text: str) -> Message:
    mark = error.problem_mark
    what = str(error.problem or "the text is not YAML")
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        return say("yaml-tab")
    if "mapping values are not allowed" in what:
        return say("yaml-colon")
    return say("yaml-breaks", what=what)


def _first_unprintable(text: str) -> int:
    match = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, match.start()) if match else 0
