"""A course made from a published one: a translation or an adaptation, with the credit that it owes."""

from __future__ import annotations

from dataclasses import replace

from .document import Author, CourseDocument, Language, Making, Origin


def derived(
    source: CourseDocument,
    *,
    version: int,
    how: Making,
    code: str,
    title: str,
    language: Language,
    centre: str,
    author: Author,
) -> CourseDocument:
    """The source as the beginning of a course of another centre, another language, or both.

    `version` is the number under which the source was published. Origins of the source stay named after it.
    """
    meta = source.metadata
    head = replace(
        meta, code=code, title=title, language=language, centres=(centre,), authors=(author,),
        based_on=(origin_of(source, version=version, how=how), *(meta.based_on or ())),
    )  # fmt: skip
    return replace(source, metadata=head)


def origin_of(source: CourseDocument, *, version: int, how: Making) -> Origin:
    """How a course that is made from this version names it."""
    meta = source.metadata
    return Origin(
        how, meta.code, version, meta.title, meta.language, meta.centres, tuple(each.name for each in meta.authors),
        meta.licence,
    )  # fmt: skip
