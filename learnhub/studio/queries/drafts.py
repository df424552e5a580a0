"""Reads of drafts: who sees which, their parts, earlier revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.catalogue.models import CourseVersion
from learnhub.centres.snapshot import reference
from learnhub.db import table
from learnhub.studio.domain import Draft, Part, State
from learnhub.studio.models.drafts import DraftChange, DraftPart, DraftRow

_PART = (DraftPart.path, DraftPart.text, DraftPart.rev, DraftPart.changed_by, DraftPart.changed_at)


def as_value(row: DraftRow) -> Draft:
    """The row as pages and rules see it."""
    return Draft(
        row.id, row.code, row.centre_id, row.title, row.language, State(row.state), row.network, row.course_id,
        row.base_version_id, row.seq, row.created_by, row.created_at, row.changed_at,
    )  # fmt: skip


def centres_of(
    session: Session, identity: Identity, permission: Permission = Permission.EDIT_COURSE
) -> frozenset[str]:
    """The centres whose drafts this person may see, write or review."""
    return reference(session).permitted_centres(identity, permission)


def visible_drafts(session: Session, identity: Identity) -> ColumnElement[bool]:
    """The row filter of every listing of drafts: those of centres for which the person may see drafts."""
    return DraftRow.centre_id.in_(sorted(centres_of(session, identity, Permission.VIEW_COURSE)))


def list_drafts(
    session: Session, identity: Identity, *, page: int = 1, size: int = 20
) -> tuple[Sequence[Draft], int]:
    """One page of the drafts that this person sees, the latest changed first, and how many there are."""
    seen = visible_drafts(session, identity)
    total = session.scalar(select(func.count()).select_from(DraftRow).where(seen)) or 0
    chosen = select(DraftRow).where(seen).order_by(DraftRow.changed_at.desc(), DraftRow.id)
    rows = session.scalars(chosen.limit(size).offset((page - 1) * size))
    return [as_value(row) for row in rows], total


def find_draft(session: Session, draft_id: str) -> Draft | None:
    """The draft with this id, whoever asks: for guards, which ask the policy themselves."""
    row = session.get(DraftRow, draft_id)
    return as_value(row) if row else None


def find_draft_of(session: Session, code: str) -> Draft | None:
    """The draft of the course with this code, whoever asks."""
    row = session.scalar(select(DraftRow).where(DraftRow.code == code))
    return as_value(row) if row else None


def codes_with_draft(session: Session) -> frozenset[str]:
    """The codes that no new draft can have."""
    return frozenset(session.scalars(select(DraftRow.code)))


def published_number(session: Session, draft: Draft) -> int:
    """The number of the latest version of the course, 0 if none was published."""
    if draft.course_id is None:
        return 0
    numbers = select(func.max(CourseVersion.number)).where(CourseVersion.course_id == draft.course_id)
    return session.scalar(numbers) or 0


def in_force_elsewhere(session: Session, draft: Draft) -> tuple[int, int] | None:
    """The version in force, as id and number, if it did not come from this draft: somebody has published files."""
    newest = session.execute(
        select(CourseVersion.id, CourseVersion.number)
        .where(CourseVersion.course_id == draft.course_id)
        .order_by(CourseVersion.number.desc())
        .limit(1)
    ).first()
    if newest is None or newest.id == draft.base_version_id:
        return None
    return newest.id, newest.number


def parts_of(session: Session, draft_id: str) -> Mapping[str, Part]:
    """All parts of a draft by path, in one query."""
    rows = session.execute(
        select(*_PART).where(DraftPart.draft_id == draft_id).order_by(DraftPart.path)
    ).all()
    return {row.path: Part(*row) for row in rows}


def find_part(session: Session, draft_id: str, path: str) -> Part | None:
    """One part as it stands, or None."""
    row = session.execute(
        select(*_PART).where(DraftPart.draft_id == draft_id, DraftPart.path == path)
    ).first()
    return Part(*row) if row else None


def text_at(session: Session, draft_id: str, path: str, rev: int) -> str | None:
    """The text of a part at a revision; None if there is no such revision, or the part was removed with it."""
    changes = table(DraftChange)
    return session.scalar(
        select(changes.c.text).where(
            changes.c.draft_id == draft_id, changes.c.path == path, changes.c.rev == rev
        )
    )


def texts_at(session: Session, draft_id: str, wanted: set[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The texts of parts at revisions, in one query."""
    changes = table(DraftChange)
    if not wanted:
        return {}
    rows = session.execute(
        select(changes.c.path, changes.c.rev, changes.c.text).where(
            changes.c.draft_id == draft_id, tuple_(changes.c.path, changes.c.rev).in_(sorted(wanted))
        )
    ).all()
    return {(path, rev): text or "" for path, rev, text in rows}


def last_rev(session: Session, draft_id: str, path: str) -> int:
    """The highest revision that this path ever had, 0 if it never was."""
    changes = table(DraftChange)
    return (
        session.scalar(
            select(func.max(changes.c.rev)).where(changes.c.draft_id == draft_id, changes.c.path == path)
        )
        or 0
    )


def revisions_of(
    session: Session, draft_id: str, path: str, *, most: int = 50
) -> Sequence[tuple[int, datetime, int | None, str, bool]]:
    """The latest revisions of a part, the newest first: number, when, by whom, act, whether there is a text."""
    changes = table(DraftChange)
    rows = session.execute(
        select(changes.c.rev, changes.c.at, changes.c.person_id, changes.c.act, changes.c.text.is_not(None))
        .where(changes.c.draft_id == draft_id, changes.c.path == path)
        .order_by(changes.c.rev.desc())
        .limit(most)
    ).all()
    return [(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]
