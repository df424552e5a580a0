"""Open a resource, save its draft, publish a dated version, note which courses embed what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learnhub.coursefile.resources import digest_of, resource_text, typed_keys
from learnhub.db import table
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.kernel.ids import opaque_id
from learnhub.resources.domain import Act, Item, Key, State, check_move, check_not_own, missing, next_version
from learnhub.resources.models import ResourceRow, ResourceUse, ResourceVersion, ResourceWriter
from learnhub.resources.queries import as_item, is_taken, writers_of
from learnhub.web.service import pages_changed

TAKEN = N_("This address is taken. Choose another one.")


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
        raise Conflict(TAKEN)
    row = ResourceRow(
        id=opaque_id("r"), kind=kind, code=code, centre_id=centre_id, language=language, title=title, draft="{}",
        rev=1, version="", state=State.DRAFT, note="", created_by=actor, created_at=now, changed_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as twice:  # the same button twice, or somebody else at the same moment
        raise Conflict(TAKEN) from twice
    _note_writer(session, row, actor, now)
    return as_item(row)


def _note_writer(session: Session, row: ResourceRow, actor: int | None, now: datetime) -> None:
    if actor is not None and session.get(ResourceWriter, (row.id, actor)) is None:
        session.add(ResourceWriter(resource_id=row.id, person_id=actor, at=now))
        session.flush()


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
    session: Session,
    *,
    item_id: str,
    title: str,
    facts: Mapping[str, str],
    base_rev: int,
    actor: int | None,
    now: datetime,
) -> Item:
    """Save what is written, however unfinished; what waits for confirmation waits no more once its text is another.

    Raises Conflict if somebody saved another text since `base_rev`, or if it is retired.
    """
    row = _hold(session, item_id)
    kept = {key: facts[key] for key in typed_keys(row.kind) if facts.get(key)}
    draft = json.dumps(kept, ensure_ascii=False)
    if (row.title, row.draft) == (title, draft):
        return as_item(row)
    if row.rev != base_rev:
        raise Conflict(N_("Somebody else has saved this meanwhile."))
    row.state = check_move(State(row.state), Act.SAVE)
    row.title, row.draft, row.rev, row.changed_at = title, draft, row.rev + 1, now
    session.flush()
    _note_writer(session, row, actor, now)
    return as_item(row)


def _at(session: Session, item_id: str, base_rev: int, act: Act) -> ResourceRow:
    """The row in the state that the act leads to. Raises Conflict if the text or the state is another one by now."""
    row = _hold(session, item_id)
    state = check_move(State(row.state), act)
    if row.rev != base_rev:
        raise Conflict(N_("Somebody else has saved this meanwhile."))
    row.state = state
    return row


def ask_item(
    session: Session, *, item_id: str, base_rev: int, of: int | None, actor: int | None, now: datetime
) -> str | None:
    """Ask for a second person: `of` another centre by name, or whoever may review for the centre. Gives the latest
    version instead if nothing has changed since.

    Raises Unacceptable if something is missing, Conflict if the draft is not that of `base_rev` any more.
    """
    row = _at(session, item_id, base_rev, Act.ASK)
    if row.version and _digests(session, row)[row.version] == digest_of(row.kind, _as_file(row, row.version)):
        row.state = State.PUBLISHED
        session.flush()
        return row.version
    if missing(row.kind, _as_file(row, next_version((), now.date()))):
        raise Unacceptable(N_("Something is still missing. It can be published when every field is filled."))
    row.asked_by, row.asked_of, row.note, row.changed_at = actor, of, "", now
    session.flush()
    return None


def take_back_item(session: Session, *, item_id: str, base_rev: int, now: datetime) -> None:
    """Do not wait any more. Raises Conflict if it does not."""
    row = _at(session, item_id, base_rev, Act.TAKE_BACK)
    row.changed_at = now
    session.flush()


def send_back_item(session: Session, *, item_id: str, base_rev: int, why: str, now: datetime) -> None:
    """A second person wants something changed first. Raises Conflict if it does not wait any more."""
    row = _at(session, item_id, base_rev, Act.SEND_BACK)
    row.note, row.changed_at = why, now
    session.flush()


def confirm_item(session: Session, *, item_id: str, base_rev: int, actor: int | None, now: datetime) -> str:
    """Make what was written the latest version, confirmed by a second person: its name.

    Raises Forbidden for somebody who has written in it, Conflict if it does not wait any more.
    """
    row = _at(session, item_id, base_rev, Act.CONFIRM)
    check_not_own(actor, writers_of(session, row.id))
    version = next_version(_digests(session, row), now.date())
    data = _as_file(row, version)
    text, digest = resource_text(row.kind, data), digest_of(row.kind, data)
    values = {"resource_id": row.id, "version": version, "title": row.title, "text": text, "sha256": digest}
    session.add(ResourceVersion(**values, published_by=row.asked_by, published_at=now, confirmed_by=actor))
    row.version, row.changed_at, row.note = version, now, ""
    writers = table(ResourceWriter)
    session.execute(delete(writers).where(writers.c.resource_id == row.id))
    pages_changed(session)
    session.flush()
    return version


def retire_item(session: Session, *, item_id: str, base_rev: int, why: str, now: datetime) -> None:
    """Offer it no more; its versions stay readable and citable. Raises Conflict if none is published, Unacceptable
    without a reason."""
    row = _at(session, item_id, base_rev, Act.RETIRE)
    if not row.version:
        raise Conflict(N_("This was never published, so there is nothing to retire."))
    if not why:
        raise Unacceptable(N_("Say in a few words why it is retired."))
    row.note, row.retired_at, row.changed_at = why, now, now
    pages_changed(session)
    session.flush()


def _digests(session: Session, row: ResourceRow) -> dict[str, str]:
    rows = session.execute(
        select(ResourceVersion.version, ResourceVersion.sha256).where(ResourceVersion.resource_id == row.id)
    ).all()
    return {version: digest for version, digest in rows}  # noqa: C416 - `dict` of rows has no types


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
