"""Tables of assignments: what learners hand in, the marks that people give for it, and appeals."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class Work(Base):
    """One try of a learner at an assignment: written, handed in, then passed or returned to be revised."""

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "assignment", "number", name="uq_work_number"),
        CheckConstraint("state in ('draft', 'handed_in', 'passed', 'revise')", name="state"),
        CheckConstraint("(state = 'draft') = (handed_in_at IS NULL)", name="handed_in"),
        Index("ix_work_waiting", "course_id", "state", "handed_in_at"),
    )
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20), unique=True, comment="random, part of the address")
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    version_id: Mapped[int] = mapped_column(
        ForeignKey("course_version.id"), comment="whose task it answers, whose criteria it is marked by"
    )
    assignment: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(comment="which try at the assignment, from 1")
    text: Mapped[str] = mapped_column(
        Text, default="", info={"personal": "what the learner wrote, to be marked"}
    )
    file_key: Mapped[str] = mapped_column(
        String(40),
        default="",
        comment="its name in the folder handed/; none: no file",
        info={"export": False, "file": True},
    )
    file_name: Mapped[str] = mapped_column(
        String(120), default="", info={"personal": "name of the file that the learner handed in"}
    )
    file_type: Mapped[str] = mapped_column(String(100), default="", comment="by its content")
    file_bytes: Mapped[int] = mapped_column(default=0)
    file_sha256: Mapped[str] = mapped_column(String(64), default="")
    rev: Mapped[int] = mapped_column(default=0, comment="how often it was saved")
    writer: Mapped[str] = mapped_column(
        String(40), default="", comment="the open page that saved last", info={"export": False}
    )
    state: Mapped[str] = mapped_column(String(9), default="draft")
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None] = mapped_column(info={"personal": "when the work was handed in"})
    due_on: Mapped[date | None] = mapped_column(Date, comment="the deadline that held when it was handed in")
    late: Mapped[bool] = mapped_column(
        default=False, server_default=sql("false"), info={"personal": "handed in after the deadline"}
    )
    second_asked_at: Mapped[datetime | None] = mapped_column(comment="since when a second look is wanted")
    second_asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class WorkMark(Base):
    """Marks for a work, given once and kept: a later mark of the same work holds instead of an earlier one."""

    __tablename__ = "work_mark"
    __table_args__ = (
        UniqueConstraint("work_id", "number", name="uq_work_mark_number"),
        CheckConstraint("act in ('mark', 'second', 'appeal_mark')", name="act"),
        CheckConstraint("outcome in ('passed', 'revise')", name="outcome"),
    )
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"))
    number: Mapped[int] = mapped_column(comment="which mark of this work, from 1: two at once collide")
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, comment="whose work it is")
    marker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="who gave the marks")
    act: Mapped[str] = mapped_column(String(11))
    points: Mapped[str] = mapped_column(
        Text,
        comment="JSON: criterion -> points",
        info={"personal": "result of the learner", "json": True},
    )
    remarks: Mapped[str] = mapped_column(
        Text,
        comment="JSON: criterion -> remark",
        info={"personal": "what the marker said to the learner", "json": True},
    )
    remark: Mapped[str] = mapped_column(
        Text, default="", info={"personal": "what the marker said to the learner"}
    )
    total: Mapped[int] = mapped_column(info={"personal": "result of the learner"})
    outcome: Mapped[str] = mapped_column(String(6), info={"personal": "result of the learner"})
    at: Mapped[datetime]


class WorkAppeal(Base):
    """A learner asks for another look at the marks of a work: once, with her reason."""

    __tablename__ = "work_appeal"
    __personal__ = Personal("person_id", erase="delete")

    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(
        Text, info={"personal": "why the learner asks for another look, read by the marker"}
    )
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
