"""The database: one declarative base, engine set-up for SQLite and PostgreSQL, and the one place that commits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Literal, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    Result,
    Table,
    TypeDecorator,
    event,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.schema import CreateIndex

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def in_utc(value: datetime) -> datetime:
    """What a database gave as an instant, aware: SQLite does not keep the zone, and all instants are stored in UTC."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Always aware and in UTC in Python; without a zone in SQLite, with one in PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without a zone: it would mean something else on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite does not keep."""
        return None if value is None else in_utc(value)


@dataclass(frozen=True, slots=True)
class Personal:
    """What a table says whose rows belong to a person: `via` is the column that leads to the account; when that is
    erased, rows go with it or stay with blanked columns."""

    via: str
    erase: Literal["delete", "keep"]


class Base(DeclarativeBase):
    """Base of all tables. A column with personal data says so: `info={"personal": "why we hold it"}`."""

    __personal__: ClassVar[Personal | None] = None
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime}  # noqa: RUF012 - SQLAlchemy reads this class attribute


def table(model: type[Base]) -> Table:
    """The Core table of a model, for statements on hot paths."""
    return cast(Table, model.__table__)


def index_where(name: str, *columns: str, condition: str, unique: bool = False) -> Index:
    """An index over the rows for which a condition holds, on both databases.

    The index's own option for PostgreSQL would load every driver for it, on SQLite too.
    """
    return Index(name, *columns, unique=unique, info={"where": condition})


def unique_where(name: str, *columns: str, condition: str) -> Index:
    """A unique index over the rows for which a condition holds."""
    return index_where(name, *columns, condition=condition, unique=True)


@compiles(CreateIndex)
def _with_its_condition(create: CreateIndex, compiler: Any, **options: Any) -> str:
    written: str = compiler.visit_create_index(create, **options)
    condition = create.element.info.get("where")
    return f"{written} WHERE {condition}" if condition else written


def rows_changed(result: Result[Any]) -> int:
    """How many rows an UPDATE or DELETE found, which is how a command sees that somebody else was first."""
    return cast(CursorResult[Any], result).rowcount


class OneSession(FlaskSession):
    """The session of a request or command. What it begins by itself reads; `transaction` says when it writes.

    Beside it may stand one connection for short looks (see `glance`); never both at the same time, so that nobody who
    holds a connection waits for another one.
    """

    _aside: Connection | None = None

    def get_bind(
        self, *_given: Any, bind: Engine | Connection | None = None, **_more: Any
    ) -> Engine | Connection:
        """The one engine that there is."""
        self.look_away()
        return bind or self._db.engine

    def aside(self) -> Connection:
        """The connection for short looks."""
        if self._aside is None:
            self._aside = self._db.engine.connect()
        return self._aside

    def look_away(self) -> None:
        """Give that connection back."""
        if self._aside is not None:
            self._aside.close()
            self._aside = None

    def close(self) -> None:
        """Give back everything."""
        self.look_away()
        super().close()


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": OneSession},
    engine_options={"execution_options": {"writes": False}},
)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, see _begin
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=30000",
            "cache_size=-16000",
            "mmap_size=268435456",
        ):
            connection.execute("PRAGMA " + pragma)


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails under load ("database is locked") in spite of the busy
    # timeout, so whoever may write takes the write lock first. Readers say so and never queue.
    if connection.dialect.name == "sqlite":
        if connection.get_execution_options().get("writes", True):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # waits for nobody and cannot fail, so it needs no watching over
            connection.connection.cursor().execute("BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """Do all of it or nothing: commit at the end, roll back at any exception. Only edges open one."""
    session = db.session()
    if (
        session.in_transaction()
    ):  # a read by the same request: give its snapshot back before the write lock is taken
        session.rollback()
    session.connection(execution_options={"writes": True})
    try:
        yield session
    except BaseException:
        session.rollback()
        raise
    session.commit()


def inserting(session: Session, model: type[Base]) -> Any:
    """An INSERT that says what happens to a row that is there already (`on_conflict_…`), in this database's words."""
    return import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}").insert(model.__table__)


def reading() -> Session:
    """The session for reads: its transaction takes no write lock."""
    return db.session()


def glance(session: Session) -> Session | Connection:
    """Where to send a single statement of a page that is asked for all the time: selected columns, no objects.

    A session costs about as much as such a statement, so it is left out where it has not begun a transaction.
    """
    if isinstance(session, OneSession) and not session.in_transaction():
        return session.aside()
    return session


def database_of(session: Session) -> str:
    """Which database a session is on, to be part of a key."""
    bind = db.engine if session.bind is None else session.bind
    return _written(bind.engine.url)


_written = cache(str)  # a page asks four times
