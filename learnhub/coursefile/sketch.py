"""A course as far as it can be made out while it is written: enough to show one of its texts as learners see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast, get_args

from .checks.index import as_text, entries
from .document import Asset, CourseDocument, Language, Metadata, Reference, Resource, Term
from .yamltree import parse


def sketch(course: str, assets: Iterable[Asset] = (), resources: Iterable[Resource] = ()) -> CourseDocument:
    """A document with the language, glossary, references and files of a course, and without its lessons and quizzes.

    `course` is the text of course.yaml, right or wrong. Unknown languages count as English.
    """
    tree, _ = parse(course, "course.yaml")
    value = tree.value if tree is not None and isinstance(tree.value, dict) else {}
    return CourseDocument(
        _metadata(value),
        modules=(),
        lessons=(),
        quizzes=(),
        glossary=tuple(
            Term(term, as_text(entry.get("definition")) or "")
            for _, entry in entries(value, "glossary")
            if (term := as_text(entry.get("term")))
        ),
        references=tuple(
            Reference(name, as_text(entry.get("text")) or "", as_text(entry.get("url")))
            for _, entry in entries(value, "references")
            if (name := as_text(entry.get("id")))
        ),
        assets=tuple(assets),
        resources=tuple(resources),
    )


def _metadata(value: dict[str, Any]) -> Metadata:
    language = as_text(value.get("language"))
    return Metadata(
        code=as_text(value.get("code")) or "",
        title=as_text(value.get("title")) or "",
        summary=as_text(value.get("summary")) or "",
        language=cast(Language, language) if language in get_args(Language) else "en",
        level="introductory",
        minutes=0,
        licence="",
        centres=(),
        authors=(),
        themes=(),
        frameworks=(),
        outcomes=(),
        prerequisites=(),
        completion_quizzes=(),
    )
