"""Open a resource, save its draft, publish a dated version, note which courses embed what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from learnhub.coursefile.resources import digest_of, resource_text, typed_keys
from learnhub.db import table
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.kernel.ids import opaque_id
from learnhub.resources.domain import Item, Key, missing, next_version
from learnhub.resources.models import ResourceRow, ResourceUse, ResourceVersion
from learnhub.resources.queries import as_item, is_taken
from learnhub.web.service import pages_changed


def open_item(
    session: Session,
    *,
    kind: str,
    code: str,
    centre_id: str,
    language: str,
    title: str,
    actor: int | None,
    now: datetime,
) -> Item:
    """A new resource without a version. Raises Conflict if the code is taken."""
    if is_taken(session, kind, code):
        raise Conflict(N_("This address is taken. Choose another one."))
    row = ResourceRow(
        id=opaque_id("r"), kind=kind, code=code, centre_id=centre_id, language=language, title=title, draft="{}",
        rev=1, version="", created_by=actor, created_at=now, changed_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return as_item(row)


def _hold(session: Session, item_id: str) -> ResourceRow:
    row = session.scalars(
        select(ResourceRow)
        .where(ResourceRow.id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such case, site or term."))
    return row


def save_item(
    session: Session, *, item_id: str, title: str, facts: Mapping[str, str], base_rev: int, now: datetime
) -> Item:
    """Save what is written, however unfinished. Raises Conflict if somebody saved another text since `base_rev`."""
    row = _hold(session, item_id)
    kept = {key: facts[key] for key in typed_keys(row.kind) if facts.get(key)}
    draft = json.dumps(kept, ensure_ascii=False)
    if (row.title, row.draft) == (title, draft):
        return as_item(row)
    if row.rev != base_rev:
        raise Conflict(N_("Somebody else has saved this meanwhile."))
    row.title, row.draft, row.rev, row.changed_at = title, draft, row.rev + 1, now
    session.flush()
    return as_item(row)


def publish_item(
    session: Session, *, item_id: str, base_rev: int, actor: int | None, now: datetime
) -> tuple[str, bool]:
    """Make what is written the latest version: its name, and whether it is new.

    Raises Unacceptable if something is missing, Conflict if the draft is not that of `base_rev` any more.
    """
    row = _hold(session, item_id)
    if row.rev != base_rev:
        raise Conflict(N_("Somebody else has saved this meanwhile."))
    rows = session.execute(
        select(ResourceVersion.version, ResourceVersion.sha256).where(ResourceVersion.resource_id == row.id)
    ).all()
    taken = {version: digest for version, digest in rows}  # noqa: C416 - `dict` of rows has no types
    if row.version and taken[row.version] == digest_of(row.kind, _as_file(row, row.version)):
        return row.version, False
    version = next_version(taken, now.date())
    data = _as_file(row, version)
    if missing(row.kind, data):
        raise Unacceptable(N_("Something is still missing. It can be published when every field is filled."))
    text, digest = resource_text(row.kind, data), digest_of(row.kind, data)
    values = {"resource_id": row.id, "version": version, "title": row.title, "text": text, "sha256": digest}
    session.add(ResourceVersion(**values, published_by=actor, published_at=now))
    row.version, row.changed_at = version, now
    pages_changed(session)
    session.flush()
    return version, True


def _as_file(row: ResourceRow, version: str) -> dict[str, str]:
    own = {"version": version, "language": row.language, "centre": row.centre_id, "title": row.title}
    return {**json.loads(row.draft), **own}


def note_uses(session: Session, *, course: str, embedded: Mapping[Key, str]) -> None:
    """Remember what the version of a course that is published now embeds; what earlier ones did is forgotten."""
    uses = table(ResourceUse)
    session.execute(delete(uses).where(uses.c.course_code == course))
    rows = [
        {"course_code": course, "kind": kind, "code": code, "version": version}
        for (kind, code), version in sorted(embedded.items())
    ]
    if rows:
        session.execute(insert(uses), rows)
