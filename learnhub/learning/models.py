"""Tables of enrolments, attempts and certificates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base


class Enrolment(Base):
    """A person in a course. One row for ever: leaving and coming back change it, the ledger keeps the history."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", name="uq_enrolment_person_course"),
        Index("ix_enrolment_course", "course_id", "id"),
        Index("ix_enrolment_session_seen", "session_seen_at"),
    )
    __personal__ = {"via": "person_id", "erase": "keep"}  # noqa: RUF012 - read once, never changed

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, comment="its name in the ledger")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    enrolled_at: Mapped[datetime] = mapped_column(
        info={"personal": "progress of the learner, reports of the centre"}
    )
    withdrawn_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None] = mapped_column(
        info={"personal": "completion, for the certificate"}
    )
    done: Mapped[int] = mapped_column(
        BigInteger,
        default=0,
        info={"personal": "which steps are done: progress of the learner, reports of the centre"},
    )
    results: Mapped[str] = mapped_column(
        Text, default="{}", info={"personal": "best result per quiz: for the learner and the course team"}
    )
    last_step: Mapped[str] = mapped_column(
        String(60), default="", info={"personal": "where to go on", "erase": ""}
    )
    seed: Mapped[str] = mapped_column(String(32), comment="papers of quizzes are drawn from it")
    session_started_at: Mapped[datetime | None] = mapped_column(
        info={"personal": "study time; only the sum per session is recorded", "erase": None}
    )
    session_seen_at: Mapped[datetime | None] = mapped_column(
        info={"personal": "end of the study session under way", "erase": None}
    )
    studied: Mapped[int] = mapped_column(
        default=0, server_default="0", info={"personal": "seconds of ended study sessions: hours of the learner"}
    )
    ledger_rev: Mapped[int] = mapped_column(default=0)


class Attempt(Base):
    """A try at a quiz: the version it was drawn from, the seed, and the answers. The marks can be derived again."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz", "number", name="uq_attempt_number"),
        CheckConstraint("(submitted_at IS NULL) = (marks IS NULL)", name="marked_when_submitted"),
    )
    __personal__ = {"via": "person_id", "erase": "delete"}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, comment="its name in the ledger")
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    quiz: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    seed: Mapped[str] = mapped_column(String(80))
    answers: Mapped[str] = mapped_column(
        Text, default="{}", info={"personal": "answers of the learner, to be marked"}
    )
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(info={"personal": "when the quiz was handed in"})
    marks: Mapped[str | None] = mapped_column(
        String(40), comment="exact fraction, such as 17/2", info={"personal": "result of the learner"}
    )
    max_marks: Mapped[int | None]
    passed: Mapped[bool | None] = mapped_column(info={"personal": "result of the learner"})


class Certificate(Base):
    """What a certificate prints, frozen when it is issued. It outlives the account, then without a name."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index("ix_certificate_person", "person_id"),
        Index("ix_certificate_enrolment", "enrolment_id"),
    )
    __personal__ = {"via": "person_id", "erase": "keep"}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(20), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(
        String(200), info={"personal": "printed on the certificate", "erase": ""}
    )
    facts: Mapped[str] = mapped_column(Text, comment="JSON: course, centre, result as printed")
    completed_at: Mapped[datetime]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="", comment="why it was withdrawn or replaced")
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
