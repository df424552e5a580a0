"""Tables of drafts that are made from published courses: what each was made from, and which block says which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class DraftSource(Base):
    """The published course that a draft was made from. A draft of a course of its own has none."""

    __tablename__ = "draft_source"
    __table_args__ = (CheckConstraint("how in ('translation', 'adaptation')", name="how"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    how: Mapped[str] = mapped_column(String(11))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("course_version.id"), index=True, comment="the version that the draft is compared with"
    )


class DraftPair(Base):
    """A block of the source and the block of the draft that says the same. Blocks are known by the SHA-256 of their
    text, so that a block that was moved, or changed elsewhere, is told apart from one that was translated here."""

    __tablename__ = "draft_pair"
    __personal__ = Personal("person_id", erase="keep")

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(120), primary_key=True)
    key: Mapped[str] = mapped_column(
        String(160), primary_key=True, comment="name of a field; empty for a block of a lesson"
    )
    source: Mapped[str] = mapped_column(String(64), primary_key=True, comment="digest of the source's block")
    target: Mapped[str] = mapped_column(String(64), comment="digest of the draft's block")
    was: Mapped[str | None] = mapped_column(
        Text, comment="the source's block that was translated, if it has changed since; a published text"
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
