"""Tables of drafts, their parts, every change of them, and who is there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class DraftRow(Base):
    """A course that is being written. One draft for a course: it goes on after a publication. Pages see the
    value, `domain.Draft`."""

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft', 'in_review', 'changes_asked', 'approved', 'published', 'retired')",
            name="state",
        ),
    )
    __personal__ = Personal("created_by", erase="keep")

    id: Mapped[str] = mapped_column(String(13), primary_key=True, comment="random, part of the address")
    code: Mapped[str] = mapped_column(
        String(60), unique=True, comment="the course's address when it is published"
    )
    centre_id: Mapped[str] = mapped_column(
        ForeignKey("centre.id"), index=True, comment="the centre that writes"
    )
    title: Mapped[str] = mapped_column(String(200), comment="as course.yaml has it, for lists")
    language: Mapped[str] = mapped_column(String(2), comment="as course.yaml has it, for lists")
    state: Mapped[str] = mapped_column(String(16), default="draft", index=True)
    network: Mapped[bool] = mapped_column(default=False, comment="wants approvals of two centres")
    course_id: Mapped[int | None] = mapped_column(
        ForeignKey("course.id"), index=True, comment="the published course, if there is one"
    )
    base_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("course_version.id"),
        index=True,
        comment="the published version that was last written from",
    )
    seq: Mapped[int] = mapped_column(default=0, comment="number of the last change")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class DraftPart(Base):
    """A file of a draft as it stands."""

    __tablename__ = "draft_part"
    __personal__ = Personal("changed_by", erase="keep")

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(120), primary_key=True)
    text: Mapped[str] = mapped_column(
        Text,
        comment="of a file in assets/: JSON with type, size, digest, width, height",
        info={"personal": "text of a course that several people write", "export": False},
    )
    rev: Mapped[int] = mapped_column(comment="counts from 1, over removals too")
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    changed_at: Mapped[datetime]


class DraftChange(Base):
    """One change of one part. Rows are added, never changed: undo, restore and merge read them."""

    __tablename__ = "draft_change"
    __table_args__ = (
        UniqueConstraint("draft_id", "seq", name="uq_draft_change_seq"),
        UniqueConstraint("draft_id", "path", "rev", name="uq_draft_change_rev"),
    )
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"))
    seq: Mapped[int]
    path: Mapped[str] = mapped_column(String(120))
    rev: Mapped[int]
    text: Mapped[str | None] = mapped_column(
        Text,
        comment="NULL: the part was removed",
        info={"personal": "text of a course that several people write", "export": False},
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(12), comment="coded: open, edit, move, remove, restore, ...")


class DraftPresence(Base):
    """Who had a page of a draft open lately, so that others see it."""

    __tablename__ = "draft_presence"
    __table_args__ = (Index("ix_draft_presence_seen", "draft_id", "seen_at"),)
    __personal__ = Personal("person_id", erase="delete")

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    place: Mapped[str] = mapped_column(
        String(120),
        comment="path of the part, or empty for the outline",
        info={"personal": "tells others of the centre who is writing in the same text"},
    )
    seen_at: Mapped[datetime]
