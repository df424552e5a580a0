"""What a reader of course files reports: a place and a sentence that says how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .messages import MESSAGES


class Message(str):
    """An English sentence that remembers what it was made from, so that it can be said in another language.

    `code` names the sentence in `MESSAGES`, `values` are what fills it.
    """

    code: str
    values: Mapping[str, str | int]


def say(code: str, **values: str | int) -> Message:
    """The sentence of this code in English."""
    message = Message(MESSAGES[code] % values)
    message.code, message.values = code, values
    return message


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend in a course. Lines and columns count from 1; `path` may be empty."""

    file: str
    line: int
    column: int
    path: str
    message: Message

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: "
        return f"{place}{self.path}: {self.message}" if self.path else place + self.message


def dotted(path: tuple[str | int, ...]) -> str:
    """The path of a value as authors read it: ('questions', 0, 'text') is `questions.0.text`."""
    return ".".join(str(part) for part in path)
