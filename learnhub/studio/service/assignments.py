"""The command of the page of an assignment."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.coursefile.assignmentform import Data, read_assignment, write_assignment
from learnhub.coursefile.merge import changed_by_both
from learnhub.coursefile.outline import step_path, with_assignment_to_pass
from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.studio.domain import Draft, Overtaken, Saved
from learnhub.studio.queries.drafts import find_part, text_at
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.outline import change_outline

_TASK = re.compile(r"^task:[ \t]*\|", re.MULTILINE)
"""A task of several lines, which is merged block by block."""


def change_assignment(
    session: Session,
    *,
    draft: Draft,
    assignment: str,
    rev: int,
    change: Callable[[Data], Data],
    actor: int,
    now: datetime,
) -> Saved:
    """Change the assignment as it was at this revision, and save it with what others changed since.

    Raises Overtaken if somebody else has given a setting another value, with one's own settings and theirs put together
    in `mine`; Conflict, Unacceptable.
    """
    path = step_path("assignment", assignment)
    base_text, part = text_at(session, draft.id, path, rev), find_part(session, draft.id, path)
    if base_text is None or part is None:
        raise Conflict(N_("This assignment was removed or put back meanwhile. Open it again."))
    base = read_assignment(base_text)
    if base is None:
        raise Unacceptable(N_("This assignment can be changed only as text, until its text can be read."))
    mine, theirs = change(base), read_assignment(part.text)
    text = write_assignment(mine, base_text)
    merged = {"criteria", *(("task",) if all(map(_TASK.search, (base_text, text, part.text))) else ())}
    if theirs is not None and (clash := changed_by_both(base, mine, theirs) - merged):
        both = {**theirs, **{key: mine[key] for key in clash if key in mine}}
        raise Overtaken(mine=write_assignment(both, part.text), theirs=part.text, rev=part.rev)
    return save_part(session, draft=draft, path=path, text=text, base_rev=rev, actor=actor, now=now)


def ask_for(
    session: Session, *, draft: Draft, assignment: str, needed: bool, actor: int, now: datetime
) -> None:
    """Let completion ask for this assignment, or not any more; also brings the time of the course up to date."""
    change_outline(
        session, draft=draft, change=lambda data: with_assignment_to_pass(data, assignment, needed=needed),
        actor=actor, now=now, act="edit",
    )  # fmt: skip
