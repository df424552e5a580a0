"""Tables of the media library: files that a centre has, to be used in its courses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class MediaRow(Base):
    """A file of a centre's library; its bytes are in the store of files under their digest."""

    __tablename__ = "media_item"
    __table_args__ = (
        CheckConstraint("kind in ('picture', 'document', 'audio', 'video', 'data')", name="kind"),
        UniqueConstraint("centre_id", "sha256", name="uq_media_item_sha256"),
        Index("ix_media_item_listing", "centre_id", "created_at"),
    )
    __personal__ = Personal("created_by", erase="keep")

    id: Mapped[str] = mapped_column(String(13), primary_key=True, comment="random, part of the address")
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80), comment="the file's name in assets/")
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(comment="bytes, as stored")
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None] = mapped_column(comment="of pictures, in pixels or SVG units")
    height: Mapped[int | None]
    copies: Mapped[str | None] = mapped_column(
        Text,
        comment="narrower copies of a picture: JSON, a list with what drafts note of a file",
        info={"json": True},
    )
    title: Mapped[str] = mapped_column(String(160))
    words: Mapped[str] = mapped_column(
        Text,
        comment="the text alternative of a picture, the transcript of sound and film",
        info={"personal": "text about a file, written for a course", "export": False},
    )
    captions: Mapped[str] = mapped_column(Text, default="", comment="of a film, as WebVTT")
    minutes: Mapped[int | None] = mapped_column(comment="of sound and film")
    credit: Mapped[str] = mapped_column(
        String(200),
        comment="who made it",
        info={"personal": "the maker is named, as the licence asks", "export": False},
    )
    licence: Mapped[str] = mapped_column(String(20))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
