"""Tables of courses, their versions, and what they are found by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base


class Course(Base):
    """A course has an address for ever; what it says is in its versions."""

    __tablename__ = "course"
    __table_args__ = (CheckConstraint("status in ('published', 'retired')", name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(60), unique=True, comment="the address and the key in the ledger"
    )
    centre_id: Mapped[str] = mapped_column(
        ForeignKey("centre.id"), index=True, comment="the centre that leads"
    )
    version_id: Mapped[int | None] = mapped_column(
        BigInteger,
        comment="the version in force; no constraint, since the two tables would wait for one another",
    )
    status: Mapped[str] = mapped_column(String(10), default="published")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    retired_why: Mapped[str] = mapped_column(
        Text, default="", server_default="", comment="for readers: why it is retired"
    )
    successor: Mapped[str | None] = mapped_column(
        String(60), comment="the code of the course that takes its place"
    )


class CourseVersion(Base):
    """A published text of a course: numbered, hashed, never changed. Attempts and certificates point at
    it."""

    __tablename__ = "course_version"
    __table_args__ = (
        UniqueConstraint("course_id", "number", name="uq_course_version_number"),
        CheckConstraint("kind in ('major', 'minor')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of `document`")
    document: Mapped[str] = mapped_column(Text, comment="canonical JSON of the course document")
    compiled: Mapped[str] = mapped_column(Text, comment="JSON: lessons and questions as clean HTML")
    text_bytes: Mapped[int] = mapped_column(comment="of lessons and tasks on the line")
    media_bytes: Mapped[int] = mapped_column(comment="of all assets on the line")
    published_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(
        String(5),
        default="minor",
        server_default="minor",
        comment="major: who completed an earlier version has not completed this one",
    )
    notes: Mapped[str] = mapped_column(
        Text, default="", server_default="", comment="what changed, for learners"
    )
    published_by: Mapped[int | None] = mapped_column(comment="the account that published it; none: a command")


class VersionFile(Base):
    """A file of a published version: everybody may read it, as long as the version is there."""

    __tablename__ = "version_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), primary_key=True)


class CourseStep(Base):
    """The place of a step in the progress mask of a course: given once, kept through all versions."""

    __tablename__ = "course_step"
    __table_args__ = (UniqueConstraint("course_id", "bit", name="uq_course_step_bit"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(60), primary_key=True)
    bit: Mapped[int]


class CourseCentre(Base):
    """The centres that answer for a course, the leading one first."""

    __tablename__ = "course_centre"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True, index=True)
    position: Mapped[int]


class CourseFacet(Base):
    """What a published course can be filtered by: theme (with broader ones), centre, region, language,
    level, …"""

    __tablename__ = "course_facet"
    __table_args__ = (Index("ix_course_facet_value", "kind", "value"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class SearchTerm(Base):
    """A word of a published course, as our own analyser gives it, so that both databases find the same."""

    __tablename__ = "search_term"

    term: Mapped[str] = mapped_column(String(60), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True, index=True)
    weight: Mapped[int]
