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
_PROSE: Final = (
    ("the figure has no description", "alternatives"),
    ("the figure has no caption", "alternatives"),
    ("the text begins with a heading", "headings"),
    ("a heading of level", "headings"),
    ("a subsection `###`", "headings"),
    ("an underlined heading", "headings"),
    ("headings and boxes do not fit", "headings"),
    ("there is no lesson", "links"),
    ("there is no file", "links"),
    ("the link `", "links"),
    ("this link is not complete", "links"),
    ("no lesson or quiz uses this file", "links"),
    ("captions begin with", "captions"),
    ("this citation is not complete", "citations"),
)
_QUIZ: Final = {"pass_mark": "pass-mark", "draw": "pass-mark", "minutes": "minutes"}


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
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def item_of(problem: Problem) -> str:
    """The line of the checklist that a problem of the reader belongs to."""
    for start, item in _PROSE:
        if problem.message.startswith(start):
            return item
    head = problem.path.partition(".")[0]
    if problem.file == "course.yaml":
        if "it has no `pass_mark`" in problem.message:
            return "pass-mark"
        return _COURSE.get(head or _missing(problem), "format")
    if problem.file.startswith("quizzes/"):
        if head == "questions" and "explanation" in (problem.path.rpartition(".")[2], _missing(problem)):
            return "explanations"
        return _QUIZ.get(head, "format")
    if problem.file.startswith("lessons/"):
        return _lesson(problem, head)
    return "links" if problem.file.startswith("assets/") else "format"


def _missing(problem: Problem) -> str:
    """The key that a sentence such as "`title` is missing" is about."""
    return problem.message.split("`")[1] if problem.message.startswith("`") else ""


def _lesson(problem: Problem, head: str) -> str:
    if problem.message.startswith(("the audio has no", "the video has no")):
        return "captions"
    if "is not in the references" in problem.message:
        return "citations"
    if "is not a file of the course" in problem.message:
        return "links"
    return {"minutes": "minutes", "outcomes": "outcomes"}.get(head, "format")
