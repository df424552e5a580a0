"""The texts in a YAML part, or in the front matter of a lesson, that a translator writes anew, by name."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ..assignmentform import write_assignment
from ..front import split_lesson
from ..loose import is_single, read_loose, shown, tidy, tidy_line
from ..outline import with_front, write_course
from ..quizedit import write_quiz

Data = dict[str, Any]
MOST_KEY: Final = 160
_LONG: Final = frozenset({"summary", "intro", "prompt", "explanation", "task"})
_OF_QUESTION: Final = (
    "prompt", "options", "accepted", "unit", "units", "items", "pairs", "distractors", "explanation"
)  # fmt: skip
WORD: Final = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Field:
    """A text by its name in the part, such as `questions.q1.prompt`.

    `many` is a list, one entry a line; `long` may have several paragraphs. What `stays` is cited as its makers wrote
    it, so that nothing is missing when it is as in the original.
    """

    key: str
    text: str
    many: bool = False
    long: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a text stands: in `holder`, under `name`."""

    key: str
    holder: Any
    name: Any

    @property
    def value(self) -> Any:
        return self.holder[self.name]


def read_fields(path: str, text: str) -> Data | None:
    """The data that hold the fields of a part; None where they cannot be read."""
    if path.endswith(".md"):
        front = split_lesson(text)[0]
        return read_loose(front) if front and front.strip() else {}
    return read_loose(text)


def write_fields(path: str, text: str, data: Data) -> str:
    """The part with these data; what did not change keeps its bytes."""
    if path.endswith(".md"):
        return with_front(text, {**dict.fromkeys(read_fields(path, text) or {}), **data})
    if path == "course.yaml":
        return write_course(data, text)
    return write_assignment(data, text) if path.startswith("assignments/") else write_quiz(data, text)


def fields_of(path: str, data: Data) -> list[Field]:
    """What a translator writes anew, in the order in which learners meet it."""
    return [
        Field(
            slot.key,
            "\n".join(shown(each) for each in slot.value)
            if isinstance(slot.value, list)
            else shown(slot.value),
            many=isinstance(slot.value, list),
            long=str(slot.name) in _LONG,
            stays=slot.key.startswith("references.")
            or (slot.name == "unit" and not WORD.search(shown(slot.value))),
        )
        for slot in _slots(path, data)
    ]


def with_field(path: str, data: Data, key: str, typed: str) -> Data:
    """The data with a field as it was typed, also one that was empty before. A shared term with other words is a term
    of the course itself from then on: what is shared is never changed. Raises KeyError if there is no such field."""
    new = copy.deepcopy(data)
    for slot in (*_slots(path, new), *_slots(path, new, empty=True)):
        if slot.key == key:
            lines = tidy(typed).split("\n")
            entries = [line for line in map(tidy_line, lines) if line]
            one = tidy(typed) if str(slot.name) in _LONG else tidy_line(typed)
            new_value = entries if isinstance(slot.value, list) else one
            if new_value != slot.value and slot.key.startswith("glossary."):
                slot.holder.pop("resource", None)
                slot.holder.pop("version", None)
            slot.holder[slot.name] = new_value
            return new
    raise KeyError(key)


def _slots(path: str, data: Data, *, empty: bool = False) -> Iterator[_Slot]:
    """Fields with a text in them, or with `empty` also those without one; a key that stands twice is named once."""
    walk: Callable[[Data], Iterator[_Slot]] = _of_quiz
    if path.endswith(".md"):
        walk = _of_front
    elif path == "course.yaml":
        walk = _of_course
    elif path.startswith("assignments/"):
        walk = _of_assignment
    seen = set()
    for slot in walk(data):
        filled = _texts(slot.value) if isinstance(slot.value, list) else is_single(slot.value)
        if filled and (empty or slot.value not in ("", [])) and slot.key not in seen:
            seen.add(slot.key)
            yield slot


def _texts(value: list[Any]) -> bool:
    return all(is_single(each) for each in value)


def _of_front(data: Data) -> Iterator[_Slot]:
    yield from _named(data, "", "title")


def _of_course(data: Data) -> Iterator[_Slot]:
    yield from _named(data, "", "title", "summary", "prerequisites")
    for list_name, name in (("outcomes", "text"), ("modules", "title")):
        for entry in _entries(data, list_name):
            yield from _named(entry, f"{list_name}.{shown(entry.get('id', ''))}.", name)
    for number, entry in enumerate(_entries(data, "glossary")):
        yield from _named(entry, f"glossary.{number}.", "term", "definition")
    for entry in _entries(data, "references"):
        yield from _named(entry, f"references.{shown(entry.get('id', ''))}.", "text")


def _of_assignment(data: Data) -> Iterator[_Slot]:
    yield from _named(data, "", "title", "task")
    for criterion in _entries(data, "criteria"):
        yield from _named(criterion, f"criteria.{shown(criterion.get('id', ''))}.", "title", "help")


def _of_quiz(data: Data) -> Iterator[_Slot]:
    yield from _named(data, "", "title", "intro")
    for question in _entries(data, "questions"):
        start = f"questions.{shown(question.get('id', ''))}."
        for name in _OF_QUESTION:
            yield from _of_question(question, start, name)


def _of_question(question: Data, start: str, name: str) -> Iterator[_Slot]:
    value = question.get(name)
    if name == "items" and isinstance(value, list):
        yield from (_Slot(f"{start}items.{n}"[:MOST_KEY], value, n) for n in range(len(value)))
    elif name in ("options", "pairs", "units"):
        for number, row in enumerate(_entries(question, name)):
            yield from _named(row, f"{start}{name}.{number}.", "text", "feedback", "left", "right", "unit")
    else:
        yield from _named(question, start, name)


def _named(holder: Data, start: str, *names: str) -> Iterator[_Slot]:
    yield from (_Slot(f"{start}{name}"[:MOST_KEY], holder, name) for name in names if name in holder)


def _entries(data: Data, name: str) -> Iterator[Data]:
    value = data.get(name)
    yield from (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))
