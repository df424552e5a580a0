"""The simulated trainings as their centres keep them: plan, list and sheets, from what the ledger says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from learnhub.centres.domain import Reference
from learnhub.demo.journey import Fact
from learnhub.ledger.records import AttendanceRecord, EventRecord
from learnhub.training.queries import DAY, LISTED, PERSON, TRAINING

REASON = "Too few people had signed up."


def keep_sheets(
    session: Session, facts: Iterable[Fact], *, known: Reference, people: Mapping[str, int]
) -> None:
    """Store the trainings among the facts, with who was on the list and who was there. `people` are the accounts by
    their surrogates."""
    ordered = sorted(facts, key=lambda fact: fact.at)
    first: dict[str, datetime] = {}
    events: dict[str, EventRecord] = {}
    for at, record, _actor, _reason in ordered:
        if isinstance(record, EventRecord):
            first.setdefault(record.event_id, at)
            events[record.event_id] = record
    held = [each for each in events.values() if each.kind == "training"]
    session.execute(insert(TRAINING), [_training(each, known, first[each.event_id]) for each in held])
    rows = session.execute(select(TRAINING.c.key, TRAINING.c.id)).all()
    numbers: dict[str, int] = dict(rows)
    typed: dict[str, str] = dict(session.execute(select(PERSON.c.ledger_id, PERSON.c.learner_number)).all())
    listed: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    for at, record, _actor, _reason in ordered:
        if not isinstance(record, AttendanceRecord) or record.event_id not in numbers:
            continue
        row = {
            "key": record.attendance_id,
            "training_id": numbers[record.event_id],
            "person_id": people[record.person_id],
        }
        if record.date is None:
            listed.append({**row, "typed": typed[record.person_id], "added_at": at})
        else:
            hours = str(record.hours or "")
            days.append(
                {**row, "day": record.date, "status": record.status, "hours": hours, "mode": record.mode}
            )
    for target, some in ((LISTED, listed), (DAY, days)):
        if some:
            session.execute(insert(target), some)


def _training(event: EventRecord, known: Reference, announced: datetime) -> dict[str, Any]:
    return {
        "key": event.event_id, "centre_id": event.centre_id, "title": event.title, "theme": event.theme,
        "mode": event.mode, "status": event.status, "country": event.country,
        "place": known.centres[event.centre_id].city, "starts_on": event.start_date, "ends_on": event.end_date,
        "hours": str(event.scheduled_hours), "announced": True, "reason": REASON if event.status == "cancelled" else "",
        "headcount_f": 0, "headcount_m": 0, "headcount_x": 0, "headcount_u": 0, "ledger_rev": event.rev,
        "created_at": announced,
    }  # fmt: skip
