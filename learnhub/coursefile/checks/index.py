"""What the files of a course declare, gathered leniently: values of a wrong type are left to the schema."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..yamltree import Path, Tree


@dataclass(frozen=True)
class LoadedLesson:
    """A lesson file: its front matter, its text, and the line on which the text begins."""

    file: str
    front: Tree | None
    text: str
    first_line: int


@dataclass
class Loaded:
    """All files of a course after the first look; a file that could not be read is absent or None."""

    course: Tree | None = None
    lessons: dict[str, LoadedLesson] = field(default_factory=dict)
    quizzes: dict[str, Tree | None] = field(default_factory=dict)
    assets: dict[str, bytes] = field(default_factory=dict)
    unread_assets: set[str] = field(default_factory=set)
    resources: dict[str, Tree | None] = field(default_factory=dict)
    assignments: dict[str, Tree | None] = field(default_factory=dict)


@dataclass
class CourseIndex:
    """The names that texts may refer to. A set is None when the file that declares them could not be read."""

    outcomes: set[str] | None
    terms: set[str] | None
    references: set[str] | None
    lessons: set[str]
    assets: set[str]
    used_assets: set[str] = field(default_factory=set)
    measured: set[str] = field(default_factory=set)
    resources: dict[str, str | None] = field(default_factory=dict)
    """The version that each file of a case or site holds; None where it cannot be read."""
    embedded: set[str] = field(default_factory=set)


def fold_term(term: str) -> str:
    """The form in which glossary terms are compared: without case and doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", term).casefold().split())


def as_text(value: Any) -> str | None:
    """A text as written, numbers included; None for anything else."""
    if isinstance(value, str):
        return value.strip()
    written = getattr(value, "written", None)
    return written if isinstance(written, str) else None


def entries(value: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The mappings in the list that stands under `key`, with their numbers."""
    listed = value.get(key) if isinstance(value, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield number, entry


def texts(value: Any, key: str) -> Iterator[tuple[int, str]]:
    """The texts in the list that stands under `key`, with their numbers."""
    listed = value.get(key) if isinstance(value, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        text = as_text(entry)
        if text:
            yield number, text


def named(tree: Tree, key: str, name: str) -> Iterator[tuple[Path, str]]:
    """The names of the entries of a list, such as the ids of the outcomes, with their paths."""
    for number, entry in entries(tree.value, key):
        text = as_text(entry.get(name))
        if text:
            yield (key, number, name), text


def build_index(loaded: Loaded) -> CourseIndex:
    """Gather what is declared."""
    course = loaded.course
    return CourseIndex(
        outcomes=None if course is None else {name for _, name in named(course, "outcomes", "id")},
        terms=None if course is None else {fold_term(name) for _, name in named(course, "glossary", "term")},
        references=None if course is None else {name for _, name in named(course, "references", "id")},
        lessons=set(loaded.lessons),
        assets=set(loaded.assets) | loaded.unread_assets,
        resources={path: _held(tree) for path, tree in loaded.resources.items()},
    )


def _held(tree: Tree | None) -> str | None:
    return as_text(tree.value.get("version")) if tree and isinstance(tree.value, dict) else None
