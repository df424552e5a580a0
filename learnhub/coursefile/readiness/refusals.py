"""What the reader of course files refuses, sorted into the lines of the checklist.

The reader stays the only place that decides; here its problems are put where authors look for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..problems import Problem
from .finding import Finding, filled

_COURSE: Final = {
    "title": "title",
    "summary": "summary",
    "language": "language",
    "licence": "licence",
    "centres": "people",
    "authors": "people",
    "outcomes": "outcomes",
    "frameworks": "frameworks",
    "minutes": "minutes",
    "references": "citations",
}
_CODES: Final = {
    "alternatives": ("no-description", "no-caption"),
    "headings": ("heading-first", "heading-level", "heading-early", "heading-underlined", "quiz-headings"),
    "links": (
        "no-lesson", "no-lesson-near", "no-file", "no-file-near", "no-shared", "no-shared-near", "no-step-file",
        "link-nowhere", "left-link", "not-a-file", "unused-file",
    ),
    "captions": ("captions-head", "media-title", "media-needs"),
    "citations": ("left-citation", "no-reference", "no-reference-near"),
    "pass-mark": ("not-passable", "points-too-many"),
}  # fmt: skip
_ITEM_OF: Final = {code: item for item, codes in _CODES.items() for code in codes}
_QUIZ: Final = {"pass_mark": "pass-mark", "draw": "pass-mark", "minutes": "minutes"}
_LESSON: Final = {"minutes": "minutes", "outcomes": "outcomes"}


def refused(problems: Iterable[Problem]) -> Iterator[Finding]:
    """The problems of the reader as findings, all of them blocking."""
    for problem in problems:
        reason, _, mend = problem.message.partition("; ")
        item = item_of(problem)
        params = filled(reason=_sentence(reason), mend=_sentence(mend))
        yield Finding(
            problem.file,
            problem.line,
            problem.column,
            item,
            "refused",
            blocking=True,
            path=problem.path,
            params=params,
            message=problem.message,
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def item_of(problem: Problem) -> str:
    """The line of the checklist that a problem of the reader belongs to."""
    code = problem.message.code
    if code in _ITEM_OF:
        return _ITEM_OF[code]
    head = problem.path.partition(".")[0]
    if problem.file == "course.yaml":
        return _COURSE.get(head, "format")
    if problem.file.startswith("quizzes/"):
        explains = head == "questions" and problem.path.rpartition(".")[2] == "explanation"
        return "explanations" if explains else _QUIZ.get(head, "format")
    if problem.file.startswith(("lessons/", "assignments/")):
        return _LESSON.get(head, "format")
    return "links" if problem.file.startswith("assets/") else "format"
