"""Tables of people. `info["personal"]` states the purpose of a column; `info["erase"]` what erasure does
to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base, Personal, unique_where


class Person(Base):
    """An account. `ledger_id` is the surrogate under which the ledger counts her."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("status in ('unconfirmed', 'confirmed', 'erased')", name="status"),
        CheckConstraint("account_type in ('learner', 'staff', 'test')", name="account_type"),
        CheckConstraint("gender in ('', 'F', 'M', 'X', 'N')", name="gender"),
        # an address belongs to one account once it is confirmed; until then nobody learns whether it is taken
        unique_where("uq_person_email_confirmed", "email", condition="email_confirmed_at is not null"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ledger_id: Mapped[str] = mapped_column(
        String(40), unique=True, info={"personal": "surrogate that links the account to its training records"}
    )
    name: Mapped[str] = mapped_column(
        String(200), info={"personal": "greeting, certificates, course reports of the centre", "erase": ""}
    )
    email: Mapped[str | None] = mapped_column(
        String(254), index=True, info={"personal": "sign-in and recovery", "erase": None}
    )
    email_confirmed_at: Mapped[datetime | None]
    learner_number: Mapped[str | None] = mapped_column(
        String(20), unique=True, info={"personal": "sign-in without e-mail", "erase": None}
    )
    login: Mapped[str | None] = mapped_column(
        String(100), unique=True, info={"personal": "sign-in name given by a centre", "erase": None}
    )
    password_hash: Mapped[str | None] = mapped_column(
        String(200), info={"personal": "checks the password; not readable", "erase": None, "export": False}
    )
    language: Mapped[str] = mapped_column(
        String(5), default="en", info={"personal": "language of pages and mail"}
    )
    gender: Mapped[str] = mapped_column(
        String(1),
        default="",
        info={
            "personal": "F woman, M man, X another, N prefers not to say, blank not asked; "
            "counted, never shown"
        },
    )
    birth_year: Mapped[int | None] = mapped_column(
        info={"personal": "age classes in statistics; counted, never shown", "erase": None}
    )
    residence: Mapped[str] = mapped_column(
        String(2), default="", info={"personal": "country of residence; counted by region, never shown"}
    )
    residence_from: Mapped[date | None] = mapped_column(
        Date, info={"personal": "since when the residence holds"}
    )
    occupation: Mapped[str] = mapped_column(
        String(40), default="", info={"personal": "professional role; counted, never shown", "erase": ""}
    )
    follow_up: Mapped[bool] = mapped_column(
        default=False, info={"personal": "whether to ask once after six months"}
    )
    home_centre: Mapped[str] = mapped_column(
        String(40), default="", info={"personal": "the centre that helps with a lost password", "erase": ""}
    )
    account_type: Mapped[str] = mapped_column(String(10), default="learner")
    status: Mapped[str] = mapped_column(String(12), default="confirmed")
    ledger_rev: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    @property
    def confirmed_email(self) -> str:
        """Where mail about her work goes: an address that was shown to be hers, else none (blank)."""
        return self.email or "" if self.email_confirmed_at else ""


class SignInSession(Base):
    """One signed-in device. The token itself is in the cookie only; here is its hash."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("ix_sign_in_session_person", "person_id"),)
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "recognises the device's cookie", "export": False}
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(
        String(120), default="", info={"personal": "tells devices apart in the list"}
    )
    revoked_at: Mapped[datetime | None]


class Consent(Base):
    """What a person agreed to, in which wording, and when."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_person", "person_id"),)
    __personal__ = Personal("person_id", erase="keep")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(40), info={"personal": "proof of consent"})
    wording: Mapped[str] = mapped_column(String(20), info={"personal": "version of the words agreed to"})
    given: Mapped[bool]
    at: Mapped[datetime]


class Residence(Base):
    """Where a person lived, from when, as she said it."""

    __tablename__ = "residence"
    __table_args__ = (UniqueConstraint("person_id", "from_date", name="uq_residence_person_from"),)
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    country: Mapped[str] = mapped_column(
        String(2), info={"personal": "country of residence from that day; blank: told no more"}
    )
    from_date: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]


class OneTimeToken(Base):
    """A link that works once: a new password, the first administrator."""

    __tablename__ = "one_time_token"
    __table_args__ = (Index("ix_one_time_token_person", "person_id"),)
    __personal__ = Personal("person_id", erase="delete")

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info={"personal": "recognises the link", "export": False}
    )
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Tries in a window, by account and by address; keys are hashes, rows are swept when their window is
    over."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    until: Mapped[datetime]
