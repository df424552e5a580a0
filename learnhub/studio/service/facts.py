"""The command of the facts pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.coursefile.factsform import ROWS, Data, read_course
from learnhub.coursefile.merge import changed_by_both
from learnhub.coursefile.outline import write_course
from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.studio.domain import COURSE, Draft, Overtaken, Saved
from learnhub.studio.queries.drafts import find_part, text_at
from learnhub.studio.service.drafts import save_part

_MERGED = frozenset(ROWS) - {"centres", "themes"}  # entry by entry; of all other facts only one can be right


def change_facts(
    session: Session, *, draft: Draft, rev: int, change: Callable[[Data], Data], actor: int, now: datetime
) -> Saved:
    """Change the facts as they were at this revision, and save them with what others changed since.

    Raises Overtaken if somebody else has given one of the same facts another value, with one's own facts and theirs
    put together in `mine`; Conflict, Unacceptable.
    """
    base_text, part = text_at(session, draft.id, COURSE, rev), find_part(session, draft.id, COURSE)
    if base_text is None or part is None:
        raise Conflict(N_("The facts of this course were removed or put back meanwhile. Open them again."))
    base = read_course(base_text)
    if base is None:
        raise Unacceptable(N_("The facts of this course can be changed only as text, until it can be read."))
    mine, theirs = change(base), read_course(part.text)
    if theirs is not None and (clash := changed_by_both(base, mine, theirs) - _MERGED):
        both = {**theirs, **{key: mine[key] for key in clash if key in mine}}
        raise Overtaken(mine=write_course(both, part.text), theirs=part.text, rev=part.rev)
    return save_part(
        session,
        draft=draft,
        path=COURSE,
        text=write_course(mine, base_text),
        base_rev=rev,
        actor=actor,
        now=now,
    )
