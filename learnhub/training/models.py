"""Tables of trainings. The ledger is the truth for figures; here stands what pages need."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal

_ATTENDED = "attendance at trainings: for the learner and the centre that held them"


class Training(Base):
    """A training of a centre, as its event in the ledger stands now."""

    __tablename__ = "training"
    __table_args__ = (Index("ix_training_centre", "centre_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, comment="its name in the ledger")
    centre_id: Mapped[str] = mapped_column(String(64), comment="who holds it and keeps its attendance")
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2))
    place: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    hours: Mapped[str] = mapped_column(String(8), comment="scheduled, of all days together, such as 10.5")
    announced: Mapped[bool] = mapped_column(comment="whether it stands in the public calendar")
    reason: Mapped[str] = mapped_column(Text, default="", comment="why it was cancelled or put off")
    headcount_f: Mapped[int] = mapped_column(default=0)
    headcount_m: Mapped[int] = mapped_column(default=0)
    headcount_x: Mapped[int] = mapped_column(default=0)
    headcount_u: Mapped[int] = mapped_column(default=0)
    ledger_rev: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class TrainingCentre(Base):
    """A centre that organises a training together with the one that holds it."""

    __tablename__ = "training_centre"

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), primary_key=True)
    centre_id: Mapped[str] = mapped_column(String(64), primary_key=True)


class TrainingPerson(Base):
    """A person on the list of a training; in the ledger her registration."""

    __tablename__ = "training_person"
    __table_args__ = (UniqueConstraint("training_id", "person_id"), Index("ix_training_person", "person_id"))
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, comment="of the registration in the ledger")
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": _ATTENDED})
    typed: Mapped[str] = mapped_column(
        String(254),
        info={
            "personal": "what the centre wrote to put her on the list: what it may see of her",
            "erase": "",
        },
    )
    added_at: Mapped[datetime]


class TrainingDay(Base):
    """A person on a day of a training, as the last sheet has it."""

    __tablename__ = "training_day"
    __table_args__ = (
        UniqueConstraint("training_id", "day", "person_id"),
        Index("ix_training_day_person", "person_id"),
    )
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True, comment="its name in the ledger")
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(Date, info={"personal": _ATTENDED})
    status: Mapped[str] = mapped_column(String(8), info={"personal": _ATTENDED})
    hours: Mapped[str] = mapped_column(String(8), comment="blank: as scheduled", info={"personal": _ATTENDED})
    mode: Mapped[str] = mapped_column(String(12), info={"personal": _ATTENDED})
