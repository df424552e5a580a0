"""Recording: one statement, revisions, conflicts, and reads as of any date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_support import NOW, attempt, centre, create_ledger, enrolment, person, put
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learnhub.kernel.errors import Conflict
from learnhub.ledger.cells import RecordError
from learnhub.ledger.digests import entry_digest
from learnhub.ledger.queries import (
    PAGE,
    START,
    Cursor,
    Entry,
    entries_of,
    head,
    latest,
    next_rev,
    read_since,
    stream,
)
from learnhub.ledger.service import next_revs, record
from tests.statements import statements


def test_a_quiz_submission_is_one_statement(session: Session) -> None:
    put(session, enrolment())
    with statements() as seen:
        record(session, [attempt(), enrolment(rev=2)], now=NOW, actor="p1", reason="PROGRESS")
    assert len(seen) == 1
    assert seen[0].startswith("INSERT INTO ledger_entry")


def test_entries_carry_the_published_line_and_a_digest_of_everything(session: Session) -> None:
    put(session, person(), centre())
    first, second = read_since(session, START)
    assert first.body == "p1,1,2026-05-04T10:00:00Z,2020-01-01,learner,confirmed,F,1990,KE,TZ,"
    assert (first.kind, first.key, first.rev, first.recorded_at) == (
        "persons",
        "p1",
        1,
        "2026-05-04T10:00:00Z",
    )
    assert second.body == "c1,Centre one,KE,Africa/Nairobi,"
    values = {name: getattr(first, name) for name in ("kind", "key", "rev", "recorded_at", "reason", "actor")}
    assert first.digest == entry_digest(**values, salt=first.salt, body=first.body)
    assert len(first.salt) == 12
    assert first.salt != second.salt


def test_a_record_keeps_the_recording_time_it_brings(session: Session) -> None:
    earlier = NOW - timedelta(days=30)
    put(session, person(recorded_at=earlier))
    assert read_since(session, START)[0].recorded_at == "2026-04-04T10:00:00Z"


def test_nothing_to_record_is_no_statement(session: Session) -> None:
    with statements() as seen:
        record(session, [], now=NOW, actor="x", reason="FIRST")
    assert seen == []


def test_the_same_version_twice_is_a_conflict(session: Session) -> None:
    put(session, person())
    with pytest.raises(Conflict):
        record(session, [person(gender="M")], now=NOW, actor="x", reason="CORRECT")


def test_a_bad_record_stores_none_of_its_company(session: Session) -> None:
    with pytest.raises(RecordError):
        record(session, [person(1), person(2, residence="Kenya")], now=NOW, actor="x", reason="FIRST")
    session.commit()
    assert read_since(session, START) == []


@pytest.mark.parametrize(("actor", "reason"), [("", "FIRST"), ("Ana M.", "FIRST"), ("x", "first"), ("x", "")])
def test_actor_and_reason_are_codes(session: Session, actor: str, reason: str) -> None:
    with pytest.raises(ValueError, match="reason code"):
        record(session, [person()], now=NOW, actor=actor, reason=reason)


def test_next_revisions(session: Session) -> None:
    put(session, person(1), person(1, rev=2), person(2))
    with statements() as seen:
        assert next_rev(session, kind="persons", keys=["p1", "p2", "p3"]) == {"p1": 3, "p2": 2, "p3": 1}
    assert len(seen) == 1
    numbered = next_revs(session, [person(1), centre(), person(1), person(3)])
    assert [(item.key, item.rev) for item in numbered] == [("p1", 3), ("c1", 1), ("p1", 4), ("p3", 1)]


def test_read_since_goes_on_where_it_stopped(session: Session) -> None:
    put(session, *(person(number) for number in range(1, 8)))
    put(session, enrolment())
    seen: list[Entry] = []
    cursor = START
    while page := read_since(session, cursor, 3):
        assert len(page) <= 3
        seen += page
        cursor = page[-1].cursor
    assert [item.key for item in seen] == [*(f"p{number}" for number in range(1, 8)), "n1"]
    assert head(session).cursor == cursor
    assert Cursor(*tuple(cursor)) == cursor


def test_head_of_nothing(session: Session) -> None:
    assert head(session).cursor == START
    assert (head(session).block_id, head(session).block_hash) == (0, "")


def test_versions_hold_from_their_recording(session: Session) -> None:
    later = NOW + timedelta(days=10)
    put(session, person(1, residence="KE"), person(2))
    put(session, person(1, rev=2, residence="FR"), now=later)

    def residence(as_of: datetime | None) -> dict[str, str]:
        return {item.key: item.body.split(",")[8] for item in latest(session, "persons", as_of)}

    assert residence(NOW - timedelta(seconds=1)) == {}
    assert residence(NOW) == {"p1": "KE", "p2": "KE"}
    assert residence(later) == {"p1": "FR", "p2": "KE"}
    assert residence(None) == residence(later)
    assert [item.rev for item in entries_of(session, "persons", ["p1"])] == [1, 2]


def test_long_reads_go_by_pages(session: Session) -> None:
    put(session, *(enrolment(number) for number in range(PAGE + 5)))
    assert sum(1 for _ in stream(session)) == PAGE + 5
    keys = [item.key for item in latest(session, "enrolments")]
    assert len(keys) == len(set(keys)) == PAGE + 5


STEPS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 5), st.sampled_from(["KE", "FR", "NP"])), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS, as_of=st.integers(0, 30))
def test_what_is_recorded_later_never_changes_the_past(
    engine: Engine, before: Any, after: Any, as_of: int
) -> None:
    create_ledger(engine)
    moment = NOW + timedelta(days=as_of)

    def view(session: Session) -> list[Entry]:
        return [*latest(session, "persons", moment), *stream(session, moment)]

    def add(session: Session, steps: Any, start: datetime) -> None:
        at = start
        for number, wait, residence in steps:
            at += timedelta(days=wait)
            rev = next_rev(session, kind="persons", keys=[f"p{number}"])[f"p{number}"]
            put(session, person(number, rev, residence=residence), now=at)

    with Session(engine) as session:
        add(session, before, NOW)
        seen = view(session)
        add(session, after, moment + timedelta(seconds=1))
        assert view(session) == seen
