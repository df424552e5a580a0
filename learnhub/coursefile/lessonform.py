"""A lesson as form fields and back: what nobody changed keeps its bytes, what is typed is never refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .front import split_lesson
from .loose import read_loose, shown
from .outline import with_front
from .problems import Problem
from .reader import read_files

_HEADING: Final = re.compile(r"(#{2,3})[ \t]+(.+?)[ \t#]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class LessonFields:
    """What the form of a lesson shows. `whole` says that the front matter can't be read, so that `body` is the whole
    file."""

    title: str
    minutes: str
    outcomes: tuple[str, ...]
    body: str
    first_line: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; `line` counts from 1 in the text that the form shows."""

    level: int
    text: str
    line: int


def fields_of_lesson(text: str) -> LessonFields:
    """The fields of a lesson file, right or wrong."""
    front, body = split_lesson(text)
    head = read_loose(front) if front and front.strip() else None
    if head is None or not _fits(head):
        return LessonFields("", "", (), text, 1, whole=True)
    first = text.count("\n", 0, len(text) - len(body)) + 1
    outcomes = tuple(shown(each) for each in head.get("outcomes", []))
    return LessonFields(shown(head.get("title", "")), shown(head.get("minutes", "")), outcomes, body, first)


def _fits(head: Mapping[str, Any]) -> bool:
    listed = head.get("outcomes", [])
    singles = all(isinstance(head.get(key, ""), str | int) for key in ("title", "minutes"))
    return singles and isinstance(listed, list) and all(isinstance(each, str | int) for each in listed)


def lesson_from(before: str, *, title: str, minutes: str, outcomes: Iterable[str], body: str) -> str:
    """The file with what the form says; `before` is the file that the form was made from."""
    old = fields_of_lesson(before)
    if old.whole:
        return body
    changes: dict[str, Any] = {}
    if title != old.title:
        changes["title"] = title or None
    if minutes != old.minutes:
        changes["minutes"] = _number(minutes)
    chosen = list(outcomes)
    if tuple(chosen) != old.outcomes:
        changes["outcomes"] = chosen
    text = with_front(before, changes) if changes else before
    return text[: len(text) - len(old.body)] + body


def _number(typed: str) -> int | str | None:
    """A whole number where one was typed; anything else stays as it is, for the checks to find."""
    return int(typed) if re.fullmatch(r"[1-9][0-9]{0,4}", typed) else typed or None


def headings_of(body: str) -> list[Heading]:
    """The headings of a text in order, code left out."""
    found, fence = [], ""
    for number, line in enumerate(body.split("\n"), start=1):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        heading = None if fence else _HEADING.fullmatch(line)
        if heading:
            found.append(Heading(len(heading[1]), heading[2], number))
    return found


def lesson_problems(course: str, path: str, text: str, others: Iterable[str]) -> list[Problem]:
    """What a reader of the course would say of this lesson alone. `others` are the paths of all other files, which are
    taken to be there and not looked at."""
    stubs = dict.fromkeys((other for other in others if other not in ("course.yaml", path)), b"")
    files = {**stubs, "course.yaml": course.encode(), path: text.encode()}
    return [problem for problem in read_files(files).problems if problem.file == path]
