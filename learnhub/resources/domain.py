"""A shared resource as values: its draft, its versions, how versions are numbered, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import ValidationError

from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.resources import MODELS, version_key


@dataclass(frozen=True, slots=True)
class Item:
    """A resource as its authors see it. `draft` has what is written now, by the keys of its file; `version` is the
    latest published one, empty if there is none."""

    id: str
    kind: str
    code: str
    centre_id: str
    language: str
    title: str
    draft: Mapping[str, str]
    rev: int
    version: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version: its file and the digest of it."""

    kind: str
    code: str
    centre_id: str
    version: str
    data: Mapping[str, str]
    sha256: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """A course that embeds a resource, and in which version."""

    course: str
    version: str


Key = tuple[str, str]
"""Kind and code: what names a resource in the whole network."""


class Standing(StrEnum):
    """How the copy in a course stands to what was published."""

    CURRENT = "current"
    OLDER = "older"
    ALTERED = "altered"
    UNKNOWN = "unknown"


def next_version(taken: Iterable[str], day: date) -> str:
    """The name of a version that is published on this day: the date, `.2` after it for the second of the day."""
    today = [version_key(each)[1] for each in taken if version_key(each)[0] == day.isoformat()]
    return f"{day.isoformat()}.{max(today) + 1}" if today else day.isoformat()


def missing(kind: str, data: Mapping[str, str]) -> list[str]:
    """The keys whose text keeps a resource from being published: not there, too long, or no address of the web."""
    try:
        MODELS[kind].model_validate({key: value for key, value in data.items() if value})
    except ValidationError as error:
        return sorted({str(each["loc"][0]) for each in error.errors(include_url=False)})
    return []


def embedded_in(document: CourseDocument) -> dict[Key, str]:
    """What a course embeds, with the version: cases and sites it carries, and terms of its glossary."""
    found: dict[Key, str] = {(each.kind, each.code): each.version for each in document.resources}
    terms = (each for each in document.glossary if each.resource and each.version)
    return found | {("term", str(each.resource)): str(each.version) for each in terms}


def standing(version: str, sha256: str, published: Mapping[str, str]) -> Standing:
    """How a copy stands; `published` has the digest of every published version."""
    if version not in published:
        return Standing.ALTERED if published else Standing.UNKNOWN
    if published[version] != sha256:
        return Standing.ALTERED
    return Standing.CURRENT if version == max(published, key=version_key) else Standing.OLDER
