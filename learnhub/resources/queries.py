"""Reads of shared resources: who sees which drafts, the public ones, versions, copies in courses."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import Resource
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.resources import FOLDER_OF, digest_of, version_key
from learnhub.kernel.errors import N_, NotFound
from learnhub.kernel.letters import folded
from learnhub.resources.domain import Edition, Item, Key, Standing, State, Use, standing
from learnhub.resources.models import ResourceRow, ResourceUse, ResourceVersion, ResourceWriter

MOST_WAITING, MOST_OFFERED = 50, 300
_EDITION = (
    ResourceRow.kind, ResourceRow.code, ResourceRow.centre_id, ResourceVersion.version, ResourceVersion.text,
    ResourceVersion.sha256, ResourceVersion.published_at, ResourceRow.retired_at, ResourceRow.note,
)  # fmt: skip


_LATEST = and_(ResourceVersion.resource_id == ResourceRow.id, ResourceVersion.version == ResourceRow.version)


def as_item(row: ResourceRow) -> Item:
    """The row as pages and rules see it."""
    return Item(
        row.id, row.kind, row.code, row.centre_id, row.language, row.title, json.loads(row.draft), row.rev,
        row.version, row.changed_at, State(row.state), row.asked_by, row.asked_of, row.note,
    )  # fmt: skip


def visible_resources(session: Session, identity: Identity) -> ColumnElement[bool]:
    """The row filter of listings for authors: the resources of centres for which the person may see drafts, and those
    that she was asked to confirm."""
    centres = reference(session).permitted_centres(identity, Permission.VIEW_COURSE)
    asked = and_(ResourceRow.state == State.WAITING, ResourceRow.asked_of == identity.person_id)
    return or_(ResourceRow.centre_id.in_(sorted(centres)), asked)


def waiting_for(session: Session, identity: Identity) -> Sequence[Item]:
    """What waits for this person to confirm it: asked of her by name, or of whoever reviews for a centre of hers, and
    not written by her. The one that has waited longest is first."""
    centres = sorted(reference(session).permitted_centres(identity, Permission.REVIEW_COURSE))
    if not centres:
        return ()
    anybody = and_(ResourceRow.asked_of.is_(None), ResourceRow.centre_id.in_(centres))
    own = select(ResourceWriter.resource_id).where(ResourceWriter.person_id == identity.person_id)
    rows = session.scalars(
        select(ResourceRow)
        .where(
            ResourceRow.state == State.WAITING,
            or_(ResourceRow.asked_of == identity.person_id, anybody),
            ResourceRow.id.not_in(own),
        )
        .order_by(ResourceRow.changed_at, ResourceRow.id)
        .limit(MOST_WAITING)
    )
    return [as_item(row) for row in rows]


def writers_of(session: Session, item_id: str) -> frozenset[int]:
    """Who has written in it since its latest version."""
    found = select(ResourceWriter.person_id).where(ResourceWriter.resource_id == item_id)
    return frozenset(session.scalars(found))


def list_items(
    session: Session, identity: Identity, *, kind: str = "", text: str = "", page: int = 1, size: int = 24
) -> tuple[Sequence[Item], int]:
    """One page of what this person's centres write, the latest changed first, and how many there are."""
    wanted = [visible_resources(session, identity)]
    if kind:
        wanted.append(ResourceRow.kind == kind)
    if text:
        columns = (ResourceRow.title, ResourceRow.code)
        wanted.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    total = session.scalar(select(func.count()).select_from(ResourceRow).where(*wanted)) or 0
    chosen = select(ResourceRow).where(*wanted).order_by(ResourceRow.changed_at.desc(), ResourceRow.id)
    rows = session.scalars(chosen.limit(size).offset((page - 1) * size))
    return [as_item(row) for row in rows], total


def find_item(session: Session, item_id: str) -> Item | None:
    """The resource with this id, whoever asks: for guards, which ask the policy themselves."""
    row = session.get(ResourceRow, item_id)
    return as_item(row) if row else None


def is_taken(session: Session, kind: str, code: str) -> bool:
    """Whether a resource of this kind has the code."""
    found = select(ResourceRow.id).where(ResourceRow.kind == kind, ResourceRow.code == code)
    return session.scalar(found) is not None


def _editions(session: Session, *wanted: ColumnElement[bool]) -> list[Edition]:
    rows = session.execute(
        select(*_EDITION).join(ResourceRow, ResourceRow.id == ResourceVersion.resource_id).where(*wanted)
    ).all()
    return [_edition(row) for row in rows]


def _edition(row: Any) -> Edition:
    why = row[8] if row[7] else ""
    return Edition(row[0], row[1], row[2], row[3], _said(row[4]), row[5], row[6], row[7], why)


def _said(text: str) -> dict[str, str]:
    return {key: value for key, value in (read_loose(text) or {}).items() if isinstance(value, str)}


def list_published(
    session: Session, kind: str, *, text: str = "", language: str = "", page: int = 1, size: int = 24
) -> tuple[Sequence[Edition], int]:
    """One page of the latest versions of a kind by title, and how many there are: they are public. What is retired is
    not among them; its pages stay."""
    wanted = [ResourceRow.kind == kind, ResourceRow.retired_at.is_(None)]
    if language:
        wanted.append(ResourceRow.language == language)
    words = folded(text).split()[:8]
    said = ResourceVersion.text if words else literal("")
    rows = session.execute(
        select(ResourceRow.id, ResourceRow.code, ResourceVersion.title, said)
        .join(ResourceVersion, _LATEST)
        .where(*wanted)
    )
    found = sorted(
        (folded(title), code, resource_id)
        for resource_id, code, title, said in rows
        if all(word in _searched(said) for word in words)
    )
    shown = [resource_id for _title, _code, resource_id in found[(page - 1) * size : page * size]]
    editions = session.execute(
        select(ResourceRow.id, *_EDITION).join(ResourceVersion, _LATEST).where(ResourceRow.id.in_(shown))
    )
    by_id = {resource_id: _edition(edition) for resource_id, *edition in editions}
    return [by_id[resource_id] for resource_id in shown], len(found)


# neither database folds what is not ASCII as the other does; versions never change, and each is folded once
_searched = lru_cache(1_000)(folded)


def kinds_published(session: Session) -> frozenset[str]:
    """The kinds of which there is something to read."""
    return frozenset(
        session.scalars(
            select(ResourceRow.kind)
            .join(ResourceVersion, _LATEST)
            .where(ResourceRow.retired_at.is_(None))
            .distinct()
        )
    )


def titles_published(session: Session, *, language: str) -> list[tuple[str, str, str]]:
    """Kind, code and title of the latest versions in a language, by title: what an author can choose from."""
    rows = session.execute(
        select(ResourceRow.kind, ResourceRow.code, ResourceVersion.title)
        .join(ResourceVersion, _LATEST)
        .where(ResourceRow.language == language, ResourceRow.retired_at.is_(None))
        .order_by(func.lower(ResourceVersion.title), ResourceRow.code)
        .limit(MOST_OFFERED)
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def get_versions(session: Session, kind: str, code: str) -> list[Edition]:
    """Every published version, the latest first. Raises NotFound if there is none."""
    found = _editions(session, ResourceRow.kind == kind, ResourceRow.code == code)
    if not found:
        raise NotFound(N_("There is no such page of a case, site or term."))
    return sorted(found, key=lambda each: version_key(each.version), reverse=True)


def find_versions(session: Session, item_id: str) -> list[Edition]:
    """Every published version of what an author looks at, the latest first."""
    found = _editions(session, ResourceRow.id == item_id)
    return sorted(found, key=lambda each: version_key(each.version), reverse=True)


def digests(session: Session, keys: Iterable[Key]) -> Mapping[Key, Mapping[str, str]]:
    """For each of these resources the digest of every published version, of a term that of its definition alone, since
    a glossary carries no more: one query, none for nothing."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    found: dict[Key, dict[str, str]] = defaultdict(dict)
    named = [and_(ResourceRow.kind == kind, ResourceRow.code == code) for kind, code in wanted]
    published = (ResourceVersion.version, ResourceVersion.sha256, ResourceVersion.text)
    rows = session.execute(
        select(ResourceRow.kind, ResourceRow.code, *published)
        .join(ResourceVersion, ResourceVersion.resource_id == ResourceRow.id)
        .where(or_(*named))
    ).all()
    for kind, code, version, digest, text in rows:
        found[kind, code][version] = _words_digest(_said(text)) if kind == "term" else digest
    return found


def find_edition(session: Session, kind: str, code: str) -> Edition | None:
    """The latest published version that a course can take, or None: there is none, or it is retired."""
    here = (ResourceRow.kind == kind, ResourceRow.code == code, ResourceRow.retired_at.is_(None))
    found = _editions(session, *here)
    return max(found, key=lambda each: version_key(each.version), default=None)


def _words_digest(data: Mapping[str, str]) -> str:
    return sha256(data.get("definition", "").encode()).hexdigest()


def standings(session: Session, copies: Sequence[Resource]) -> list[tuple[Standing, str]]:
    """How each copy stands to what was published here, and the latest version, empty if none is known."""
    known = digests(session, [(each.kind, each.code) for each in copies])
    found = []
    for each in copies:
        published = known.get((each.kind, each.code), {})
        latest = max(published, key=version_key, default="")
        own = _words_digest(each.data) if each.kind == "term" else digest_of(each.kind, each.data)
        found.append((standing(each.version, own, published), latest))
    return found


def retired_among(session: Session, copies: Sequence[Resource]) -> set[Key]:
    """Which of these are not offered any more, by kind and code: no query for nothing."""
    if not copies:
        return set()
    named = [and_(ResourceRow.kind == each.kind, ResourceRow.code == each.code) for each in copies]
    rows = session.execute(
        select(ResourceRow.kind, ResourceRow.code).where(or_(*named), ResourceRow.retired_at.is_not(None))
    ).all()
    return {(kind, code) for kind, code in rows}


def uses_of(session: Session, kind: str, code: str) -> list[Use]:
    """The courses whose version in force embeds this."""
    rows = session.execute(
        select(ResourceUse.course_code, ResourceUse.version)
        .where(ResourceUse.kind == kind, ResourceUse.code == code)
        .order_by(ResourceUse.course_code)
    ).all()
    return [Use(course, version) for course, version in rows]


def pages_of(session: Session, copies: Sequence[Resource]) -> Callable[[Resource], str]:
    """The address of the page of a copy in its own version, empty where this installation has not published it."""
    found = zip(copies, standings(session, copies), strict=True)
    here = [each for each, (so, _latest) in found if so in (Standing.CURRENT, Standing.OLDER)]

    def page(copy: Resource) -> str:
        return f"/{copy.language}/{FOLDER_OF[copy.kind]}/{copy.code}/{copy.version}" if copy in here else ""

    return page
