"""Reads of the media library: who sees which files, where a file is used."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.catalogue.models import Course, CourseVersion, VersionFile
from learnhub.kernel.errors import N_, NotFound
from learnhub.kernel.letters import folded
from learnhub.studio.domain import AssetPart
from learnhub.studio.library import Kind, MediaItem
from learnhub.studio.models.drafts import DraftChange, DraftPart, DraftRow
from learnhub.studio.models.media import MediaRow
from learnhub.studio.models.reviews import ReviewRequest
from learnhub.studio.queries.drafts import centres_of, visible_drafts

MOST_FOUND = 2_000  # nobody leafs through more


@dataclass(frozen=True, slots=True)
class Use:
    """A draft that holds a file, under this path."""

    draft_id: str
    title: str
    language: str
    path: str


def as_item(row: MediaRow) -> MediaItem:
    """The row as pages and rules see it."""
    return MediaItem(
        row.id, row.centre_id, Kind(row.kind), row.name, row.media_type, row.size, row.sha256, row.width,
        row.height, row.title, row.words, row.captions, row.minutes, row.credit, row.licence, row.created_by,
        row.created_at, tuple(AssetPart(**each) for each in json.loads(row.copies or "[]")),
    )  # fmt: skip


def visible_media(session: Session, identity: Identity) -> ColumnElement[bool]:
    """The row filter of every listing: the files of centres for which the person may see drafts."""
    return MediaRow.centre_id.in_(sorted(centres_of(session, identity, Permission.VIEW_COURSE)))


def list_media(
    session: Session,
    identity: Identity,
    *,
    centre: str = "",
    kind: str = "",
    text: str = "",
    page: int = 1,
    size: int = 20,
) -> tuple[Sequence[MediaItem], int]:
    """One page of the files that this person sees, the newest first, and how many there are."""
    wanted = [visible_media(session, identity)]
    if centre:
        wanted.append(MediaRow.centre_id == centre)
    if kind:
        wanted.append(MediaRow.kind == kind)
    if text:
        wanted.append(MediaRow.id.in_(_with_words(session, wanted, folded(text).split())))
    total = session.scalar(select(func.count()).select_from(MediaRow).where(*wanted)) or 0
    rows = session.scalars(
        select(MediaRow)
        .where(*wanted)
        .order_by(MediaRow.created_at.desc(), MediaRow.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return [as_item(row) for row in rows], total


def _with_words(session: Session, wanted: list[ColumnElement[bool]], words: list[str]) -> list[str]:
    """Files among the wanted ones in whose texts every word stands, the newest. No database folds all scripts."""
    texts = (MediaRow.title, MediaRow.words, MediaRow.name, MediaRow.credit)
    rows = session.execute(select(MediaRow.id, *texts).where(*wanted).order_by(MediaRow.created_at.desc()))
    read = ((media_id, folded(" ".join(said))) for media_id, *said in rows)
    return [media_id for media_id, said in read if all(word in said for word in words)][:MOST_FOUND]


def find_media(session: Session, media_id: str) -> MediaItem | None:
    """The file with this id, whoever asks: for guards, which ask the policy themselves."""
    row = session.get(MediaRow, media_id)
    return as_item(row) if row else None


def get_media_row(session: Session, media_id: str) -> MediaRow:
    """The row, for commands. Raises NotFound."""
    row = session.get(MediaRow, media_id)
    if row is None:
        raise NotFound(N_("There is no such file in the library."))
    return row


def find_same(session: Session, centre_id: str, sha256: str) -> MediaItem | None:
    """The file of this centre with the same content, or None."""
    row = session.scalar(select(MediaRow).where(MediaRow.centre_id == centre_id, MediaRow.sha256 == sha256))
    return as_item(row) if row else None


def items_by_digest(session: Session, centre_id: str, digests: set[str]) -> Mapping[str, MediaItem]:
    """The files of the library with these contents."""
    rows = session.scalars(
        select(MediaRow).where(MediaRow.centre_id == centre_id, MediaRow.sha256.in_(sorted(digests)))
    )
    return {row.sha256: as_item(row) for row in rows}


def uses_of(session: Session, centre_id: str) -> Mapping[str, Sequence[Use]]:
    """In which drafts of a centre files are, by digest: one query for a whole page of the library."""
    rows = session.execute(
        select(DraftRow.id, DraftRow.title, DraftRow.language, DraftPart.path, DraftPart.text)
        .join(DraftPart, DraftPart.draft_id == DraftRow.id)
        .where(DraftRow.centre_id == centre_id, DraftPart.path.startswith("assets/", autoescape=True))
        .order_by(DraftRow.title, DraftPart.path)
    ).all()
    found: dict[str, list[Use]] = defaultdict(list)
    for draft_id, title, language, path, text in rows:
        found[AssetPart.from_text(text).sha256].append(Use(draft_id, title, language, path))
    return found


def may_see_file(session: Session, identity: Identity, sha256: str) -> bool:
    """Whether the file with this digest is in a library, or in a draft, now or earlier, that this person may see."""
    if not identity.signed_in:
        return False
    kept = select(MediaRow.id).where(visible_media(session, identity), MediaRow.sha256 == sha256)
    if session.scalar(kept.limit(1)) is not None:
        return True
    asked = select(ReviewRequest.draft_id).where(
        ReviewRequest.reviewer_id == identity.person_id, ReviewRequest.ended_at.is_(None)
    )
    held = (
        select(DraftChange.path)
        .join(DraftRow, DraftRow.id == DraftChange.draft_id)
        .where(
            or_(visible_drafts(session, identity), DraftRow.id.in_(asked)),
            DraftChange.path >= "assets/",
            DraftChange.path < "assets0",
            DraftChange.text.contains(sha256, autoescape=True),
        )
    )
    return session.scalar(held.limit(1)) is not None


def published_with(session: Session, centre_id: str, sha256: str) -> Sequence[str]:
    """Codes of the centre's courses that have a published version with this file, old versions too."""
    rows = session.scalars(
        select(Course.code)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .join(VersionFile, VersionFile.version_id == CourseVersion.id)
        .where(Course.centre_id == centre_id, VersionFile.sha256 == sha256)
        .distinct()
        .order_by(Course.code)
    )
    return list(rows)
