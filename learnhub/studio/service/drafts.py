"""Open a draft, save a part, remove one, bring one back, and read the whole as a course.

Every command takes the draft's row first, so that two people who save at once come one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.coursefile.merge import merge
from learnhub.coursefile.reader import ReadResult, read_files
from learnhub.coursefile.yamltree import parse
from learnhub.db import database_of, rows_changed, table
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.kernel.ids import opaque_id
from learnhub.kernel.recent import Recent
from learnhub.studio.domain import (
    COURSE,
    AssetPart,
    Draft,
    Overtaken,
    Part,
    Saved,
    State,
    checked_path,
    checked_text,
)
from learnhub.studio.models.drafts import DraftChange, DraftPart, DraftRow
from learnhub.studio.queries.drafts import as_value, find_draft_of, find_part, last_rev, parts_of, text_at
from learnhub.studio.service.journal import note_clashes

KEPT = 16
NO_WORDS = N_("A file has no words that can be changed. Send another file in its place.")
TAKEN = N_("There is a draft with this address already. Go on with that draft, or write another address.")


def open_draft(
    session: Session,
    *,
    code: str,
    title: str,
    language: str,
    centre_id: str,
    parts: Mapping[str, str | AssetPart],
    actor: int | None,
    now: datetime,
    course: Course | None = None,
) -> Draft:
    """A new draft with these parts. Raises Conflict if the course has a draft already, Unacceptable for a part that no
    course has a place for."""
    if find_draft_of(session, code) is not None:
        raise Conflict(TAKEN)
    row = DraftRow(
        id=opaque_id("d"),
        code=code,
        centre_id=centre_id,
        title=title[:200],
        language=language,
        state=State.DRAFT,
        course_id=course.id if course else None,
        base_version_id=course.version_id if course else None,
        created_by=actor,
        created_at=now,
        changed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as twice:  # the same button twice, or somebody else at the same moment
        raise Conflict(TAKEN) from twice
    for path in sorted(parts):
        _write(session, row, checked_path(path), _text_of(parts[path]), actor=actor, now=now, act="open")
    return as_value(row)


def _text_of(part: str | AssetPart) -> str:
    return part.as_text() if isinstance(part, AssetPart) else checked_text(part)


def hold(session: Session, draft: Draft) -> DraftRow:
    """Take the draft's row until the transaction ends and see what it says now."""
    return session.scalars(
        select(DraftRow)
        .where(DraftRow.id == draft.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def hold_to_write(session: Session, draft: Draft) -> DraftRow:
    """Take the draft's row to change its text. Raises Conflict if the course is retired."""
    row = hold(session, draft)
    if row.state == State.RETIRED:
        raise Conflict(
            N_("This course is retired. Its text can be read, and written on only in a new course.")
        )
    return row


def save_part(
    session: Session,
    *,
    draft: Draft,
    path: str,
    text: str | AssetPart,
    base_rev: int,
    actor: int | None,
    now: datetime,
    act: str = "edit",
) -> Saved:
    """Save the text that somebody wrote from revision `base_rev` (0: the part is new).

    Raises Overtaken if the part has changed since and the texts can't be put together, Conflict if the draft is
    retired, Unacceptable for a path or a text that no course may have.
    """
    path, new = checked_path(path), _text_of(text)
    if path.startswith("assets/") and not isinstance(text, AssetPart):
        raise Unacceptable(NO_WORDS)
    row = hold_to_write(session, draft)
    there = find_part(session, draft.id, path)
    if there is not None and there.text == new:
        return Saved(there.rev, there.text)
    rev = there.rev if there else last_rev(session, draft.id, path)
    if there is not None and rev != base_rev:
        return _merge(session, row, there, new, base_rev, actor=actor, now=now)
    saved = _write(session, row, path, new, actor=actor, now=now, act=act, rev=rev)
    return Saved(saved, new)


def _merge(
    session: Session, row: DraftRow, there: Part, new: str, base_rev: int, *, actor: int | None, now: datetime
) -> Saved:
    base = text_at(session, row.id, there.path, base_rev)
    if base == new:  # nothing of one's own: what stands there is newer
        return Saved(there.rev, there.text, merged=True)
    if base is None or there.path.startswith("assets/"):
        raise Overtaken(mine=new, theirs=there.text, rev=there.rev)
    both = merge(base, new, there.text, there.path)
    own = _write(session, row, there.path, new, actor=actor, now=now, act="edit", rev=there.rev)
    rev = _write(session, row, there.path, both.text, actor=actor, now=now, act="merge", rev=own)
    note_clashes(
        session, row, path=there.path, text=both.text, rev=rev, differences=both.conflicts,
        theirs_by=there.changed_by, mine_by=actor, now=now,
    )  # fmt: skip
    return Saved(rev, both.text, merged=True, clashes=both.conflicts, own=own)


def _write(
    session: Session,
    draft: DraftRow,
    path: str,
    text: str | None,
    *,
    actor: int | None,
    now: datetime,
    act: str,
    rev: int = 0,
) -> int:
    """Put a text (None: nothing) in the part's place, note the change, give the new revision."""
    draft.seq += 1
    draft.changed_at = now
    if draft.state == State.PUBLISHED:
        draft.state = State.DRAFT
    if path == COURSE and text is not None:
        _take_title(draft, text)
    values = {"draft_id": draft.id, "path": path, "rev": rev + 1, "text": text}
    session.execute(
        insert(table(DraftChange)), {**values, "seq": draft.seq, "person_id": actor, "at": now, "act": act}
    )
    parts = table(DraftPart)
    here = (parts.c.draft_id == draft.id) & (parts.c.path == path)
    if text is None:
        session.execute(delete(parts).where(here))
    else:
        values |= {"changed_by": actor, "changed_at": now}
        if not rows_changed(session.execute(update(parts).where(here).values(values))):
            session.execute(insert(parts), values)
    session.flush()
    return rev + 1


def _take_title(draft: DraftRow, text: str) -> None:
    """Lists show what course.yaml says, as far as it can be read."""
    tree, _problems = parse(text, COURSE)
    value = tree.value if tree is not None else None
    if isinstance(value, dict):
        title, language = value.get("title"), value.get("language")
        if isinstance(title, str) and title.strip():
            draft.title = title.strip()[:200]
        if language in {"ar", "en", "es", "fr", "ru", "zh"}:
            draft.language = language


def remove_part(session: Session, *, draft: Draft, path: str, actor: int | None, now: datetime) -> int:
    """Take a part away; its texts stay in the history. Gives the revision that removed it. Raises NotFound, Conflict
    if the draft is retired."""
    row = hold_to_write(session, draft)
    there = find_part(session, draft.id, path)
    if there is None:
        raise NotFound(N_("This part of the course is not there any more."))
    return _write(session, row, path, None, actor=actor, now=now, act="remove", rev=there.rev)


def restore_part(
    session: Session, *, draft: Draft, path: str, rev: int, actor: int | None, now: datetime
) -> Saved:
    """Make an earlier revision of a part the present one. Raises NotFound if it has no text, Conflict if the draft is
    retired."""
    row = hold_to_write(session, draft)
    text = text_at(session, draft.id, path, rev)
    if text is None:
        raise NotFound(N_("There is no such earlier text."))
    there = find_part(session, draft.id, path)
    if there is not None and there.text == text:
        return Saved(there.rev, text)
    last = last_rev(session, draft.id, path)
    return Saved(_write(session, row, path, text, actor=actor, now=now, act="restore", rev=last), text)


_read = Recent[tuple[str, str, int], ReadResult](KEPT)


def files_of_draft(session: Session, draft_id: str, files: FileStore) -> dict[str, bytes]:
    """The draft as the folder of files that it is. Raises NotFound if the bytes of an asset are gone."""
    return {
        path: files.get(part.asset.sha256) if path.startswith("assets/") else part.text.encode()
        for path, part in parts_of(session, draft_id).items()
    }


def read_draft(session: Session, draft: Draft, files: FileStore) -> ReadResult:
    """The course document of the draft, or every problem that keeps it from being one.

    Kept per process under the number of the last change: asking again costs nothing.
    """
    key = (database_of(session), draft.id, draft.seq)
    return _read.once(key, lambda: _without_bytes(read_files(files_of_draft(session, draft.id, files))))


def _without_bytes(result: ReadResult) -> ReadResult:
    """The bytes of files stay in the store."""
    if result.document is None:
        return result
    bare = tuple(replace(asset, data=None) for asset in result.document.assets)
    return ReadResult(replace(result.document, assets=bare), result.problems)
