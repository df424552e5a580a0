"""Tables of enrolments, attempts and certificates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal, index_where, unique_where
from learnhub.learning.models import keys, work  # noqa: F401 - makes their tables known


class StepSet(TypeDecorator[int]):
    """Steps of a course, one bit each, as decimal digits: a course may have more steps than a number of a database
    has bits. It is read and written as a whole, and compared for equality, never calculated with in a statement."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """The digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """The number."""
        return None if value is None else int(value)


class Enrolment(Base):
    """A person in a course. One row for ever: leaving and coming back change it, the ledger keeps the history."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", name="uq_enrolment_person_course"),
        Index("ix_enrolment_course", "course_id", "id"),
        Index("ix_enrolment_session_seen", "session_seen_at"),
    )
    __personal__ = Personal("person_id", erase="keep")

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
        StepSet,
        default=0,
        info={"personal": "which steps are done: progress of the learner, reports of the centre"},
    )
    results: Mapped[str] = mapped_column(
        Text,
        default="{}",
        info={"personal": "best result per quiz: for the learner and the course team", "json": True},
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
        default=0,
        server_default="0",
        info={"personal": "seconds of ended study sessions: hours of the learner"},
    )
    ledger_rev: Mapped[int] = mapped_column(default=0)
    pinned_id: Mapped[int | None] = mapped_column(
        ForeignKey("course_version.id"), comment="the version she learns with; none: the one in force"
    )
    moved_at: Mapped[datetime | None] = mapped_column(
        comment="when the course team last moved her to another"
    )
    renewing: Mapped[bool] = mapped_column(
        default=False,
        server_default=text("false"),
        comment="completed in an earlier edition, and not yet in the one she was moved to",
    )
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    due_on: Mapped[date | None] = mapped_column(
        Date, info={"personal": "a deadline of her own, given by the course team", "erase": None}
    )
    excused: Mapped[int] = mapped_column(
        StepSet,
        default=0,
        server_default="0",
        info={"personal": "steps that the course team let her leave out"},
    )
    extra_tries: Mapped[str] = mapped_column(
        Text,
        default="{}",
        server_default="{}",
        info={"personal": "quiz -> tries beyond those that all have", "json": True},
    )
    named_by: Mapped[str] = mapped_column(
        String(10),
        default="",
        server_default="",
        info={
            "personal": "email or login, where a sheet named somebody who had an account: her team sees no other name"
        },
    )
    active_at: Mapped[datetime | None] = mapped_column(
        info={"personal": "end of the last study session: shows the course team who may need help"}
    )
    times: Mapped[str] = mapped_column(
        Text,
        default="{}",
        server_default="{}",
        info={
            "personal": "seconds per step: shows, over ten people or more, which lesson takes long",
            "erase": "{}",
            "json": True,
        },
    )


class Cohort(Base):
    """Learners of a course who begin and end together."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("course_id", "name", name="uq_cohort_course_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date, comment="the deadline of its learners")
    created_at: Mapped[datetime]


class LearnerChange(Base):
    """What was decided about one learner, by whom and why: a try more, a later deadline, a step excused, a move."""

    __tablename__ = "learner_change"
    __table_args__ = (
        CheckConstraint("kind in ('try', 'due', 'excused', 'cohort', 'moved')", name="kind"),
        Index("ix_learner_change_enrolment", "enrolment_id", "id"),
    )
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(80), default="", comment="the step, date, cohort or version")
    reason: Mapped[str] = mapped_column(
        String(300), default="", info={"personal": "why the course team decided so", "erase": ""}
    )
    by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), comment="who decided: the learner or her team"
    )
    at: Mapped[datetime]


class CourseMessage(Base):
    """A message of the course team to some of its learners, and how far its sending has come."""

    __tablename__ = "course_message"
    __personal__ = Personal("sender_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    texts: Mapped[str] = mapped_column(Text, comment="JSON: language -> [subject, text]", info={"json": True})
    asked_at: Mapped[datetime]
    upto: Mapped[int] = mapped_column(default=0, comment="the last enrolment that was looked at")
    sent: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]


class CourseMessageReader(Base):
    """A learner who was chosen for a message, whatever she does afterwards."""

    __tablename__ = "course_message_reader"
    __personal__ = Personal("person_id", erase="delete")

    message_id: Mapped[int] = mapped_column(ForeignKey("course_message.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"personal": "she finds what her course teams wrote to her"}
    )


class MessageRefusal(Base):
    """Somebody who wants no messages of a course team any more."""

    __tablename__ = "message_refusal"
    __personal__ = Personal("person_id", erase="delete")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    at: Mapped[datetime]


class CourseMove(Base):
    """A move of many learners to the version in force, and how far it has come."""

    __tablename__ = "course_move"
    __table_args__ = (
        CheckConstraint("ended in ('', 'done', 'newer', 'right')", name="ended"),
        unique_where("uq_course_move_running", "course_id", condition="ended = ''"),
    )
    __personal__ = Personal("by_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wanted: Mapped[str] = mapped_column(
        Text, comment="JSON: the filter that chose the learners", info={"json": True}
    )
    asked_at: Mapped[datetime]
    learners: Mapped[int] = mapped_column(comment="how many there were when it was asked for")
    moved: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[int] = mapped_column(default=0)
    completed: Mapped[int] = mapped_column(default=0)
    ended: Mapped[str] = mapped_column(
        String(5),
        default="",
        comment="done; newer: a newer version came; right: who asked for it may no more",
    )
    ended_at: Mapped[datetime | None]


class LessonWord(Base):
    """What a learner said of a lesson: whether it was clear, and what was not. The last word counts."""

    __tablename__ = "lesson_word"
    __table_args__ = (
        UniqueConstraint("person_id", "version_id", "step", name="uq_lesson_word_person_step"),
        Index("ix_lesson_word_version", "version_id", "step", "id"),
    )
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    step: Mapped[str] = mapped_column(String(60))
    clear: Mapped[bool] = mapped_column(
        info={"personal": "whether the lesson was clear to her: tells the course team, without her name"}
    )
    unclear: Mapped[str] = mapped_column(
        Text, default="", info={"personal": "what was not clear: read by the course team, without her name"}
    )
    at: Mapped[datetime]


class Attempt(Base):
    """A try at a quiz: the version it was drawn from, the seed, and the answers. The marks can be derived again."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz", "number", name="uq_attempt_number"),
        CheckConstraint("(submitted_at IS NULL) = (marks IS NULL)", name="marked_when_submitted"),
        index_where("ix_attempt_open", "enrolment_id", "quiz", condition="submitted_at is null"),
    )
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, comment="its name in the ledger")
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    quiz: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    seed: Mapped[str] = mapped_column(String(80))
    answers: Mapped[str] = mapped_column(
        Text, default="{}", info={"personal": "answers of the learner, to be marked", "json": True}
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
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(20), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(
        String(200), info={"personal": "printed on the certificate", "erase": ""}
    )
    facts: Mapped[str] = mapped_column(
        Text, comment="JSON: course, centre, result as printed", info={"json": True}
    )
    completed_at: Mapped[datetime]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="", comment="why it was withdrawn or replaced")
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
