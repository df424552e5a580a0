"""Tables of probable duplicates and of what records officers did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal


class DuplicateKey(Base):
    """The blocks in which an account was last looked for: whoever shares one may be the same person."""

    __tablename__ = "duplicate_key"
    __personal__ = Personal("person_id", erase="delete")

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rev: Mapped[int] = mapped_column(comment="version of the account that was looked at")
    confirmed: Mapped[bool] = mapped_column(comment="whether its address was confirmed then")
    email_key: Mapped[str | None] = mapped_column(
        String(32),
        index=True,
        info={"personal": "finds accounts with the same address; a hash", "export": False},
    )
    name_key: Mapped[str | None] = mapped_column(
        String(32),
        index=True,
        info={
            "personal": "finds accounts with the same name, birth year and country; a hash",
            "export": False,
        },
    )


class DuplicatePair(Base):
    """Two accounts that may be one person, and what was decided."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id", name="uq_duplicate_pair_accounts"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("status in ('open', 'unsure', 'merged', 'refused')", name="status"),
        Index("ix_duplicate_pair_queue", "status", "score", "id"),
    )
    __personal__ = Personal("first_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"),
        index=True,
        info={"personal": "the other account, so that one person is counted once", "export": False},
    )
    rules: Mapped[str] = mapped_column(
        String(40), comment="by which rules they were found, with blanks between"
    )
    score: Mapped[int] = mapped_column(comment="0 to 100, what speaks for it; orders the queue")
    status: Mapped[str] = mapped_column(String(8), default="open")
    found_at: Mapped[datetime]


class RecordChange(Base):
    """One act of a records officer. The ledger has the fact; here are the coded reason, the officer and the undoing."""

    __tablename__ = "record_change"
    __table_args__ = (
        CheckConstraint(
            "kind in ('merge', 'refuse', 'unsure', 'correct', 'confirm', 'void_enrolment', 'void_attendance', "
            "'withdraw_certificate')",
            name="kind",
        ),
        Index("ix_record_change_person", "person_id"),
        Index("ix_record_change_object", "object_key"),
    )
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="whose record it is; of a merge the account that gives way"
    )
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"),
        index=True,
        comment="of a merge the account that is kept",
        info={"personal": "with whom the person was taken together", "export": False},
    )
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("duplicate_pair.id"), index=True)
    object_key: Mapped[str] = mapped_column(
        String(60), default="", comment="key of the enrolment, day of attendance or certificate"
    )
    because: Mapped[str] = mapped_column(String(20), comment="coded reason")
    note: Mapped[str] = mapped_column(
        String(500), default="", info={"personal": "reason in the officer's words", "erase": ""}
    )
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"),
        info={"personal": "the officer, so that it can be accounted for", "export": False},
    )
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"),
        info={"personal": "who undid it, so that it can be accounted for", "export": False},
    )
    kept: Mapped[str | None] = mapped_column(
        Text,
        comment="JSON: what undoing puts back",
        info={
            "personal": "sign-in names of the account that gave way, and which rows moved: for undoing a merge; "
            "what a correction changed, so that it can be accounted for",
            "erase": None,
            "export": False,
        },
    )


class RecordChangeCentre(Base):
    """Whose people an act was about, at that time: what a centre may know of it."""

    __tablename__ = "record_change_centre"
    __table_args__ = (
        UniqueConstraint("change_id", "centre_id", "person_id", name="uq_record_change_centre_who"),
        Index("ix_record_change_centre_list", "centre_id", "change_id"),
    )
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("record_change.id"))
    centre_id: Mapped[str] = mapped_column(
        String(32), comment="no key: an event may be of a centre that the ledger alone knows"
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
