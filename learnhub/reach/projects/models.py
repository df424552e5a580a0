"""The tables of donor projects, of their ends, and of the indicators that donors ask for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal

_TURN = "what a coordinator decided about a project, and why"


class DonorProject(Base):
    """A project: who pays, what it is called, in which time. What is of it stands in the ledger."""

    __tablename__ = "donor_project"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="period"),)

    code: Mapped[str] = mapped_column(String(32), primary_key=True, comment="as tags in the ledger name it")
    donor: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    centre: Mapped[str] = mapped_column(String(64), index=True, comment="whose it is; empty: the network's")
    created_at: Mapped[datetime]


class ProjectTurn(Base):
    """A project was ended, or opened again. Rows are added, never changed: the latest one holds."""

    __tablename__ = "donor_project_turn"
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str] = mapped_column(ForeignKey("donor_project.code", ondelete="CASCADE"), index=True)
    ended_on: Mapped[date | None] = mapped_column(
        comment="its last day in fact; empty: it was opened again", info={"personal": _TURN}
    )
    reason: Mapped[str] = mapped_column(Text, info={"personal": _TURN})
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        info={"personal": "who ended or opened a project, so that it can be accounted for", "erase": None},
    )


class DonorIndicator(Base):
    """A donor's own indicator, and the one of ours that answers it. Numbers are kept as they were typed."""

    __tablename__ = "donor_indicator"
    __table_args__ = (UniqueConstraint("project", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[str] = mapped_column(ForeignKey("donor_project.code", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60), comment="the donor's")
    definition: Mapped[str] = mapped_column(Text, comment="the donor's")
    indicator: Mapped[str] = mapped_column(String(16), comment="ours: R04, Q03.LDC")
    target: Mapped[str] = mapped_column(String(40))
    baseline: Mapped[str] = mapped_column(String(40))
    baseline_day: Mapped[str] = mapped_column(String(10), comment="2026-01-31; empty: no baseline")
    difference: Mapped[str] = mapped_column(Text, comment="what differs between both definitions")
