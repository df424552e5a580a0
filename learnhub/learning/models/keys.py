"""Tables of keys put right: which tries are marked by a newer key, and what they were worth before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal, unique_where


class KeyChange(Base):
    """That answers to a quiz given in older versions are marked by the key of this one, and how far that has come."""

    __tablename__ = "key_change"
    __table_args__ = (
        CheckConstraint("ended in ('', 'done', 'newer', 'right')", name="ended"),
        Index("ix_key_change_quiz", "course_id", "quiz", "id"),
        unique_where("uq_key_change_running", "course_id", "quiz", condition="ended = ''"),
    )
    __personal__ = Personal("by_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    quiz: Mapped[str] = mapped_column(String(60))
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    given: Mapped[str] = mapped_column(
        Text,
        default="[]",
        comment="JSON: questions for which everybody has full marks, where the key does not hold for them",
        info={"json": True},
    )
    reason: Mapped[str] = mapped_column(String(300), comment="why; read by the learners")
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="who decided; none: the operator, by a command"
    )
    asked_at: Mapped[datetime]
    upto: Mapped[int] = mapped_column(default=0, comment="the last enrolment that was looked at")
    looked: Mapped[int] = mapped_column(default=0, comment="tries that were looked at")
    changed: Mapped[int] = mapped_column(default=0, comment="tries that have other marks now")
    passed: Mapped[int] = mapped_column(default=0, comment="learners who pass the quiz by it")
    completed: Mapped[int] = mapped_column(default=0, comment="learners who completed the course by it")
    ended: Mapped[str] = mapped_column(
        String(5),
        default="",
        comment="done; newer: a newer version came; right: who asked for it may no more",
    )
    ended_at: Mapped[datetime | None]


class MarkedAnew(Base):
    """What a try was worth before a change of the key; what it is worth now stands in the try or in its next row."""

    __tablename__ = "marked_anew"
    __table_args__ = (UniqueConstraint("attempt_id", "change_id", name="uq_marked_anew_attempt_change"),)
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    change_id: Mapped[int] = mapped_column(ForeignKey("key_change.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    marks: Mapped[str] = mapped_column(
        String(40), comment="before, as an exact fraction", info={"personal": "earlier result of the learner"}
    )
    passed: Mapped[bool | None] = mapped_column(
        comment="before", info={"personal": "earlier result of the learner"}
    )
    at: Mapped[datetime]
