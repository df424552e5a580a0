"""What a reader of course files reports: a place and a sentence that says how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing to mend in a course. Lines and columns count from 1; `path` may be empty."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: "
        return f"{place}{self.path}: {self.message}" if self.path else place + self.message


def dotted(path: tuple[str | int, ...]) -> str:
    """The path of a value as authors read it: ('questions', 0, 'text') is `questions.0.text`."""
    return ".".join(str(part) for part in path)
