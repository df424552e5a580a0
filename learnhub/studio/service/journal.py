"""Rows of a draft's journal that are no change of a part: what two people changed at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learnhub.coursefile.blocks import Block, blocks_of
from learnhub.coursefile.merge import Conflict as Difference
from learnhub.db import table
from learnhub.studio.models.drafts import DraftChange, DraftRow
from learnhub.studio.queries.clashes import FOLDER, Noted, as_text, noted_in
from learnhub.studio.queries.drafts import last_rev


def note_clashes(
    session: Session,
    row: DraftRow,
    *,
    path: str,
    text: str,
    rev: int,
    differences: Sequence[Difference],
    theirs_by: int | None,
    mine_by: int | None,
    now: datetime,
) -> None:
    """Keep in mind which blocks of this merged text stand twice, until somebody settles it. Lessons only: forms of
    quizzes and facts show both by themselves."""
    if not path.endswith(".md") or not differences:
        return
    blocks, taken = blocks_of(path, text), set[int]()
    made = []
    for number, each in enumerate(differences, start=1):
        places = [_place(blocks, body, taken) for body in (each.theirs, each.mine)]
        if places != [None, None]:
            made.append(Noted(f"{rev}-{number}", rev, places[0], places[1], theirs_by, mine_by))
    keep_clashes(session, row, path, noted_in(session, row.id, path).get(path, []) + made, mine_by, now)


def _place(blocks: Sequence[Block], body: str | None, taken: set[int]) -> int | None:
    found = next((n for n, block in enumerate(blocks) if block.body == body and n not in taken), None)
    if found is not None:
        taken.add(found)
    return found


def keep_clashes(
    session: Session, row: DraftRow, path: str, noted: list[Noted], actor: int | None, now: datetime
) -> None:
    """Write down what is not settled from now on."""
    row.seq += 1
    rev = last_rev(session, row.id, FOLDER + path) + 1
    values = {"draft_id": row.id, "seq": row.seq, "path": FOLDER + path, "rev": rev, "text": as_text(noted)}
    session.execute(insert(table(DraftChange)), {**values, "person_id": actor, "at": now, "act": "clash"})
    session.flush()
