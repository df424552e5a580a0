"""The checklist of a draft, kept per process under the number of the draft's last change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.coursefile.readiness import Checklist, checklist
from learnhub.studio.domain import Draft
from learnhub.studio.service.drafts import files_of_draft, read_draft

KEPT: Final = 64
_found: OrderedDict[tuple[str, str, int], Checklist] = OrderedDict()
_lock = threading.Lock()


def checklist_of(session: Session, draft: Draft, files: FileStore) -> Checklist:
    """What stands in the way of publishing this draft, and advice. Raises NotFound if the bytes of a file are gone."""
    key = (str(session.get_bind().engine.url), draft.id, draft.seq)
    with _lock:
        if key in _found:
            _found.move_to_end(key)
            return _found[key]
    problems = read_draft(session, draft, files).problems
    made = checklist(files_of_draft(session, draft.id, files), problems)
    with _lock:
        _found[key] = made
        while len(_found) > KEPT:
            _found.popitem(last=False)
    return made
