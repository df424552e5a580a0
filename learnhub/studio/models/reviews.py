"""Tables of reviews: who was asked, comments on blocks, decisions, planned publications, and what happened when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal

_WORDS = "words of a reviewer or author about a course"


class ReviewRequest(Base):
    """Somebody is asked to review a draft. It opens the draft to her, as long as she holds a role that reviews."""

    __tablename__ = "review_request"
    __personal__ = Personal("reviewer_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), comment="for which centre she reviews")
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(comment="decided, or taken back")


class ReviewComment(Base):
    """A comment on a block, or a reply to one. The block is named by the revision of the part that was read, and its
    place in it, so that the comment is found again when the text has changed."""

    __tablename__ = "review_comment"
    __table_args__ = (Index("ix_review_comment_part", "draft_id", "path"),)
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"))
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("review_comment.id"), index=True, comment="the comment that this one answers"
    )
    path: Mapped[str] = mapped_column(String(120))
    rev: Mapped[int]
    place: Mapped[int] = mapped_column(comment="which block of that revision, from 0")
    text: Mapped[str] = mapped_column(Text, info={"personal": _WORDS, "erase": ""})
    suggestion: Mapped[str | None] = mapped_column(
        Text, comment="what the block should say instead", info={"personal": _WORDS, "erase": None}
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken: Mapped[bool] = mapped_column(default=False, comment="the suggestion is in the text now")


class ReviewDecision(Base):
    """What a reviewer decided about exactly this text. `blocks` are the hashes that an approval holds for."""

    __tablename__ = "review_decision"
    __table_args__ = (CheckConstraint("outcome in ('approved', 'changes_asked')", name="outcome"),)
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16), comment="coded, see studio.review.Reason")
    note: Mapped[str] = mapped_column(Text, info={"personal": _WORDS, "erase": ""})
    checks: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="point -> {answer, note}", info={"personal": _WORDS, "erase": {}}
    )
    blocks: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="path -> SHA-256 of its blocks in order", info={"export": False}
    )
    seq: Mapped[int] = mapped_column(comment="the draft's last change that was seen")
    at: Mapped[datetime]


class PublicationPlan(Base):
    """A publication at a later time. It is checked again when the time comes."""

    __tablename__ = "publication_plan"
    __table_args__ = (
        CheckConstraint("state in ('planned', 'done', 'failed', 'cancelled')", name="state"),
        CheckConstraint("kind in ('major', 'minor')", name="kind"),
    )
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(comment="when it is to be published")
    seq: Mapped[int] = mapped_column(comment="the text that was looked at")
    kind: Mapped[str] = mapped_column(String(5))
    notes: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="planned")
    planned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DraftEvent(Base):
    """Who asked, approved, published, retired or restored, and when. Rows are added, never changed."""

    __tablename__ = "draft_event"
    __table_args__ = (Index("ix_draft_event_draft", "draft_id", "at"),)
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"))
    act: Mapped[str] = mapped_column(String(16), comment="coded, see studio.review.Act")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="whom it concerns, such as the reviewer who was asked"
    )
    centre_id: Mapped[str | None] = mapped_column(ForeignKey("centre.id"))
    note: Mapped[str] = mapped_column(Text, default="", info={"personal": _WORDS, "erase": ""})
    code: Mapped[str] = mapped_column(String(16), default="", comment="reason, or kind of version")
    version: Mapped[int | None] = mapped_column(comment="number of the published version")
    seq: Mapped[int]
    at: Mapped[datetime]
