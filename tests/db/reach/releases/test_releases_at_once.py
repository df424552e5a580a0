"""The same button pressed twice at the same moment: one gets it, the others are told, and nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from learnhub.accounts.service import NewAccount, register
from learnhub.db import db, reading, transaction
from learnhub.reach.patience import Cancelled
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.models import Release, ReportSchedule
from learnhub.reach.releases.queries import get_release
from learnhub.reach.releases.service import (
    CANCELLED,
    ask_release,
    cancel_release,
    change_report,
    note_made,
    note_step,
    subscribe,
)
from tests.at_once import AT_ONCE, together

RELEASE = "net-2024-F1"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def ask(session: Session) -> None:
    ask_release(
        session, scope="net", period="2024", stage=Stage.FINAL, as_of=NOW - timedelta(days=1),
        languages=("en",), now=NOW,
    )  # fmt: skip


def count(table: type[Any]) -> int:
    return reading().scalar(select(func.count()).select_from(table)) or 0


def test_a_release_is_asked_for_once(app: Flask) -> None:
    assert together(app, *[ask] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert count(Release) == 1


def test_a_regular_report_is_kept_once(app: Flask) -> None:
    with transaction() as session:
        person = register(session, account=NewAccount(name="Leila B.", password_hash="!"), now=NOW).id

    def keep(session: Session) -> None:
        subscribe(session, person_id=person, scope="net", every="year", day=7, language="en", now=NOW)

    assert together(app, *[keep] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert count(ReportSchedule) == 1


def test_a_regular_report_becomes_the_same_as_another_once(app: Flask) -> None:
    with transaction() as session:
        person = register(session, account=NewAccount(name="Leila B.", password_hash="!"), now=NOW).id
        numbers = iter([
            subscribe(session, person_id=person, scope="net", every="quarter", day=7, language=language, now=NOW).id
            for language in ("ar", "es", "fr", "ru")
        ])  # fmt: skip

    def change(session: Session) -> None:
        change_report(
            session,
            person_id=person,
            schedule_id=next(numbers),
            scope="net",
            every="year",
            day=7,
            language="en",
        )

    assert together(app, *[change] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert count(ReportSchedule) == AT_ONCE


def _step(session: Session) -> None:
    note_step(session, RELEASE, done=1, steps=2)


def _made(session: Session) -> None:
    note_made(session, RELEASE, manifests={}, block=(0, ""), head=(0, 0), now=NOW)


@pytest.mark.parametrize("note", [_step, _made])
def test_what_is_cancelled_while_a_note_is_written_stays_cancelled(
    app: Flask, note: Callable[[Session], None]
) -> None:
    """The cancelling begins before the note is written, and ends while the note waits for the row."""
    with transaction() as session:
        ask(session)
    at_the_row = Event()  # on SQLite at the door: nobody else begins to write

    def write() -> str:
        with app.app_context():

            def told(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
                if statement.startswith(("UPDATE reach_release", "BEGIN IMMEDIATE")):
                    at_the_row.set()

            event.listen(db.engine, "before_cursor_execute", told)
            try:
                with transaction() as session:
                    note(session)
            except Cancelled:
                return "cancelled"
            finally:
                event.remove(db.engine, "before_cursor_execute", told)
            return "noted"

    with ThreadPoolExecutor(1) as pool:
        with transaction() as session:
            cancel_release(session, RELEASE)
            writing = pool.submit(write)
            assert at_the_row.wait(20)
        assert writing.result() == "cancelled"
    found = get_release(reading(), RELEASE)
    assert (found.state, found.problem) == ("failed", CANCELLED)
