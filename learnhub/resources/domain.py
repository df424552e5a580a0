"""A shared resource as values: its draft, its versions, how versions are numbered, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import ValidationError

from learnhub.access.permissions import Permission
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.resources import MODELS, version_key
from learnhub.kernel.errors import N_, Conflict, Forbidden


class State(StrEnum):
    """The way of what is shared to its readers, and its end."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    RETIRED = "retired"


class Act(StrEnum):
    """What can happen to it on this way."""

    SAVE = "save"
    ASK = "ask"
    TAKE_BACK = "take_back"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states an act leads where, and what one must be allowed to do for the centre."""

    start: frozenset[State]
    to: State
    needs: Permission


_OPEN: Final = frozenset({State.DRAFT, State.WAITING, State.PUBLISHED})
_WAITING: Final = frozenset({State.WAITING})
MOVES: Final[Mapping[Act, Move]] = MappingProxyType(
    {
        # a text that changes while it waits is another text than the one that was to be confirmed
        Act.SAVE: Move(_OPEN, State.DRAFT, Permission.EDIT_COURSE),
        Act.ASK: Move(_OPEN - _WAITING, State.WAITING, Permission.EDIT_COURSE),
        Act.TAKE_BACK: Move(_WAITING, State.DRAFT, Permission.EDIT_COURSE),
        Act.CONFIRM: Move(_WAITING, State.PUBLISHED, Permission.REVIEW_COURSE),
        Act.SEND_BACK: Move(_WAITING, State.DRAFT, Permission.REVIEW_COURSE),
        Act.RETIRE: Move(_OPEN, State.RETIRED, Permission.MANAGE_COURSE),
    }
)
"""The whole way. docs/studio.md has the same table in words."""


def check_move(state: State, act: Act) -> State:
    """The state after the act. Raises Conflict if it can't be done from here."""
    if state not in MOVES[act].start:
        if state is State.RETIRED:
            raise Conflict(
                N_("This is retired. Its versions stay to be read, and nothing is changed any more.")
            )
        if act in (Act.CONFIRM, Act.SEND_BACK):
            raise Conflict(N_("This does not wait any more: its text was changed, taken back or decided on."))
        raise Conflict(N_("This can't be done in its present state. Look at it again."))
    return MOVES[act].to


def check_not_own(person_id: int | None, writers: Collection[int]) -> None:
    """Nobody confirms her own words. Raises Forbidden, saying why."""
    if person_id in writers:
        raise Forbidden(N_("You have written in this text, so somebody else has to confirm it."))


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
    state: State
    asked_by: int | None = None
    asked_of: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version: its file and the digest of it. `retired_at` and `why` are those of the resource."""

    kind: str
    code: str
    centre_id: str
    version: str
    data: Mapping[str, str]
    sha256: str
    published_at: datetime
    retired_at: datetime | None = None
    why: str = ""


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
