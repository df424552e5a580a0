"""Tables: tokens of people, and who looked at exact figures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class ApiToken(Base):
    """A key with which a person's programs ask. The key itself is shown once; here is its digest."""

    __tablename__ = "api_token"
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), info={"personal": "tells a person's tokens apart"})
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "recognises the token", "export": False}
    )
    scopes: Mapped[str] = mapped_column(
        String(80), comment="with blanks between", info={"personal": "what the token may be used for"}
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None] = mapped_column(
        info={"personal": "shows whether it is still needed"}
    )
    revoked_at: Mapped[datetime | None] = mapped_column(info={"ends": "with the password"})


class ReachLook(Base):
    """One look at figures that are not protected: who, when, by which way, and what was asked."""

    __tablename__ = "reach_look"
    __personal__ = Personal("person_id", erase="keep")  # an account of access outlives the account
    __table_args__ = (
        CheckConstraint("way IN ('page', 'token')", name="way"),
        Index("ix_reach_look_person_at", "person_id", "at"),
        Index("ix_reach_look_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), info={"personal": "who looked at exact figures, to account for it"}
    )
    at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(8), comment="page or token")
    subject: Mapped[str] = mapped_column(String(80), comment="the endpoint")
    question: Mapped[str] = mapped_column(
        String(1000), comment="path and query of the address", info={"personal": "what was looked at"}
    )
