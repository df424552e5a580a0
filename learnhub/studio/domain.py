"""A draft as values: its states, its parts, and what came of saving one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from learnhub.coursefile import limits
from learnhub.coursefile.document import Asset
from learnhub.coursefile.media import ASSET_PATH, media_type
from learnhub.coursefile.merge import Conflict as Clash
from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.kernel.letters import plain_lines

COURSE: Final = "course.yaml"
"""The part that says what the course is and in which order it goes."""
_TEXT: Final = re.compile(
    r"course\.yaml|lessons/[a-z0-9-]{1,60}\.md|(?:quizzes|assignments|cases|sites)/[a-z0-9-]{1,60}\.yaml"
)
MOST_PATH: Final = 120


class State(StrEnum):
    """Where a draft stands on its way to readers."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stood when it was read. `seq` is the number of its last change; `network` drafts want approvals of
    two centres. Title and language are those of course.yaml, as far as it can be read."""

    id: str
    code: str
    centre_id: str
    title: str
    language: str
    state: State
    network: bool
    course_id: int | None
    base_version_id: int | None
    seq: int
    created_by: int | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AssetPart:
    """A file of a draft; its bytes are in the store of files under their digest. Size in bytes; width and height of
    pictures in pixels or SVG units."""

    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None

    def as_text(self) -> str:
        """What is kept in the place of a text."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> AssetPart:
        """The file that `as_text` wrote down."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a draft as it stands: `rev` counts from 1 and never goes back, also over a removal."""

    path: str
    text: str
    rev: int
    changed_by: int | None
    changed_at: datetime

    @property
    def asset(self) -> AssetPart:
        """The file behind a path in `assets/`. Raises ValueError for a text."""
        if not self.path.startswith("assets/"):
            raise ValueError(f"{self.path} is a text")
        return AssetPart.from_text(self.text)


Parts = Mapping[str, Part]


def assets_of(parts: Parts) -> list[Asset]:
    """The files of a draft as its document has them, without their bytes."""
    files = [(path, part.asset) for path, part in parts.items() if path.startswith("assets/")]
    return [
        Asset(path, each.media_type, each.size, each.sha256, each.width, each.height) for path, each in files
    ]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the text as it stands now. `merged` if somebody else's changes are in it; `clashes` are the
    places where both wrote. `own` is the revision that is exactly what was sent, where that is another one: whoever has
    typed on meanwhile goes on from there."""

    rev: int
    text: str
    merged: bool = False
    clashes: tuple[Clash, ...] = ()
    own: int = 0


class Overtaken(Conflict):
    """Somebody else changed the part meanwhile, and the two texts can't be put together: both are here."""

    code = "overtaken"

    def __init__(self, *, mine: str, theirs: str, rev: int) -> None:
        super().__init__(N_("Somebody else has changed this text meanwhile. Both texts are kept."))
        self.mine, self.theirs, self.rev = mine, theirs, rev


def fits(path: str) -> bool:
    """Whether a course has a place for a file of this path."""
    if path.startswith("assets/"):
        return bool(ASSET_PATH.fullmatch(path)) and len(path) <= MOST_PATH and media_type(path) is not None
    return bool(_TEXT.fullmatch(path))


def checked_path(path: str) -> str:
    """The path, if a course has a place for it. Raises Unacceptable."""
    if not fits(path):
        raise Unacceptable(N_("A course has no place for a file with this name."))
    return path


def checked_text(text: str) -> str:
    """The text as drafts keep it: line ends of one kind, no NUL. Raises Unacceptable if it is larger than any file of
    a course may be."""
    tidy = plain_lines(text.removeprefix("\ufeff")).replace("\0", "")
    if len(tidy.encode(errors="replace")) > limits.TEXT_FILE:
        raise Unacceptable(N_("This text is larger than 1 MB. Split it into several lessons."))
    return tidy
