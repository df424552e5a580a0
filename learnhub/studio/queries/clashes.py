"""Blocks that two people changed at once, as far as nobody has settled them. The journal of the draft keeps them:
under `clash/PATH`, beside the changes of the part itself, as a list of what stands twice since which revision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.coursefile.align import align
from learnhub.coursefile.blocks import Block, blocks_of
from learnhub.db import table
from learnhub.studio.domain import Part
from learnhub.studio.models.drafts import DraftChange
from learnhub.studio.queries.drafts import texts_at

FOLDER: Final = "clash/"


@dataclass(frozen=True, slots=True)
class Noted:
    """What a merge left: `theirs` and `mine` are places of blocks in the text of revision `rev`, None where that person
    had removed the block; then who wrote which."""

    id: str
    rev: int
    theirs: int | None
    mine: int | None
    theirs_by: int | None
    mine_by: int | None


@dataclass(frozen=True, slots=True)
class Clash:
    """One that is not settled, with the blocks as they stand now."""

    noted: Noted
    path: str
    theirs: Block | None
    mine: Block | None

    @property
    def line(self) -> int:
        """Where to look, from 1."""
        return min(block.first for block in (self.theirs, self.mine) if block is not None)


def as_text(noted: list[Noted]) -> str:
    """What the journal keeps."""
    return json.dumps([asdict(each) for each in noted])


def noted_in(session: Session, draft_id: str, path: str = "") -> dict[str, list[Noted]]:
    """What is noted, by the path of the part; of one part if it is given."""
    changes = table(DraftChange)
    begin = FOLDER + path
    rows = session.execute(
        select(changes.c.path, changes.c.text)
        .where(
            changes.c.draft_id == draft_id,
            changes.c.path == begin if path else changes.c.path.like(f"{FOLDER}%"),
        )
        .order_by(changes.c.rev)
    ).all()
    last = {row.path.removeprefix(FOLDER): row.text for row in rows}
    return {path: [Noted(**each) for each in json.loads(text or "[]")] for path, text in last.items()}


def open_clashes(session: Session, draft_id: str, parts: Mapping[str, Part], path: str = "") -> list[Clash]:
    """What still stands twice, of the whole draft or of one part. Whoever took one of the two away has settled it."""
    noted = noted_in(session, draft_id, path)
    wanted = {(where, each.rev) for where, found in noted.items() for each in found if where in parts}
    texts = texts_at(session, draft_id, wanted)
    open_: list[Clash] = []
    for where, rev in sorted(wanted):
        old, new = blocks_of(where, texts.get((where, rev), "")), blocks_of(where, parts[where].text)
        partner = align(old, new).partner
        for each in noted[where]:
            if each.rev == rev:
                sides = [_now(place, partner, new) for place in (each.theirs, each.mine)]
                if _stands_twice(each, *sides):
                    open_.append(Clash(each, where, *sides))
    return open_


def _now(place: int | None, partner: tuple[int | None, ...], new: tuple[Block, ...]) -> Block | None:
    found = partner[place] if place is not None and place < len(partner) else None
    return new[found] if found is not None else None


def _stands_twice(noted: Noted, theirs: Block | None, mine: Block | None) -> bool:
    if theirs is None and mine is None:
        return False
    if (theirs is None and noted.theirs is not None) or (mine is None and noted.mine is not None):
        return False
    return theirs is None or mine is None or theirs.body != mine.body
