"""A try under way is found without a look at those that were handed in, be they thousands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from learnhub.db import Base
from learnhub.learning.queries import enrolment_with_attempt


def test_sqlite_finds_the_try_under_way_by_an_index_of_open_ones() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        asked: list[Any] = []
        event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
        assert enrolment_with_attempt(session, 1, 1, "final") is None
        cursor = session.connection().connection.cursor()
        sql, values = asked[-1]
        plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    engine.dispose()
    assert any("ix_attempt_open" in step for step in plan), plan
