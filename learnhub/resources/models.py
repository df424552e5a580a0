"""Tables of shared resources, their versions, and the courses that embed them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class ResourceRow(Base):
    """A case, a demonstration site or a term of a centre, as it is being written."""

    __tablename__ = "resource"
    __table_args__ = (
        CheckConstraint("kind in ('case', 'site', 'term')", name="kind"),
        CheckConstraint("state in ('draft', 'waiting', 'published', 'retired')", name="state"),
        UniqueConstraint("kind", "code", name="uq_resource_code"),
        Index("ix_resource_listing", "centre_id", "changed_at"),
    )
    __personal__ = Personal("created_by", erase="keep")

    id: Mapped[str] = mapped_column(String(13), primary_key=True, comment="random, part of the address")
    kind: Mapped[str] = mapped_column(String(4))
    code: Mapped[str] = mapped_column(String(60), comment="part of the public address; never changes")
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"))
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(160))
    draft: Mapped[str] = mapped_column(
        Text,
        comment="JSON of what is written now, by the keys of the file",
        info={"personal": "text for a course, which may name people in public sources", "export": False},
    )
    rev: Mapped[int] = mapped_column(default=1, comment="counts saved drafts")
    version: Mapped[str] = mapped_column(String(13), default="", comment="the latest one; empty: none yet")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(9), default="draft")
    asked_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, comment="who asked for a second person"
    )
    asked_of: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, comment="of another centre; empty: of the own one"
    )
    note: Mapped[str] = mapped_column(
        Text,
        default="",
        comment="why it was sent back or retired",
        info={"personal": "words of a reviewer about a text", "export": False},
    )
    retired_at: Mapped[datetime | None]


class ResourceVersion(Base):
    """A published text of a resource: dated, hashed, never changed."""

    __tablename__ = "resource_version"
    __personal__ = Personal("published_by", erase="keep")

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(13), primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(
        Text,
        comment="its file, as courses carry it",
        info={"personal": "text for a course, which may name people in public sources", "export": False},
    )
    sha256: Mapped[str] = mapped_column(String(64), comment="of `text`")
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    published_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, comment="none: before two people were asked for"
    )


class ResourceWriter(Base):
    """Who has written in a resource since its latest version: these do not confirm the next one."""

    __tablename__ = "resource_writer"
    __personal__ = Personal("person_id", erase="keep")

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class ResourceUse(Base):
    """What the version in force of a course embeds, whether this installation has the resource or not."""

    __tablename__ = "resource_use"
    __table_args__ = (Index("ix_resource_use_resource", "kind", "code"),)

    course_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[str] = mapped_column(String(13))
