"""Translate a block; go on to a further version of the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.derive import origin_of
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import write_course
from learnhub.coursefile.translation.carry import carried
from learnhub.coursefile.translation.pairs import Link, Pair, digest, with_translation
from learnhub.db import table
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.studio.domain import COURSE, AssetPart, Draft, Overtaken, Part
from learnhub.studio.models.languages import DraftPair, DraftSource
from learnhub.studio.queries.drafts import last_rev, parts_of
from learnhub.studio.queries.languages import PartBeside, beside, links_of, source_texts
from learnhub.studio.queries.sources import Source, find_source, may_derive
from learnhub.studio.service.drafts import hold, hold_to_write, remove_part, save_part
from learnhub.studio.service.opening import as_part


def translate_block(
    session: Session,
    *,
    draft: Draft,
    path: str,
    number: int,
    source: str,
    seen: str,
    typed: str,
    keep: bool,
    actor: int,
    now: datetime,
) -> Pair:
    """Put a translation in its place. `source` and `seen` are the digests of the source's block and of the translation
    as the translator saw them (empty: there was none). With `keep` the block stays as it is in the original; without
    that, a text that is the original's counts as not translated.

    Raises Overtaken if somebody else has translated the block otherwise meanwhile, Conflict if the source has moved on
    or the translation has no such field any more.
    """
    hold(session, draft)
    part = _part(session, draft, path)
    place = _place(part, number, source)
    pair = (part.pairs or ())[place]
    try:
        text, made = with_translation(
            path, part.text, part.pairs or (), place, pair.source if keep else typed
        )
    except KeyError as error:
        raise Conflict(N_("This part of the course is not there any more.")) from error
    if digest(pair.target or "") not in (seen, digest(made)) and not (pair.target is None and not seen):
        raise Overtaken(mine=typed, theirs=pair.target or "", rev=part.rev)
    save_part(
        session, draft=draft, path=path, text=text, base_rev=part.rev, actor=actor, now=now, act="translate"
    )
    if made == pair.source and not keep:
        return pair
    target = digest(made) if pair.key else _first_block(path, text, made, pair.place)
    _note(session, draft, path, [Link(pair.key, source, target)], actor=actor, now=now)
    return pair


def _part(session: Session, draft: Draft, path: str) -> PartBeside:
    found = find_source(session, draft.id)
    parts = beside(session, draft, found) if found else {}
    if path not in parts:
        raise NotFound(N_("This part of the course is not there any more."))
    if parts[path].pairs is None:
        raise Conflict(N_("This part can’t be read as it stands. Mend its text first."))
    return parts[path]


def _place(part: PartBeside, number: int, source: str) -> int:
    pairs = part.pairs or ()
    if number < len(pairs) and digest(pairs[number].source) == source:
        return number
    found = next((n for n, pair in enumerate(pairs) if digest(pair.source) == source), None)
    if found is None:
        raise Conflict(
            N_("The original of this block has changed meanwhile. Your text is below, not saved yet.")
        )
    return found


def _first_block(path: str, text: str, made: str, place: int) -> str:
    """The digest of the block that the translation is now, or of the first one if it has become several."""
    blocks = blocks_of(path, text)
    near = [blocks[place]] if 0 <= place < len(blocks) else []
    found = next((b for b in [*near, *blocks] if b.body and made.startswith(b.body)), None)
    return found.sha256 if found else digest(made)


def _note(
    session: Session, draft: Draft, path: str, links: Iterable[Link], *, actor: int | None, now: datetime
) -> None:
    pairs = table(DraftPair)
    for link in links:
        here = (pairs.c.draft_id == draft.id) & (pairs.c.path == path)
        session.execute(delete(pairs).where(here, pairs.c.key == link.key, pairs.c.source == link.source))
        values = {"draft_id": draft.id, "path": path, "person_id": actor, "at": now, **asdict(link)}
        session.execute(insert(pairs), values)


def take_source(session: Session, *, draft: Draft, actor: int, now: datetime) -> int:
    """Compare with the version of the source in force. What is new comes in, untranslated; what is gone goes, and stays
    among the earlier texts; translated blocks whose source has changed are marked. Gives the number of the version.

    Raises Conflict if there is no newer version, its licence does not allow it any more, or the draft is retired.
    """
    hold_to_write(session, draft)
    source = find_source(session, draft.id)
    if source is None or not source.overtaken:
        raise Conflict(N_("There is no newer version of the original."))
    newest = load_version(session, source.newest)
    if not may_derive(newest, draft.centre_id):
        raise Conflict(N_("The newer version has a licence that does not allow this. Ask its centre."))
    _carry_texts(session, draft, source, newest, actor=actor, now=now)
    _carry_files(session, draft, source, newest, actor=actor, now=now)
    sources = table(DraftSource)
    session.execute(update(sources).where(sources.c.draft_id == draft.id).values(version_id=newest.id))
    return newest.number


def _carry_texts(
    session: Session, draft: Draft, source: Source, newest: Version, *, actor: int, now: datetime
) -> None:
    old, new = source_texts(source.version), source_texts(newest)
    parts, links = parts_of(session, draft.id), links_of(session, draft.id)
    for path, text in new.items():
        part = parts.get(path)
        if part is None and path in old:  # somebody has taken it out of the translation
            continue
        if part is None or path not in old:
            _save(session, draft, path, text, part, actor=actor, now=now)
            continue
        found = carried(path, old[path], text, part.text, links.get(path, ()))
        moved = _credited(found.text, source, newest) if path == COURSE else found.text
        _save(session, draft, path, moved, part, actor=actor, now=now)
        _note(session, draft, path, found.links, actor=actor, now=now)
    for path in (path for path in old if path not in new and path in parts):
        remove_part(session, draft=draft, path=path, actor=actor, now=now)


def _save(
    session: Session,
    draft: Draft,
    path: str,
    text: str | AssetPart,
    part: Part | None,
    *,
    actor: int,
    now: datetime,
) -> None:
    rev = part.rev if part else last_rev(session, draft.id, path)
    save_part(session, draft=draft, path=path, text=text, base_rev=rev, actor=actor, now=now, act="source")


def _credited(course: str, source: Source, newest: Version) -> str:
    """course.yaml with the newer version in its credit."""
    data = read_loose(course) or {}
    listed = data.get("based_on")
    origins = listed if isinstance(listed, list) else []
    for each in (each for each in origins if isinstance(each, dict) and "how" in each):
        if each.get("code") == newest.code and each.get("version") == source.version.number:
            made = asdict(origin_of(newest.document, version=newest.number, how=each["how"]))
            each.update(
                {key: list(value) if isinstance(value, tuple) else value for key, value in made.items()}
            )
    return write_course({**data, "based_on": origins}, course) if origins else course


def _carry_files(
    session: Session, draft: Draft, source: Source, newest: Version, *, actor: int, now: datetime
) -> None:
    """Files that the draft has as the source had them are those of the newer version; changed ones stay."""
    old = {asset.path: asset for asset in source.version.document.assets}
    parts = parts_of(session, draft.id)
    for asset in newest.document.assets:
        part, before = parts.get(asset.path), old.get(asset.path)
        untouched = part is not None and before is not None and part.asset.sha256 == before.sha256
        if (part is None and before is None) or (untouched and before != asset):
            _save(session, draft, asset.path, as_part(asset), part, actor=actor, now=now)
