"""The tables of releases and of those who have them made and sent regularly."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class Release(Base):
    """A release: asked for, being made, made or failed. Once made, only `published_at` is ever set."""

    __tablename__ = "reach_release"
    __personal__ = Personal("person_id", erase="keep")
    __table_args__ = (
        UniqueConstraint("scope", "name"),
        CheckConstraint("stage IN ('P', 'F', 'R')", name="stage"),
        CheckConstraint("state IN ('asked', 'making', 'made', 'failed')", name="state"),
        Index("ix_reach_release_scope_period", "scope", "period"),
    )

    id: Mapped[str] = mapped_column(
        String(100), primary_key=True, comment="scope and name, name of its folder"
    )
    scope: Mapped[str] = mapped_column(String(70), comment="net, c-CENTRE or country-KE")
    period: Mapped[str] = mapped_column(String(8), comment="2024 or 2024-Q3")
    name: Mapped[str] = mapped_column(String(16), comment="2024-F1")
    stage: Mapped[str] = mapped_column(String(1), comment="P, F or R")
    number: Mapped[int]
    as_of: Mapped[datetime]
    languages: Mapped[str] = mapped_column(String(40), comment="of its documents, with blanks between")
    reason: Mapped[str] = mapped_column(Text, comment="why an unforeseen revision was needed")
    state: Mapped[str] = mapped_column(String(8))
    done: Mapped[int] = mapped_column(comment="steps done")
    steps: Mapped[int] = mapped_column(comment="steps in all; 0: not known yet")
    problem: Mapped[str] = mapped_column(Text, comment="why it could not be made")
    supersedes: Mapped[str | None] = mapped_column(ForeignKey("reach_release.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        comment="empty: the operator's command",
        info={"personal": "who had it made, so that it can be accounted for", "erase": None},
    )
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None] = mapped_column(comment="since when its public view is open to all")
    last_xid: Mapped[int | None] = mapped_column(
        BigInteger, comment="place of the last ledger entry at the making"
    )
    last_entry: Mapped[int | None] = mapped_column(BigInteger)
    block_id: Mapped[int | None] = mapped_column(comment="block of the ledger's chain that it names")
    block_hash: Mapped[str] = mapped_column(String(64))
    manifests: Mapped[dict[str, str]] = mapped_column(JSON, comment="view and SHA-256 of its manifest")


class ReportSchedule(Base):
    """A report that a person wants regularly: a provisional release is made and its link sent."""

    __tablename__ = "report_schedule"
    __personal__ = Personal("person_id", erase="delete")
    __table_args__ = (
        UniqueConstraint("person_id", "scope", "every", "language"),
        CheckConstraint("every IN ('quarter', 'year')", name="every"),
        CheckConstraint("day BETWEEN 1 AND 28", name="day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"),
        index=True,
        info={"personal": "who gets the report: its link is sent to this account"},
    )
    scope: Mapped[str] = mapped_column(String(70), info={"personal": "what the report is about"})
    every: Mapped[str] = mapped_column(String(8), info={"personal": "how often it comes"})
    day: Mapped[int] = mapped_column(
        comment="so many days after the end of the period", info={"personal": "when it comes"}
    )
    language: Mapped[str] = mapped_column(String(2), info={"personal": "the language of the report"})
    created_at: Mapped[datetime]
    last_period: Mapped[str] = mapped_column(String(8), comment="the last period that was asked for")
    release_id: Mapped[str | None] = mapped_column(
        ForeignKey("reach_release.id", ondelete="SET NULL"), comment="the release that it led to"
    )
    sent_at: Mapped[datetime | None] = mapped_column(info={"personal": "when the last link was sent"})
    paused_at: Mapped[datetime | None] = mapped_column(
        comment="since when none is made", info={"personal": "since when the reports are paused"}
    )
