"""The files of a course, read leniently: what cannot be read is left out here and named by the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, get_args

from learnhub.kernel.letters import plain_lines

from ..checks.index import as_text, entries
from ..document import Asset, CourseDocument, Language, Metadata, Reference, Resource, Term
from ..front import text_below
from ..resources import PATH, loose_resource
from ..yamltree import Tree, parse

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_LINE_END: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML counts lines


@dataclass(frozen=True)
class LessonPart:
    """A lesson: its front matter, its text, and how many lines stand above the text."""

    front: Tree | None
    text: str
    above: int

    @property
    def minutes(self) -> int | None:
        return (
            whole(self.front.value.get("minutes"))
            if self.front and isinstance(self.front.value, dict)
            else None
        )


@dataclass(frozen=True, slots=True)
class QuizPart:
    """A quiz by its file and text; equal texts are equal, so that what is said of one is kept."""

    file: str
    text: str

    @property
    def tree(self) -> Tree | None:
        """What the text says, or None when it cannot be read to its end."""
        return _tree(self.file, self.text)


class AssignmentPart(QuizPart):
    """An assignment by its file and text."""

    @property
    def task(self) -> tuple[str, int]:
        """What it asks for, and how many lines of the file stand above that."""
        tree = self.tree
        text = as_text(tree.value.get("task")) if tree and isinstance(tree.value, dict) else None
        if tree is None or not text:
            return "", 0
        line = tree.place(("task",))[0]
        block = _LINE_END.split(self.text)[line - 1].rstrip().endswith(("|", "|-", "|+", ">", ">-", ">+"))
        return text, line if block else line - 1


@dataclass(frozen=True)
class Parts:
    """The parts of a course by file name."""

    course: Tree | None = None
    lessons: Mapping[str, LessonPart] = field(default_factory=dict)
    quizzes: Mapping[str, QuizPart] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    assignments: Mapping[str, AssignmentPart] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language that the course states, or empty when it states none of ours."""
        value = self.course.value if self.course else None
        text = as_text(value.get("language")) if isinstance(value, dict) else None
        return text if text in LANGUAGES else ""


def whole(value: Any) -> int | None:
    """A whole number as it is, None for anything else."""
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def parts_of(files: Mapping[str, bytes]) -> Parts:
    """The parts of a course from its files. Nothing is refused."""
    lessons, quizzes, assignments = {}, {}, {}
    for name in sorted(files):
        if name.startswith("lessons/") and name.endswith(".md"):
            lessons[name] = _lesson(name, _text(files[name]))
        elif name.startswith("quizzes/") and name.endswith(".yaml"):
            quizzes[name] = QuizPart(name, _text(files[name]))
        elif name.startswith("assignments/") and name.endswith(".yaml"):
            assignments[name] = AssignmentPart(name, _text(files[name]))
    assets = {name: data for name, data in files.items() if name.startswith("assets/")}
    course = _tree("course.yaml", _text(files["course.yaml"])) if "course.yaml" in files else None
    return Parts(course, lessons, quizzes, assets, resources_in(files), assignments)


def resources_in(files: Mapping[str, bytes]) -> tuple[Resource, ...]:
    """The cases and sites of a course, right or wrong."""
    found = (loose_resource(name, _text(files[name])) for name in sorted(files) if PATH.fullmatch(name))
    return tuple(each for each in found if each)


def _text(data: bytes) -> str:
    return plain_lines(data.decode("utf-8-sig", "replace"))


@lru_cache(maxsize=512)
def _tree(name: str, text: str, first_line: int = 1) -> Tree | None:
    return parse(text, name, first_line)[0]


@lru_cache(maxsize=512)
def _lesson(name: str, text: str) -> LessonPart:
    front, above, body = text_below(text)
    return LessonPart(None if front is None else _tree(name, front, 2), body, above)


def page_context(parts: Parts) -> CourseDocument:
    """As much of a document as a lesson's page needs to be compiled: the language, the terms, the references."""
    value = parts.course.value if parts.course else None
    terms = tuple(
        Term(as_text(entry.get("term")) or "", as_text(entry.get("definition")) or "")
        for _, entry in entries(value, "glossary")
    )
    references = tuple(
        Reference(as_text(entry.get("id")) or "", as_text(entry.get("text")) or "", as_text(entry.get("url")))
        for _, entry in entries(value, "references")
    )
    assets = tuple(Asset(path, "application/octet-stream", 0, "") for path in sorted(parts.assets))
    return CourseDocument(_metadata(parts.language), (), (), (), terms, references, assets, parts.resources)


def _metadata(language: str) -> Metadata:
    known = next((code for code in LANGUAGES if code == language), LANGUAGES[1])
    return Metadata("", "", "", known, "introductory", 1, "", (), (), (), (), (), (), ())
