"""Settle a block that two people changed at once."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from learnhub.coursefile.blocks import blocks_of
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.domain import Draft
from learnhub.studio.queries.clashes import noted_in, open_clashes
from learnhub.studio.queries.drafts import find_part
from learnhub.studio.service.drafts import hold, save_part
from learnhub.studio.service.journal import keep_clashes

Keep = Literal["theirs", "mine", "both"]


def settle_clash(
    session: Session, *, draft: Draft, path: str, clash_id: str, keep: Keep, actor: int | None, now: datetime
) -> None:
    """Keep one of the two blocks as it stands now, or both. Raises NotFound if it is settled already."""
    row = hold(session, draft)
    part = find_part(session, draft.id, path)
    found = open_clashes(session, draft.id, {path: part}, path) if part is not None else []
    clash = next((each for each in found if each.noted.id == clash_id), None)
    if part is None or clash is None:
        raise NotFound(N_("This is settled already."))
    left = [each for each in noted_in(session, draft.id, path)[path] if each.id != clash_id]
    keep_clashes(session, row, path, left, actor, now)
    goes = {"theirs": clash.mine, "mine": clash.theirs, "both": None}[keep]
    if goes is not None:
        text = "".join(block.text for block in blocks_of(path, part.text) if block is not goes)
        save_part(
            session, draft=draft, path=path, text=text, base_rev=part.rev, actor=actor, now=now, act="settle"
        )
