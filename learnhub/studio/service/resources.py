"""Take the latest version of a case, site or term into a draft; take one out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.coursefile.checks.index import fold_term
from learnhub.coursefile.factsform import Data
from learnhub.coursefile.resources import MARKED_IN, embeds, marked, path_of, resource_text
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.resources.domain import Edition
from learnhub.studio.domain import COURSE, Draft
from learnhub.studio.queries.drafts import find_part, last_rev, parts_of
from learnhub.studio.service.drafts import remove_part, save_part
from learnhub.studio.service.facts import change_facts


def take_resource(session: Session, *, draft: Draft, edition: Edition, actor: int, now: datetime) -> None:
    """Put this version into the draft: a file, with every mark of an earlier version changed; a term into the glossary,
    where it takes the place of an entry of the same name."""
    if edition.kind == "term":
        part = find_part(session, draft.id, COURSE)
        change_facts(
            session, draft=draft, rev=part.rev if part else 0, change=lambda course: _with_term(course, edition),
            actor=actor, now=now,
        )  # fmt: skip
        return
    path = path_of(edition.kind, edition.code)
    save_part(
        session, draft=draft, path=path, text=resource_text(edition.kind, edition.data),
        base_rev=last_rev(session, draft.id, path), actor=actor, now=now, act="add",
    )  # fmt: skip
    for name, part in parts_of(session, draft.id).items():
        if not name.startswith(MARKED_IN):
            continue
        text = marked(part.text, path, edition.version)
        if text != part.text:
            save_part(session, draft=draft, path=name, text=text, base_rev=part.rev, actor=actor, now=now)


def _with_term(course: Data, edition: Edition) -> Data:
    said = edition.data
    new = {
        "term": said["title"],
        "definition": said["definition"],
        "resource": edition.code,
        "version": edition.version,
    }
    entries = [*course.get("glossary", [])]
    for place, entry in enumerate(entries):
        same = fold_term(str(entry.get("term", ""))) == fold_term(new["term"])
        if same or entry.get("resource") == edition.code:
            entries[place] = {**new, "term": entry["term"]} if same else new
            return {**course, "glossary": entries}
    return {**course, "glossary": [*entries, new]}


def take_out(session: Session, *, draft: Draft, path: str, actor: int, now: datetime) -> None:
    """Take the file of a case or site out of the draft. Raises NotFound, Conflict if a text embeds it."""
    parts = parts_of(session, draft.id)
    if path not in parts:
        raise NotFound(N_("This part of the course is not there any more."))
    if any(embeds(part.text, path) for name, part in parts.items() if name.startswith(MARKED_IN)):
        raise Conflict(N_("A text embeds it. Take its mark out of the text first."))
    remove_part(session, draft=draft, path=path, actor=actor, now=now)
