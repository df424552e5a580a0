"""The tables of the ledger. Triggers (see `triggers`) refuse to change or delete what stands in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from learnhub.db import Base, table
from learnhub.ledger.triggers import attach

EntryId = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in an INTEGER key


class WritersNumber(FunctionElement[int]):
    """Number of the writing transaction: 0 on SQLite, where writers follow one another anyway."""

    type = BigInteger()
    inherit_cache = True
    name = "ledger_xid"


@compiles(WritersNumber)
def _no_number(_element: WritersNumber, _compiler: Any, **_: Any) -> str:
    return "0"


@compiles(WritersNumber, "postgresql")
def _its_number(_element: WritersNumber, _compiler: Any, **_: Any) -> str:
    return "ledger_xid()"


class LedgerEntry(Base):
    """One version of one row of one published file.

    `recorded_at` is text such as `2026-11-22T09:30:00Z`: it sorts by time, means the same on both databases,
    and is digested sign by sign. The order of entries is (`xid`, `entry_id`): on PostgreSQL numbers are given
    out before transactions end, so a smaller `entry_id` may appear later.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("kind", "key", "rev"),
        Index("ix_ledger_entry_order", "xid", "entry_id"),
        CheckConstraint("rev >= 1", name="rev"),
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("length(recorded_at) = 20", name="recorded_at"),
        {"sqlite_autoincrement": True},
    )

    entry_id: Mapped[int] = mapped_column(EntryId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), comment="file of the published layout")
    key: Mapped[str] = mapped_column(
        String(200),
        comment="what all versions of the row share",
        info={"personal": "surrogate of a person in rows of kind persons"},
    )
    rev: Mapped[int] = mapped_column(Integer, comment="version of the key, from 1")
    recorded_at: Mapped[str] = mapped_column(String(20), comment="ISO 8601, UTC, seconds")
    body: Mapped[str] = mapped_column(
        Text,
        comment="the row's line in the published file",
        info={"personal": "training record under a surrogate: what statistics count; blanked at erasure"},
    )
    reason: Mapped[str] = mapped_column(String(20), comment="why it was written")
    actor: Mapped[str] = mapped_column(
        String(64), info={"personal": "surrogate of who recorded it: accountability of training records"}
    )
    salt: Mapped[str] = mapped_column(
        String(24), comment="random; blanked at erasure, so that the digest cannot be tried out"
    )
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256, see ledger.digests")
    xid: Mapped[int] = mapped_column(BigInteger, server_default=WritersNumber())


class LedgerBlock(Base):
    """A sealed run of entries. Its hash covers its leaves and the hash of the block before."""

    __tablename__ = "ledger_block"
    __table_args__ = (CheckConstraint("length(block_hash) = 64", name="block_hash"),)

    block_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    first_entry: Mapped[int] = mapped_column(BigInteger)
    last_entry: Mapped[int] = mapped_column(BigInteger, comment="last in the order of entries")
    last_xid: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(Integer)
    sealed_at: Mapped[str] = mapped_column(String(20))
    prev_hash: Mapped[str] = mapped_column(String(64), comment="empty for the first block")
    block_hash: Mapped[str] = mapped_column(String(64), unique=True)
    leaves: Mapped[bytes] = mapped_column(
        LargeBinary, comment="zlib: a line `entry_id,kind,key,rev,digest` per entry, by entry_id"
    )


attach(table(LedgerEntry), table(LedgerBlock))
