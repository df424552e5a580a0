"""Tables of countries, groups, frameworks, themes, centres and memberships."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.access.identity import Role, ScopeKind
from learnhub.db import Base, Personal, unique_where


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def _enum(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind, name=name, native_enum=False, length=24, create_constraint=True, values_callable=_values
    )


class Closable:
    """A row that a later edition of the data no longer has is closed, never deleted: others point at it."""

    closed_on: Mapped[date | None] = mapped_column(comment="since when the reference data no longer has it")


class ReferenceLoad(Base):
    """The one row that says which edition of the reference data is in the database."""

    __tablename__ = "reference_load"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(
        comment="goes up by one whenever anything here or in `centre` changes"
    )
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the data files")
    loaded_at: Mapped[datetime]


class Country(Closable, Base):
    """An entry of ISO 3166-1 with its places in the lists of UNESCO and the United Nations."""

    __tablename__ = "country"

    iso2: Mapped[str] = mapped_column(String(2), primary_key=True)
    iso3: Mapped[str] = mapped_column(String(3), unique=True)
    m49: Mapped[str] = mapped_column(String(3), unique=True, comment="with leading zeros")
    name_un: Mapped[str] = mapped_column(
        String(120), comment="the English name as the United Nations write it"
    )
    name_en: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    name_es: Mapped[str] = mapped_column(String(120))
    name_ar: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(120))
    name_ru: Mapped[str] = mapped_column(String(120))
    unesco_region: Mapped[str] = mapped_column(
        String(3), index=True, comment="AFR ARB APA ENA LAC; empty: none"
    )
    unesco_region_secondary: Mapped[str] = mapped_column(
        String(3), comment="the other region it also takes part in"
    )
    region_basis: Mapped[str] = mapped_column(String(10), comment="official, former, derived or none")
    electoral_group: Mapped[str] = mapped_column(String(4))
    unesco_member: Mapped[str] = mapped_column(String(10), comment="yes, associate or no")
    un_member: Mapped[bool]
    m49_region: Mapped[str] = mapped_column(String(40))
    m49_subregion: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)


class CountryGroup(Closable, Base):
    """A country's time in a group such as LDC: from `from_date`, no longer on `to_date`."""

    __tablename__ = "country_group"
    __table_args__ = (UniqueConstraint("group_code", "iso2", "from_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_code: Mapped[str] = mapped_column(String(16))
    iso2: Mapped[str] = mapped_column(ForeignKey("country.iso2"), index=True)
    from_date: Mapped[date | None] = mapped_column(comment="empty: member, the start is not recorded")
    to_date: Mapped[date | None]
    scheduled_to_date: Mapped[date | None] = mapped_column(comment="planned and not confirmed: never applied")
    status: Mapped[str] = mapped_column(String(16))
    from_precision: Mapped[str] = mapped_column(String(8))
    confidence: Mapped[str] = mapped_column(String(6))
    note: Mapped[str] = mapped_column(Text)


class Framework(Closable, Base):
    """A list of goals that courses can be tagged with, such as the Sustainable Development Goals."""

    __tablename__ = "framework"

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    horizon_start: Mapped[date]
    horizon_end: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10), comment="current, superseded or uncertain")
    source: Mapped[str] = mapped_column(Text)


class FrameworkItem(Closable, Base):
    """One goal, target or priority of a framework."""

    __tablename__ = "framework_item"

    framework_code: Mapped[str] = mapped_column(ForeignKey("framework.code"), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    parent_code: Mapped[str] = mapped_column(String(16), comment="empty: a top item")
    item_type: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    confidence: Mapped[str] = mapped_column(String(6))
    note: Mapped[str] = mapped_column(Text)


class Theme(Closable, Base):
    """A subject term with its broader term and its field in ISCED-F 2013."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    broader_code: Mapped[str | None] = mapped_column(ForeignKey("theme.code"))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(5))
    isced: Mapped[str] = mapped_column(String(4))
    isced_label: Mapped[str] = mapped_column(String(120))
    sdgs: Mapped[str] = mapped_column(
        String(40), comment="goals it usually touches, separated by semicolons: a hint"
    )
    scope_note: Mapped[str] = mapped_column(Text)
    label_en: Mapped[str] = mapped_column(String(120))
    label_fr: Mapped[str] = mapped_column(String(120))
    label_es: Mapped[str] = mapped_column(String(120))
    label_ar: Mapped[str] = mapped_column(String(120))
    label_zh: Mapped[str] = mapped_column(String(120))
    label_ru: Mapped[str] = mapped_column(String(120))


class Centre(Closable, Base):
    """A science centre that takes part in the network. Facts are to be confirmed by the centre itself."""

    __tablename__ = "centre"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    acronym: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    host_iso2: Mapped[str] = mapped_column(ForeignKey("country.iso2"), index=True)
    other_host_iso2: Mapped[str | None] = mapped_column(ForeignKey("country.iso2"))
    city: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(10), comment="1, 2 or programme")
    section: Mapped[str] = mapped_column(String(5), index=True)
    scope: Mapped[str] = mapped_column(String(10), comment="global or regional")
    year_approved: Mapped[int | None]
    year_established: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(10), comment="active or uncertain")
    status_note: Mapped[str] = mapped_column(Text)
    website: Mapped[str] = mapped_column(String(200))
    confidence: Mapped[str] = mapped_column(String(6), comment="high, medium or low")
    source: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(String(40), comment="IANA name")
    joined_on: Mapped[date] = mapped_column(comment="the day it entered this network's records")


class CentreTheme(Closable, Base):
    """A theme that a centre works on."""

    __tablename__ = "centre_theme"

    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), primary_key=True, index=True)
    position: Mapped[int]


class Membership(Base):
    """A role that a person holds, or held, for a centre, a country, a region or the whole network."""

    __tablename__ = "membership"
    __personal__ = Personal("person_id", erase="delete")
    __table_args__ = (
        CheckConstraint("(scope_kind = 'network') = (scope_id = '')", name="scope_named"),
        CheckConstraint("to_at IS NULL OR to_at >= from_at", name="ends_after_start"),
        Index("ix_membership_scope", "scope_kind", "scope_id", "role"),
        unique_where(
            "uq_membership_open", "person_id", "role", "scope_kind", "scope_id", condition="to_at IS NULL"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"),
        index=True,
        info={"personal": "whose role it is: without it nobody could work for a centre"},
    )
    role: Mapped[Role] = mapped_column(
        _enum(Role, "role"),
        info={"personal": "what the person does in the network, to decide what she may do"},
    )
    scope_kind: Mapped[ScopeKind] = mapped_column(
        _enum(ScopeKind, "scope_kind"), info={"personal": "what the role is held for"}
    )
    scope_id: Mapped[str] = mapped_column(
        String(32), comment="centre id, region code or iso2", info={"personal": "what the role is held for"}
    )
    from_at: Mapped[datetime] = mapped_column(info={"personal": "since when the role is held"})
    to_at: Mapped[datetime | None] = mapped_column(info={"personal": "when the role ended"})
    granted_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"),
        comment="empty: the operator's command",
        info={"personal": "who gave the role, so that it can be accounted for"},
    )
    ended_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"),
        comment="empty: still held, or the operator's command",
        info={"personal": "who ended the role, so that it can be accounted for"},
    )
