"""Commands of the media library: take a file in, describe it, use it in a draft, let it go."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.coursefile.assemble import make_asset
from learnhub.coursefile.variants import copy_path
from learnhub.kernel.errors import N_, Conflict
from learnhub.kernel.ids import opaque_id
from learnhub.studio.domain import AssetPart, Draft
from learnhub.studio.library import Accepted, Described, MediaItem, companions, free_path
from learnhub.studio.models.media import MediaRow
from learnhub.studio.queries.drafts import last_rev, parts_of
from learnhub.studio.queries.media import as_item, find_same, get_media_row, published_with, uses_of
from learnhub.studio.service.drafts import hold_to_write, save_part
from learnhub.studio.service.opening import as_part

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Added:
    """The file in the library; `new` is False if the centre had the same file already."""

    item: MediaItem
    new: bool


def add_media(
    session: Session,
    *,
    centre_id: str,
    file: Accepted,
    about: Described,
    store: FileStore,
    actor: int | None,
    now: datetime,
) -> Added:
    """Take a file into the library of a centre. The same file twice is one; what was said of it first stays."""
    digest = store.put(file.data)
    copies = json.dumps([asdict(_kept(copy, store)) for copy in file.copies]) if file.copies else None
    same = find_same(session, centre_id, digest)
    if same is not None:
        return Added(_with_copies(session, same, copies), new=False)
    row = MediaRow(
        id=opaque_id("m"), centre_id=centre_id, kind=file.kind, name=file.name, media_type=file.media_type,
        size=len(file.data), sha256=digest, width=file.width, height=file.height, title=about.title,
        words=about.words, captions=about.captions, minutes=about.minutes, credit=about.credit,
        licence=about.licence, created_by=actor, created_at=now, copies=copies,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody else sent the same file at the same moment
        found = find_same(session, centre_id, digest)
        if found is None:
            raise
        return Added(found, new=False)
    return Added(as_item(row), new=True)


def _kept(copy: Accepted, store: FileStore) -> AssetPart:
    """A narrower copy of a picture, in the store."""
    return AssetPart(copy.media_type, len(copy.data), store.put(copy.data), copy.width, copy.height)


def _with_copies(session: Session, item: MediaItem, copies: str | None) -> MediaItem:
    """A picture that the library has already gets copies if it had none."""
    if item.copies or copies is None:
        return item
    row = get_media_row(session, item.id)
    row.copies = copies
    session.flush()
    return as_item(row)


def describe_media(session: Session, *, media_id: str, about: Described) -> MediaItem:
    """Say something else of a file. Courses that use it already keep the words they have. Raises NotFound."""
    row = get_media_row(session, media_id)
    row.title, row.words, row.credit, row.licence = about.title, about.words, about.credit, about.licence
    row.captions, row.minutes = about.captions, about.minutes
    session.flush()
    return as_item(row)


def remove_media(session: Session, *, media_id: str) -> None:
    """Take a file out of the library. Its bytes stay, since old revisions of drafts may show it.

    Raises NotFound, and Conflict while a draft or a published course uses it.
    """
    row = get_media_row(session, media_id)
    if uses_of(session, row.centre_id).get(row.sha256) or published_with(session, row.centre_id, row.sha256):
        raise Conflict(N_("A course uses this file. Take it out of the course first."))
    session.delete(row)
    session.flush()


def use_media(
    session: Session, *, draft: Draft, item: MediaItem, store: FileStore, actor: int | None, now: datetime
) -> str:
    """Put a file of the library, with its captions and transcript, into a draft. Gives its path there.

    Raises Conflict if the draft is retired or the file is one of another centre.
    """
    if item.centre_id != draft.centre_id:
        raise Conflict(N_("This file is in the library of another centre."))
    hold_to_write(session, draft)  # two pictures of one name at once get a path each
    parts = parts_of(session, draft.id)
    there = next(
        (
            path
            for path, part in parts.items()
            if path.startswith("assets/") and part.asset.sha256 == item.sha256
        ),
        None,
    )
    if there is not None:
        return there
    path = free_path(item.name, set(parts))
    for name, data in {path: store.get(item.sha256), **companions(item, path)}.items():
        store.put(data)
        save_part(
            session, draft=draft, path=name, text=as_part(make_asset(name, data)),
            base_rev=last_rev(session, draft.id, name), actor=actor, now=now, act="add",
        )  # fmt: skip
    for copy in item.copies:
        name = copy_path(path, copy.width or 0, _ENDINGS[copy.media_type])
        if name not in parts:
            rev = last_rev(session, draft.id, name)
            save_part(
                session, draft=draft, path=name, text=copy, base_rev=rev, actor=actor, now=now, act="add"
            )
    return path
