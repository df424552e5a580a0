"""Findings that need more than one part of the course, or the file that holds it together."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.index import named, texts
from ..yamltree import Path, Tree
from .finding import Note, filled
from .parts import Parts
from .prose import prose_of
from .quiz import cited_in_quiz


def course_notes(parts: Parts) -> Iterator[Note]:
    """Outcomes that no lesson teaches, references that nothing cites. Lines are those of course.yaml, from 0."""
    course = parts.course
    if course is None:
        return
    taught = {
        outcome
        for lesson in parts.lessons.values()
        if lesson.front
        for _, outcome in texts(lesson.front.value, "outcomes")
    }
    for path, outcome in named(course, "outcomes", "id"):
        if parts.lessons and outcome not in taught:
            yield _note(course, path, "outcome-untaught", outcome)
    cited = _cited(parts)
    for path, reference in named(course, "references", "id"):
        if reference not in cited:
            yield _note(course, path, "reference-unused", reference)


def _note(course: Tree, path: Path, code: str, text: str) -> Note:
    return Note(course.place(path)[0] - 1, code, filled(text=text), ".".join(map(str, path)))


def _cited(parts: Parts) -> set[str]:
    cited: set[str] = set()
    for lesson in parts.lessons.values():
        cited |= prose_of(lesson.text).cited
    for quiz in parts.quizzes.values():
        cited |= cited_in_quiz(quiz)
    for assignment in parts.assignments.values():
        cited |= prose_of(assignment.task[0]).cited
    return cited
