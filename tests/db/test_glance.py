"""Short looks at the database: on a connection that never stands beside a session's, and always at what is stored."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Pool, select, text, update
from sqlalchemy.orm import Session

from learnhub.db import db, glance, reading, table, transaction
from learnhub.web.models import PageVersion

PAGES = table(PageVersion)


@pytest.fixture(autouse=True)
def one_row(app: Flask) -> None:
    """A number to look at; nothing is open when a test begins."""
    with transaction() as session:
        session.add(PageVersion(number=1))
    db.session.remove()


def connections() -> int:
    """How many are in use."""
    pool: Pool = db.engine.pool
    return int(pool.status().rpartition(": ")[2])


def number(session: Session) -> int:
    return int(glance(session).execute(select(PAGES.c.number)).scalar_one())


def test_a_look_begins_no_session() -> None:
    session = reading()
    number(session)
    assert not session.in_transaction()
    assert connections() == 1


def test_nobody_holds_two_connections() -> None:
    session = reading()
    number(session)
    session.execute(text("SELECT 1"))
    number(session)
    assert connections() == 1
    session.rollback()
    number(session)
    with transaction() as writer:
        number(writer)
        assert connections() == 1


def test_within_a_transaction_it_sees_what_was_written_there() -> None:
    before = number(reading())
    with transaction() as writer:
        writer.execute(update(PAGES).values(number=before + 5))
        assert number(writer) == before + 5
    assert number(reading()) == before + 5


def test_it_goes_back_with_the_session() -> None:
    number(reading())
    db.session.remove()
    assert connections() == 0


def test_what_is_only_read_waits_for_no_writer() -> None:
    with db.engine.connect().execution_options(writes=True) as writer:
        writer.execute(update(PAGES).values(number=PAGES.c.number + 1))
        seen = number(reading())
        assert reading().execute(select(PAGES.c.number)).scalar_one() == seen
        writer.rollback()
