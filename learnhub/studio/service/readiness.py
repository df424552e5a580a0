"""The checklist of a draft, kept per process under the number of the draft's last change."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.coursefile.document import Resource
from learnhub.coursefile.readiness import (
    Checklist,
    Finding,
    checklist,
    clash_finding,
    resource_finding,
    untranslated_finding,
)
from learnhub.coursefile.resources import path_of
from learnhub.db import database_of
from learnhub.kernel.recent import Recent
from learnhub.resources.domain import Standing
from learnhub.resources.queries import retired_among, standings
from learnhub.studio.domain import COURSE, Draft
from learnhub.studio.placeholders import placeholders
from learnhub.studio.queries.clashes import noted_in, open_clashes
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.queries.languages import untranslated
from learnhub.studio.queries.resources import copies_in
from learnhub.studio.service.drafts import files_of_draft, read_draft

KEPT: Final = 64
_found = Recent[tuple[str, str, int], tuple[Checklist, tuple[Resource, ...]]](KEPT)


def checklist_of(session: Session, draft: Draft, files: FileStore) -> Checklist:
    """What stands in the way of publishing this draft, and advice, newer versions of what it carries among it.

    Raises NotFound if the bytes of a file are gone.
    """
    key = (database_of(session), draft.id, draft.seq)
    made, copies = _found.once(key, lambda: _of_texts(session, draft, files))
    more = [*_on_copies(session, copies), *_untranslated(session, draft), *_clashes(session, draft)]
    return Checklist(tuple(sorted({*made.findings, *more}))) if more else made


def _of_texts(session: Session, draft: Draft, files: FileStore) -> tuple[Checklist, tuple[Resource, ...]]:
    """What the texts alone say, and what they carry of others."""
    problems = read_draft(session, draft, files).problems
    found = files_of_draft(session, draft.id, files)
    texts = {path: data.decode(errors="replace") for path, data in found.items() if path.endswith(".yaml")}
    return checklist(found, problems, placeholders()), tuple(copies_in(texts))


def _clashes(session: Session, draft: Draft) -> list[Finding]:
    if not any(noted_in(session, draft.id).values()):
        return []
    found = open_clashes(session, draft.id, parts_of(session, draft.id))
    return [clash_finding(each.path, each.line) for each in found]


def _untranslated(session: Session, draft: Draft) -> list[Finding]:
    left = untranslated(session, draft)
    return [untranslated_finding(path, len(pairs)) for path, pairs in left.pairs.items()]


def _on_copies(session: Session, copies: tuple[Resource, ...]) -> list[Finding]:
    """Copies that are older than the latest version, say something else than what was published, or were retired."""
    retired = retired_among(session, copies)
    codes = {Standing.OLDER: "resource-older", Standing.ALTERED: "resource-altered"}
    found = []
    for copy, (standing, latest) in zip(copies, standings(session, copies), strict=True):
        file = COURSE if copy.kind == "term" else path_of(copy.kind, copy.code)
        if (copy.kind, copy.code) in retired:
            found.append(resource_finding("resource-retired", file, copy.title, copy.version))
        elif standing in codes:
            version = latest if standing is Standing.OLDER else copy.version
            found.append(resource_finding(codes[standing], file, copy.title, version))
    return found
