"""The short texts of a course that pages show as they are written: titles, outcomes, terms, criteria, lines."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Assignment, CourseDocument, Quiz
from .foreign import Foreign


def names_left(document: CourseDocument, foreign: Foreign) -> frozenset[str]:
    """Those that stand in the language of the original, in a translation of which `foreign` says what is left so."""
    return frozenset(text for path, text in _names(document) if text.strip() in foreign.of(path).texts)


def _names(document: CourseDocument) -> Iterator[tuple[str, str]]:
    """Each with the part that it stands in."""
    yield from (("course.yaml", text) for text in _of_course(document))
    for lesson in document.lessons:
        yield f"lessons/{lesson.id}.md", lesson.title
    for quiz in document.quizzes:
        yield from ((f"quizzes/{quiz.id}.yaml", text) for text in _of_quiz(quiz))
    for task in document.assignments:
        yield from ((f"assignments/{task.id}.yaml", text) for text in _of_assignment(task))


def _of_course(document: CourseDocument) -> Iterator[str]:
    meta = document.metadata
    yield from (meta.title, meta.summary, *meta.prerequisites)
    yield from (outcome.text for outcome in meta.outcomes)
    yield from (module.title for module in document.modules)
    for term in document.glossary:
        yield from (term.term, term.definition)


def _of_quiz(quiz: Quiz) -> Iterator[str]:
    yield quiz.title
    for question in quiz.questions:
        yield from (*question.get("items", ()), *question.get("distractors", ()))
        yield from (pair[side] for pair in question.get("pairs", ()) for side in ("left", "right"))


def _of_assignment(task: Assignment) -> Iterator[str]:
    yield task.title
    for criterion in task.criteria:
        yield from (criterion.title, criterion.help or "")
