"""Reads of what a draft was: its texts at an earlier change, and those of the version in force."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import load_version
from learnhub.coursefile.diff import asset_line, texts_of
from learnhub.db import table
from learnhub.studio.domain import AssetPart, Parts
from learnhub.studio.models.drafts import DraftChange
from learnhub.studio.queries.clashes import FOLDER

Texts = dict[str, str]


def present_texts(parts: Parts) -> Texts:
    """The parts as texts to compare; a file as the line that says which bytes it has."""
    return {path: _comparable(path, part.text) for path, part in parts.items()}


def texts_of_change(session: Session, draft_id: str, seq: int) -> Texts:
    """The same for the draft as it was after change number `seq`."""
    changes = table(DraftChange)
    last = (
        select(func.max(changes.c.seq))
        .where(changes.c.draft_id == draft_id, changes.c.seq <= seq, changes.c.path.not_like(f"{FOLDER}%"))
        .group_by(changes.c.path)
    )
    rows = session.execute(
        select(changes.c.path, changes.c.text).where(
            changes.c.draft_id == draft_id, changes.c.seq.in_(last), changes.c.text.is_not(None)
        )
    ).all()
    return {path: _comparable(path, text) for path, text in rows}


def texts_in_force(session: Session, version_id: int) -> Texts:
    """The same for a published version, as its files would be written."""
    return texts_of(load_version(session, version_id).document)


def _comparable(path: str, text: str) -> str:
    if not path.startswith("assets/"):
        return text
    asset = AssetPart.from_text(text)
    return asset_line(asset.media_type, asset.size, asset.sha256)
