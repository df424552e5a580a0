"""Work to be done later: at least once, by one worker at a time, kept when it fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from smtplib import SMTPRecipientsRefused

import pytest
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from learnhub.db import reading, transaction
from learnhub.jobs import service
from learnhub.jobs.mail import send_mail
from learnhub.jobs.models import Job
from learnhub.jobs.queries import counts
from learnhub.jobs.worker import Worker

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def put(name: str = "mail", **details: object) -> None:
    """Enqueue one job."""
    with transaction() as session:
        service.enqueue(session, name=name, payload={"n": 1}, now=NOW, **details)  # type: ignore[arg-type]


def take(now: datetime = NOW) -> service.Taken | None:
    """Take one job."""
    with transaction() as session:
        return service.take(session, now=now)


def what_is_kept() -> tuple[object, ...]:
    """The only row of the table: name, payload, key, attempts, error."""
    columns = (Job.name, Job.payload, Job.key, Job.attempts, Job.error)
    with transaction() as session:
        return tuple(session.execute(select(*columns)).one())


@pytest.mark.usefixtures("app")
def test_a_failed_transaction_asks_for_no_work() -> None:
    def fail() -> None:
        with transaction() as session:
            service.enqueue(session, name="mail", payload={}, now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert take() is None


@pytest.mark.usefixtures("app")
def test_work_with_a_key_is_on_the_table_once() -> None:
    for _again in range(3):
        put(key="report-2026")
    put()
    assert counts(reading()) == {"ready": 2}
    first = take()
    assert first is not None
    with transaction() as session:
        assert service.finish(session, job=first, now=NOW)
    put(key="report-2026")
    assert counts(reading()) == {"done": 1, "ready": 2}, "once it is done it may be asked for again"


@pytest.mark.usefixtures("app")
def test_the_urgent_comes_first_and_the_future_waits() -> None:
    put("later", run_at=NOW + timedelta(seconds=30))
    put("plain")
    put("urgent", priority=5)
    assert [(job.name if job else None) for job in (take(), take(), take())] == ["urgent", "plain", None]
    late = take(NOW + timedelta(seconds=30))
    assert late is not None
    assert late.name == "later"


@pytest.mark.usefixtures("app")
def test_a_lost_lease_gives_the_work_to_another() -> None:
    put()
    slow = take()
    assert slow is not None
    assert take(NOW + timedelta(seconds=59)) is None
    after = NOW + timedelta(seconds=61)
    quick = take(after)
    assert quick is not None
    assert quick.id == slow.id
    with transaction() as session:
        assert not service.extend(session, job=slow, now=after)
        assert not service.finish(session, job=slow, now=after)
        assert service.finish(session, job=quick, now=after)


@pytest.mark.usefixtures("app")
def test_work_that_kills_its_worker_is_buried_after_five_tries() -> None:
    put()
    at = NOW
    for _try in range(5):
        assert take(at) is not None
        at += timedelta(minutes=2)
    assert take(at) is None
    assert counts(reading()) == {"dead": 1}
    assert what_is_kept() == ("mail", {}, None, 5, "The worker died or hung each time.")


def test_a_task_that_fails_comes_again_after_growing_pauses(app: Flask) -> None:
    at = NOW
    seen: list[datetime] = []

    def task(payload: dict[str, object], now: datetime) -> None:
        seen.append(now)
        raise ValueError("no line to the mail server")

    worker = Worker(app, {"mail": task}, lambda: at)
    put()
    while len(seen) < 5 and at < NOW + timedelta(days=1):
        worker.work_once()
        at += timedelta(seconds=20)
    at += timedelta(days=1)
    assert not worker.work_once(), "the fifth time was the last"
    pauses = [(later - sooner).total_seconds() for sooner, later in pairwise(seen)]
    assert counts(reading()) == {"dead": 1}
    assert pauses == sorted(pauses)
    assert pauses[-1] > 2000


def test_work_given_up_keeps_why_and_nothing_about_anybody(app: Flask) -> None:
    at = NOW

    def refuse(payload: dict[str, object], now: datetime) -> None:
        raise ConnectionError(f"550 no mailbox {payload['to']} here")

    with transaction() as session:
        mail = {"to": "amina@example.org", "text": "Your link: 123"}
        service.enqueue(session, name="mail", payload=mail, key="once", now=NOW)
    worker = Worker(app, {"mail": refuse}, lambda: at)
    tries = 0
    while worker.work_once():
        tries += 1
        assert what_is_kept()[1] == (mail if tries < 5 else {}), "the next try needs it"
        at += timedelta(days=1)
    assert what_is_kept() == ("mail", {}, None, 5, "ConnectionError: 550 no mailbox … here")


def test_a_task_is_done_with_what_was_put_there(app: Flask) -> None:
    done: list[dict[str, object]] = []
    tasks: dict[str, Callable[[dict[str, object], datetime], None]] = {
        "mail": lambda payload, now: done.append(payload)
    }
    put()
    worker = Worker(app, tasks, lambda: NOW)
    assert worker.work_once()
    assert done == [{"n": 1}]
    assert not worker.work_once()
    assert what_is_kept() == ("mail", {}, None, 1, None)
    with transaction() as session:
        assert service.sweep(session, now=NOW + timedelta(days=2)) == 0
        assert service.sweep(session, now=NOW + timedelta(days=4)) == 1


def test_a_letter_outlasts_a_mail_server_that_is_away_over_a_weekend(app: Flask) -> None:
    back = NOW + timedelta(hours=48)
    came: list[object] = []

    def task(payload: dict[str, object], now: datetime) -> None:
        if now < back:
            raise ConnectionRefusedError
        came.append(payload["to"])

    at = NOW
    worker = Worker(app, {"mail": task}, lambda: at)
    with transaction() as session:
        send_mail(session, to="ada@example.org", subject="Hello", text="Come in.", now=NOW)
    while not came and at < NOW + timedelta(days=4):
        worker.work_once()
        at += timedelta(minutes=10)
    assert came == ["ada@example.org"]


def test_an_address_that_a_mail_server_refuses_stays_out_of_the_log(app: Flask) -> None:
    def task(payload: dict[str, object], now: datetime) -> None:
        raise SMTPRecipientsRefused({str(payload["to"]): (550, b"<ADA@example.org>: unknown")})

    with transaction() as session:
        send_mail(session, to="ada@example.org", subject="Hello", text="Come in.", now=NOW)
    with capture_logs() as lines:
        Worker(app, {"mail": task}, lambda: NOW).work_once()
    [line] = [line for line in lines if line["event"] == "job failed"]
    assert "SMTPRecipientsRefused" in line["exception"]
    assert "ada@example.org" not in str(line).lower()


def test_what_is_due_each_minute_does_not_wait_for_a_mail_server_that_hangs(app: Flask) -> None:
    at = NOW
    minutes: list[datetime] = []

    def hang(_payload: dict[str, object], _now: datetime) -> None:
        nonlocal at
        at += timedelta(seconds=30)
        raise TimeoutError

    for _letter in range(9):
        put()
    worker = Worker(app, {"mail": hang}, lambda: at)
    worker.run(once=True, each_minute=minutes.append)
    assert len(minutes) >= 4
    assert {later - sooner for sooner, later in pairwise(minutes)} == {timedelta(minutes=1)}


@pytest.mark.usefixtures("app")
def test_work_from_a_year_ahead_is_done_once_the_clock_is_right() -> None:
    put(key="each hour")
    before = NOW - timedelta(days=365)
    assert take(before) is None
    with transaction() as session:
        service.sweep(session, now=before)
    assert take(before) is not None
